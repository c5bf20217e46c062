"""Significance, volatility, drawdowns, averages, ranges, records and volume: numbers worked out by hand."""

from __future__ import annotations

import statistics
from collections.abc import Callable
from datetime import date

import pytest

from reporter.model import Figures

Run = Callable[..., Figures]
Value = Callable[[Figures, str], float]

FLAT = [100.0] * 300


def whys(figures: Figures) -> set[tuple[str, str]]:
    return {(g.what, g.why) for g in figures.gaps}


def test_significance_is_the_share_of_moves_that_were_no_larger(run: Run) -> None:
    closes = [100.0]
    for i in range(252):
        closes.append(closes[-1] * (1 + (0.001 * (i % 10)) * (-1 if i % 2 else 1)))
    closes[-1] = closes[-2] * 0.9955
    figures = run("significance", {"rut": closes})
    moves = [abs(closes[i] / closes[i - 1] - 1) for i in range(1, 253)]
    figure = figures["rut.day_significance.1y"]
    assert figure.value == sum(m <= moves[-1] for m in moves) / 252 == pytest.approx(0.5, abs=0.01)
    assert (figure.unit, figure.window.sessions) == ("percentile", 252)
    assert ("day_significance", "short_history") in whys(figures), "five years are not there"
    assert "rut.day_significance.5y" not in figures


def test_a_flat_day_has_no_largest_move(run: Run) -> None:
    figures = run("significance", {"rut": FLAT})
    assert not figures.all("largest_move")
    assert figures["rut.day_significance.1y"].value == 1.0


def test_largest_move_looks_in_its_own_direction_only(run: Run) -> None:
    closes = [*FLAT[:100], 95.0, 100.0, *FLAT[:99], 96.0]
    figure = run("significance", {"rut": closes})["rut.largest_move.1d"]
    assert figure.value == 101, "the rise of the day after the fall does not count"
    assert figure.dates == {"since": date(2024, 5, 21)}


def test_deviation_is_the_samples_and_names_its_returns(run: Run, value: Value) -> None:
    closes = [100.0, 101, 100, 102, 103, 101, 104, 104, 103, 105, 106, 104, 107, 108, 107, 109, 108, 110, 111, 109, 112]
    figures = run("volatility", {"rut": closes}, since=[date(2024, 1, 9)])
    returns = [closes[i] / closes[i - 1] - 1 for i in range(1, 21)]
    assert value(figures, "rut.daily_vol.20d") == round(statistics.stdev(returns), 12)
    assert figures["rut.daily_vol.20d"].params == {"n": 20}
    # an explicit window has only the returns between its own closes
    explicit = figures["rut.daily_vol.2024-01-09_2024-01-30"]
    assert round(explicit.value, 12) == round(statistics.stdev(returns[5:]), 12)
    assert (explicit.params["n"], explicit.window.sessions) == (15, 16)
    assert explicit.inputs[0].start == date(2024, 1, 9)
    assert ("daily_vol", "short_history") in whys(figures)


def test_a_young_year_has_no_deviation_and_that_is_no_gap(run: Run) -> None:
    figures = run("volatility", {"rut": [100.0 + i % 3 for i in range(70)]}, start="2023-10-02")
    assert "rut.daily_vol.60d" in figures and "rut.daily_vol.ytd" not in figures
    assert not figures.gaps


def test_ratio_of_deviations_compares_like_with_like(run: Run) -> None:
    wild = [100.0 * (1 + 0.02 * (i % 2)) for i in range(61)]
    calm = [100.0 * (1 + 0.01 * (i % 2)) for i in range(61)]
    figures = run("volatility", {"rut": wild, "spx": calm}, pairs=[("rut", "spx")])
    ratio = figures["rut-spx.vol_ratio.60d"]
    returns = [[c[i] / c[i - 1] - 1 for i in range(1, 61)] for c in (wild, calm)]
    assert ratio.value == pytest.approx(statistics.stdev(returns[0]) / statistics.stdev(returns[1]))
    mixed = run("volatility", {"rut": wild, "spx": calm}, pairs=[("rut", "spx")], kinds={"rut": "etf"})
    assert not mixed.all("vol_ratio")
    flat = run("volatility", {"rut": wild, "spx": FLAT[:61]}, pairs=[("rut", "spx")])
    assert not flat.all("vol_ratio"), "no ratio to something that never moves"


