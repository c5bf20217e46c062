"""The bench that every family of metrics works on: observations, and the builders of figures, histories and gaps."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from math import sqrt

import numpy as np
from numpy.typing import NDArray

from reporter.metrics.catalogue import declared
from reporter.metrics.observations import Observations
from reporter.metrics.series import NOISE, Floats, rank_from_top
from reporter.model import Desk, Figure, Gap, History, Input, Window
from reporter.model.figure import Basis, Unit
from reporter.model.market import Market

ENOUGH = 60
"""Fewer observations than this place nothing."""


class Bench(Observations):
    """Observations of a desk, and what makes figures of them; inputs are made once and shared."""

    def __init__(self, market: Market, desk: Desk) -> None:
        super().__init__(market, desk)
        self._points: dict[tuple[str, int, str], Input] = {}
        self._spans: dict[tuple[str, int, int, str], Input] = {}
        self._gaps: dict[tuple[str, str, date, date], History | None] = {}
        self._sides: dict[tuple[str, str | None], Basis] = {}

    # -- inputs ---------------------------------------------------------------------------------------

    def point(self, subject_id: str, position: int, field: str | None = None) -> Input:
        """One observation as an input, in the market's units (yields as fractions)."""
        field = field or self.price_field(subject_id)
        key = (subject_id, position, field)
        found = self._points.get(key)
        if found is None:
            found = self._points[key] = Input(
                symbol=self.subjects[subject_id].symbol, session=self.calendar.date(position), field=field,
                value=float(self.column(subject_id, field)[position]),
            )
        return found

    def span(self, subject_id: str, start: int, end: int | None = None, field: str | None = None) -> Input:
        """All observations of a field from one position to another (default: the session) as one input."""
        end, field = self.last if end is None else end, field or self.price_field(subject_id)
        key = (subject_id, start, end, field)
        found = self._spans.get(key)
        if found is None:
            found = self._spans[key] = Input(
                symbol=self.subjects[subject_id].symbol, field=field, start=self.calendar.date(max(start, 0)),
                session=self.calendar.date(end),
            )
        return found

    def return_inputs(self, subject_id: str, window: Window, field: str | None = None) -> tuple[Input, ...]:
        """The observations that `window_return` takes, base first, member by member."""
        start, end = self.calendar.span(window)
        members = self.members(subject_id)
        if len(members) == 1:
            return self.point(members[0], start - 1, field), self.point(members[0], end, field)
        return tuple(self.point(m, at, field) for m in members for at in (start - 1, end))

    def spans(self, subject_id: str, start: int, end: int | None = None) -> tuple[Input, ...]:
        """`span` of every member of a basket, or of the subject itself."""
        return tuple(self.span(m, start, end) for m in self.members(subject_id))

    # -- builders -------------------------------------------------------------------------------------

    def figure(
        self, metric: str, subject: str, window: Window, value: float, inputs: Iterable[Input], *,
        comparator: str | None = None, tail: str | None = None, history: History | None = None,
        dates: Mapping[str, date] | None = None, params: Mapping[str, float | int | str] | None = None,
        basis: Basis | None = None, unit: Unit | None = None, decimals: int | None = None,
        formula: str | None = None, sources: tuple[int, ...] = (0,),
    ) -> Figure:
        """A figure of a declared metric; what is not given comes from the declaration and the subject.

        `tail` replaces the last part of the id (default: the window's name, or START_END of an explicit
        window; "" for none). `subject` may be a group (`sectors`): it then has no symbol.
        """
        kind, known = declared(metric), self.subjects.get(subject)
        if tail is None:
            tail = window.name if window.name != "since" else f"{window.start}_{window.end}"
        named = subject if comparator is None else f"{subject}-{comparator}"
        if unit is None:
            unit = kind.unit if kind.unit != "level" else kind.unit_for(known)
        if decimals is None:
            decimals = kind.decimals if kind.unit != "level" else kind.decimals_for(known)
        return Figure(
            id=f"{named}.{metric}.{tail}".rstrip(".").lower(), metric=metric, subject=subject,
            symbol=(known.symbol or None) if known else None, comparator=comparator, window=window,
            value=float(value) + 0.0, unit=unit, decimals=decimals, formula=formula or kind.formula,
            inputs=tuple(inputs), sources=sources, as_of=self.session,
            basis=basis or self._sides.get((subject, comparator)) or self._side(subject, comparator), history=history,
            dates=dates or {}, params=params or {},
        )

    def _side(self, subject: str, comparator: str | None) -> Basis:
        """The basis of a figure about one or two subjects, of which a group is none."""
        found = self.basis(*(s for s in (subject, comparator) if s is not None and s in self.subjects))
        self._sides[subject, comparator] = found
        return found

    def gap(self, what: str, subject: str, why: str, detail: str | None = None, where: str = "method") -> Gap:
        """An absence: `what` is the metric (or group of metrics), `why` a key that each locale words."""
        return Gap(what=what, subject=subject, why=why, where=where, detail=detail)

    def history(self, values: Floats, value: float | None = None, *, ranked: bool = False) -> History | None:
        """Where a value (default: the session's) stands among an aligned array; None without any observation.

        `percentile` is the share of observations at or below it, `zscore` its distance from their mean in
        sample deviations (None if they never varied), `rank` (if `ranked`) 1 for the highest. Of fewer than `ENOUGH`
        observations the history says only where and how many they were: it is too short for a place in it.
        """
        known = np.isfinite(values)
        count = int(np.count_nonzero(known))
        if not count:
            return None
        first = int(known.argmax())
        last = len(values) - 1 if known[-1] else len(values) - 1 - int(known[::-1].argmax())
        if count < ENOUGH:
            return History(start=self.calendar.date(first), end=self.calendar.date(last), observations=count)
        # a series without holes needs no copy
        seen = values[first : last + 1] if count == last + 1 - first else values[known]
        value = float(values[-1]) if value is None else value
        mean = float(np.add.reduce(seen)) / count
        off = seen - mean
        off *= off
        spread = sqrt(float(np.add.reduce(off)) / (count - 1))
        return History(
            start=self.calendar.date(first), end=self.calendar.date(last), observations=count,
            percentile=int(np.count_nonzero(seen <= value + NOISE)) / count,
            zscore=(value - mean) / spread if spread > 0 else None,
            rank=rank_from_top(seen, value) if ranked else None,
        )

    def history_of(self, at: NDArray[np.int64], values: Floats) -> History | None:
        """`history` of values that stand at some of the sessions only: one a week, one a month."""
        placed = np.full(self.size, np.nan)
        placed[at] = values
        return self.history(placed)

    def window_history(self, subject_id: str, window: Window, field: str | None = None) -> History | None:
        """Where a window's return stands among all returns over as many sessions."""
        return self.history(self.window_returns(subject_id, window, field))

    def gap_history(self, a: str, b: str, window: Window) -> History | None:
        """Where a window's difference of returns stands among all those over as many sessions."""
        key = (a, b, window.start, window.end)
        if key not in self._gaps:
            self._gaps[key] = self.history(self.window_returns(a, window) - self.window_returns(b, window))
        return self._gaps[key]
