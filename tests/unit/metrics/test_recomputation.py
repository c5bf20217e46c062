"""Every figure again, slowly, from nothing but its metric, window, params and the rows that its inputs name."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Mapping
from datetime import date
from itertools import pairwise
from math import isnan, sqrt
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reporter.metrics import measure
from reporter.model import Figure, Input
from reporter.model.market import Market

World = Callable[..., tuple[Market, Any]]
Rows = list[tuple[date, float]]

FAMILIES = (
    "returns", "significance", "relative", "streaks", "volatility", "drawdown", "trend", "ranges", "records", "volume",
    "universe", "concentration", "conventions", "breakouts", "places", "liquidity", "ratings",
)  # fmt: skip


def rows_of(market: Market, given_input: Input) -> Rows:
    """What `prices.csv` holds for an input: the observations of one symbol and field in its span."""
    subject = next(s.id for s in market.subjects.values() if s.symbol == given_input.symbol)
    column = market.bars[subject][given_input.field]
    first = given_input.start or given_input.session
    return [
        (stamp.date(), float(v)) for stamp, v in column.items()
        if first <= stamp.date() <= given_input.session and not isnan(v)
    ]  # fmt: skip


def changes(rows: Rows, sessions: list[date]) -> dict[date, float]:
    """One-day changes between consecutive sessions of the exchange."""
    known = dict(rows)
    return {
        day: known[day] / known[before] - 1
        for before, day in pairwise(sessions) if day in known and before in known
    }  # fmt: skip


def spread(rows: list[Rows], sessions: list[date]) -> dict[date, float]:
    first, second = changes(rows[0], sessions), changes(rows[1], sessions)
    return {day: first[day] - second[day] for day in first if day in second}


def gone(moves: Mapping[date, float], figure: Figure, sessions: list[date]) -> float:
    """Sessions since a move as large in the session's direction."""
    days = sorted(moves)
    today = moves[days[-1]]
    earlier = [d for d in days[:-1] if (moves[d] - today) * (1 if today > 0 else -1) >= -1e-12]
    if figure.params["record"]:
        return float(len(days) - 1)
    return float(len(sessions) - 1 - sessions.index(earlier[-1]))


def streak(moves: Mapping[date, float], sessions: list[date], end: int) -> float:
    """Signed length of the run that ends at the session `end` places from the last."""
    signs = [int(np.sign(moves.get(day, 0.0))) for day in sessions]
    signs = signs[: len(signs) - end]
    length = 0
    while length < len(signs) and signs[-1] and signs[-1 - length] == signs[-1]:
        length += 1
    return float(length * signs[-1])


def crossing(short: Callable[[int], float], long: Callable[[int], float], oldest: int) -> float:
    """Sessions before the last on which `short` was on the other side of `long`."""
    now = short(0) / long(0) - 1 > 1e-12
    back = 1
    while back <= oldest and (short(back) / long(back) - 1 > 1e-12) != now:
        back += 1
    return float(back - 1)


def mean_to(values: list[float], back: int, length: int) -> float:
    end = len(values) - back
    return statistics.fmean(values[end - length : end])


