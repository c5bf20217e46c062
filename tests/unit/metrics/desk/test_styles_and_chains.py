"""Style spreads, the ladder of sizes, and differences split along a chain."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

START = [100.0] * 30


def test_style_and_weighting_spreads(figures_of) -> None:
    found = figures_of("styles", {
        "iwd": [*START, 102], "iwf": [*START, 99], "rsp": [*START, 100.5], "spy": [*START, 101],
    })
    assert np.isclose(found["iwd-iwf.style_spread.1d"].value, 0.03)
    assert np.isclose(found["rsp-spy.equal_vs_cap.20d"].value, -0.005)
    assert found["iwd-iwf.style_spread.1d"].unit == "pp"


def test_the_style_spread_is_ranked_among_all_earlier_ones(figures_of, walk) -> None:
    a, b = walk(1), walk(2)
    found = figures_of("styles", {"iwd": a, "iwf": b})["iwd-iwf.style_spread.5d"]
    spread = (a[5:] / a[:-5]) - (b[5:] / b[:-5])
    assert np.isclose(found.value, spread[-1])
    assert found.history is not None
    assert np.isclose(found.history.percentile, (spread <= spread[-1] + 1e-12).mean())


@pytest.mark.parametrize(("ends", "monotone"), [
    ((104, 103, 101), 1), ((100, 101, 103), -1), ((104, 100, 101), 0), ((101, 101, 100), 0),
])
def test_the_ladder_from_micro_to_large(figures_of, ends, monotone) -> None:
    prices = {name: [*START, end] for name, end in zip(("iwc", "iwm", "spy"), ends, strict=True)}
    found = figures_of("styles", prices)["ladder.cap_ladder.1d"]
    assert np.isclose(found.value, (ends[0] - ends[2]) / 100)
    assert found.params == {"monotone": monotone, "rungs": "iwc iwm spy", "counted": 3}


def test_the_top_rung_is_the_mean_of_the_giants(figures_of) -> None:
    prices = {"iwc": [*START, 100], "iwm": [*START, 101], "spy": [*START, 102]}
    giants = {name: [*START, end] for name, end in (("aapl", 103), ("msft", 104), ("nvda", 108))}
    found = figures_of("styles", {**prices, **giants})["ladder.cap_ladder.1d"]
    assert np.isclose(found.value, -0.05)
    assert found.params["rungs"] == "iwc iwm spy giants" and found.params["monotone"] == -1


def test_two_rungs_are_no_ladder_and_half_a_pair_no_spread(figures_of) -> None:
    found = figures_of("styles", {"iwc": START, "iwm": START, "iwd": START}, also=("iwf",))
    assert len(found) == 0
    assert {g.what for g in found.gaps} == {"cap_ladder", "style_spread"}
    assert {g.why for g in found.gaps} == {"missing_subject"}


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=40)
@given(*[st.floats(50, 200)] * 3)
def test_parts_add_up_to_the_total(figures_of, first: float, second: float, third: float) -> None:
    prices = {"iwm": [100, 100, first], "rsp": [100, 100, second], "spy": [100, 100, third]}
    found = figures_of("decomposition", prices, chain=("iwm", "rsp", "spy"))
    total = found["iwm-spy.decomposition_total.1d"].value
    parts = [found[i].value for i in ("iwm-rsp.decomposition_part.1d", "rsp-spy.decomposition_part.1d")]
    assert np.isclose(sum(parts), total, atol=1e-12)
    shares = [f.value for f in found.all("decomposition_share", "1d")]
    assert bool(shares) == (parts[0] * parts[1] > 0)
    if shares:
        assert np.isclose(sum(shares), 1.0) and min(shares) > 0


def test_the_published_split(figures_of) -> None:
    # Day changes -1.840, -0.440 and 0.042 %: the difference of 1.882 points is 1.400 plus 0.482.
    prices = {"iwm": [*START, 98.16], "rsp": [*START, 99.56], "spy": [*START, 100.042]}
    found = figures_of("decomposition", prices, chain=("iwm", "rsp", "spy"))
    assert np.isclose(found["iwm-spy.decomposition_total.1d"].value, -0.01882)
    assert np.isclose(found["iwm-rsp.decomposition_part.1d"].value, -0.014)
    assert np.isclose(found["rsp-spy.decomposition_part.1d"].value, -0.00482)
    assert np.isclose(found["iwm-rsp.decomposition_share.1d"].value, 0.014 / 0.01882)


def test_adjusted_closes_make_total_returns(figures_of) -> None:
    prices = {name: START for name in ("iwm", "rsp", "spy")}
    found = figures_of("decomposition", prices, chain=("iwm", "rsp", "spy"), adjusted=("rsp",))
    assert {f.basis for f in found} == {"total_return"}


def test_a_missing_link_is_one_gap(figures_of) -> None:
    found = figures_of("decomposition", {"iwm": START, "spy": START}, also=("rsp",), chain=("iwm", "rsp", "spy"))
    assert len(found) == 0 and [(g.why, g.detail) for g in found.gaps] == [("missing_subject", "rsp")]
    late = figures_of("decomposition", {"iwm": START, "rsp": [100, 101], "spy": START}, chain=("iwm", "rsp", "spy"))
    assert "iwm-spy.decomposition_total.1d" in late and "iwm-spy.decomposition_total.20d" not in late
    assert {g.detail for g in late.gaps} >= {"5d", "20d"}
