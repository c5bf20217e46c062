"""Independent definitions against numbers worked out by hand."""

from __future__ import annotations

import warnings
from datetime import date, timedelta
from typing import Any

import pytest

from reporter.model import Figure, Subject
from reporter.verification import recompute
from reporter.verification.recompute import Prices
from reporter.verification.sessions import between, holidays, is_session, last_session, previous_session

from .conftest import sessions_until

DAYS = sessions_until(date(2026, 1, 23), 8)
A = [100.0, 102.0, 101.0, 104.0, 103.0, 106.0, 108.0, 105.0]
B = [50.0, 50.5, 50.5, 51.0, 51.5, 51.5, 52.0, 52.0]
SUBJECTS = {
    "a": Subject(id="a", symbol="A", kind="index"),
    "b": Subject(id="b", symbol="B", kind="index"),
    "y": Subject(id="y", symbol="Y", kind="yield"),
}


def prices() -> Prices:
    rows = [["date", "symbol", "open", "high", "low", "close", "adj_close", "volume"]]
    for symbol, closes in (("A", A), ("B", B), ("Y", [4.0 + 0.01 * i for i in range(8)])):
        for place, (day, close) in enumerate(zip(DAYS, closes, strict=True)):
            rows.append(
                [
                    str(day),
                    symbol,
                    repr(close - 1),
                    repr(close + 2),
                    repr(close - 2),
                    repr(close),
                    repr(close * 0.9),
                    str(1000 + place),
                ]
            )
    return Prices(rows)


def outcome(
    metric: str,
    value: float,
    *,
    start: int = 7,
    subject: str = "a",
    other: str | None = None,
    name: str = "1d",
    unit: str = "fraction",
    **more: Any,
) -> recompute.Outcome:
    figure = Figure.model_validate(
        {
            "id": f"{subject}.{metric}.{name}",
            "metric": metric,
            "subject": subject,
            "comparator": other,
            "value": value,
            "symbol": SUBJECTS[subject].symbol,
            "unit": unit,
            "decimals": 6,
            "formula": "",
            "inputs": (),
            "as_of": DAYS[-1],
            "window": {"name": name, "start": DAYS[start], "end": DAYS[-1], "sessions": 8 - start},
            **more,
        }
    )
    return recompute.check(figure, prices(), SUBJECTS, {figure.id: figure}, DAYS[-1])


@pytest.mark.parametrize(
    ("metric", "value", "more"),
    [
        ("day_change", 105 / 108 - 1, {}),
        ("close_level", 105.0, {}),
        ("close_level", 0.0407, {"subject": "y"}),
        ("period_point_change", -3.0, {}),
        ("trailing_return", 105 / 101 - 1, {"start": 3, "name": "5d"}),
        ("open_to_close_return", 105 / 103 - 1, {"start": 3, "name": "since"}),
        ("relative_return", (105 / 108 - 1) - 0.0, {"other": "b", "unit": "pp"}),
        ("yield_change", 1.0, {"subject": "y", "unit": "bp"}),
        ("sma_distance", 105 / ((104 + 103 + 106 + 108 + 105) / 5) - 1, {"start": 3, "name": "5d"}),
        ("extreme_52w_high", 110.0, {"start": 0, "name": "52w", "params": {"intraday": 1}}),
        ("extreme_52w_low", 98.0, {"start": 0, "name": "52w", "params": {"intraday": 1}}),
        ("high_distance", 105 / 108 - 1, {"start": 0, "name": "52w", "params": {"intraday": 0}}),
        ("drawdown", 105 / 108 - 1, {"dates": {"peak": DAYS[6]}}),
        ("days_under_water", 1.0, {}),
        ("record_count", 1.0, {"start": 6, "name": "2d"}),
        ("avg_volume", 1006.5, {"start": 6, "name": "2d"}),
        ("outperformance_streak", -1.0, {"other": "b", "dates": {"start": DAYS[7]}}),
        ("ended_streak", 2.0, {"other": "b", "dates": {"start": DAYS[5], "end": DAYS[6]}}),
        ("streak_rank", 1.0, {"other": "b", "params": {"ended": 1}}),
        ("day_significance", 5 / 7, {"start": 1, "name": "1y"}),
        ("largest_move", 6.0, {"unit": "sessions"}),
        ("day_high", 107.0, {}),
        ("day_low", 103.0, {}),
        ("day_high_change", 107 / 108 - 1, {}),
        ("day_low_change", 103 / 108 - 1, {}),
        ("fade_from_high", 105 / 107 - 1, {}),
        ("rise_from_low", 105 / 103 - 1, {}),
        ("day_place", 0.5, {}),
        ("fade_significance", 3 / 8, {"start": 0, "name": "1y"}),
        ("rise_significance", 3 / 8, {"start": 0, "name": "1y"}),
        ("fade_since", 3.0, {"unit": "sessions"}),
        ("rise_since", 3.0, {"unit": "sessions"}),
    ],
)
def test_definition(metric: str, value: float, more: dict[str, Any]) -> None:
    found = outcome(metric, value, **more)
    assert found.state == "right", found
    assert outcome(metric, value + 0.001, **more).state == "wrong"


