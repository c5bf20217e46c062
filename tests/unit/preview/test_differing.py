"""Before and after: sentences that a project says otherwise."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from reporter.cli import main
from reporter.preview import differing, scenarios, stage
from reporter.preview.differing import Change, changes, paragraphs
from reporter.project import Project

PAGES = {
    "before": '<h1 data-passage="title">Calm</h1><p data-passage="a">It rose 1.5% [0]. It fell by 2.5 points.</p><p data-passage="b">Same.</p>',
    "after": '<h1 data-passage="title">Calm</h1><p data-passage="a">It rose 1.5% [0]. It dropped by 2.5 points.</p><p data-passage="b">Same.</p>',
}


@pytest.fixture
def project(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    CliRunner().invoke(main, ["new", "project", "."])

    def here(job: Callable[..., Any], *arguments: Any, seconds: float = 0) -> Any:
        return job(*arguments)

    monkeypatch.setattr(differing, "bounded", here)
    monkeypatch.setattr(scenarios, "frozen", lambda scenario, project: _Nothing())
    return Project.find(folder)


class _Nothing:
    session = scenarios.SCENARIOS["flat"].on


def said(request: Any, briefing: Any, tag: str) -> str:
    return PAGES["before" if request.project.settings_file is None else "after"]


def test_a_sentence_that_changed_is_told_with_its_place(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stage, "page", said)
    assert list(changes(project, ["flat"], ["en", "zh_CN"])) == [
        Change("flat", tag, "a", "It fell by 2.5 points.", "It dropped by 2.5 points.") for tag in ("en", "zh_CN")
    ]


def test_the_same_project_changes_nothing(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stage, "page", said)
    assert list(changes(project, ["flat"], ["en"], against=project)) == []


def test_the_command_prints_both(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stage, "page", said)
    result = CliRunner().invoke(main, ["diff", "--scenario", "flat", "--locale", "en"])
    assert result.exit_code == 0, result.output
    assert result.output == "flat, en\n  a\n  - It fell by 2.5 points.\n  + It dropped by 2.5 points.\none changed sentence\n"
    unknown = CliRunner().invoke(main, ["diff", "--scenario", "flut"])
    assert unknown.exit_code == 40 and "did you mean 'flat'?" in unknown.output


def test_pages_that_look_otherwise_are_drawn(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    def sheets(request: Any, briefing: Any, tag: str) -> list[bytes]:
        return [b"one", b"two"] if request.project.settings_file is None else [b"one", b"2", b"three"]

    monkeypatch.setattr(stage, "page", said)
    monkeypatch.setattr(stage, "paper", sheets)
    result = CliRunner().invoke(main, ["diff", "--scenario", "flat", "--locale", "en", "--pictures", "shots"])
    assert result.exit_code == 0, result.output
    assert {path.name for path in (project.root / "shots").iterdir()} == {
        "flat.en.02.before.png", "flat.en.02.after.png", "flat.en.03.after.png",
    }  # fmt: skip


def test_text_is_found_by_its_passage_or_its_nearest_id() -> None:
    page = '<div id="kpi"><table><tr><td>1</td><td>2</td></tr></table></div><p data-passage="x">A <b>b</b></p>'
    assert paragraphs(page) == {"kpi": "1 2", "x": "A b"}
