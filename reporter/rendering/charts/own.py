"""Charts of a project's own: figures → a sheet with a row for each, which a template lays out (`geometry.py`)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from reporter.model import Exhibit
from reporter.rendering.charts.drawing import SIZE, arrow, listed, present, way
from reporter.rendering.context import Edition
from reporter.rendering.geometry import GAP, Point
from reporter.rendering.scales import fitted, text_width

ROW, TOP = 24.0, 10.0
NAMES = 0.36
"""Share of a chart's width that names may take."""


@dataclass(frozen=True)
class Sheet:
    """What a template of one's own draws on: pixels of the page, and a row for each figure."""

    kind: str
    width: float
    height: float
    left: float
    right: float
    top: float
    bottom: float
    points: tuple[Point, ...]
    alt: str
    figures: tuple[str, ...]
    as_of: date
    window: str = ""
    total_return: bool = False
    told: tuple[str, ...] = ()
    along: str = "y"
    first: float = 0.0
    last: float = 0.0
    step: float = ROW


def sheet(exhibit: Exhibit, edition: Edition, width: float) -> Sheet | None:
    """The sheet of a chart at a width; None where it has no figures."""
    figures = present(exhibit, edition)
    if not figures:
        return None
    whole = [edition.name(f.subject) for f in figures]
    texts = [arrow(f) + edition.text(f) for f in figures]
    names = [fitted(name, SIZE, width * NAMES) for name in whole]
    room = round(2 * GAP + max(text_width(text, SIZE) for text in texts), 2)
    below = any(f.value < 0 for f in figures)
    points = tuple(
        Point(name, text, figure.value, way(figure), TOP + ROW * row + ROW / 2, figure.id)
        for row, (name, text, figure) in enumerate(zip(names, texts, figures, strict=True))
    )
    rows = [(name, edition.text(figure)) for name, figure in zip(whole, figures, strict=True)]
    bottom = TOP + ROW * len(points)
    return Sheet(
        kind=exhibit.kind, width=width, height=bottom + 6,
        left=round(GAP + max(text_width(name, SIZE) for name in names) + (room if below else 0.0), 2),
        right=round(width - room, 2), top=TOP, bottom=bottom, points=points, alt=listed(edition, rows),
        figures=tuple(f.id for f in figures), as_of=figures[0].as_of, window=figures[0].window.name,
        total_return=any(f.basis == "total_return" for f in figures),
        told=tuple(listed(edition, [row]) for row in rows), first=points[0].y, last=points[-1].y,
    )