def again(figure: Figure, market: Market) -> float | None:
    """The figure's value from the rows of its inputs; None for one that is not recomputed here."""
    sessions = [stamp.date() for stamp in market.sessions]
    rows = [rows_of(market, i) for i in figure.inputs]
    values = [[v for _, v in r] for r in rows]
    flat = [v[0] for v in values if len(v) == 1]
    close = values[0] if values else []
    match figure.metric:
        case "close_level":
            return flat[0]
        case "period_point_change" | "open_to_close_points":
            return flat[1] - flat[0]
        case "day_change" | "trailing_return" | "ytd_return" | "period_return" | "total_return":
            return flat[1] / flat[0] - 1
        case "open_to_close_return":
            return flat[1] / flat[0] - 1
        case "basket_return":
            return statistics.fmean(flat[i + 1] / flat[i] - 1 for i in range(0, len(flat), 2))
        case "basket_up":
            return float(sum(flat[i + 1] > flat[i] for i in range(0, len(flat), 2)))
        case "universe_advancing":
            ups = [flat[i + 1] > flat[i] for i in range(0, len(flat), 2)]
            return sum(ups) / len(ups)
        case "universe_above_sma":
            return sum(v[-1] > statistics.fmean(v) for v in values) / len(values)
        case "relative_return":
            sides: dict[bool, list[float]] = {True: [], False: []}
            for i in range(0, len(flat), 2):
                sides[figure.inputs[i].symbol != figure.comparator.upper()].append(flat[i + 1] / flat[i] - 1)
            return statistics.fmean(sides[True]) - statistics.fmean(sides[False])
        case "relative_strength":
            ratios = [a / b for a, b in zip(*values, strict=True)]
            return ratios[-1] / statistics.fmean(ratios) - 1
        case "relative_gap_since":
            return gone(spread(rows, sessions), figure, sessions)
        case "outperformance_streak":
            return streak(spread(rows, sessions), sessions, 0)
        case "ended_streak":
            return streak(spread(rows, sessions), sessions, 1)
        case "day_significance":
            moves = [abs(v) for v in changes(rows[0], sessions).values()]
            return sum(v <= moves[-1] + 1e-12 for v in moves) / len(moves)
        case "day_zscore":
            seen = list(changes(rows[0], sessions).values())
            return (seen[-1] - statistics.fmean(seen)) / statistics.stdev(seen)
        case "largest_move":
            return gone(changes(rows[0], sessions), figure, sessions)
        case "daily_vol":
            return statistics.stdev(changes(rows[0], sessions).values())
        case "vol_ratio":
            first, second = (statistics.stdev(changes(r, sessions).values()) for r in rows)
            return first / second
        case "level_percentile" | "volume_percentile":
            seen = [v for v in close if v > 0]
            return sum(v <= seen[-1] for v in seen) / len(seen)
        case "implied_realised_gap":
            return flat[0] - 100 * sqrt(252) * statistics.stdev(changes(rows[1], sessions).values())
    more = again_more(figure, rows, values, flat, sessions)
    return again_levels(figure, rows, values, close, sessions) if more is None else more


def again_more(
    figure: Figure, rows: list[Rows], values: list[list[float]], flat: list[float], sessions: list[date]
) -> float | None:
    """Metrics about windows, ranks, trading and rules."""
    match figure.metric:
        case "close_max":
            return max(values[0])
        case "close_min":
            return min(values[0])
        case "window_sessions":
            return float(sum(figure.window.start <= day <= figure.window.end for day in sessions))
        case "window_days":
            return float((rows[1][0][0] - rows[0][0][0]).days)
        case "ranking":
            moves = {i.symbol: b / a for i, a, b in zip(figure.inputs[::2], flat[::2], flat[1::2], strict=True)}
            own = moves[figure.symbol]
            return 1.0 + sum(v > own or (v == own and str(n) < str(figure.symbol)) for n, v in moves.items())
        case "golden_cross_since":
            close = values[0]
            above = [mean_to(close, b, 50) / mean_to(close, b, 200) - 1 > 1e-12 for b in range(len(close) - 199)]
            return float(next(b for b in range(1, len(above)) if above[b] != above[0]) - 1)
        case "illiquidity":
            moves, traded, closes = changes(rows[0], sessions), dict(rows[1]), dict(rows[0])
            days = [d for d in sessions[-20:] if d in moves and traded.get(d, 0) > 0]
            return statistics.fmean(abs(moves[d]) / (closes[d] * traded[d]) * 1e9 for d in days)
        case "volume_record":
            return since_as_much(figure, rows, sessions)
        case "leadership":
            ends = [dict(r) for r in rows]
            gaps = [
                ends[0][b] / ends[0][a] - ends[1][b] / ends[1][a]
                for a, b in zip(sessions, sessions[20:], strict=False) if all(d in e for e in ends for d in (a, b))
            ]  # fmt: skip
            return sum(v <= gaps[-1] + 1e-12 for v in gaps) / len(gaps)
        case "risk_rating":
            close = values[0]
            worry = {
                "volatility": lambda: close,
                "depth": lambda: [1 - v / max(close[: i + 1]) for i, v in enumerate(close)],
                "stretch": lambda: stretched(dict(rows[0]), sessions),
            }[str(figure.params["risk"])]()
            reading = sum(v <= worry[-1] + 1e-12 for v in worry) / len(worry)
            return float((reading >= 0.5) + (reading >= 0.8) + (reading >= 0.95))
    return None


def stretched(known: Mapping[date, float], sessions: list[date]) -> list[float]:
    """Distance from the mean of 200 sessions, either way, wherever all of them are known."""
    spans = [sessions[at - 199 : at + 1] for at in range(199, len(sessions))]
    whole = [[known[d] for d in span] for span in spans if all(d in known for d in span)]
    return [abs(closes[-1] / statistics.fmean(closes) - 1) for closes in whole]


