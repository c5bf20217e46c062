"""Published editions whose prices were revised: noticed, prepared, released as a revision; withdrawn ones."""

from __future__ import annotations

import json
from pathlib import Path

import reporter

from .conftest import daily, digest, edition, prices, run, write_prices


def record(project: Path, day: str) -> dict[str, object]:
    found: dict[str, object] = json.loads((edition(project, day) / "revisions.json").read_text(encoding="utf-8"))
    return found


def test_revised_prices_of_a_published_session_become_a_correction(project: Path) -> None:
    daily("2026-01-22")
    before = digest(edition(project, "2026-01-22"))
    told = prices()
    told["^RUT"][-7] *= 1.004  # 2026-01-22
    write_prices(project, told)
    ended = daily("2026-01-23")
    assert ended.exit_code == 0
    assert "own 2026-01-22: prices of ^RUT were revised since it was published" in ended.stdout
    assert digest(edition(project, "2026-01-22")) == before
    waiting = project / "output" / "held" / "2026-01-22" / "own"
    again = digest(waiting)
    assert "were revised" not in daily("2026-01-26").stdout and digest(waiting) == again
    done = run("release", "2026-01-22/own", "--reason", "The exchange mended its closes.")
    assert done.exit_code == 0, done.stderr
    folder = edition(project, "2026-01-22")
    assert reporter.verify(folder).clean and reporter.verify(folder / "revisions" / "1").clean
    assert {name.removeprefix("revisions/1/"): sha for name, sha in digest(folder).items() if "revisions/1" in name} == before
    (entry,) = record(project, "2026-01-22")["revisions"]  # type: ignore[misc]
    assert (entry["number"], entry["kind"], entry["cause"]) == (1, "corrected", "data_revised")
    day = next(change for change in entry["changes"] if change["figure"] == "rut.day_change.1d")
    assert day["old"] != day["new"] and day["shown"]["en"][0] != day["shown"]["en"][1]
    assert "were revised" not in daily("2026-01-27").stdout


def test_splits_and_small_changes_are_no_corrections(project: Path) -> None:
    daily("2026-01-22")
    told = prices()
    told["IWM"] = [close / 2 for close in told["IWM"]]
    told["^GSPC"][-7] *= 1.0001
    write_prices(project, told)
    ended = daily("2026-01-23")
    assert ended.stdout == "own 2026-01-23: published\n", ended.stderr


def test_a_withdrawn_edition_is_not_followed_up(project: Path) -> None:
    daily("2026-01-22")
    done = run("revise", "2026-01-22/own", "--kind", "withdrawn", "--reason", "en=The source took it back.",
               "--now", "2026-01-23T08:00:00+00:00")  # fmt: skip
    assert (done.exit_code, done.stdout) == (0, "own 2026-01-22: withdrawn\n")
    (entry,) = record(project, "2026-01-22")["revisions"]  # type: ignore[misc]
    assert (entry["kind"], entry["reasons"]) == ("withdrawn", {"en": "The source took it back."})
    assert daily("2026-01-22").exit_code == 0  # it is not made again
    daily("2026-01-23")
    briefing = json.loads((edition(project, "2026-01-23") / "briefing.json").read_text(encoding="utf-8"))
    assert briefing["previous"] is None
    assert "was withdrawn: nothing can follow it" in run("revise", "2026-01-22/own", "--kind", "withdrawn").stderr


def test_an_edition_told_anew(project: Path) -> None:
    daily("2026-01-22")
    wrong = run("revise", "2026-01-22/own", "--kind", "corrected", "--now", "2026-01-23T08:00:00+00:00")
    assert wrong.exit_code == 2 and "What changes makes it refiled, not corrected" in wrong.stderr
    done = run("revise", "2026-01-22/own", "--now", "2026-01-23T08:00:00+00:00")
    assert done.stdout == "own 2026-01-22: refiled, 0 figures changed\n"
    assert "No edition 2020-01-02/own is out" in run("revise", "2020-01-02/own").stderr
    assert "names no language" in run("revise", "2026-01-22/own", "--reason", "because").stderr
    kept = run("build", "--on", "2026-01-22", "--now", "2026-01-23T08:00:00+00:00")
    assert kept.exit_code == 0 and (edition(project, "2026-01-22") / "revisions" / "1" / "en.html").is_file()
