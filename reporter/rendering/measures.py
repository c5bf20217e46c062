"""The figures of a page by what they measure, for paper: a formula stands once, and the numbers that it gave beside it.

On a screen each figure has a row that a click opens; on paper a row a figure would fill half of the pages, and most
of its cells would repeat the cell above.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from markupsafe import Markup

from reporter.rendering.tables import FigureGroup, FigureRow


@dataclass(frozen=True)
class Measured:
    """One number of a measure: what it is about, and its sources where they are not the market's prices alone."""

    about: Markup
    anchor: str
    value: Markup
    sources: Markup


@dataclass(frozen=True)
class Span:
    """A window and the numbers that were measured over it."""

    window: Markup
    measured: tuple[Measured, ...]


@dataclass(frozen=True)
class Measure:
    """A metric with its formula. `market` where any of its numbers comes from the market's prices."""

    metric: Markup
    formula: str
    total_return: bool
    market: bool
    spans: tuple[Span, ...]


def measures(groups: Iterable[FigureGroup]) -> tuple[Measure, ...]:
    """The rows of the table of figures by metric and formula, in the order in which a reader meets them."""
    kinds: dict[tuple[Markup, str, bool], dict[Markup, list[Measured]]] = {}
    market: set[tuple[Markup, str, bool]] = set()
    for group in groups:
        for row in group.rows:
            kind = (row.metric, row.formula, row.total_return)
            kinds.setdefault(kind, {}).setdefault(row.window, []).append(_measured(group.about, row))
            if row.market:
                market.add(kind)
    return tuple(
        Measure(*kind, kind in market, tuple(Span(window, tuple(found)) for window, found in spans.items()))
        for kind, spans in kinds.items()
    )


def _measured(about: Markup, row: FigureRow) -> Measured:
    return Measured(about, row.anchor, row.number, Markup() if row.market else row.sources)
