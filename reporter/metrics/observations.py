"""Prices of a desk as aligned arrays over the exchange's sessions, and the windows that they are looked at through."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cached_property
from math import isfinite

import numpy as np

from reporter.metrics.series import Bools, Floats, first_seen, step_changes, step_returns
from reporter.metrics.windows import Calendar
from reporter.model import Desk, Pair, Subject, Window
from reporter.model.figure import Basis
from reporter.model.market import FIELDS, Market

KEPT = (1, 5, 20)
"""Steps of which returns are asked for again and again; a wide desk makes others anew, or it would hold them all."""
WIDE = 100
"""A desk of more subjects is wide."""


class Observations:
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
        self._tables: dict[str, Mapping[str, Floats]] = {}
        self._steps: dict[tuple[str, str, int], Floats] = {}
        self._bases: dict[str, Basis] = {}
        self._fields: dict[str, str] = {}
        self._prices: dict[str, Floats] = {}
        self._firsts: dict[str, int | None] = {}
        self._live: dict[str, bool] = {}
        self._between: dict[str, Bools] = {}

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
            known = self._bases.get(subject_id)
            if known is None:
                adjusted = any(not self.has(m, "close") for m in self.members(subject_id))
                known = self._bases[subject_id] = "total_return" if adjusted else "price"
            if known == "total_return":
                return known
        return "price"

    def members(self, subject_id: str) -> tuple[str, ...]:
        """The subjects whose prices a subject is made of: a basket's members, else itself."""
        subject = self.subjects.get(subject_id)
        return subject.members if subject is not None and subject.kind == "basket" else (subject_id,)

    def price_field(self, subject_id: str) -> str:
        """The column that returns of a subject are taken from."""
        found = self._fields.get(subject_id)
        if found is None:
            found = self._fields[subject_id] = "close" if self.basis(subject_id) == "price" else "adj_close"
        return found

    def has(self, subject_id: str, field: str) -> bool:
        """Whether a subject has any observation of a field up to the session."""
        return bool(np.isfinite(self.column(subject_id, field)).any())

    # -- arrays ---------------------------------------------------------------------------------------

    def column(self, subject_id: str, field: str) -> Floats:
        """One column of a subject's bars over all sessions; all NaN where the market has none."""
        table = self._tables.get(subject_id)
        if table is None:
            table = self._tables[subject_id] = self._aligned(subject_id)
        return table[field]

    def prices(self, subject_id: str) -> Floats:
        """Closes, or adjusted closes where only they exist (see `basis`). A basket has no price."""
        found = self._prices.get(subject_id)
        if found is None:
            found = self._prices[subject_id] = self.column(subject_id, self.price_field(subject_id))
        return found

    def returns(self, subject_id: str, steps: int = 1) -> Floats:
        """Returns over `steps` sessions to each session; of a basket the mean of its members' returns."""
        key = (subject_id, "return", steps)
        found = self._steps.get(key)
        if found is None:
            parts = [self._whole_days(m, step_returns(self.prices(m), steps), steps) for m in self.members(subject_id)]
            found = parts[0] if len(parts) == 1 else np.mean(parts, axis=0)
            if steps in KEPT or len(self.subjects) <= WIDE:
                self._steps[key] = found
        return found

    def changes(self, subject_id: str, steps: int = 1) -> Floats:
        """Changes of the level over `steps` sessions (yields, volatility indices)."""
        key = (subject_id, "change", steps)
        if key not in self._steps:
            self._steps[key] = step_changes(self.prices(subject_id), steps)
        return self._steps[key]

    def first(self, subject_id: str) -> int | None:
        """Position of a subject's first observation (of a basket: the first of its youngest member)."""
        if subject_id not in self._firsts:
            firsts = [first_seen(self.prices(m)) for m in self.members(subject_id)]
            known = [first for first in firsts if first is not None]
            self._firsts[subject_id] = max(known) if known and len(known) == len(firsts) else None
        return self._firsts[subject_id]

    # -- windows --------------------------------------------------------------------------------------

    def window(self, name: str, start: date | None = None) -> Window | None:
        """A window by name (see `windows`); `window("since", start)` for an explicit one."""
        return self.calendar.window(name, start)

    @cached_property
    def period(self) -> str | None:
        """`week` or `month` for a wrap, which is a window's name too."""
        return self.desk.period.kind if self.desk.period is not None else None

    def names(self, *names: str) -> tuple[str, ...]:
        """Names of windows, and for a wrap those of its week or month and of the one before."""
        return names if self.period is None else (*names, self.period, f"prior_{self.period}")

    @cached_property
    def period_windows(self) -> tuple[Window, ...]:
        """The week or month of a wrap and the one before it, where there are any."""
        return tuple(w for w in map(self.window, self.names()) if w is not None)

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
        parts: list[float] = []
        for member in self.members(subject_id):
            if start == end and self.between(member)[end]:
                return None
            prices = self.prices(member) if field is None else self.column(member, field)
            before = float(prices[start - 1])
            if not before > 0:
                return None
            parts.append(float(prices[end]) / before - 1.0)
        value = parts[0] if len(parts) == 1 else float(np.mean(parts))
        return value if isfinite(value) else None

    def window_returns(self, subject_id: str, window: Window, field: str | None = None) -> Floats:
        """Returns over as many sessions as the window has, to every session up to the window's end.

        Their last is the window's own return (of a basket the mean of its members'); empty without a base.
        """
        if window.base is None:
            return np.empty(0)
        end = self.calendar.span(window)[1]
        if field is None or field == self.price_field(subject_id):
            return self.returns(subject_id, window.sessions)[: end + 1]
        return step_returns(self.column(subject_id, field), window.sessions)[: end + 1]

    def between(self, subject_id: str) -> Bools:
        """Sessions before which a subject that trades elsewhere had closes of its own since the session before.

        From one of the desk's closes to the next is no day of such a market.
        """
        if subject_id not in self._between:
            found = np.zeros(self.size, dtype=bool)
            bars, subject = self.market.bars.get(subject_id), self.subjects.get(subject_id)
            if bars is not None and subject is not None and subject.calendar != self.desk.calendar and len(bars):
                days = bars.index.to_numpy().astype("datetime64[D]").astype(np.int64)
                own = days[~np.isin(days, self.calendar.days)]
                at = np.searchsorted(self.calendar.days, own)
                found[at[(at > 0) & (at < self.size)]] = True
            self._between[subject_id] = found
        return self._between[subject_id]

    # -- inside ---------------------------------------------------------------------------------------

    def _whole_days(self, subject_id: str, returns: Floats, steps: int) -> Floats:
        """One-day returns without those that span several days of the subject's own market."""
        if steps != 1 or self.subjects[subject_id].calendar == self.desk.calendar:
            return returns
        spanning = self.between(subject_id)
        return np.where(spanning, np.nan, returns) if spanning.any() else returns

    def _stands(self, subject_id: str) -> bool:
        subject = self.subjects.get(subject_id)
        if subject is None:
            return False
        if not self.is_known(subject_id):
            return False
        if subject.kind == "basket":
            return bool(subject.members) and all(self.is_live(member) for member in subject.members)
        return isfinite(self.prices(subject_id)[self.last])

    def _aligned(self, subject_id: str) -> Mapping[str, Floats]:
        """The columns of a subject's bars placed on the sessions; observations that fall on none are left out."""
        bars = self.market.bars.get(subject_id)
        if bars is None or not len(bars):
            empty = np.full(self.size, np.nan)
            return dict.fromkeys(FIELDS, empty)
        days = bars.index.to_numpy().astype("datetime64[D]").astype(np.int64)
        first = int(np.searchsorted(self.calendar.days, days[0]))
        if tuple(bars.columns) == FIELDS and np.array_equal(self.calendar.days[first : first + len(days)], days):
            # the usual case: sessions without a hole, in the order of the fields
            placed = np.full((len(FIELDS), self.size), np.nan)
            placed[:, first : first + len(days)] = bars.to_numpy(dtype=np.float64).T
            return dict(zip(FIELDS, placed, strict=True))
        at = np.minimum(np.searchsorted(self.calendar.days, days), self.last)
        hit = self.calendar.days[at] == days
        if not hit.all():
            at = at[hit]
        values = bars.to_numpy(dtype=np.float64)
        placed = np.full((len(FIELDS), self.size), np.nan)
        for row, field in zip(placed, FIELDS, strict=True):
            column = values[:, bars.columns.get_loc(field)]
            row[at] = column if len(column) == len(at) else column[hit]
        return dict(zip(FIELDS, placed, strict=True))
