"""Small desks on weekdays, made of a few numbers each."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
import pytest

from reporter.metrics import engine
from reporter.metrics.bench import Bench
from reporter.model import Chain, Desk, Figure, Figures, Gap, Pair, Source, Subject
from reporter.model.market import FIELDS, Market

GROUPS = {
    "xlb": ("cyclical",), "xli": ("cyclical",), "xlf": ("cyclical",), "xle": ("cyclical",), "xly": ("cyclical",),
    "xlp": ("defensive",), "xlv": ("defensive",), "xlu": ("defensive", "rate_sensitive"), "xlre": ("rate_sensitive",),
    "xlk": ("growth",), "xlc": ("growth",),
}
ROLES = {
    "rut": ("index", "challenger"), "spx": ("index", "benchmark"), "vix": ("volatility_index", "fear"),
    "tnx": ("yield", "yield_long"), "irx": ("yield", "yield_short"), "iwm": ("etf", "small"), "spy": ("etf", "large"),
    "rsp": ("etf", "equal_weight"), "iwc": ("etf", "micro"), "mdy": ("etf", "mid"), "kre": ("etf", "industry"),
    "uup": ("etf", "dollar"), "hyg": ("etf", "credit_high_yield"), "lqd": ("etf", "credit_investment_grade"),
    **{name: ("stock", "giant") for name in ("aapl", "msft", "nvda")},
}
ALSO = {"iwm": "challenger_etf", "spy": "benchmark_etf"}
PAIRS = {
    "size": ("rut", "spx"), "weighting": ("rsp", "spy"), "style_large": ("iwd", "iwf"), "credit": ("hyg", "lqd"),
}


def subject(name: str) -> Subject:
    if name in GROUPS:
        return Subject(id=name, symbol=name.upper(), kind="etf", currency="USD", roles=("sector",), groups=GROUPS[name])
    kind, *roles = ROLES.get(name, ("future" if name.startswith("zq") else "etf",))
    roles = [*roles, *([ALSO[name]] if name in ALSO else [])]
    return Subject(id=name, symbol=name.upper(), kind=kind, currency="USD", roles=tuple(roles))


def bench(
    prices: Mapping[str, Sequence[float]], *, end: str = "2026-01-23", also: Sequence[str] = (),
    pairs: Sequence[tuple[str, str, str]] = (), chain: Sequence[str] = (), adjusted: Sequence[str] = (),
    thresholds: Mapping[str, float] | None = None,
) -> Bench:
    """A bench of daily closes that all end on `end`, oldest first; `also` names subjects without any price."""
    longest = max(len(values) for values in prices.values())
    days = pd.bdate_range(end=end, periods=longest)
    bars = {}
    for name, values in prices.items():
        frame = pd.DataFrame(np.nan, index=days[longest - len(values):], columns=list(FIELDS))
        frame["adj_close" if name in adjusted else "close"] = np.asarray(values, dtype=float)
        bars[name] = frame
    names = [*prices, *also]
    found = [Pair(a=a, b=b, role=role) for role, (a, b) in PAIRS.items() if a in names or b in names]
    desk = Desk(
        id="small", market="us_equities", subjects=tuple(subject(name) for name in names),
        pairs=(*found, *(Pair(a=a, b=b, role=role) for a, b, role in pairs)),
        chains=(Chain(links=tuple(chain)),) if chain else (), thresholds=thresholds or {},
    )
    session = days[-1].date()
    market = Market(
        session=session, subjects={s.id: s for s in desk.subjects}, bars=bars, sessions=days,
        sources=(Source(id=0, kind="market", publisher="made", title="made", date=session),),
    )
    return Bench(market, desk)


def run(family: str, made: Bench) -> Figures:
    """The figures and gaps of one family, checked for what holds of every figure."""
    engine.families()
    items: list[Figure | Gap] = list(engine._FAMILIES[family](made))
    for item in items:
        if isinstance(item, Figure):
            assert np.isfinite(item.value)
            assert item.inputs
            assert all(entry.session is not None and entry.session <= made.session for entry in item.inputs)
            assert all(isinstance(day, date) and day <= made.session for day in item.dates.values()
                       if "month" not in item.dates)
    return Figures([i for i in items if isinstance(i, Figure)], [i for i in items if isinstance(i, Gap)])


@pytest.fixture
def bench_of() -> Callable[..., Bench]:
    return bench


@pytest.fixture
def figures_of() -> Callable[..., Figures]:
    """`figures_of(family, prices, **more)`: the figures of one family on a small desk."""

    def make(family: str, prices: Mapping[str, Sequence[float]], **more: Any) -> Figures:
        return run(family, bench(prices, **more))

    return make


@pytest.fixture
def walk() -> Callable[..., np.ndarray]:
    """`walk(seed, length, drift)`: a random walk of closes, the same for the same seed."""

    def make(seed: int, length: int = 600, drift: float = 0.0003, size: float = 0.01) -> np.ndarray:
        steps = np.random.default_rng(seed).normal(drift, size, length)
        return 100.0 * np.cumprod(1.0 + steps)

    return make