def since_as_much(figure: Figure, rows: list[Rows], sessions: list[date]) -> float:
    """Sessions since as many shares changed hands, in one or in five in a row."""
    known = {day: v for day, v in rows[0] if v > 0}
    length = figure.window.sessions
    sums = [
        sum(known[d] for d in sessions[at - length + 1 : at + 1])
        if at >= length - 1 and all(d in known for d in sessions[at - length + 1 : at + 1]) else None
        for at in range(len(sessions))
    ]  # fmt: skip
    today = sums[-1]
    assert today is not None
    if figure.params["record"]:
        return float(sum(v is not None for v in sums) - 1)
    return float(next(back for back in range(1, len(sums)) if (v := sums[-1 - back]) is not None and v >= today - 1e-9))


def again_levels(
    figure: Figure, rows: list[Rows], values: list[list[float]], close: list[float], sessions: list[date]
) -> float | None:
    last = len(sessions) - 1
    days = [day for day, _ in rows[0]]
    match figure.metric:
        case "drawdown":
            return close[-1] / max(close) - 1
        case "days_under_water":
            return float(last - sessions.index(max(d for d, v in rows[0] if v == max(close))))
        case "drawdown_worst_since":
            depths = [v / max(close[: i + 1]) - 1 for i, v in enumerate(close)]
            deep = [d for d, v in zip(days[:-1], depths[:-1], strict=True) if v <= depths[-1] + 1e-12]
            return float(last - sessions.index(deep[-1])) if deep else float(len(days) - 1)
        case "sma20" | "sma50" | "sma200":
            return statistics.fmean(close)
        case "sma_distance":
            return close[-1] / statistics.fmean(close) - 1
        case "sma_slope":
            length = figure.window.sessions
            return mean_to(close, 0, length) / mean_to(close, 5, length) - 1
        case "sma_cross":
            length = int(figure.params["length"])
            return crossing(lambda b: close[-1 - b], lambda b: mean_to(close, b, length), len(close) - length)
        case "golden_cross":
            return crossing(lambda b: mean_to(close, b, 50), lambda b: mean_to(close, b, 200), len(close) - 200)
        case "share_above_sma":
            return sum(close[-1 - b] > mean_to(close, b, 50) * (1 + 1e-12) for b in range(60)) / 60
        case "extreme_52w_high":
            return max(close)
        case "extreme_52w_low":
            return min(close)
        case "range_position":
            high, low, now = max(values[0]), min(values[1]), values[2][0]
            return (now - low) / (high - low)
        case "high_distance":
            return values[1][0] / max(close) - 1
        case "low_distance":
            return values[1][0] / min(close) - 1
        case "record_close":
            return max(close)
        case "record_distance":
            return close[-1] / max(close) - 1
        case "record_count" | "record_drought":
            fresh = [d for i, (d, v) in enumerate(rows[0]) if i and v > max(close[:i])]
            if figure.metric == "record_count":
                return float(sum(figure.window.start <= d <= figure.window.end for d in fresh))
            return float(last - sessions.index(fresh[-2] if len(fresh) > 1 else days[0]))
        case "high_52w_new" | "low_52w_new":
            side = 1 if figure.metric == "high_52w_new" else -1
            known = {d: side * v for d, v in rows[0]}
            begun = sessions.index(days[0])
            for at in range(last - 1, begun + 250, -1):
                before = [known[d] for d in sessions[at - 251 : at] if d in known]
                if sessions[at] in known and known[sessions[at]] > max(before):
                    return float(last - at)
            return float(last - begun - 251)
        case "avg_volume":
            return statistics.fmean(v for v in close if v > 0)
        case "volume_ratio":
            return close[-1] / statistics.fmean(v for v in close if v > 0)
        case "dollar_volume":
            money = dict(rows[1])
            return statistics.fmean(v * money[d] for d, v in rows[0] if money.get(d, 0) > 0)
    return None


KNOWN_ELSEWHERE = {
    "streak_rank", "range_breakout", "range_breakout_level", "round_level", "round_level_crossings",
    "contribution_concentration", "concentration_share",
}  # fmt: skip
"""Worked out by hand in their own tests."""