def test_wrong_date_is_wrong() -> None:
    assert outcome("drawdown", 105 / 108 - 1, dates={"peak": DAYS[5]}).state == "wrong"


def test_what_prices_do_not_hold_is_unknown_and_what_nobody_defined_is_undefined() -> None:
    assert outcome("sma200", 100.0, name="200d").state == "unknown"
    assert outcome("no_such_metric", 1.0).state == "undefined"


def test_two_definitions_of_a_metric_are_refused() -> None:
    from reporter.verification.recompute.case import recomputes

    with pytest.raises(ValueError, match="two independent definitions of day_change"):
        recomputes("day_change")(lambda case: 0.0)


def test_calendar_by_rule() -> None:
    closed = [
        date(2026, 1, 1),
        date(2026, 1, 19),
        date(2026, 2, 16),
        date(2026, 4, 3),
        date(2026, 5, 25),
        date(2026, 6, 19),
        date(2026, 7, 3),
        date(2026, 9, 7),
        date(2026, 11, 26),
        date(2026, 12, 25),
    ]
    assert sorted(holidays(2026)) == closed
    assert not is_session(date(2026, 1, 11)) and not is_session(date(2025, 1, 9)) and is_session(date(2021, 6, 18))
    assert is_session(date(2021, 12, 31))
    assert last_session(date(2026, 1, 25)) == date(2026, 1, 23)
    assert previous_session(date(2026, 1, 20)) == date(2026, 1, 16)
    assert between(date(2026, 1, 2), date(2026, 1, 22)) == 14


def test_calendar_agrees_with_a_library() -> None:
    calendars = pytest.importorskip("exchange_calendars")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the library's own, on newer pandas
        library = {
            stamp.date() for stamp in calendars.get_calendar("XNYS", start="1995-01-01", end="2025-12-31").sessions
        }
    day, ours = date(1995, 1, 1), set()
    while day <= date(2025, 12, 31):
        if is_session(day):
            ours.add(day)
        day += timedelta(days=1)
    assert ours == library


def test_a_young_sector_of_which_only_the_days_in_use_are_attached() -> None:
    """Its rank five sessions ago is told by date, not by place among its own rows."""
    days = sessions_until(date(2026, 1, 23), 60)
    ends = {days[-26]: 100.0, days[-21]: 100.0, days[-6]: 103.0, days[-1]: 101.0}  # up 3 % then, 1 % now
    rows = [["date", "symbol", "close"], *([str(day), "YOUNG", repr(close)] for day, close in ends.items())]
    for symbol, step in (("SLOW", 1.0), ("FAST", 1.001)):  # up 0 % and 2 %
        rows += [[str(day), symbol, repr(100 * step**place)] for place, day in enumerate(days)]
    subjects = {s.lower(): Subject(id=s.lower(), symbol=s, kind="etf", roles=("sector",)) for s in ("YOUNG", "SLOW", "FAST")}
    figure = Figure.model_validate({
        "id": "young.sector_rank_change.5d", "metric": "sector_rank_change", "subject": "young", "symbol": "YOUNG",
        "value": -1.0, "unit": "count", "decimals": 0, "formula": "", "inputs": (), "as_of": days[-1],
        "window": {"name": "5d", "start": days[-5], "end": days[-1], "sessions": 5},
    })  # fmt: skip
    found = recompute.check(figure, Prices(rows), subjects, {figure.id: figure}, days[-1])
    assert found.state == "right", found
