"""What an edition knows of the market: its figures first, then the prices that it carries. Nothing is guessed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from functools import cached_property

from reporter.model import Briefing, Figure, Subject
from reporter.verification.articles.history import FIELDS, Measure
from reporter.verification.recompute.prices import Prices

CHANGES = {
    "1d": ("day_change", "yield_change", "basket_return"),
    "ytd": ("ytd_return",),
    "period": ("period_return",),
}
CLASSES = {"small_caps": ("rut", "iwm", "ijr"), "large_caps": ("spx", "spy")}
"""Instruments that a class of shares is told by, the usual one first."""
DENSE = 32
"""Closes within the sixty days to a session below which prices are samples, no series."""
_SPAN = timedelta(days=60)


class Known:
    """Answers about one edition; None wherever neither figures nor prices tell."""

    def __init__(self, briefing: Briefing, prices: Prices | None) -> None:
        self.briefing, self._prices = briefing, prices
        self.session: date = briefing.session
        self.subjects: dict[str, Subject] = {s.id: s for s in briefing.subjects}
        self._measures: dict[str, Measure | None] = {}

    def meant(self, name: str) -> str | None:
        """The instrument that a name stands for."""
        return next((s for s in CLASSES.get(name, (name,)) if s in self.subjects), None)

    @cached_property
    def sectors(self) -> tuple[str, ...]:
        return tuple(s.id for s in self.briefing.subjects if "sector" in s.roles)

    @cached_property
    def broad(self) -> tuple[str, ...]:
        """The indices by which "the market" is told."""
        return tuple(s.id for s in self.briefing.subjects if s.kind == "index")

    @cached_property
    def _found(self) -> dict[tuple[str, str, str | None, str], Figure]:
        return {(f.metric, f.subject, f.comparator, f.window.name): f for f in self.briefing.figures}

    def figure(self, metrics: Iterable[str], subject: str, window: str, comparator: str | None = None) -> float | None:
        found = (self._found.get((metric, subject, comparator, window)) for metric in metrics)
        return next((f.value for f in found if f is not None), None)

    def measure(self, subject: str | None) -> Measure | None:
        """An instrument's prices, where they are a series without holes."""
        if subject is None or self._prices is None or subject not in self.subjects:
            return None
        if subject not in self._measures:
            symbol = self.subjects[subject].symbol
            made = Measure({field: self._prices.series(symbol, field) for field in FIELDS})
            near = made.prices.until(self.session).after(self.session - _SPAN)
            self._measures[subject] = made if len(near) >= DENSE and not made.adjusted_only else None
        return self._measures[subject]

    def change(self, subject: str, window: str) -> float | None:
        """The change over the session (1d), the year (ytd) or a wrap's period."""
        told = self.figure(CHANGES[window], subject, "since" if window == "period" else window)
        measure = self.measure(subject)
        start = self._start(window)
        if told is not None or measure is None or start is None:
            return told
        return measure.window_return(start, self.session, "price")

    def _start(self, window: str) -> date | None:
        period = self.briefing.period
        if window == "period":
            return period.start if period is not None else None
        return self.session.replace(month=1, day=1) if window == "ytd" else self.session

    def lead(self, subject: str, other: str, window: str) -> float | None:
        """How far a subject is ahead of another."""
        told = self.figure(("relative_return",), subject, window, other)
        turned = self.figure(("relative_return",), other, window, subject)
        if told is not None or turned is not None:
            return told if told is not None else -(turned or 0.0)
        mine, its = self.change(subject, window), self.change(other, window)
        return mine - its if mine is not None and its is not None else None

    def above_average(self, subject: str, length: int) -> float | None:
        """The distance of the close from the mean of the last closes."""
        told = self.figure(("sma_distance",), subject, f"{length}d")
        measure = self.measure(subject)
        if told is not None or measure is None:
            return told
        mean, close = measure.level(f"sma{length}", self.session), measure.close(self.session)
        return close / mean - 1.0 if mean and close else None

    def below_extreme(self, subject: str, span: str, sign: int) -> float | None:
        """How far the close stands from the highest (sign 1) or lowest close of a span: 0.0 where it is that close.

        `span` is all, 52w or ytd.
        """
        told = self.figure(("record_distance",), subject, "since_inception") if (span, sign) == ("all", 1) else None
        measure = self.measure(subject)
        if told is not None or measure is None:
            return told
        begin = {"52w": self.session - timedelta(days=365), "ytd": self._start("ytd")}.get(span) or date.min
        close = measure.close(self.session)
        values = measure.prices.until(self.session).after(begin).values
        if close is None or not len(values):
            return None
        return close / float(values.max() if sign > 0 else values.min()) - 1.0

    def run(self, subject: str, sign: int) -> int | None:
        """Sessions in a row, up to the edition's, that closed higher (or lower)."""
        measure = self.measure(subject)
        return measure.runs(self.session, sign)[0] if measure is not None else None

    def run_against(self, subject: str, other: str, sign: int) -> int | None:
        """Sessions in a row, up to the edition's, ahead of (or behind) another."""
        mine, its = self.measure(subject), self.measure(other)
        if mine is None or its is None:
            return None
        count = 0
        for day in _back(mine, self.session):
            one, two = mine.move(day), its.move(day)
            if one is None or two is None or (one - two) * sign <= 0:
                break
            count += 1
        return count

    def sector_moves(self, window: str) -> dict[str, float]:
        moves = {sector: self.change(sector, window) for sector in self.sectors}
        return {sector: move for sector, move in moves.items() if move is not None}


def _back(measure: Measure, day: date) -> Iterator[date]:
    closes = measure.prices.until(day)
    return (closes.day(place) for place in range(len(closes) - 1, -1, -1))
