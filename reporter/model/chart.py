"""A chart of an editor's own: which figures it shows, and where it stands."""

from __future__ import annotations

from typing import Literal

from reporter.model.base import Noun


class OwnChart(Noun):
    """The figures of one metric over one window: of `subjects`, else of all with a role, else of all that have it."""

    id: str
    section: str
    metric: str
    window: str
    comparator: str | None = None
    subjects: tuple[str, ...] = ()
    role: str | None = None
    order: Literal["value", "listed"] = "value"
    most: int = 24
