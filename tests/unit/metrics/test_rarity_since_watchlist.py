"""Rarity, since-when and the watch list against loops over the plain numbers, on random worlds."""

from __future__ import annotations

import statistics
from collections.abc import Callable
from datetime import date
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reporter.metrics import measure
from reporter.model import Desk, Figure, Figures
from reporter.model.market import Market

World = Callable[..., tuple[Market, Desk]]
SIZE = 1400
SECTORS = ("xlb", "xle", "xlf", "xlk", "xlp", "xlu", "xlv")


def walk(rng: np.random.Generator, size: int, ties: bool = False) -> list[float]:
    if ties:
        return (60.0 + rng.integers(-3, 4, size)).tolist()
    return (50.0 * np.cumprod(1 + rng.normal(0.0004, 0.011, size))).tolist()


def made(world: World, seed: int, size: int, ties: bool, late: bool) -> tuple[dict[str, list[float]], Figures, Market]:
    """Closes by subject, the figures of the three families and the market; one sector starts late if asked for."""
    rng = np.random.default_rng(seed)
    names = ("rut", "spx", "kre", *SECTORS)
    columns = {name: walk(rng, size, ties) for name in names}
    columns["vix"] = (12 + np.abs(rng.normal(0, 5, size)) + rng.integers(0, 3, size)).tolist()
    columns["tnx"] = (np.round(0.02 + np.cumsum(rng.normal(0, 0.0005, size)), 4)).tolist()  # below zero too
    if late:
        columns[SECTORS[-1]] = columns[SECTORS[-1]][size // 2 :]
    bars: dict[str, Any] = {name: {"close": values} for name, values in columns.items()}
    bars["rut"] |= {
        "high": [v * 1.01 for v in columns["rut"]], "low": [v * 0.99 for v in columns["rut"]],
    }
    market, desk = world(
        bars, pairs=[("rut", "spx")], kinds={"vix": "volatility_index", "tnx": "yield"},
        roles={"kre": "industry", **dict.fromkeys(SECTORS, "sector")}, start="2019-01-02",
    )
    return columns, measure(market, desk, only=("rarity", "since", "watchlist")), market


def moves(values: list[float]) -> list[float]:
    return [b / a - 1 for a, b in pairwise(values)]


def share(flags: list[bool]) -> float:
    return sum(flags) / len(flags)


def back(values: list[float]) -> tuple[int, bool]:
    """Places since a value at least as large as the last; all earlier ones, and True, where there is none."""
    for step in range(1, len(values)):
        if values[-1 - step] >= values[-1] - 1e-12:
            return step, False
    return len(values) - 1, True


@settings(deadline=None, max_examples=12)
@given(st.integers(0, 2**32 - 1), st.sampled_from([70, 300, SIZE]), st.booleans(), st.booleans())
def test_every_figure_against_a_loop(world: World, seed: int, size: int, ties: bool, late: bool) -> None:
    columns, figures, market = made(world, seed, size, ties, late)
    sessions = [stamp.date() for stamp in market.sessions]
    own = moves(columns["rut"])
    other = moves(columns["spx"])
    gap = [a - b for a, b in zip(own, other, strict=True)]
    for figure in figures:
        wanted = again(figure, columns, gap, sessions)
        assert figure.value == pytest.approx(wanted, abs=1e-9), figure.id
        assert figure.inputs and all(i.session is not None for i in figure.inputs)


def again(figure: Figure, columns: dict[str, list[float]], gap: list[float], sessions: list[date]) -> float:
    closes = columns.get(figure.subject, [])
    match figure.metric:
        case "tail_share":
            low = gap[-1] < statistics.median(gap)
            return share([v <= gap[-1] if low else v >= gap[-1] for v in gap])
        case "gap_significance":
            return share([abs(v) < abs(gap[-1]) for v in gap[-252:]])
        case "share_above":
            return share([v > closes[-1] for v in closes[-252:]])
        case "share_below":
            return share([v < closes[-1] for v in closes[-252:]])
        case "watch_mark":
            return statistics.median(closes[-252:])
        case "distance_rarity":
            length = int(figure.params["average"])
            found = [
                closes[at] / statistics.fmean(closes[at - length + 1 : at + 1]) - 1
                for at in range(length - 1, len(closes))
            ]
            return share([v < found[-1] - 1e-12 if found[-1] > 0 else v > found[-1] + 1e-12 for v in found])
        case "sectors_below_sma50":
            return float(sum(columns[s][-1] < statistics.fmean(columns[s][-50:]) for s in SECTORS))
        case "spread_significance":
            days = spreads(columns)[-252:]
            return share([v < days[-1] for v in days])
        case "spread_since":
            return since(figure, spreads(columns)[-1260:], sessions)
        case "level_since":
            return since(figure, closes, sessions)
        case "yield_change_since":
            steps = [b - a for a, b in pairwise(closes)]
            sign = 1 if steps[-1] > 0 else -1
            return since(figure, [sign * v for v in steps], sessions)
        case "watch_distance":
            level = str(figure.params["level"])
            if level.startswith("sma"):
                return statistics.fmean(closes[-int(level[3:]) :]) / closes[-1] - 1
            factors = {"high52": 1.01, "low52": 0.99} if figure.subject == "rut" else {}
            ends = {"record": max(closes), "high52": max(closes[-252:]), "low52": min(closes[-252:])}
            return ends[level] * factors.get(level, 1.0) / closes[-1] - 1
        case "streak_longest":
            return longest_other(gap, bool(figure.params["ended"]))
        case "move_multiple":
            return moves(closes)[-1] / moves(columns["rut"])[-1]
        case "lead_given_back":
            base = max(at for at, day in enumerate(sessions) if day.year < sessions[-1].year)
            leads = [columns["rut"][at] / columns["rut"][base] - columns["spx"][at] / columns["spx"][base]
                     for at in (-2, -1)]
            return (leads[0] - leads[1]) / leads[0]
    raise AssertionError(f"no loop for {figure.metric}")


def spreads(columns: dict[str, list[float]]) -> list[float]:
    """Best less worst sector by day; the days before a late one has a move are those of the others."""
    found = {s: moves(columns[s]) for s in SECTORS}
    size = max(map(len, found.values()))
    days = [[v[at - size] for v in found.values() if size - at <= len(v)] for at in range(size)]
    return [max(day) - min(day) for day in days]


def since(figure: Figure, values: list[float], sessions: list[date]) -> float:
    step, record = back(values)
    assert figure.params["record"] == int(record)
    assert step >= 21, "a match within a month is no news"
    if not record:
        assert figure.dates["since"] == sessions[-1 - step]
    return float(step)


def longest_other(gap: list[float], ended: bool) -> float:
    """Length of the longest other run of the sign told: the run that ended at the close before, or the present one."""
    signs = [int(np.sign(v)) for v in gap]
    runs: list[list[int]] = []
    for sign in signs:
        if runs and runs[-1][0] == sign:
            runs[-1][1] += 1
        else:
            runs.append([sign, 1])
    told = runs[-2] if ended else runs[-1]
    return float(max(length for sign, length in (r for r in runs if r is not told) if sign == told[0]))


def test_the_loops_cover_every_metric_of_the_three(world: World) -> None:
    told: set[str] = set()
    for seed in range(40):
        told |= {f.metric for f in made(world, seed, SIZE, False, seed % 2 == 0)[1]}
    assert told == {
        "tail_share", "gap_significance", "share_above", "share_below", "distance_rarity", "spread_significance",
        "sectors_below_sma50", "level_since", "spread_since", "yield_change_since", "watch_distance", "watch_mark",
        "streak_longest", "lead_given_back", "move_multiple",
    }  # fmt: skip


def test_nothing_that_a_short_history_cannot_bear(world: World) -> None:
    figures = made(world, 3, 55, False, False)[1]
    assert not figures.all("gap_significance") and not figures.all("distance_rarity")
    assert not figures.all("tail_share"), "fewer than sixty days of both"
    assert {f.params["level"] for f in figures.all("watch_distance")} == {"sma20", "sma50", "record"}
    assert not figures.all("share_above") and not figures.all("spread_since")