def test_volatility_index_against_its_year_and_against_what_happened(run: Run) -> None:
    vix = [10.0 + i % 10 for i in range(251)] + [14.0]
    spx = [100.0 * (1 + 0.01 * (i % 2)) for i in range(252)]
    figures = run("volatility", {"vix": vix, "spx": spx}, kinds={"vix": "volatility_index"}, roles={"spx": "benchmark"})
    assert figures["vix.level_percentile.1y"].value == sum(v <= 14 for v in vix) / 252
    deviation = statistics.stdev(spx[i] / spx[i - 1] - 1 for i in range(232, 252))
    gap = figures["vix.implied_realised_gap.20d"]
    assert gap.value == pytest.approx(14 - 100 * 252**0.5 * deviation) and gap.unit == "points"


def test_drawdown_from_the_highest_close(run: Run, value: Value) -> None:
    closes = [*FLAT[:260], 120.0, 110.0, 120.0, 90.0, 96.0]
    figures = run("drawdown", {"rut": closes})
    assert value(figures, "rut.drawdown.since_inception") == -0.2
    assert value(figures, "rut.drawdown.52w") == -0.2
    assert value(figures, "rut.days_under_water.since_inception") == 2
    # the later of two equal peaks
    assert figures["rut.drawdown.since_inception"].dates == {"peak": date(2025, 1, 2)}
    assert "rut.drawdown_worst_since.since_inception" not in figures, "yesterday was deeper"


def test_the_depth_of_a_drawdown_and_since_when(run: Run) -> None:
    closes = [100.0, 70.0, *FLAT[:260], 95.0, 80.0]
    figure = run("drawdown", {"rut": closes})["rut.drawdown_worst_since.since_inception"]
    assert figure.value == 262 and figure.dates["since"] == date(2024, 1, 3)
    record = run("drawdown", {"rut": [*FLAT[:260], 80.0]})["rut.drawdown_worst_since.since_inception"]
    assert record.params == {"record": 1} and record.value == 260


def test_at_a_high_there_is_no_drawdown(run: Run) -> None:
    figures = run("drawdown", {"rut": [*FLAT[:260], 101.0]})
    assert figures["rut.drawdown.since_inception"].value == 0.0
    assert figures["rut.days_under_water.since_inception"].value == 0
    assert whys(run("drawdown", {"rut": FLAT[:251]})) == {("drawdown", "short_history")}


def test_averages_hold_the_session(run: Run, value: Value) -> None:
    closes = [100.0] * 19 + [120.0]
    figures = run("trend", {"rut": closes})
    assert value(figures, "rut.sma20.20d") == 101.0
    assert value(figures, "rut.sma_distance.20d") == round(120 / 101 - 1, 12)
    assert "rut.sma50.50d" not in figures and ("sma_distance", "short_history") in whys(figures)
    assert "rut.sma_slope.20d" not in figures


def test_slope_of_an_average(run: Run, value: Value) -> None:
    figures = run("trend", {"rut": [100.0] * 20 + [120.0] * 5})
    assert value(figures, "rut.sma_slope.20d") == round(105 / 100 - 1, 12)


def test_a_cross_counts_the_sessions_on_the_other_side(run: Run) -> None:
    falling = [100.0 - i for i in range(30)]
    figures = run("trend", {"rut": [*falling, 100.0]})
    cross = figures["rut.sma_cross.20d"]
    assert (cross.value, cross.params["direction"]) == (11, 1), "of the first 19 sessions no average is known"
    assert "rut.sma_cross.20d" not in run("trend", {"rut": [*falling, 100.0, 100.0]})
    assert "rut.sma_cross.20d" not in run("trend", {"rut": [1 / 3] * 60}), "a flat line crosses nothing"


def test_golden_and_death_crosses_on_their_day(run: Run) -> None:
    closes = [100.0] * 200 + [101.0]
    golden = run("trend", {"rut": closes})["rut.golden_cross.200d"]
    assert (golden.value, golden.params["direction"]) == (1, 1), "both averages are known since one session"
    death = run("trend", {"rut": [*closes, *[101.0] * 9, *[60.0] * 3]}).get("rut.golden_cross.200d")
    assert death is None
    first = run("trend", {"rut": [*closes, *[101.0] * 9, 60.0]})["rut.golden_cross.200d"]
    assert (first.value, first.params["direction"]) == (10, -1)


