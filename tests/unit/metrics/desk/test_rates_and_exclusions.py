"""Yields, curve, futures, excluded explanations, correlations and sensitivities."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from reporter.metrics.correlation import rolling_correlation, slope
from reporter.metrics.rates import contract_month


def test_yields_move_in_basis_points(figures_of) -> None:
    long = [0.0400] * 30 + [0.0425, 0.0424]
    short = [0.0360] * 31 + [0.0361]
    found = figures_of("rates", {"tnx": long, "irx": short})
    assert np.isclose(found["tnx.yield_change.1d"].value, -1.0)
    assert found["tnx.yield_change.1d"].decimals == 0
    assert np.isclose(found["tnx.yield_change.5d"].value, 24.0)
    assert np.isclose(found["tnx-irx.curve.1d"].value, 0.0063)
    assert found["tnx-irx.curve.1d"].unit == "pp"
    assert np.isclose(found["tnx-irx.curve_change.20d"].value, 23.0)


def test_a_change_that_is_not_whole_shows_one_decimal(figures_of) -> None:
    found = figures_of("rates", {"tnx": [0.04] * 30 + [0.04026]})
    assert found["tnx.yield_change.1d"].decimals == 1


def test_a_yield_below_zero_is_a_yield(figures_of) -> None:
    found = figures_of("rates", {"tnx": [0.01] * 30, "irx": [0.0] * 29 + [-0.0005]})
    assert np.isclose(found["irx.yield_change.1d"].value, -5.0)
    assert np.isclose(found["tnx-irx.curve.1d"].value, 0.0105)


def test_a_day_without_yields_yesterday_is_a_gap(figures_of) -> None:
    found = figures_of("rates", {"tnx": [0.04] * 28 + [np.nan, 0.041]})
    assert "tnx.yield_change.1d" not in found
    assert ("yield_change", "missing_bars", "1d") in {(g.what, g.why, g.detail) for g in found.gaps}


def test_the_path_in_futures(figures_of) -> None:
    flat = [100.0] * 30
    found = figures_of("rates", {"spx": flat, "zqf26": [96.36] * 30, "zqz26": [96.86] * 30, "zqz25": [96.0] * 30})
    assert np.isclose(found["fed_funds.rate_path.2026-01"].value, 0.0364)
    assert np.isclose(found["fed_funds.rate_path.2026-12"].value, 0.0314)
    assert np.isclose(found["fed_funds.rate_path_change.2026-12"].value, -50.0)
    assert "fed_funds.rate_path.2025-12" not in found, "a month that is over has no path"


def test_without_futures_the_path_is_a_gap(figures_of) -> None:
    found = figures_of("rates", {"spx": [100.0] * 30, "tnx": [0.04] * 30}, also=("irx",))
    assert ("rate_path", "no_futures") in {(g.what, g.why) for g in found.gaps}
    assert ("curve", "no_bar") in {(g.what, g.why) for g in found.gaps}


def test_contract_months() -> None:
    assert contract_month("zqz26") == date(2026, 12, 1)
    assert contract_month("zqf27") == date(2027, 1, 1)
    assert contract_month("esz26") is None


def world(walk, last_yield: float, last_fear: float, day: float) -> dict[str, np.ndarray]:
    length = 320
    steady = 0.04 + 0.0003 * (np.arange(length) % 2)
    fear = 15.0 + 0.5 * (np.arange(length) % 2)
    rut = walk(3, length)
    rut[-1] = rut[-2] * (1 + day)
    spx = np.full(length, 100.0)
    return {
        "rut": rut, "spx": spx, "tnx": np.r_[steady[:-1], steady[-2] + last_yield],
        "vix": np.r_[fear[:-1], fear[-2] + last_fear], "hyg": spx, "lqd": spx,
    }


@pytest.mark.parametrize(("rise", "day", "fits", "explains"), [
    (0.0010, -0.02, 1, 1), (0.0001, -0.02, 1, 0), (-0.0010, -0.02, 0, 0), (-0.0010, 0.02, 1, 1), (0.0010, 0.02, 0, 0),
])
def test_rates_explain_only_if_they_moved_enough_and_the_right_way(figures_of, walk, rise, day, fits, explains) -> None:
    found = figures_of("exclusions", world(walk, rise, 0.1, day))["tnx.excluded_explanation.1d"]
    assert (found.params["direction_fits"], found.params["explains"]) == (fits, explains)
    assert found.params["explained"] == "rut-spx"
    # Every other day moved by three basis points: ten are more than 251 of 252, one is less than all.
    assert np.isclose(found.value, 251 / 252 if abs(rise) > 0.0005 else 0.0)


def test_credit_that_did_not_move_explains_nothing(figures_of, walk) -> None:
    found = figures_of("exclusions", world(walk, 0.001, 3.0, -0.02))
    assert found["hyg-lqd.excluded_explanation.1d"].params["direction_fits"] == 0
    assert found["vix.excluded_explanation.1d"].params["explains"] == 1


def swinging(last: float, usual: float) -> np.ndarray:
    """Closes that rise by `usual` and fall back every other day, and then move by `last`."""
    moves = np.where(np.arange(319) % 2, 1 / (1 + usual), 1 + usual)
    closes = 100 * np.cumprod(np.r_[1.0, moves])
    return np.r_[closes[:-1], closes[-2] * (1 + last)]


@pytest.mark.parametrize(("dollar", "day", "fits", "explains"), [
    (0.010, 0.02, 1, 1),  # a dearer dollar goes with small companies ahead
    (0.010, -0.02, 0, 0), (-0.010, -0.02, 1, 1),
    (0.0005, 0.02, 1, 0),  # less than on any other day
])
def test_the_dollar_explains_only_if_it_moved_enough_and_the_right_way(
    figures_of, walk, dollar, day, fits, explains
) -> None:
    prices = {**world(walk, 0.0, 0.0, day), "uup": swinging(dollar, 0.001)}
    found = figures_of("exclusions", prices)["uup.excluded_explanation.1d"]
    assert (found.params["direction_fits"], found.params["explains"], found.params["sign"]) == (fits, explains, 1)
    assert np.isclose(found.value, 251 / 252 if abs(dollar) > 0.001 else 0.0)


@pytest.mark.parametrize(("day", "fits", "explains"), [(0.02, 1, 1), (-0.02, 0, 0)])
def test_groups_explain_by_the_difference_of_their_means(figures_of, walk, day, fits, explains) -> None:
    # cyclical (1.5 + 0.5) / 2 = 1.0 %, defensive (0 - 0.2) / 2 = -0.1 %: 1.1 points where 0.2 are usual
    prices = {
        **world(walk, 0.0, 0.0, day), "xlb": swinging(0.015, 0.002), "xli": swinging(0.005, 0.002),
        "xlp": np.full(320, 50.0), "xlv": np.r_[np.full(319, 50.0), 49.9],
    }
    found = figures_of("exclusions", prices)["cyclical-defensive.excluded_explanation.1d"]
    assert (found.params["direction_fits"], found.params["explains"]) == (fits, explains)
    assert np.isclose(found.value, 251 / 252)
    assert {i.symbol for i in found.inputs if i.start is not None} == {"XLB", "XLI", "XLP", "XLV"}


def test_the_threshold_belongs_to_the_desk(figures_of, walk) -> None:
    found = figures_of("exclusions", world(walk, 0.001, 3.0, -0.02), thresholds={"excluded_explanation": 0.999})
    assert found["tnx.excluded_explanation.1d"].params["explains"] == 0


def test_nothing_is_excluded_without_candidates_or_history(figures_of) -> None:
    assert len(figures_of("exclusions", {"rut": [100.0] * 300, "spx": [100.0] * 300})) == 0
    short = figures_of("exclusions", {"spx": [100.0] * 30, "tnx": [0.04] * 30})
    assert len(short) == 0 and [g.why for g in short.gaps] == ["short_history"]


def test_correlation_against_numpy(figures_of, walk) -> None:
    a, b = walk(1), 0.5 * walk(1) + walk(2)
    found = figures_of("correlation", {"kre": a, "iwm": b, "spy": walk(4)})
    moves = [p[1:] / p[:-1] - 1 for p in (a, b)]
    figure = found["kre-iwm.correlation.60d"]
    assert np.isclose(figure.value, np.corrcoef(moves[0][-60:], moves[1][-60:])[0, 1])
    rolled = rolling_correlation(moves[0], moves[1], 60)
    assert np.isclose(rolled[-1], figure.value, atol=1e-8)
    assert np.isclose(rolled[200], np.corrcoef(moves[0][141:201], moves[1][141:201])[0, 1], atol=1e-8)
    assert figure.history is not None and figure.history.observations == 252
    assert {"kre-iwm.correlation.60d", "kre-spy.correlation.60d", "iwm-spy.correlation.60d"} <= {f.id for f in found}


def test_a_flat_series_correlates_with_nothing(figures_of, walk) -> None:
    found = figures_of("correlation", {"kre": walk(1), "iwm": np.full(600, 50.0)})
    assert len(found) == 0 and [g.subject for g in found.gaps] == ["kre-iwm"]


def test_groups_correlate_as_means_of_their_members(figures_of, walk) -> None:
    prices = {name: walk(seed) for seed, name in enumerate(("xlb", "xlf", "xlu", "xlre"), start=10)}
    found = figures_of("correlation", prices)["cyclical-rate_sensitive.correlation.60d"]
    moves = {name: (p[1:] / p[:-1] - 1)[-60:] for name, p in prices.items()}
    expected = np.corrcoef(moves["xlb"] + moves["xlf"], moves["xlu"] + moves["xlre"])[0, 1]
    assert np.isclose(found.value, expected)


def test_the_sensitivity_is_the_slope_per_point_of_yield(figures_of) -> None:
    rng = np.random.default_rng(8)
    moves = rng.normal(0, 0.0005, 299)
    yields = np.r_[0.04, 0.04 + np.cumsum(moves)]
    spx = 100 * np.cumprod(np.r_[1.0, 1 - 0.03 * moves * 100])
    rut = 100 * np.cumprod(np.r_[1.0, 1 - 0.05 * moves * 100])
    found = figures_of("correlation", {"rut": rut, "spx": spx, "tnx": yields})
    assert np.isclose(found["spx.rate_sensitivity.252d"].value, -0.03)
    assert np.isclose(found["spx.rate_fit.252d"].value, 1.0)
    assert np.isclose(found["rut-spx.rate_sensitivity_gap.252d"].value, -0.02)


def test_a_yield_that_never_moved_has_no_slope(figures_of, walk) -> None:
    assert slope(np.zeros(5), np.arange(5.0)) is None
    found = figures_of("correlation", {"spx": walk(1), "tnx": np.full(600, 0.04)})
    assert len(found) == 0 and ("rate_sensitivity", "spx") in {(g.what, g.subject) for g in found.gaps}
    none = figures_of("correlation", {"spx": walk(1)}, also=("tnx",))
    assert ("rate_sensitivity", "no_yields") in {(g.what, g.why) for g in none.gaps}
