"""Returns and levels worked out by hand."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from reporter.model import Figures

Run = Callable[..., Figures]
Value = Callable[[Figures, str], float]

DAYS = ("2025-12-29", "2025-12-30", "2025-12-31", "2026-01-02", "2026-01-05", "2026-01-06", "2026-01-07")
CLOSES = (100.0, 102.0, 80.0, 84.0, 88.0, 88.0, 92.0)


def test_day_change_level_and_points(run: Run, value: Value) -> None:
    figures = run("returns", {"rut": CLOSES}, sessions=DAYS)
    assert value(figures, "rut.close_level.1d") == 92.0
    assert value(figures, "rut.day_change.1d") == round(92 / 88 - 1, 12)
    assert value(figures, "rut.period_point_change.1d") == 4.0
    figure = figures["rut.day_change.1d"]
    assert (figure.unit, figure.decimals, figure.printed) == ("fraction", 4, 0.0455)
    assert [(i.session, i.value) for i in figure.inputs] == [(date(2026, 1, 6), 88.0), (date(2026, 1, 7), 92.0)]
    assert figures["rut.close_level.1d"].unit == "points"


def test_windows_start_at_the_close_before_them(run: Run, value: Value) -> None:
    figures = run("returns", {"rut": CLOSES}, sessions=DAYS, since=[date(2026, 1, 1)])
    assert value(figures, "rut.ytd_return.ytd") == round(92 / 80 - 1, 12)
    assert value(figures, "rut.ytd_return.ytd_prior") == round(88 / 80 - 1, 12)
    assert value(figures, "rut.trailing_return.5d") == round(92 / 102 - 1, 12)
    figure = figures["rut.period_return.2026-01-02_2026-01-07"]
    assert figure.printed == 0.15
    assert (figure.window.name, figure.window.base, figure.window.sessions) == ("since", date(2025, 12, 31), 4)
    assert "rut.trailing_return.20d" not in figures
    gap = next(g for g in figures.gaps if g.what == "trailing_return")
    assert (gap.why, gap.detail) == ("short_history", "20d 1m 3m 6m 12m")


def test_open_to_close_is_another_number_than_the_window_return(run: Run, value: Value) -> None:
    bars = {"close": CLOSES, "open": (None, None, None, 82.0, None, None, None)}
    figures = run("returns conventions", {"rut": bars}, sessions=DAYS, since=[date(2026, 1, 2)])
    assert value(figures, "rut.open_to_close_return.2026-01-02_2026-01-07") == round(92 / 82 - 1, 12)
    assert value(figures, "rut.open_to_close_points.2026-01-02_2026-01-07") == 10.0
    without = run("returns conventions", {"rut": CLOSES}, sessions=DAYS, since=[date(2026, 1, 2)])
    assert not without.all("open_to_close_return")


def test_total_return_stands_beside_the_price_return_where_they_differ(run: Run, value: Value) -> None:
    paying = {"close": CLOSES, "adj_close": tuple(c * (0.9 if i < 5 else 1.0) for i, c in enumerate(CLOSES))}
    figures = run("returns conventions", {"iwm": paying}, kinds={"iwm": "etf"}, sessions=DAYS)
    assert value(figures, "iwm.ytd_return.ytd") == round(92 / 80 - 1, 12)
    assert value(figures, "iwm.total_return.ytd") == round(92 / 72 - 1, 12)
    assert figures["iwm.total_return.ytd"].basis == "total_return"
    assert figures["iwm.ytd_return.ytd"].basis == "price"
    assert figures["iwm.close_level.1d"].unit == "USD"
    even = {"iwm": {"close": CLOSES, "adj_close": CLOSES}}
    assert not run("conventions", even, kinds={"iwm": "etf"}, sessions=DAYS).all("total_return")


def test_adjusted_closes_alone_give_total_returns_and_no_level(run: Run, value: Value) -> None:
    figures = run("returns", {"iwm": {"adj_close": CLOSES}}, kinds={"iwm": "etf"}, sessions=DAYS)
    assert figures["iwm.day_change.1d"].basis == "total_return"
    assert figures["iwm.day_change.1d"].inputs[0].field == "adj_close"
    assert "iwm.close_level.1d" not in figures and not figures.all("period_point_change")
    assert ("close_level", "adjusted_only") in {(g.what, g.why) for g in figures.gaps}


def test_yields_have_a_level_only_and_volatility_indices_no_windows(run: Run) -> None:
    columns = {"tnx": tuple(c / 2000 for c in CLOSES), "vix": CLOSES}
    figures = run("returns", columns, kinds={"tnx": "yield", "vix": "volatility_index"}, sessions=DAYS)
    assert {f.metric for f in figures if f.subject == "tnx"} == {"close_level"}
    assert {f.metric for f in figures if f.subject == "vix"} == {"close_level", "period_point_change", "day_change"}
    level = figures["tnx.close_level.1d"]
    assert (level.unit, level.decimals, level.printed) == ("fraction", 4, 0.046)


def test_a_hole_before_the_session_is_a_gap(run: Run) -> None:
    figures = run("returns", {"rut": (*CLOSES[:5], None, 92.0), "spx": CLOSES}, sessions=DAYS)
    assert "rut.day_change.1d" not in figures and "rut.close_level.1d" in figures
    assert ("day_change", "rut", "missing_bars") in {(g.what, g.subject, g.why) for g in figures.gaps}
    assert "rut.ytd_return.ytd" in figures


def test_flat_prices_change_by_zero_without_a_sign(run: Run) -> None:
    figures = run("returns", {"rut": [50.0] * 70})
    figure = figures["rut.day_change.1d"]
    assert str(figure.value) == "0.0" and figure.history is not None
    assert figure.history.percentile == 1.0 and figure.history.zscore is None


def test_the_history_of_a_change_holds_it_and_nothing_later(run: Run) -> None:
    closes = [100.0]
    for step in range(80):
        closes.append(closes[-1] * (1.01 if step % 2 else 0.99))
    history = run("returns", {"rut": [*closes, closes[-1] * 0.98]})["rut.day_change.1d"].history
    assert history is not None
    assert history.observations == 81 and history.percentile == pytest.approx(1 / 81)


def test_one_session_alone_has_a_level_and_no_change(run: Run) -> None:
    figures = run("returns", {"rut": [100.0]}, since=[date(2024, 1, 1)])
    assert [f.id for f in figures] == ["rut.close_level.1d"]
    assert ("day_change", "short_history") in {(g.what, g.why) for g in figures.gaps}
