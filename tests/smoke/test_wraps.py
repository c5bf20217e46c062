"""A weekly wrap of the sample, from the command line to the files."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from reporter.gathering import gather
from reporter.request import BuildRequest


def test_without_a_date_the_last_week_that_ended_is_wrapped_up(tmp_path: Path) -> None:
    def asked(**more: Any) -> Any:
        request = BuildRequest.from_settings(tmp_path, data="sample", **more)
        desk, market = gather(request)
        return market.session.isoformat(), desk.period.kind, desk.period.complete

    from datetime import UTC, date, datetime

    friday, wednesday = datetime(2026, 1, 24, tzinfo=UTC), datetime(2026, 1, 22, 3, tzinfo=UTC)
    assert asked(now=friday, period="week") == ("2026-01-23", "week", True)
    assert asked(now=wednesday, period="week") == ("2026-01-16", "week", True)
    assert asked(now=wednesday, period="week", on=date(2026, 1, 21)) == ("2026-01-21", "week", False)
    assert asked(now=friday, period="month") == ("2025-12-31", "month", True)


@pytest.fixture(scope="module")
def wrap(reporter: Any, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two weeks of the sample in one folder; the later one."""
    folder = tmp_path_factory.mktemp("wraps")
    for day in ("2026-01-16", "2026-01-23"):
        options = ("--locale", "zh_CN", "--locale", "en", "--format", "html", "--now", "2026-01-24T12:00:00Z", "--json")
        run = reporter("build", "--period", "week", "--on", day, *options, folder=folder)
        assert run.code == 0, run.err
    return Path(json.loads(run.out)["folder"])


def test_a_wrap_stands_beside_the_edition_of_its_session(wrap: Path) -> None:
    assert wrap.parts[-2:] == ("2026-01-23", "us-small-caps.week")
    briefing = json.loads((wrap / "briefing.json").read_text(encoding="utf-8"))
    assert briefing["desk"] == "us-small-caps"
    assert briefing["period"] == {"kind": "week", "start": "2026-01-20", "end": "2026-01-23", "complete": True}


def test_a_wrap_follows_up_the_wrap_before(wrap: Path) -> None:
    manifest = json.loads((wrap / "manifest.json").read_text(encoding="utf-8"))
    assert [item["edition"] for item in manifest["inputs"] if "edition" in item] == ["2026-01-16/us-small-caps.week"]


def test_a_wrap_does_not_speak_of_the_day(wrap: Path) -> None:
    text = (wrap / "zh_CN.html").read_text(encoding="utf-8").partition('id="method"')[0]
    assert "本周" in text
    assert "当日" not in text
