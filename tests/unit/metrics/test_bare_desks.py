"""Desks that lack a lead, pairs, roles or prices: fewer figures, never an error or a warning."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from reporter.insights import choose_theme, find
from reporter.metrics import measure
from reporter.metrics.engine import families
from reporter.model import Desk, Figures
from reporter.model.market import Market

World = Callable[..., tuple[Market, Desk]]


def closes(seed: int, size: int = 400) -> list[float]:
    return (80 * np.cumprod(1 + np.random.default_rng(seed).normal(0, 0.01, size))).tolist()


@pytest.fixture
def whole(world: World) -> tuple[Market, Desk]:
    names = ("rut", "spx", "iwm", "spy", "xlb", "xlf", "xlk", "xlp", "xlu", "xlv", "aapl", "msft")
    columns: dict[str, Any] = {name: closes(place) for place, name in enumerate(names)}
    columns |= {"vix": closes(20), "tnx": (np.array(closes(21)) / 2000).tolist()}
    roles = {"rut": "challenger", "spx": "benchmark", "vix": "fear", "tnx": "yield_long"}
    return world(
        columns, kinds={"iwm": "etf", "spy": "etf", "vix": "volatility_index", "tnx": "yield", "aapl": "stock",
                        "msft": "stock"},
        roles={**roles, **{n: "sector" for n in names if n.startswith("xl")}}, pairs=[("rut", "spx"), ("iwm", "spy")],
        members={"mag": ("aapl", "msft")},
    )  # fmt: skip


def told(market: Market, desk: Desk) -> Figures:
    figures = measure(market, desk)
    assert all(np.isfinite(figure.value) and figure.inputs for figure in figures)
    claims = find(figures, desk)
    choose_theme(claims, figures)
    return figures


def test_without_a_lead_or_pairs(whole: tuple[Market, Desk]) -> None:
    market, desk = whole
    all_of_it = told(market, desk)
    without = told(market, desk.model_copy(update={"lead": (), "pairs": ()}))
    assert 0 < len(without) < len(all_of_it)
    assert "rut.day_change.1d" in without and "rut-spx.relative_return.1d" not in without
    assert not without.all("watch_distance") and not without.all("ranking")
    assert told(market, desk.model_copy(update={"lead": ("rut",)})), "a lead of one"
    assert told(market, desk.model_copy(update={"lead": ("mag", "vix", "nobody")})), "a basket, a level, a stranger"


def test_without_roles(whole: tuple[Market, Desk]) -> None:
    market, desk = whole
    plain = tuple(subject.model_copy(update={"roles": (), "groups": ()}) for subject in desk.subjects)
    figures = told(market, desk.model_copy(update={"subjects": plain}))
    assert "rut.day_change.1d" in figures and not figures.all("excluded_explanation")


def test_without_subjects_or_prices(whole: tuple[Market, Desk], world: World) -> None:
    market, desk = whole
    assert len(told(market, desk.model_copy(update={"subjects": (), "pairs": (), "lead": ()}))) == 0
    nothing, bare = world({"rut": [None] * 300, "spx": [None] * 300}, pairs=[("rut", "spx")], absent=("vix",))
    figures = told(nothing, bare)
    assert len(figures) == 0
    assert {gap.subject for gap in figures.gaps if gap.why == "no_prices"} >= {"rut", "spx", "vix"}


@pytest.mark.parametrize("size", [1, 2, 3, 21, 60, 61, 252, 253])
def test_histories_of_any_length(world: World, size: int) -> None:
    names = ("rut", "spx", "iwm", "spy", "xlb", "xlf", "xlk", "xlp", "xlu", "xlv")
    market, desk = world(
        {**{n: closes(i, size) for i, n in enumerate(names)}, "vix": [20.0] * size, "tnx": [0.0] * size},
        kinds={"vix": "volatility_index", "tnx": "yield"}, pairs=[("rut", "spx")],
        roles={"rut": "challenger", "spx": "benchmark", "vix": "fear", "tnx": "yield_long",
               **{n: "sector" for n in names if n.startswith("xl")}},
    )  # fmt: skip
    figures = told(market, desk)
    assert "rut.close_level.1d" in figures and figures["tnx.close_level.1d"].value == 0


def test_every_family_alone(whole: tuple[Market, Desk]) -> None:
    market, desk = whole
    together = {figure.id: figure for figure in measure(market, desk)}
    alone = [figure for name in families() for figure in measure(market, desk, only=(name,))]
    assert {figure.id: figure for figure in alone} == together
