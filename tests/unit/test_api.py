"""The program as functions: each command is one, and they answer as the command line does."""

from __future__ import annotations

import inspect
from datetime import UTC, datetime
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

import reporter
from reporter import api
from reporter.cli import main
from reporter.errors import UsageError

FUNCTIONS = {
    "approve": "approve", "ask": "ask", "backfill": "backfill", "build": "build", "check": "check", "daily": "daily",
    "data backup": "backup", "data restore": "restore", "diff": "diff", "explain": "explain", "factcheck": "factcheck", "plan": "plan",
    "release": "release", "revise": "revise", "site build": "site", "site rollback": "rollback", "status": "status",
    "verify": "verify",
}  # fmt: skip
AT_A_TERMINAL = {"doctor", "eject", "preview", "site serve", "data revisions", "metrics list"}


def commands(group: click.Group = main, path: tuple[str, ...] = ()) -> set[str]:
    found: set[str] = set()
    for name in group.list_commands(click.Context(group)):
        command = group.get_command(click.Context(group), name)
        assert command is not None
        deeper = commands(command, (*path, name)) if isinstance(command, click.Group) else {" ".join((*path, name))}
        found |= deeper
    return found


def test_each_command_is_a_function() -> None:
    left = {name for name in commands() - set(FUNCTIONS) - AT_A_TERMINAL if not name.startswith("new ")}
    assert not left
    for name in FUNCTIONS.values():
        function = getattr(reporter, name)
        assert function is getattr(api, name) and inspect.getdoc(function) and name in reporter.__all__
        assert "folder" in inspect.signature(function).parameters


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("project")
    assert CliRunner().invoke(main, ["new", "project", str(folder)]).exit_code == 0
    now = datetime(2026, 1, 24, 12, tzinfo=UTC)
    reporter.build(folder, now=now, data="sample", formats=["html"], locales=["en"])
    return folder


def test_questions_about_the_latest_edition(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    answer = reporter.ask("How did the Russell 2000 do?", project)
    assert answer.answered and answer.figures
    explained = reporter.explain("rut.day_change.1d", project)
    assert explained.noun.id == "rut.day_change.1d" and "formula" in explained.text
    monkeypatch.chdir(project)
    told = CliRunner().invoke(main, ["explain", "rut.day_change.1d"])
    assert told.stdout == explained.text + "\n"
    with pytest.raises(UsageError, match=r"did you mean rut\.day_change\.1d\?"):
        reporter.explain("rut.day_change.1", project)
    with pytest.raises(UsageError, match="There is no edition"):
        reporter.ask("?", project.parent / "elsewhere")


def test_the_website_and_the_checks(project: Path) -> None:
    built = reporter.site(project, search=False)
    assert (built.site / "en" / "index.html").is_file() and built.editions == 1
    assert [problem for problem in reporter.check(project) if problem.severity == "error"] == []
    assert reporter.approve("Ann", project) == ()
