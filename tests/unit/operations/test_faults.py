"""Killed at every write, a full disk, a hostile template, words that lose a figure: nothing is lost, doubled or false."""

from __future__ import annotations

import errno
import json
import os
from pathlib import Path
from typing import Any

import pytest

from reporter.operations.state import State
from reporter.publishing import folder as folders

from .conftest import daily, digest, edition, prices, run, write_prices

DAY = "2026-01-23"


class Killed(BaseException):
    """What no handler catches: the process is gone."""


def counting(monkeypatch: pytest.MonkeyPatch, at: int | None) -> list[str]:
    """Every write, flush, exchange and rename from now on, in order; the process dies before number `at`."""
    seen: list[str] = []

    def watch(place: Any, name: str) -> None:
        plain = getattr(place, name)

        def watched(*given: Any, **named: Any) -> Any:
            seen.append(name)
            if at is not None and len(seen) == at:
                raise Killed
            return plain(*given, **named)

        monkeypatch.setattr(place, name, watched)

    for place, name in ((folders, "_write"), (folders, "_put"), (folders, "_exchange"), (os, "replace"), (os, "rename"),
                        (State, "note"), (State, "write_health")):  # fmt: skip
        watch(place, name)
    return seen


def test_killed_at_every_write_point(project: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    daily("2026-01-22")
    with monkeypatch.context() as patch:
        patch.chdir(project)
        points = counting(patch, None)
        daily(DAY, "--format", "json", "--output", "undisturbed")
        count = len(points)
    assert count > 10
    yesterday = digest(edition(project, "2026-01-22"))
    whole = digest(project / "undisturbed" / "editions" / DAY)
    for at in range(1, count + 1):
        place = f"out{at}"
        (project / place).mkdir()
        os.rename(project / "state", project / f"state{at}")
        with monkeypatch.context() as patch, pytest.raises(Killed):
            counting(patch, at)
            daily(DAY, "--format", "json", "--output", place)
        found = project / place / "editions" / DAY / "own"
        assert not found.exists() or digest(found.parent) == whole, f"half an edition after point {at}"
        assert daily(DAY, "--format", "json", "--output", place).exit_code == 0
        assert digest(project / place / "editions" / DAY) == whole
        assert not (project / place / "held").exists()
    assert digest(edition(project, "2026-01-22")) == yesterday


def test_a_full_disk_leaves_yesterday(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    daily("2026-01-22")
    before = digest(project / "output")

    def full(path: Path, data: bytes) -> None:
        raise OSError(errno.ENOSPC, "No space left on device", str(path))

    with monkeypatch.context() as patch:
        patch.setattr(folders, "_write", full)
        ended = daily(DAY)
    assert ended.exit_code == 40 and "No space left on device" in ended.stderr
    assert digest(project / "output") == before
    assert daily(DAY).exit_code == 0


def test_a_hostile_template_stops_nothing_else(project: Path) -> None:
    daily("2026-01-22")
    before = digest(project / "output")
    body = project / "templates" / "sections" / "summary" / "body.html.j2"
    body.parent.mkdir(parents=True)
    body.write_text("{{ ''.__class__.__mro__ }}", encoding="utf-8")
    ended = daily(DAY)
    assert ended.exit_code == 40, ended.output
    assert digest(project / "output") == before
    body.unlink()
    assert daily(DAY).exit_code == 0


def test_a_translation_that_loses_a_figure_is_held(project: Path) -> None:
    from reporter.project import packaged

    settings = project / "reporter.toml"
    settings.write_text(settings.read_text(encoding="utf-8").replace('["en"]', '["zh_CN", "en"]'), encoding="utf-8")
    plain = packaged("locales") / "en" / "phrases" / "summary.j2"
    own = project / "locales" / "en" / "phrases" / "summary.j2"
    own.parent.mkdir(parents=True)
    lost = "".join(
        line.replace("{{ p.", "{# ").replace(" }}", " #}") if "{{ p." in line and "macro" not in line else line
        for line in plain.read_text(encoding="utf-8").splitlines(keepends=True)
    )
    own.write_text(lost, encoding="utf-8")
    ended = daily(DAY)
    assert ended.exit_code in (10, 40), ended.output
    assert not edition(project, DAY).exists()


def test_a_journal_that_was_cut_short_is_read(project: Path) -> None:
    daily("2026-01-22")
    journal = project / "state" / "journal.jsonl"
    journal.write_text(journal.read_text(encoding="utf-8") + '{"at": "2026-', encoding="utf-8")
    assert daily("2026-01-22").exit_code == 0
    assert len(State(project / "state").entries()) == 1


def test_held_editions_that_nobody_asked_for_are_removed(project: Path) -> None:
    settings = project / "reporter.toml"
    settings.write_text(settings.read_text(encoding="utf-8") + "[daily]\nkeep_held = 4\n", encoding="utf-8")
    told = prices()
    told["IWM"][-8] *= 100
    write_prices(project, told)
    assert daily("2026-01-21").exit_code == 10
    write_prices(project)
    assert daily("2026-01-22").exit_code == 0
    assert (project / "output" / "held" / "2026-01-21" / "own").is_dir()
    assert run("release", "2026-01-21/own", "--reason", "x", "--unverified").exit_code == 0
    write_prices(project, told)
    assert daily("2026-01-23").exit_code == 10
    daily("2026-01-30")
    assert not (project / "output" / "held" / "2026-01-23").exists()
    lines = [json.loads(line) for line in (project / "state" / "journal.jsonl").read_text().splitlines()]
    assert "removed" in [line["status"] for line in lines]
