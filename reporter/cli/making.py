"""`reporter new`: files to start from."""

from __future__ import annotations

import json
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


SCHEMA = "notes.schema.json"
"""Beside the notes, for the completion of editors' programs."""


@new.command("note")
@click.argument("kind")
@click.option("--output", type=ANY_PATH, metavar="FILE", help="Write to this file instead; - prints the note.")
def new_note(kind: str, output: Path | None) -> None:
    """Write a note of a kind to fill in: what it needs with examples, what it may have as comments."""
    from reporter.notes import note_template, notes_schema
    from reporter.notes.kinds import kind_of
    from reporter.project import Project
    from reporter.settings import load_settings

    text = note_template(kind)
    if str(output) == "-":
        click.echo(text, nl=False)
        return
    project = Project.find(Path.cwd())
    path = output or _free(project.path(load_settings(project).notes) / f"{kind_of(kind)}.yaml")
    if path.exists():
        raise UsageError(f"{path} exists; name another file with --output.")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"# yaml-language-server: $schema={SCHEMA}\n{text}", encoding="utf-8")
        schema = json.dumps(notes_schema(), ensure_ascii=False, indent=1) + "\n"
        path.with_name(SCHEMA).write_text(schema, encoding="utf-8")
    except OSError as error:
        raise UsageError(f"Cannot write {error.filename or path}: {error.strerror}; name another file.") from error
    shown = path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path
    click.echo(f"{shown}: put your source and its words in place of the examples, then run reporter check")


def _free(path: Path) -> Path:
    """The path itself, or with the first number behind its name that no file has."""
    number, free = 2, path
    while free.exists():
        free, number = path.with_stem(f"{path.stem}-{number}"), number + 1
    return free
