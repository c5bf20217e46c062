"""The bench that every family of metrics works on: aligned arrays, windows, and the builders of figures and gaps."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from functools import cached_property

import numpy as np

from reporter.metrics.catalogue import declared
from reporter.metrics.series import Floats, rank_from_top, share_at_or_below, step_changes, step_returns
from reporter.metrics.windows import Calendar
from reporter.model import Desk, Figure, Gap, History, Input, Pair, Subject, Window
from reporter.model.figure import Basis, Unit
from reporter.model.market import Market

ENOUGH = 60
"""Fewer earlier observations than this give a figure no history."""


class Bench:
    """Prices of a desk as arrays over the exchange's sessions, position 0 the earliest, `last` the session.

    Arrays have the length of the sessions and NaN where an observation is missing; they are shared: never
    write into them. A subject is *live* if it has a price at the session. A basket is live if all members are
    and the session is not before the day from which its name was known.
    """

    def __init__(self, market: Market, desk: Desk) -> None:
        self.market, self.desk, self.session = market, desk, market.session
        days = market.sessions.to_numpy().astype("datetime64[D]").astype(np.int64)
        self.calendar = Calendar(days[days <= np.datetime64(market.session, "D").astype(np.int64)])
        self.last = self.calendar.last
        self.size = self.last + 1
        self.subjects: dict[str, Subject] = {subject.id: subject for subject in desk.subjects}
        self._positions: dict[str, tuple[np.ndarray, np.ndarray]] = {}
        self._columns: dict[tuple[str, str], Floats] = {}
        self._steps: dict[tuple[str, str, int], Floats] = {}
        self._points: dict[tuple[str, int, str], Input] = {}
        self._bases: dict[str, Basis] = {}
        self._live: dict[str, bool] = {}

    # -- subjects -------------------------------------------------------------------------------------

    def is_live(self, subject_id: str) -> bool:
        """Whether a subject of the desk can be measured at the session."""
        if subject_id not in self._live:
            self._live[subject_id] = self._stands(subject_id)
        return self._live[subject_id]

    def is_known(self, subject_id: str) -> bool:
        """Whether the session is not before the day from which a subject's name was in use."""
        known_from = self.subjects[subject_id].known_from
        return known_from is None or self.session >= date.fromisoformat(known_from)

    def live(self, *kinds: str) -> tuple[Subject, ...]:
        """Live subjects with a series of their own (no baskets unless asked for), in the desk's order."""
        return tuple(
            s for s in self.subjects.values()
            if (s.kind in kinds if kinds else s.kind != "basket") and self.is_live(s.id)
        )

    def live_with(self, role: str) -> tuple[Subject, ...]:
        """Live subjects that play a role, in the desk's order."""
        return tuple(s for s in self.subjects.values() if role in s.roles and self.is_live(s.id))

    def first_with(self, role: str) -> Subject | None:
        """The first live subject that plays a role."""
        return next(iter(self.live_with(role)), None)

    @cached_property
    def live_pairs(self) -> tuple[Pair, ...]:
        """Pairs of the desk of which both sides are live."""
        return tuple(p for p in self.desk.pairs if self.is_live(p.a) and self.is_live(p.b))

    def basis(self, *subject_ids: str) -> Basis:
        """`price`, or `total_return` as soon as one of the subjects has adjusted closes only."""
        for subject_id in subject_ids:
            if subject_id not in self._bases:
                members = self.members(subject_id)
                adjusted = any(self.market.basis(m) != "price" for m in members)
                self._bases[subject_id] = "total_return" if adjusted else "price"
        return "total_return" if any(self._bases[s] == "total_return" for s in subject_ids) else "price"

    def members(self, subject_id: str) -> tuple[str, ...]:
        """The subjects whose prices a subject is made of: a basket's members, else itself."""
        subject = self.subjects.get(subject_id)
        return subject.members if subject is not None and subject.kind == "basket" else (subject_id,)

    def price_field(self, subject_id: str) -> str:
        """The column that returns of a subject are taken from."""
        return "close" if self.basis(subject_id) == "price" else "adj_close"

    # -- arrays ---------------------------------------------------------------------------------------

    def column(self, subject_id: str, field: str) -> Floats:
        """One column of a subject's bars over all sessions; all NaN where the market has none."""
        key = (subject_id, field)
        if key not in self._columns:
            self._columns[key] = self._aligned(subject_id, field)
        return self._columns[key]

    def prices(self, subject_id: str) -> Floats:
        """Closes, or adjusted closes where only they exist (see `basis`). A basket has no price."""
        return self.column(subject_id, self.price_field(subject_id))

    def returns(self, subject_id: str, steps: int = 1) -> Floats:
        """Returns over `steps` sessions to each session; of a basket the mean of its members' returns."""
        key = (subject_id, "return", steps)
        if key not in self._steps:
            parts = [step_returns(self.prices(m), steps) for m in self.members(subject_id)]
            self._steps[key] = parts[0] if len(parts) == 1 else np.mean(parts, axis=0)
        return self._steps[key]

    def changes(self, subject_id: str, steps: int = 1) -> Floats:
        """Changes of the level over `steps` sessions (yields, volatility indices)."""
        key = (subject_id, "change", steps)
        if key not in self._steps:
            self._steps[key] = step_changes(self.prices(subject_id), steps)
        return self._steps[key]

    def first(self, subject_id: str) -> int | None:
        """Position of a subject's first observation (of a basket: the first of its youngest member)."""
        firsts = [np.flatnonzero(np.isfinite(self.prices(m))) for m in self.members(subject_id)]
        return max(int(f[0]) for f in firsts) if all(len(f) for f in firsts) else None

    # -- windows --------------------------------------------------------------------------------------

    def window(self, name: str, start: date | None = None) -> Window | None:
        """A window by name (see `windows`); `window("since", start)` for an explicit one."""
        return self.calendar.window(name, start)

    @cached_property
    def since_windows(self) -> tuple[Window, ...]:
        """The desk's extra windows that have begun."""
        found = (self.calendar.window("since", start) for start in self.desk.since)
        return tuple(dict.fromkeys(w for w in found if w is not None))

    @cached_property
    def today(self) -> Window:
        """The session itself, its base the session before."""
        return self.calendar.between("1d", self.last, self.last)

    def inception(self, subject_id: str) -> Window:
        """From a live subject's first observation to the session."""
        return self.calendar.between("since_inception", self.first(subject_id) or 0, self.last, base=False)

    def window_return(self, subject_id: str, window: Window, field: str | None = None) -> float | None:
        """Price at the window's end over the price before its start, less 1; None where one is missing.

        A basket's is the mean of its members' (equal weights at the base, not rebalanced).
        """
        if window.base is None:
            return None
        start, end = self.calendar.span(window)
        parts = []
        for member in self.members(subject_id):
            prices = self.column(member, field or self.price_field(member))
            parts.append(prices[end] / prices[start - 1] - 1.0)
        value = float(np.mean(parts))
        return value if np.isfinite(value) else None

    # -- inputs ---------------------------------------------------------------------------------------

    def point(self, subject_id: str, position: int, field: str | None = None) -> Input:
        """One observation as an input, in the market's units (yields as fractions)."""
        field = field or self.price_field(subject_id)
        key = (subject_id, position, field)
        if key not in self._points:
            self._points[key] = Input(
                symbol=self.subjects[subject_id].symbol, session=self.calendar.date(position), field=field,
                value=float(self.column(subject_id, field)[position]),
            )
        return self._points[key]

    def span(self, subject_id: str, start: int, end: int | None = None, field: str | None = None) -> Input:
        """All observations of a field from one position to another (default: the session) as one input."""
        return Input(
            symbol=self.subjects[subject_id].symbol, field=field or self.price_field(subject_id),
            start=self.calendar.date(max(start, 0)), session=self.calendar.date(self.last if end is None else end),
        )

    def return_inputs(self, subject_id: str, window: Window, field: str | None = None) -> tuple[Input, ...]:
        """The observations that `window_return` takes, base first, member by member."""
        start, end = self.calendar.span(window)
        return tuple(self.point(m, at, field) for m in self.members(subject_id) for at in (start - 1, end))

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
        ends = window.name if window.name != "since" else f"{window.start}_{window.end}"
        ends = ends if tail is None else tail
        named = subject if comparator is None else f"{subject}-{comparator}"
        if basis is None:
            sides = [s for s in (subject, comparator) if s in self.subjects]
            basis = self.basis(*sides)
        return Figure(
            id=f"{named}.{metric}.{ends}".rstrip(".").lower(), metric=metric, subject=subject,
            symbol=(known.symbol or None) if known else None, comparator=comparator, window=window,
            value=float(value) + 0.0, unit=unit or kind.unit_for(known),
            decimals=kind.decimals_for(known) if decimals is None else decimals,
            formula=formula or kind.formula, inputs=tuple(inputs), sources=sources, as_of=self.session,
            basis=basis, history=history, dates=dates or {}, params=params or {},
        )

    def gap(self, what: str, subject: str, why: str, detail: str | None = None, where: str = "method") -> Gap:
        """An absence: `what` is the metric (or group of metrics), `why` a key that each locale words."""
        return Gap(what=what, subject=subject, why=why, where=where, detail=detail)

    def history(self, values: Floats, value: float | None = None, *, ranked: bool = False) -> History | None:
        """Where a value (default: the session's) stands among an aligned array; None on fewer than `ENOUGH`.

        `percentile` is the share of observations at or below it, `zscore` its distance from their mean in
        sample deviations (None if they never varied), `rank` (if `ranked`) 1 for the highest.
        """
        at = np.flatnonzero(np.isfinite(values))
        if len(at) < ENOUGH:
            return None
        seen = values[at]
        value = float(values[-1]) if value is None else value
        spread = float(seen.std(ddof=1))
        return History(
            start=self.calendar.date(int(at[0])), end=self.calendar.date(int(at[-1])), observations=len(at),
            percentile=share_at_or_below(seen, value),
            zscore=(value - float(seen.mean())) / spread if spread > 0 else None,
            rank=rank_from_top(seen, value) if ranked else None,
        )

    # -- inside ---------------------------------------------------------------------------------------

    def _stands(self, subject_id: str) -> bool:
        subject = self.subjects.get(subject_id)
        if subject is None:
            return False
        if not self.is_known(subject_id):
            return False
        if subject.kind == "basket":
            return bool(subject.members) and all(self.is_live(member) for member in subject.members)
        return bool(np.isfinite(self.prices(subject_id)[self.last]))

    def _aligned(self, subject_id: str, field: str) -> Floats:
        """A column of bars placed on the sessions; observations that fall on none are left out."""
        result = np.full(self.size, np.nan)
        bars = self.market.bars.get(subject_id)
        if bars is None or not len(bars):
            return result
        if subject_id not in self._positions:
            days = bars.index.to_numpy().astype("datetime64[D]").astype(np.int64)
            at = np.minimum(np.searchsorted(self.calendar.days, days), self.last)
            hit = self.calendar.days[at] == days
            self._positions[subject_id] = (at[hit], hit)
        at, hit = self._positions[subject_id]
        values = bars[field].to_numpy(dtype=np.float64)
        result[at] = values[hit]
        return result
