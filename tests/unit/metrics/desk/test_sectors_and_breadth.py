"""Sector spreads, ranks, groups and counts."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporter.metrics.sectors import ranked

FLAT = [100.0] * 30


def ending(*last: float) -> list[float]:
    return [*FLAT, *last]


def test_three_sectors_on_one_day(figures_of) -> None:
    found = figures_of("sectors", {"xlb": ending(103), "xlf": ending(99), "xlu": ending(101)})
    assert np.isclose(found["sectors.sector_spread.1d"].value, 0.04)
    assert found["sectors.sector_spread.1d"].params == {"counted": 3}
    assert [found[f"{s}.sector_rank.1d"].value for s in ("xlb", "xlu", "xlf")] == [1, 2, 3]


def test_equal_returns_are_ranked_by_id(figures_of) -> None:
    found = figures_of("sectors", {"xlv": ending(101), "xlb": ending(101), "xlf": ending(102)})
    assert [found[f"{s}.sector_rank.1d"].value for s in ("xlf", "xlb", "xlv")] == [1, 2, 3]


@given(st.dictionaries(st.text("abcdef", min_size=1, max_size=3), st.floats(-1, 1), min_size=1, max_size=11))
def test_ranks_are_places_from_one_and_never_against_the_values(values: dict[str, float]) -> None:
    places = ranked(values)
    assert sorted(places.values()) == list(range(1, len(values) + 1))
    for a in values:
        for b in values:
            if values[a] > values[b]:
                assert places[a] < places[b]


def test_groups_are_means_and_rotation_is_their_difference(figures_of) -> None:
    found = figures_of("sectors", {
        "xlb": ending(102), "xlf": ending(98), "xli": ending(103), "xlp": ending(100), "xlu": ending(99),
    })
    assert np.isclose(found["cyclical.sector_group_return.1d"].value, 0.01)
    assert np.isclose(found["defensive.sector_group_return.1d"].value, -0.005)
    rotation = found["cyclical-defensive.sector_group_rotation.1d"]
    assert np.isclose(rotation.value, 0.015)
    assert rotation.params == {"a": "xlb xlf xli", "b": "xlp xlu"}
    assert "growth-defensive.sector_group_rotation.1d" not in found
    assert {"rate_sensitive"} <= {g.subject for g in found.gaps if g.what == "sector_group_return"}


def test_the_spread_knows_its_place_in_the_last_year(figures_of, walk) -> None:
    prices = {name: walk(seed) for seed, name in enumerate(("xlb", "xlf", "xlu", "xlk"))}
    found = figures_of("sectors", prices)["sectors.sector_spread.1d"]
    moves = np.stack([p[1:] / p[:-1] - 1 for p in prices.values()])[:, -252:]
    spreads = moves.max(axis=0) - moves.min(axis=0)
    assert found.history is not None and found.history.observations == 252
    assert np.isclose(found.history.percentile, (spreads <= spreads[-1] + 1e-12).mean())


def test_a_climb_in_rank_is_positive(figures_of) -> None:
    # Over the 20 sessions to five ago xlb was last; today's 20 sessions make it first.
    rise = [100.0] * 40 + [101, 102, 103, 104, 105.0]
    found = figures_of("sectors", {"xlb": rise, "xlf": np.linspace(100, 101, 45), "xlu": np.linspace(100, 100.5, 45)})
    assert found["xlb.sector_rank_change.5d"].value == 2
    assert found["xlb.sector_rank_change.5d"].params["now"] == 1
    assert found["xlf.sector_rank_change.5d"].value == -1


def test_counts_of_sectors(figures_of) -> None:
    up, down = np.linspace(100, 120, 60), np.linspace(120, 100, 60)
    still = np.full(60, 100.0)
    found = figures_of("breadth", {"xlb": up, "xlf": up * 2, "xlu": down, "xlk": still})
    values = {f.id: f.value for f in found}
    assert values == {
        "sectors.sectors_counted.1d": 4, "sectors.sectors_up.1d": 2, "sectors.sectors_down.1d": 1,
        "sectors.sectors_above_sma50.50d": 2, "sectors.sectors_at_20d_high.20d": 3, "sectors.sectors_at_20d_low.20d": 2,
    }


def test_a_late_start_is_counted_on_the_day_but_not_against_its_average(figures_of) -> None:
    found = figures_of("breadth", {"xlb": np.linspace(100, 120, 60), "xlc": np.linspace(50, 60, 10)})
    assert found["sectors.sectors_counted.1d"].value == 2
    assert found["sectors.sectors_above_sma50.50d"].params == {"counted": 1}


def test_a_sector_without_a_price_today_is_left_out(figures_of) -> None:
    prices = {"xlb": ending(101), "xlf": ending(np.nan), "xlu": ending(100)}
    assert figures_of("breadth", prices)["sectors.sectors_counted.1d"].value == 2
    assert "xlf.sector_rank.1d" not in figures_of("sectors", prices)


@pytest.mark.parametrize("prices", [{"spx": FLAT}, {"spx": FLAT, "xlb": [np.nan] * 30}])
def test_without_sectors_there_are_gaps_and_no_figures(figures_of, prices) -> None:
    found = [figures_of(family, prices, also=("xlf",)) for family in ("sectors", "breadth")]
    assert [len(figures) for figures in found] == [0, 0]
    assert all(figures.gaps for figures in found)
    silent = [figures_of(family, {"spx": FLAT}) for family in ("sectors", "breadth")]
    assert [(len(f), len(f.gaps)) for f in silent] == [(0, 0), (0, 0)], "a desk without sectors misses nothing"