def path(seed: int, style: str, size: int) -> dict[str, list[float | None]]:
    """Bars of one made subject: a random walk, a flat line, a few repeated prices, holes, a late start, closes alone."""
    rng = np.random.default_rng(seed)
    if style == "flat":
        close = np.full(size, 50.0)
    elif style == "ties":
        close = 50.0 + rng.integers(-2, 3, size)
    else:
        close = 50.0 * np.cumprod(1 + rng.normal(0.0005, 0.012, size))
    high, low = close * (1 + rng.random(size) / 100), close * (1 - rng.random(size) / 100)
    columns = {
        "open": close * 1.001, "high": high, "low": low, "close": close,
        "adj_close": close * np.linspace(0.9, 1, size), "volume": rng.integers(0, 40, size) * 100.0,
    }  # fmt: skip
    if style == "paid":  # a payment worth half the price: what a split is to closes that nobody adjusted for it
        columns["adj_close"] = close * np.where(np.arange(size) < size // 2, 0.5, 1.0)
    if style == "closes":
        columns = {name: close if name == "close" else np.full(size, np.nan) for name in columns}
    if style == "adjusted":
        columns = {"adj_close": close}
    hidden = np.zeros(size, dtype=bool)
    if style == "holes":
        hidden[rng.choice(max(size - 2, 1), min(3, max(size - 2, 0)), replace=False)] = True
    if style == "late":
        hidden[: size // 3] = True
    return {name: [None if h else float(v) for v, h in zip(c, hidden, strict=True)] for name, c in columns.items()}


@settings(deadline=None, max_examples=25)
@given(
    st.integers(0, 2**32 - 1), st.one_of(st.integers(1, 70), st.integers(252, 330)),
    st.lists(st.sampled_from(["walk", "walk", "flat", "ties", "holes", "late", "adjusted", "paid", "closes"]), min_size=6, max_size=6),
)  # fmt: skip
def test_every_figure_from_its_inputs_alone(world: World, seed: int, size: int, styles: list[str]) -> None:
    recomputed(world, seed, size, styles)


def test_the_slow_way_covers_every_metric_of_these_families(world: World) -> None:
    styles = ["walk", "late", "walk", "holes", "walk", "adjusted"]
    told = set().union(*(recomputed(world, seed, 325, styles) for seed in range(3)))
    rare = {
        "golden_cross", "high_52w_new", "low_52w_new", "record_drought", "ended_streak", "relative_gap_since",
        "largest_move", "drawdown_worst_since", "sma_cross", "vol_ratio", "total_return", "volume_record",
    }  # fmt: skip
    common = {
        "close_level", "period_point_change", "day_change", "trailing_return", "ytd_return", "period_return",
        "open_to_close_return", "open_to_close_points", "basket_return", "basket_up", "relative_return",
        "relative_strength", "outperformance_streak", "day_significance", "daily_vol", "level_percentile",
        "implied_realised_gap", "drawdown", "days_under_water", "sma20", "sma50", "sma200", "sma_distance", "sma_slope",
        "share_above_sma", "extreme_52w_high", "extreme_52w_low", "range_position", "high_distance", "low_distance",
        "record_close", "record_distance", "record_count", "avg_volume", "volume_ratio", "volume_percentile",
        "dollar_volume", "day_zscore", "close_max", "close_min", "window_sessions", "window_days", "ranking",
        "golden_cross_since", "illiquidity", "leadership", "risk_rating",
    }  # fmt: skip
    assert common <= told
    assert told <= common | rare


def recomputed(world: World, seed: int, size: int, styles: list[str]) -> set[str]:
    """Check every figure of a made world; the metrics that were checked."""
    names = ("rut", "spx", "iwm", "spy", "aapl", "msft")
    columns = {n: path(seed + i, style, size) for i, (n, style) in enumerate(zip(names, styles, strict=True))}
    columns["vix"] = {"close": [abs(v) + 1 if v else v for v in path(seed + 9, "ties", size)["close"]]}
    market, desk = world(
        columns, pairs=[("rut", "spx"), ("iwm", "spy")],
        roles={"rut": "challenger", "spx": "benchmark", "spy": "equal_weight", "vix": "fear"},
        kinds={"iwm": "etf", "spy": "etf", "aapl": "stock", "msft": "stock", "vix": "volatility_index"},
        members={"mag": ("aapl", "msft")}, since=[date(2024, 1, 3), date(2024, 9, 2)],
    )  # fmt: skip
    told = set()
    for figure in measure(market, desk, only=FAMILIES):
        assert figure.inputs, figure.id
        assert all(i.session is not None and i.session <= market.session for i in figure.inputs), figure.id
        wanted = again(figure, market)
        if wanted is None:
            assert figure.metric in KNOWN_ELSEWHERE, figure.metric
            continue
        assert figure.value == pytest.approx(wanted, rel=1e-9, abs=1e-9), figure.id
        told.add(figure.metric)
    return told
