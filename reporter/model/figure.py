"""Figures, the numbers that a reader may see, and gaps, their honest absence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Literal

from reporter.model.base import Noun
from reporter.model.window import Window

Unit = Literal[
    "fraction", "pp", "bp", "points", "USD", "CNY", "HKD", "days", "sessions", "shares", "ratio", "count", "percentile"
]
"""Canonical units. Fractions, percentage points (`pp`) and percentiles are stored as fractions (0.0675), basis points
as basis points (25.0). `percentile` is a share of observations in 0..1."""

Basis = Literal["price", "total_return"]


class Input(Noun):
    """What a figure was computed from: one observation, or a whole span of them.

    One observation has `session` and `value`. A span has `start` and `session` (its end) and no value; its
    observations are the rows of the edition's `prices.csv` for that symbol and field in the span.
    A figure made of other figures names them with `figure` and repeats the value.
    """

    symbol: str | None = None
    session: date | None = None
    field: str | None = None
    value: float | None = None
    start: date | None = None
    figure: str | None = None


class History(Noun):
    """A figure's place among its own kind: where the search looked and what it found.

    `percentile` is the share of observations at or below the value, the value's own included.
    `rank` 1 is the highest. `last` is the most recent earlier session that reached the value (in its direction).
    `runner_up` is the best earlier observation when the value itself is the extreme.
    """

    start: date
    end: date
    observations: int
    percentile: float | None = None
    zscore: float | None = None
    rank: int | None = None
    last: date | None = None
    runner_up: float | None = None
    runner_up_date: date | None = None


class Figure(Noun):
    """One number that a reader may see. `decimals` counts the decimals of `value` that are printed.

    A percentage with two decimals has decimals=4, since value is a fraction. `dates` holds the dates
    that belong to the number (`{"since": 2024-02-13}`), `names` the subjects or terms that it singles out.
    """

    id: str
    metric: str
    subject: str
    symbol: str | None = None
    comparator: str | None = None
    window: Window
    value: float
    unit: Unit
    decimals: int
    formula: str
    inputs: tuple[Input, ...]
    sources: tuple[int, ...] = (0,)
    as_of: date
    basis: Basis = "price"
    history: History | None = None
    dates: Mapping[str, date] = {}
    params: Mapping[str, float | int | str] = {}
    """Parameters of the metric that a recomputation needs (a threshold, a horizon)."""

    @property
    def printed(self) -> float:
        """The value as a reader sees it, rounded half to even at `decimals`; never negative zero."""
        return round(self.value, self.decimals) + 0.0


class Gap(Noun):
    """What is missing, why, and where it would have stood. `why` is a key that each locale words."""

    what: str
    subject: str
    why: str
    where: str = "method"
    detail: str | None = None


class Figures:
    """All figures of a session by id, and the gaps. Asking for what is not there gives None, never zero."""

    def __init__(self, figures: Iterable[Figure], gaps: Iterable[Gap] = ()) -> None:
        self._by_id: dict[str, Figure] = {}
        for figure in figures:
            if figure.id in self._by_id:
                raise ValueError(f"figure id twice: {figure.id}")
            self._by_id[figure.id] = figure
        self.gaps = tuple(gaps)

    def get(self, figure_id: str) -> Figure | None:
        return self._by_id.get(figure_id)

    def __getitem__(self, figure_id: str) -> Figure:
        return self._by_id[figure_id]

    def __contains__(self, figure_id: object) -> bool:
        return figure_id in self._by_id

    def __iter__(self) -> Iterator[Figure]:
        return iter(self._by_id.values())

    def __len__(self) -> int:
        return len(self._by_id)

    def all(self, metric: str, window: str | None = None) -> list[Figure]:
        """Every figure of a metric, in order of id, narrowed to a window's name if one is given."""
        found = (f for f in self if f.metric == metric and (window is None or f.window.name == window))
        return sorted(found, key=lambda f: f.id)

    def with_more(self, figures: Iterable[Figure], gaps: Iterable[Gap] = ()) -> Figures:
        return Figures([*self, *figures], [*self.gaps, *gaps])