def test_share_of_sessions_above_the_average(run: Run) -> None:
    closes = [100.0] * 94 + [110.0] * 15
    assert run("trend", {"rut": closes})["rut.share_above_sma.60d"].value == 15 / 60


def test_adjusted_closes_give_distances_and_no_average_levels(run: Run) -> None:
    figures = run("trend", {"iwm": {"adj_close": [100.0] * 19 + [120.0]}}, kinds={"iwm": "etf"})
    assert figures["iwm.sma_distance.20d"].basis == "total_return"
    assert "iwm.sma20.20d" not in figures


def test_range_of_a_year_uses_highs_and_lows(run: Run, value: Value) -> None:
    closes = [100.0] * 252
    bars = {"close": [*closes, 105.0], "high": [300.0] + [100.0] * 200 + [110.0] * 52, "low": [1.0] + [90.0] * 252}
    figures = run("ranges", {"rut": bars})
    assert value(figures, "rut.extreme_52w_high.52w") == 110.0, "the 300 lies 253 sessions back"
    assert value(figures, "rut.extreme_52w_low.52w") == 90.0
    assert value(figures, "rut.range_position.52w") == 0.75
    assert value(figures, "rut.high_distance.52w") == round(105 / 110 - 1, 12)
    assert value(figures, "rut.low_distance.52w") == round(105 / 90 - 1, 12)
    assert figures["rut.extreme_52w_high.52w"].params == {"intraday": 1}


def test_range_of_closes_where_there_are_no_highs(run: Run) -> None:
    figures = run("ranges", {"dji": [*FLAT[:250], 120.0, 110.0]})
    figure = figures["dji.extreme_52w_high.52w"]
    assert (figure.value, figure.params["intraday"]) == (120.0, 0)
    adjusted = run("ranges", {"iwm": {"adj_close": [*FLAT[:250], 120.0, 110.0]}}, kinds={"iwm": "etf"})
    assert adjusted["iwm.high_distance.52w"].basis == "total_return"
    assert not adjusted.all("extreme_52w_high")


def test_a_flat_year_has_no_position_in_its_range(run: Run) -> None:
    figures = run("ranges", {"rut": FLAT})
    assert not figures.all("range_position") and figures["rut.high_distance.52w"].value == 0.0
    assert ("range_position", "short_history") in whys(run("ranges", {"rut": FLAT[:200]}))


def test_breakout_after_a_long_stay_inside(run: Run) -> None:
    inside = [100.0 + i % 5 for i in range(320)]
    figure = run("breakouts", {"rut": [*inside, 105.0]})["rut.range_breakout.1d"]
    assert (figure.value, figure.params["direction"]) == (70, 1), "known since 250 closes stood before"
    down = run("breakouts", {"rut": [*inside, 99.0]})["rut.range_breakout.1d"]
    assert down.params["direction"] == -1
    assert not run("breakouts", {"rut": [*inside, 105.0, 106.0]}).all("range_breakout"), "the second day is none"
    assert not run("breakouts", {"rut": [*inside[:300], 105.0]}).all("range_breakout"), "only 50 sessions inside"


def test_round_levels_are_told_when_they_are_crossed(run: Run) -> None:
    up = run("breakouts", {"rut": [2660.0, 2710.0]})["rut.round_level.1d"]
    assert (up.value, up.params["direction"], up.params["crossings"], up.params["first"]) == (2700.0, 1, 1, 1)
    down = run("breakouts", {"rut": [2660.0, 2710.0, 2690.0]})["rut.round_level.1d"]
    assert (down.params["direction"], down.params["crossings"], down.params["first"]) == (-1, 2, 1)
    assert run("breakouts", {"rut": [2990.0, 3120.0]})["rut.round_level.1d"].value == 3000.0, "the roundest of two"
    assert not run("breakouts", {"rut": [2710.0, 2720.0]}).all("round_level")
    assert not run("breakouts", {"rut": [2710.0, 2700.0]}).all("round_level"), "on the level is not below it"
    vix = {"kinds": {"vix": "volatility_index"}}
    assert not run("breakouts", {"vix": [15.9, 16.1]}, **vix).all("round_level")
    assert run("breakouts", {"vix": [18.0, 31.0]}, **vix)["vix.round_level.1d"].value == 30.0


