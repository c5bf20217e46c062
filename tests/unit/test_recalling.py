"""The edition before: found beside the output, or named; passed over or refused where it does not fit."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pandas as pd
import pytest

from reporter.errors import DataError, UsageError
from reporter.model import Briefing, Desk, Source
from reporter.model.market import Market
from reporter.recalling import recall
from reporter.request import BuildRequest

DESK = Desk(id="small", market="us_equities", subjects=())
DAYS = pd.DatetimeIndex(["2026-01-20", "2026-01-21", "2026-01-22", "2026-01-23"])
NOW = datetime(2026, 1, 24, tzinfo=UTC)
Ask = Callable[[Path | None], BuildRequest]


def market(sample: bool = False) -> Market:
    source = Source(id=0, kind="market", publisher="made", title="made", date=date(2026, 1, 23))
    return Market(date(2026, 1, 23), {}, {}, DAYS, (source,), sample=sample)


def put(folder: Path, session: str, *, desk: str = "small", sample: bool = False, named: str | None = None) -> Path:
    place = folder / "output" / "editions" / (named or session) / "small"
    place.mkdir(parents=True)
    briefing = Briefing(
        desk=desk, session=date.fromisoformat(session), as_of=NOW, generated_at=NOW, sample=sample, theme="quiet",
        sentiment="neutral", market="us_equities", subjects=(), figures=(), claims=(), sections=(), sources=(),
    )  # fmt: skip
    (place / "briefing.json").write_text(briefing.model_dump_json(by_alias=True), encoding="utf-8")
    return place


@pytest.fixture
def ask(folder: Path) -> Ask:
    return lambda previous: BuildRequest.from_settings(folder, now=NOW, previous=previous)


def test_the_session_before_is_found_and_named_by_its_checksum(folder: Path, ask: Ask) -> None:
    assert recall(ask(None), DESK, market()) is None
    place = put(folder, "2026-01-22")
    found = recall(ask(None), DESK, market())
    assert found is not None and found.earlier.session == date(2026, 1, 22) and found.earlier.desk == "small"
    assert found.earlier.sha256 == hashlib.sha256((place / "briefing.json").read_bytes()).hexdigest()


def test_an_older_edition_is_not_found_but_may_be_named(folder: Path, ask: Ask) -> None:
    place = put(folder, "2026-01-20")
    assert recall(ask(None), DESK, market()) is None
    for path in (place, place / "briefing.json"):
        found = recall(ask(path), DESK, market())
        assert found is not None and found.briefing.session == date(2026, 1, 20)


def test_none_means_none(folder: Path, ask: Ask) -> None:
    put(folder, "2026-01-22")
    assert recall(ask(Path("none")), DESK, market()) is None


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"desk": "other"}, "of the desk other"),
        ({"session": "2026-01-23", "named": "2026-01-22"}, "not before 2026-01-23"),
        ({"session": "2026-01-19", "named": "2026-01-22"}, "no session of these data"),
        ({"sample": True}, "made from the sample"),
    ],
)
def test_one_that_does_not_fit_is_passed_over_or_refused(
    folder: Path, ask: Ask, more: dict[str, object], why: str
) -> None:
    place = put(folder, **{"session": "2026-01-22", **more})  # type: ignore[arg-type]
    assert recall(ask(None), DESK, market()) is None
    with pytest.raises(UsageError, match=why):
        recall(ask(place), DESK, market())


def test_one_that_cannot_be_read_is_passed_over_or_refused(folder: Path, ask: Ask) -> None:
    place = put(folder, "2026-01-22")
    (place / "briefing.json").write_text('{"schema": "reporter.briefing/0"}', encoding="utf-8")
    assert recall(ask(None), DESK, market()) is None
    with pytest.raises(DataError, match="no briefing of this version"):
        recall(ask(place), DESK, market())
    with pytest.raises(DataError, match="Cannot read"):
        recall(ask(folder / "nowhere"), DESK, market())
