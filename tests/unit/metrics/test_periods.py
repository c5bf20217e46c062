"""Figures of a wrap's week or month, by numbers worked out by hand and computed again by the independent definitions."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reporter.metrics import measure
from reporter.metrics.windows import Calendar
from reporter.model import Period
from reporter.publishing.prices import prices_csv
from reporter.verification.recompute import Prices, check

# Monday 2024-01-01 is a weekday here: four whole weeks, closes of a and b.
A = [100, 101, 102, 101, 104, 103, 102, 104, 106, 108, 108, 110, 109, 111, 112, 110, 113, 111, 115, 116]
B = [100, 100, 101, 101, 102, 102, 103, 103, 103, 103, 104, 104, 104, 105, 105, 105, 105, 106, 106, 106]


def wrapped(world: Any, columns: Any, kind: str = "week", complete: bool = True, **more: Any) -> Any:
    market, desk = world(columns, pairs=[("a", "b")] if "b" in columns else [], start="2024-01-01", **more)
    period = Period(kind=kind, start=market.session, end=market.session, complete=complete)
    return market, desk.model_copy(update={"period": period})


@pytest.fixture
def figures(world: Any) -> Any:
    return measure(*wrapped(world, {"a": A, "b": B}))


@pytest.mark.parametrize(
    ("figure", "expected"),
    [
        ("a.period_return.week", 116 / 112 - 1),
        ("a.period_return.prior_week", 112 / 108 - 1),
        ("a-b.relative_return.week", 116 / 112 - 106 / 105),
        ("a-b.relative_return.prior_week", 112 / 108 - 105 / 103),
        ("a.period_point_change.week", 4.0),
        ("a.best_session.week", 115 / 111 - 1),
        ("a.worst_session.week", 110 / 112 - 1),
        ("a.sessions_up.week", 3),
        ("a.sessions_down.week", 2),
        ("a-b.sessions_ahead.week", 3),
        ("a.window_sessions.week", 5),
        ("a.ranking.week", 1),
        ("a.period_run.week", 3),  # the first week has no week before it to start from
        ("b.period_run.week", 3),
        ("a-b.period_run.week", 3),
    ],
)
def test_by_hand(figures: Any, value: Any, figure: str, expected: float) -> None:
    assert value(figures, figure) == pytest.approx(expected, abs=1e-12)


def test_days_and_bases_are_those_of_the_week(figures: Any) -> None:
    window = figures["a.period_return.week"].window
    assert (window.start, window.end, window.sessions) == (date(2024, 1, 22), date(2024, 1, 26), 5)
    assert window.base == date(2024, 1, 19)
    assert figures["a.best_session.week"].dates == {"day": date(2024, 1, 25)}
    assert figures["a.worst_session.week"].dates == {"day": date(2024, 1, 22)}
    assert figures["a.period_run.week"].dates == {"start": date(2024, 1, 8)}


def test_the_year_before_the_week(figures: Any, world: Any, value: Any) -> None:
    assert "a-b.relative_return.ytd_before_week" not in figures  # no close of the old year
    closes = [90, 95, *A[2:]]
    index = ["2023-12-28", "2023-12-29", *(str(d.date()) for d in world({"a": A}, start="2024-01-03")[0].sessions[:18])]
    found = measure(*wrapped(world, {"a": closes, "b": [100, 100, *B[2:]]}, sessions=index))
    before = found["a-b.relative_return.ytd_before_week"]
    assert before.window.base == date(2023, 12, 29)
    assert before.window.end < found["a-b.relative_return.week"].window.start


def test_a_desk_without_a_period_has_none_of_it(world: Any) -> None:
    found = measure(*world({"a": A, "b": B}, pairs=[("a", "b")]))
    assert not [f.id for f in found if f.window.name.endswith("week") or f.metric.startswith(("period_run", "best_"))]


def test_a_week_that_is_not_over_has_no_place_among_whole_ones(world: Any) -> None:
    found = measure(*wrapped(world, {"a": A[:-2], "b": B[:-2]}, complete=False))
    assert "a.period_return.week" in found
    assert found["a.period_return.week"].window.sessions == 3
    assert not [f for f in found if f.metric in ("period_run", "period_since", "period_cases")]


def test_a_session_that_a_subject_lacks_leaves_a_gap(world: Any) -> None:
    found = measure(*wrapped(world, {"a": [*A[:-3], None, *A[-2:]], "b": B}))
    assert "a.best_session.week" not in found
    assert any(g.subject == "a" and g.what == "best_session" for g in found.gaps)


def weekly(values: list[float]) -> list[float]:
    """Daily closes whose weeks return `values`, each in one step on the Friday."""
    closes = [100.0] * 5
    for move in values:
        closes += [closes[-1]] * 4 + [closes[-1] * (1 + move)]
    return closes


def test_what_followed_is_counted_from_earlier_weeks_alone(world: Any, value: Any) -> None:
    # fourteen rises of 3 %, each followed by +1 % or -1 % in turn, and the present one
    after = [0.01 if k % 3 else -0.01 for k in range(14)]
    moves = [move for pair in zip([0.03] * 14, after, strict=True) for move in pair] + [0.031]
    found = measure(*wrapped(world, {"a": weekly(moves), "b": [100.0] * (5 * 30)}))
    assert value(found, "a.period_threshold.week") == 0.03
    assert value(found, "a.period_cases.week") == 14
    assert value(found, "a.period_hits.week") == 9
    assert value(found, "a.period_median.week") == pytest.approx(0.01)
    assert value(found, "a.period_low.week") == pytest.approx(-0.01)
    assert value(found, "a.period_high.week") == pytest.approx(0.01)
    assert value(found, "a.period_normal.week") == pytest.approx((14 + 9) / 28)
    assert found["a-b.period_median.week"].unit == "pp"
    assert found["a.period_since.week"].params["record"] == 1
    assert value(found, "a.period_since.week") == 28


def test_a_week_without_a_close_is_none_and_the_next_follows_on_the_one_before(world: Any, value: Any) -> None:
    moves = [0.01, -0.02] * 14 + [0.02]
    closes: list[float | None] = [*weekly(moves)]
    closes[-10:-5] = [None] * 5  # the week before the last, in which the market of `a` rests
    figures = measure(*wrapped(world, {"a": closes, "b": [100.0] * len(closes)}))
    assert value(figures, "a.period_run.week") == -1, "down by 0.04 % from the close of two weeks before"
    assert value(figures, "a.period_since.week") == 2, "of its own weeks: the rest week is none"
    assert "a.period_point_change.prior_week" not in figures
    holed: list[float | None] = [*weekly(moves)]
    holed[-6] = None  # only the Friday before: Thursday's close stands for the week
    found = measure(*wrapped(world, {"a": holed, "b": [100.0] * len(holed)}))
    assert found["a.period_run.week"].inputs[0].start == date.fromordinal(found["a.period_run.week"].window.start.toordinal() - 10)


def test_a_threshold_far_below_the_move_is_none(world: Any) -> None:
    found = measure(*wrapped(world, {"a": weekly([0.011, -0.01] * 14 + [0.09])}))
    assert not [f for f in found if f.metric == "period_cases"]
    assert found["a.period_since.week"].value == 28


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.data())
def test_independent_definitions_agree(world: Any, data: st.DataObject) -> None:
    rng = np.random.default_rng(data.draw(st.integers(0, 10_000)))
    kind = data.draw(st.sampled_from(["week", "month"]))
    size = data.draw(st.integers(150, 300))
    columns = {}
    for name, drift in (("a", 0.001), ("b", 0.0)):
        closes = 100 * np.exp(np.cumsum(rng.standard_normal(size) * 0.02 + drift))
        rows: list[float | None] = [round(float(v), 2) for v in closes]
        for hole in rng.integers(0, size - 25, data.draw(st.integers(0, 4))):
            rows[int(hole)] = None
        if data.draw(st.booleans()):  # a holiday of its own, longer than a week
            begins = data.draw(st.integers(0, size - 40))
            rows[begins : begins + 12] = [None] * 12
        columns[name] = rows
    market, desk = wrapped(world, columns, kind)
    found = measure(market, desk)
    subjects = {s.id: s for s in desk.subjects}
    told = [f for f in found if f.metric.startswith(("period_", "best_", "worst_", "sessions_")) or kind in f.window.name]
    assert {"period_run", "best_session", "period_return"} <= {f.metric for f in told}
    for figure in told:
        if figure.metric.startswith("window_"):
            continue  # counted over all prices of an edition
        rows = prices_csv(SimpleNamespace(figures=[figure]), market)
        outcome = check(figure, Prices.read(rows), subjects, {f.id: f for f in found}, market.session)
        assert outcome.state == "right", (figure.id, figure.value, outcome)


def test_weeks_and_months_end_where_the_calendar_says() -> None:
    days = np.arange(np.datetime64("2025-12-22"), np.datetime64("2026-01-10"))
    days = days[np.is_busday(days)].astype("datetime64[D]").astype(np.int64)
    calendar = Calendar(days)
    assert [str(calendar.date(int(p))) for p in calendar.period_ends("week")] == ["2025-12-26", "2026-01-02", "2026-01-09"]
    assert [str(calendar.date(int(p))) for p in calendar.period_ends("month")] == ["2025-12-31", "2026-01-09"]
    assert calendar.window("prior_week").end == date(2026, 1, 2)
    assert calendar.window("month").start == date(2026, 1, 1)
    assert calendar.window("ytd_before_month") is None
