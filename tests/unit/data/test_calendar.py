"""Exchange calendars: sessions, half days, closes, the horizon, overrides."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from reporter.data import open_calendar, resolve_session
from reporter.errors import ConfigError, DataError, UsageError

TODAY = date(2026, 3, 2)


def test_sessions_of_dates() -> None:
    calendar = open_calendar("XNYS", TODAY)
    assert calendar.is_session(date(2026, 1, 23))
    assert not calendar.is_session(date(2026, 1, 19))  # Martin Luther King Jr. Day
    assert calendar.on_or_before(date(2026, 1, 25)) == date(2026, 1, 23)
    assert calendar.on_or_before(date(2026, 1, 19)) == date(2026, 1, 16)
    assert calendar.previous(date(2026, 1, 20)) == date(2026, 1, 16)
    assert calendar.next(date(2026, 1, 16)) == date(2026, 1, 20)
    between = calendar.between(date(2026, 1, 16), date(2026, 1, 21))
    assert [day.date().day for day in between] == [16, 20, 21]
    assert calendar.between(date(2026, 1, 17), date(2026, 1, 18)).empty


def test_unforeseen_closures_of_the_past_are_no_sessions() -> None:
    calendar = open_calendar("XNYS", TODAY)
    closed = [date(2001, 9, 11), date(2012, 10, 29), date(2025, 1, 9)]
    assert [calendar.is_session(day) for day in closed] == [False] * 3


def test_close_has_the_exchange_offset_and_half_days_end_early() -> None:
    calendar = open_calendar("XNYS", TODAY)
    assert calendar.close_time(date(2026, 1, 23)).isoformat() == "2026-01-23T16:00:00-05:00"
    assert calendar.close_time(date(2026, 7, 1)).isoformat() == "2026-07-01T16:00:00-04:00"
    assert calendar.close_time(date(2025, 11, 28)).isoformat() == "2025-11-28T13:00:00-05:00"
    assert calendar.is_half_day(date(2025, 11, 28))
    assert not calendar.is_half_day(date(2025, 11, 26))
    with pytest.raises(ValueError, match="no session"):
        calendar.close_time(date(2026, 1, 25))


@pytest.mark.parametrize(
    ("hour", "minute", "session"),
    [(21, 29, date(2026, 1, 22)), (21, 30, date(2026, 1, 23)), (4, 0, date(2026, 1, 22))],
)
def test_a_session_is_complete_some_time_after_its_close(hour: int, minute: int, session: date) -> None:
    moment = datetime(2026, 1, 23, hour, minute, tzinfo=UTC)  # New York closes at 21:00 UTC
    assert open_calendar("XNYS", TODAY).last_completed(moment) == session


def test_the_date_is_the_exchange_date() -> None:
    calendar = open_calendar("XNYS", TODAY)
    night = datetime(2026, 1, 24, 2, 0, tzinfo=UTC)  # still the 23rd in New York
    with pytest.raises(UsageError, match=r"2026-01-24 is in the future \(today is 2026-01-23\)"):
        resolve_session(calendar, date(2026, 1, 24), night)


def test_shanghai_ends_at_its_horizon() -> None:
    calendar = open_calendar("XSHG", TODAY)
    assert calendar.horizon is not None
    assert calendar.horizon_warning(date(calendar.horizon.year, 6, 30)) is None
    warning = calendar.horizon_warning(date(calendar.horizon.year, 12, 15))
    assert warning is not None
    assert str(calendar.horizon) in warning
    beyond = date(calendar.horizon.year + 1, 1, 5)
    with pytest.raises(DataError, match="ends on"):
        calendar.next(calendar.last)
    with pytest.raises(DataError, match="can't place"):
        resolve_session(calendar, beyond, datetime(beyond.year, 2, 1, tzinfo=UTC))


def test_new_york_has_no_horizon() -> None:
    assert open_calendar("XNYS", date(2031, 5, 5)).is_session(date(2031, 5, 5))
    assert open_calendar("XNYS", TODAY).horizon_warning(TODAY) is None


def test_an_unknown_exchange() -> None:
    with pytest.raises(ConfigError, match="no exchange calendar 'XNOW'"):
        open_calendar("XNOW", TODAY)


def test_overrides_close_and_open_days(tmp_path: Path) -> None:
    path = tmp_path / "calendar.toml"
    path.write_text("[XNYS]\nclosures = [2026-02-03]\nopenings = [2026-01-19, {date = 2026-07-03, close = 13:00:00}]\n")
    calendar = open_calendar("XNYS", TODAY, path)
    assert not calendar.is_session(date(2026, 2, 3))
    assert calendar.previous(date(2026, 2, 4)) == date(2026, 2, 2)
    assert calendar.close_time(date(2026, 1, 19)).isoformat() == "2026-01-19T16:00:00-05:00"
    assert calendar.close_time(date(2026, 7, 3)).isoformat() == "2026-07-03T13:00:00-04:00"
    assert open_calendar("XNYS", TODAY).is_session(date(2026, 2, 3))


def test_all_mistakes_of_the_overrides_at_once(tmp_path: Path) -> None:
    path = tmp_path / "calendar.toml"
    path.write_text('XHKG = 1\n[XNYS]\nclosed = []\nclosures = ["2026-02-03", 2026-02-04]\nopenings = [2026-02-04]\n')
    with pytest.raises(ConfigError) as caught:
        open_calendar("XNYS", TODAY, path)
    assert len(caught.value.problems) == 4


@pytest.mark.parametrize("content", [None, "[XNYS\n"])
def test_overrides_that_cannot_be_read(tmp_path: Path, content: str | None) -> None:
    path = tmp_path / "calendar.toml"
    if content:
        path.write_text(content)
    with pytest.raises(ConfigError, match=r"calendar\.toml"):
        open_calendar("XNYS", TODAY, path)
