"""How far a session reached, and what its close kept: by hand, and by the other definition on random days."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reporter.model import Figures

Run = Callable[..., Figures]
Value = Callable[[Figures, str], float]
QUIET = 300
"""Sessions that close where they opened, one in a hundred above and below."""


def bars(high: float, low: float, close: float, *, wide: dict[int, tuple[float, float]] | None = None) -> dict[str, Any]:
    """Quiet sessions at 100 (101 and 99 at their ends, or `wide` ones), then the one that is looked at."""
    ends = {**dict.fromkeys(range(QUIET), (101.0, 99.0)), **(wide or {})}
    return {
        "high": [*(ends[i][0] for i in range(QUIET)), high], "low": [*(ends[i][1] for i in range(QUIET)), low],
        "close": [*[100.0] * QUIET, close],
    }  # fmt: skip


def test_a_rise_that_was_lost(run: Run, value: Value) -> None:
    figures = run("intraday", {"rut": bars(104.0, 98.0, 98.8, wide={200: (106.0, 99.0)})})
    assert value(figures, "rut.day_high.1d") == 104.0 and value(figures, "rut.day_low.1d") == 98.0
    assert value(figures, "rut.day_high_change.1d") == 0.04 and value(figures, "rut.day_low_change.1d") == -0.02
    assert value(figures, "rut.fade_from_high.1d") == round(98.8 / 104 - 1, 12)
    assert value(figures, "rut.rise_from_low.1d") == round(98.8 / 98 - 1, 12)
    assert value(figures, "rut.day_place.1d") == round(0.8 / 6, 12)
    assert value(figures, "rut.fade_significance.1y") == round(251 / 252, 12), "one session fell further from its high"
    since = figures["rut.fade_since.1d"]
    assert (since.value, since.params["record"]) == (100, 0)
    assert since.history is not None and since.history.rank == 2


def test_the_furthest_ever(run: Run) -> None:
    since = run("intraday", {"rut": bars(110.0, 99.0, 100.0)})["rut.fade_since.1d"]
    assert (since.value, since.params["record"], dict(since.dates)) == (QUIET, 1, {})


def test_what_was_matched_within_a_month_is_nothing_to_remember(run: Run) -> None:
    figures = run("intraday", {"rut": bars(104.0, 99.0, 100.0, wide={QUIET - 10: (105.0, 99.0)})})
    assert "rut.fade_since.1d" not in figures and "rut.fade_from_high.1d" in figures


@pytest.mark.parametrize("rows", [
    {"close": [100.0] * 301},  # no highs
    bars(100.0, 100.0, 100.0),  # a session without a range
    {k: v[-200:] for k, v in bars(104.0, 98.0, 99.0).items()},  # no year of it
    bars(104.0, 98.0, 99.0) | {"high": [*[None] * 100, *[101.0] * 200, 104.0]},  # highs for a part of the year
    bars(99.5, 98.0, 100.0),  # a high below the close is a mistake of the source
])  # fmt: skip
def test_a_source_that_does_not_know_the_day_tells_nothing_of_it(run: Run, rows: dict[str, Any]) -> None:
    assert len(run("intraday", {"rut": rows})) == 0


@settings(deadline=None, max_examples=20)
@given(st.integers(0, 2**32 - 1))
def test_the_other_definition_agrees(run: Run, seed: int) -> None:
    """Day by day in plain Python, on random bars."""
    rng = np.random.default_rng(seed)
    close = 100 * np.cumprod(1 + rng.normal(0, 0.01, 270))
    high, low = close * (1 + rng.random(270) / 50), close * (1 - rng.random(270) / 50)
    figures = run("intraday", {"rut": {"high": list(high), "low": list(low), "close": list(close)}})
    fades = [1 - c / h for c, h in zip(close, high, strict=True)][-252:]
    rises = [c / low_ - 1 for c, low_ in zip(close, low, strict=True)][-252:]
    assert figures["rut.fade_significance.1y"].value == sum(v <= fades[-1] for v in fades) / 252
    assert figures["rut.rise_significance.1y"].value == sum(v <= rises[-1] for v in rises) / 252
    assert figures["rut.day_high_change.1d"].value == pytest.approx(high[-1] / close[-2] - 1)
