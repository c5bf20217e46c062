"""Families of metrics and the run over all of them: Market and Desk in, Figures out.

A family is a generator over a `Bench` that yields figures and gaps; every module of this package that registers
one is picked up. What belongs to one subject's missing prices is told here once, families pass over it.
"""

from __future__ import annotations

import gc
import importlib
import pkgutil
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from functools import cache

import reporter.metrics
from reporter.metrics.bench import Bench
from reporter.metrics.catalogue import Metric, all_declared, declared
from reporter.model import Desk, Figure, Figures, Gap
from reporter.model.market import Market
from reporter.registry import Registry

Family = Callable[[Bench], Iterator[Figure | Gap]]

_FAMILIES: Registry[Family] = Registry("family of metrics")


def family(name: str) -> Callable[[Family], Family]:
    """Register a family of metrics under a name; a name that is taken is refused."""
    return _FAMILIES.register(name)


def measure(market: Market, desk: Desk, only: Collection[str] | None = None) -> Figures:
    """Every figure of every family (or of those named in `only`) for one session, and the gaps between them."""
    bench = Bench(market, desk)
    figures: list[Figure] = []
    gaps: dict[tuple[str, str, str], Gap] = {}
    names = families() if only is None else only
    with _uncollected():
        for item in _everything(bench, names):
            if isinstance(item, Figure):
                figures.append(item)
            else:
                gaps.setdefault((item.what, item.subject, item.why), item)
    return Figures(figures, gaps.values())


@contextmanager
def _uncollected() -> Iterator[None]:
    """The garbage collector waits: figures by the thousand would have it look for cycles again and again, in vain.

    What was made meanwhile counts as old, or it would be looked through as soon as the collector goes on.
    """
    waits = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if waits:
            if not gc.get_freeze_count():
                gc.freeze()
                gc.unfreeze()
            gc.enable()


def definition(metric_id: str) -> Metric:
    """The declaration of a metric; a ConfigError names the nearest one for an id that none declares."""
    _load()
    return declared(metric_id)


def definitions() -> tuple[Metric, ...]:
    """Every metric that can be measured, in order of id."""
    _load()
    return all_declared()


def families() -> tuple[str, ...]:
    """Names of the registered families, in the order in which they run."""
    _load()
    return tuple(sorted(_FAMILIES))


@cache
def _load() -> None:
    """Import every module of the package once, so that families and metrics register themselves."""
    for module in sorted(m.name for m in pkgutil.iter_modules(reporter.metrics.__path__)):
        importlib.import_module(f"reporter.metrics.{module}")


def _everything(bench: Bench, names: Collection[str]) -> Iterator[Figure | Gap]:
    _load()
    yield from _absences(bench)
    for name in sorted(names):
        yield from _FAMILIES[name](bench)


def _absences(bench: Bench) -> Iterator[Gap]:
    """Subjects without any price (`no_prices`) or without one at the session (`no_bar`), and their baskets.

    Where the market itself says why a subject's prices are missing, it is not said again in other words.
    """
    for subject in bench.subjects.values():
        if bench.is_live(subject.id) or not bench.is_known(subject.id):
            continue
        if subject.kind == "basket":
            missing = " ".join(member for member in subject.members if not bench.is_live(member))
            yield bench.gap("basket_return", subject.id, "missing_members", detail=missing)
            continue
        without = bench.first(subject.id) is None
        told = [gap.why for gap in bench.market.gaps if gap.subject == subject.id and gap.what == "prices"]
        if not any(without or why.startswith("no_bar") for why in told):
            yield bench.gap("prices", subject.id, "no_prices" if without else "no_bar")
