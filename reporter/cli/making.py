"""`reporter new`: files to start from."""

from __future__ import annotations

import shutil
from pathlib import Path

import click

from reporter.cli.arguments import ANY_PATH
from reporter.errors import UsageError


@click.group()
def new() -> None:
    """Make files to start from."""


@new.command("project")
@click.argument("folder", metavar="DIR", type=ANY_PATH)
def new_project(folder: Path) -> None:
    """Make a project folder: settings, a desk, places for notes, templates and words."""
    from reporter.project import packaged

    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise UsageError(f"{folder} exists and is not empty; name a new folder.")
    try:
        shutil.copytree(packaged("starter"), folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__"))
    except OSError as error:
        raise UsageError(f"Cannot write {error.filename or folder}: {error.strerror}; name another folder.") from error
    enter = "" if folder.resolve() == Path.cwd() else f"cd {folder} && "
    click.echo(f"{folder}: a new project. Next: {enter}reporter build")
