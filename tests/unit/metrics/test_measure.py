"""The run over all families: what is missing is told once, nothing later is known, and the result is plain."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reporter.metrics import definition, measure
from reporter.metrics.bench import Bench
from reporter.metrics.engine import families
from reporter.model import Desk, Figure, Gap
from reporter.model.market import Market

World = Callable[..., tuple[Market, Desk]]
OWN = (
    "concentration", "drawdown", "ranges", "records", "relative", "returns", "significance", "streaks", "trend",
    "universe", "valuation", "volatility", "volume",
)  # fmt: skip


def walk(seed: int, size: int) -> list[float]:
    return [float(v) for v in 100 * np.cumprod(1 + np.random.default_rng(seed).normal(0.0003, 0.012, size))]


def build(world: World, size: int, **more: Any) -> tuple[Market, Desk]:
    names = ("rut", "spx", "iwm", "spy", "xlk")
    bars = {
        n: {"close": walk(i, size), "volume": [1000.0 + i % 7 for i in range(size)]} for i, n in enumerate(names)
    } | {"vix": {"close": [abs(v) / 5 + 5 for v in walk(9, size)]}}  # fmt: skip
    more.setdefault("kinds", {"iwm": "etf", "spy": "etf", "xlk": "etf", "vix": "volatility_index"})
    return world(bars, pairs=[("rut", "spx"), ("iwm", "spy")], roles={"spx": "benchmark", "rut": "challenger"}, **more)


def test_every_family_is_picked_up() -> None:
    assert set(OWN) <= set(families())


def test_figures_are_complete_and_follow_their_declaration(world: World) -> None:
    figures = measure(*build(world, 320))
    assert len(figures) > 150
    for figure in figures:
        declared = definition(figure.metric)
        assert re.fullmatch(r"[a-z0-9_]+(-[a-z0-9_]+)?\.[a-z0-9_]+(\.[a-z0-9_.\-]+)?", figure.id), figure.id
        assert figure.id.startswith(figure.subject + (f"-{figure.comparator}" if figure.comparator else "") + ".")
        assert figure.formula and figure.inputs and figure.sources == (0,), figure.id
        assert np.isfinite(figure.value) and str(figure.value) != "-0.0", figure.id
        assert declared.id == figure.metric
        assert Figure.model_validate_json(figure.model_dump_json()) == figure


def test_the_same_market_gives_the_same_figures(world: World) -> None:
    first, second = (measure(*build(world, 300)) for _ in range(2))
    assert [f.model_dump() for f in first] == [f.model_dump() for f in second]
    assert first.gaps == second.gaps


def test_absent_and_silent_subjects_are_told_once_and_the_others_stand(world: World) -> None:
    market, desk = build(world, 300, absent=("mdy",))
    bars = dict(market.bars)
    bars["spx"] = bars["spx"].iloc[:-1]
    figures = measure(replace(market, bars=bars), desk, only=OWN)
    gaps = {(g.what, g.subject): g.why for g in figures.gaps}
    assert gaps["prices", "spx"] == "no_bar" and gaps["prices", "mdy"] == "no_prices"
    assert len([g for g in figures.gaps if g.subject in ("spx", "mdy")]) == 2
    assert not [f for f in figures if "spx" in (f.subject, f.comparator)]
    assert "rut.day_change.1d" in figures and "iwm-spy.relative_return.1d" in figures


def test_what_the_market_says_of_missing_prices_is_not_said_twice(world: World) -> None:
    market, desk = build(world, 300, absent=("mdy",))
    bars = dict(market.bars)
    bars["spx"], bars["rut"] = bars["spx"].iloc[:-1], bars["rut"].iloc[:-1]
    told = (
        Gap(what="prices", subject="mdy", why="unknown_symbol"),
        Gap(what="prices", subject="spx", why="no_bar_at_session"),
        Gap(what="prices", subject="rut", why="missing_sessions"),
    )  # fmt: skip
    figures = measure(replace(market, bars=bars, gaps=told), desk, only=OWN)
    assert [(g.subject, g.why) for g in figures.gaps if g.what == "prices"] == [("rut", "no_bar")]


def test_a_market_without_anything_at_the_session_is_all_gaps(world: World) -> None:
    market, desk = build(world, 50)
    figures = measure(replace(market, bars={n: b.iloc[:-1] for n, b in market.bars.items()}), desk, only=OWN)
    assert not len(figures)
    assert {g.why for g in figures.gaps} == {"no_bar", "no_prices", "short_history"}


@settings(deadline=None, max_examples=12)
@given(st.integers(1, 330), st.integers(1, 40))
def test_later_rows_change_nothing(world: World, size: int, later: int) -> None:
    long, desk = build(world, size + later)
    session = long.sessions[size - 1]
    cut = {n: b.loc[:session] for n, b in long.bars.items()}
    short = replace(long, session=session.date(), sessions=long.sessions[:size], bars=cut)
    wanted = measure(short, desk, only=OWN)
    # rows beyond the session that slipped through change nothing either
    careless = replace(long, session=session.date())
    for other in (measure(replace(short, bars=long.bars), desk, only=OWN), measure(careless, desk, only=OWN)):
        assert [f.model_dump() for f in other] == [f.model_dump() for f in wanted]
        assert other.gaps == wanted.gaps
    assert all(f.as_of == session.date() and f.window.end <= session.date() for f in wanted)


def test_the_bench_aligns_rows_to_sessions(world: World) -> None:
    market, desk = world({"rut": (1.0, None, 3.0, 6.0), "spx": (None, None, 5.0, 5.0)})
    bench = Bench(market, desk)
    np.testing.assert_array_equal(bench.prices("rut"), [1, np.nan, 3, 6])
    np.testing.assert_array_equal(bench.returns("rut"), [np.nan, np.nan, np.nan, 1])
    np.testing.assert_array_equal(bench.changes("rut", 2), [np.nan, np.nan, 2, np.nan])
    assert (bench.first("rut"), bench.first("spx"), bench.first("none")) == (0, 2, None)
    assert np.isnan(bench.column("none", "close")).all()
    assert bench.inception("spx").sessions == 2


def test_building_a_figure_of_an_undeclared_metric_fails(world: World) -> None:
    bench = Bench(*world({"rut": (1.0, 2.0)}))
    with pytest.raises(Exception, match="There is no metric 'unheard_of'"):
        bench.figure("unheard_of", "rut", bench.today, 1.0, [])


def test_a_figure_is_never_not_a_number(world: World) -> None:
    bench = Bench(*world({"rut": (1.0, 2.0)}))
    with pytest.raises(ValueError, match="finite"):
        bench.figure("day_change", "rut", bench.today, float("nan"), [])


def test_a_basket_is_live_only_with_all_its_members(world: World) -> None:
    market, desk = world({"aapl": (1.0, 2.0), "msft": (1.0, None)}, members={"mag": ("aapl", "msft")})
    bench = Bench(market, desk)
    assert bench.is_live("aapl") and not bench.is_live("msft") and not bench.is_live("mag")
    assert not bench.live("basket") and [s.id for s in bench.live()] == ["aapl"]
    assert isinstance(bench.gap("x", "mag", "why"), Gap)
