"""Each change knows its place among those of the same length, or that its history is too short to have one."""

from __future__ import annotations

import statistics
from collections.abc import Callable
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reporter.metrics import measure
from reporter.model import Desk, Figure
from reporter.model.grade import grade
from reporter.model.market import Market

World = Callable[..., tuple[Market, Desk]]
CHANGES = (
    "day_change", "trailing_return", "ytd_return", "period_return", "relative_return", "basket_return",
    "sector_spread", "sector_group_return", "sector_group_rotation", "style_spread", "equal_vs_cap", "yield_change",
    "curve_change", "decomposition_total", "decomposition_part", "close_level", "sma_distance", "curve",
    "open_to_close_return", "drawdown",
)
NOT_PLACED = {"drawdown.52w", "open_to_close_return.since", "open_to_close_return.ytd"}


def closes(rng: np.random.Generator, size: int, ties: bool = False) -> list[float]:
    if ties:
        return (30.0 + rng.integers(0, 4, size)).tolist()
    return (50 * np.cumprod(1 + rng.normal(0, 0.01, size))).tolist()


@settings(deadline=None, max_examples=20)
@given(st.integers(0, 2**32 - 1), st.integers(3, 420), st.booleans())
def test_place_of_a_change_by_pandas(world: World, seed: int, size: int, ties: bool) -> None:
    rng = np.random.default_rng(seed)
    columns = {"rut": closes(rng, size, ties), "spx": closes(rng, size, ties)}
    market, desk = world(columns, pairs=[("rut", "spx")], since=[pd.Timestamp("2024-02-05").date()])
    for figure in measure(market, desk, only=("returns", "relative")):
        if figure.metric not in ("day_change", "trailing_return", "ytd_return", "period_return", "relative_return"):
            continue
        steps, end = figure.window.sessions, market.sessions.get_loc(pd.Timestamp(figure.window.end)) + 1
        sides = {n: pd.Series(v)[:end].pct_change(steps, fill_method=None).dropna() for n, v in columns.items()}
        past = sides[figure.subject] - sides[figure.comparator] if figure.comparator else sides[figure.subject]
        assert past.iloc[-1] == pytest.approx(figure.value, abs=1e-12)
        history = figure.history
        assert history is not None and history.observations == len(past), figure.id
        if len(past) < 60:
            assert history.percentile is None and history.zscore is None
            continue
        assert history.percentile == pytest.approx(float((past <= past.iloc[-1] + 1e-12).mean()))
        if past.std() > 1e-9:
            assert history.zscore == pytest.approx((past.iloc[-1] - past.mean()) / past.std(), abs=1e-6)


def whole_desk(world: World, size: int) -> tuple[Market, Desk]:
    rng = np.random.default_rng(size)
    names = ("rut", "spx", "spy", "rsp", "iwd", "iwf", "xlb", "xlf", "xlk", "xlp", "xlu", "xlv", "aapl", "msft")
    columns: dict[str, Any] = {n: {"close": closes(rng, size), "open": closes(rng, size)} for n in names}
    columns |= {n: [v / 2000 for v in closes(rng, size)] for n in ("tnx", "irx")}
    market, desk = world(
        columns, pairs=[("rut", "spx"), ("rsp", "spy"), ("iwd", "iwf")], kinds={"tnx": "yield", "irx": "yield"},
        members={"mag": ("aapl", "msft")}, since=[pd.bdate_range("2024-01-02", periods=size)[-10].date()],
        roles={"tnx": "yield_long", "irx": "yield_short", **{n: "sector" for n in names if n.startswith("xl")}},
    )  # fmt: skip
    groups = {"xlb": "cyclical", "xlf": "cyclical", "xlp": "defensive", "xlv": "defensive"}
    subjects = tuple(s.model_copy(update={"groups": (groups[s.id],)}) if s.id in groups else s for s in desk.subjects)
    drawn = zip(desk.pairs, ("size", "weighting", "style_large"), strict=True)
    pairs = tuple(pair.model_copy(update={"role": role}) for pair, role in drawn)
    chains = ({"links": ("rut", "rsp", "spy")},)
    return market, Desk.model_validate(desk.model_dump() | {"subjects": subjects, "pairs": pairs, "chains": chains})


def changes(world: World, size: int) -> dict[str, Figure]:
    found = measure(*whole_desk(world, size))
    return {
        f.id: f for f in found
        if f.metric in CHANGES and f"{f.metric}.{f.window.name}" not in NOT_PLACED
    }  # fmt: skip


def test_every_change_and_level_has_a_place(world: World) -> None:
    found = changes(world, 420)
    assert {figure.metric for figure in found.values()} == set(CHANGES)
    for figure in found.values():
        assert figure.history is not None and figure.history.percentile is not None, figure.id
        assert 0 < figure.history.percentile <= 1
        assert figure.history.end <= figure.as_of


def test_a_short_history_says_so_and_grades_nothing(world: World) -> None:
    found = changes(world, 40)
    assert {"rut.day_change.1d", "rut-spx.relative_return.20d"} <= found.keys()
    for figure in found.values():
        assert figure.history is not None, figure.id
        assert figure.history.observations < 60
        assert figure.history.percentile is None and figure.history.zscore is None and figure.history.rank is None
        assert grade(figure) in ("clear", "flat"), "no history, no superlative"


def test_day_in_standard_deviations(world: World) -> None:
    values = closes(np.random.default_rng(5), 300)
    figures = measure(*world({"rut": values}), only=("significance",))
    moves = [b / a - 1 for a, b in pairwise(values)][-252:]
    wanted = (moves[-1] - statistics.fmean(moves)) / statistics.stdev(moves)
    assert figures["rut.day_zscore.1y"].value == pytest.approx(wanted)
    assert "rut.day_zscore.5y" not in figures
    flat = measure(*world({"rut": [7.0] * 300}), only=("significance",))
    assert not flat.all("day_zscore"), "a price that never moved has no deviations"