def test_records_count_only_closes_above_all_before(run: Run) -> None:
    closes = [*FLAT[:260], 101.0, 101.0, 100.0, 102.0, 103.0]
    figures = run("records", {"rut": closes})
    assert figures["rut.record_close.since_inception"].value == 103.0
    assert figures["rut.record_close.since_inception"].params == {"is_today": 1}
    history = figures["rut.record_close.since_inception"].history
    assert history is not None and history.runner_up == 102.0
    assert figures["rut.record_count.5d"].value == 3, "a tie is no record"
    assert figures["rut.record_drought.since_inception"].value == 1
    assert figures["rut.record_distance.since_inception"].value == 0.0


def test_a_record_after_a_drought_names_the_one_before(run: Run) -> None:
    figures = run("records", {"rut": [90.0, 101.0, *FLAT[:260], 102.0]})
    figure = figures["rut.record_drought.since_inception"]
    assert figure.value == 261 and figure.dates["since"] == date(2024, 1, 3)
    after = run("records", {"rut": [90.0, 101.0, *FLAT[:260], 102.0, 101.5]})
    assert not after.all("record_drought") and after["rut.record_close.since_inception"].params == {"is_today": 0}
    assert after["rut.record_distance.since_inception"].value == pytest.approx(101.5 / 102 - 1)


def test_new_extremes_of_a_year(run: Run) -> None:
    figure = run("records", {"rut": [*FLAT, 101.0]})["rut.high_52w_new.1d"]
    assert figure.params["record"] == 1 and figure.value == 300 - 251
    again = run("records", {"rut": [*FLAT, 101.0, 100.0, 100.5, 102.0]})["rut.high_52w_new.1d"]
    assert (again.value, again.params["record"]) == (3, 0)
    low = run("records", {"rut": [*FLAT, 99.0]})
    assert "rut.low_52w_new.1d" in low and "rut.high_52w_new.1d" not in low
    assert not run("records", {"rut": FLAT}).all("high_52w_new"), "a tie is no new high"
    assert whys(run("records", {"rut": FLAT[:251]})) == {("record_close", "short_history")}


def test_volume_against_its_means(run: Run, value: Value) -> None:
    volume = [1.0, *[10.0] * 40, *[20.0] * 19, 60.0]
    bars = {"close": [5.0] * 61, "volume": volume}
    figures = run("volume", {"iwm": bars}, kinds={"iwm": "etf"}, since=[date(2024, 1, 4)])
    assert value(figures, "iwm.volume_ratio.20d") == round(60 / 22, 12)
    assert value(figures, "iwm.volume_ratio.60d") == round(60 / (840 / 60), 12)
    assert value(figures, "iwm.avg_volume.20d") == 22.0
    assert value(figures, "iwm.avg_volume.2024-01-04_2024-03-26") == round(830 / 59, 12)
    money = figures["iwm.dollar_volume.20d"]
    assert (money.value, money.unit) == (110.0, "USD")
    assert ("volume_percentile", "short_history") in whys(figures)


def test_percentile_of_a_years_volume(run: Run) -> None:
    bars = {"close": [5.0] * 252, "volume": [float(1 + i % 100) for i in range(251)] + [25.0]}
    figures = run("volume", {"iwm": bars}, kinds={"iwm": "etf"})
    figure = figures["iwm.volume_percentile.1y"]
    assert figure.value == sum(v <= 25 for v in bars["volume"]) / 252
    assert figure.history is not None and figure.history.rank == 1 + sum(v > 25 for v in bars["volume"])


def test_no_volume_and_zero_volume_are_gaps(run: Run) -> None:
    assert whys(run("volume", {"rut": FLAT})) == {("volume", "no_volume")}
    bars = {"close": [5.0] * 60, "volume": [10.0] * 59 + [0.0]}
    figures = run("volume", {"iwm": bars}, kinds={"iwm": "etf"})
    assert not len(figures) and whys(figures) == {("volume", "no_volume")}


def test_a_missing_observation_of_one_field_is_not_filled(run: Run) -> None:
    bars = {"close": [5.0] * 60, "volume": [10.0] * 59 + [None]}
    figures = run("volume", {"iwm": bars}, kinds={"iwm": "etf"})
    assert not len(figures) and whys(figures) == {("volume", "no_volume")}
