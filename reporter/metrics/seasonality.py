"""Calendar effects (K56): what a month, or a year of the election cycle, has brought in completed years."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import numpy as np

from reporter.metrics.bench import Bench
from reporter.metrics.catalogue import metric
from reporter.metrics.engine import family
from reporter.metrics.history import BoolArray, FloatArray, IntArray, track_of
from reporter.model import Figure, Gap
from reporter.model.figure import Unit

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
CYCLE = ("election", "post_election", "midterm", "pre_election")
"""Years of the presidential cycle by year modulo four."""
FEWEST = 10
"""Completed years without which a month has no season."""
FEWEST_CYCLES = 5

metric("calendar_effect_mean", "fraction", 4, "mean(outcome)",
       """Mean over completed years of the month's return (of a pair: of the difference of the two returns), from the
       last close before the month to its last close. The edition's own year is left out.""")
metric("calendar_effect_median", "fraction", 4, "median(outcome)", """Median of the same outcomes.""")
metric("calendar_effect_low", "fraction", 4, "min(outcome)", """Worst of the same outcomes, and its year.""")
metric("calendar_effect_high", "fraction", 4, "max(outcome)", """Best of the same outcomes, and its year.""")
metric("calendar_effect_hits", "count", 0, "count(outcome > 0)",
       """Years in which the subject rose, or the first of the pair was ahead.""")
metric("calendar_effect_cases", "count", 0, "count(outcome)", """Completed years in which both series exist.""")
metric("calendar_effect_share", "fraction", 2, "count(outcome > 0) / cases", """Hits as a share of the cases.""")
metric("calendar_effect_normal", "fraction", 2, "count(outcome > 0) / cases, every month (or every year)",
       """The same share over all months (or all years) of the same history: what a hit is worth.""")


@family("seasonality")
def seasonality(bench: Bench) -> Iterator[Figure | Gap]:
    """Calendar effects of the size pair, the challenger and the benchmark."""
    pair = next((p for p in bench.live_pairs if p.role == "size"), None)
    if pair is not None:
        yield from _Season(bench, pair.a, pair.b).figures()
    for role in ("challenger", "benchmark"):
        subject = bench.first_with(role)
        if subject is not None and subject.kind != "basket":
            yield from _Season(bench, subject.id, None).figures()


def last_positions(days: IntArray, unit: str) -> tuple[IntArray, IntArray]:
    """Numbers of the months (`M`, since 1970-01) or years (`Y`, since 1970) of days, and the last position in each."""
    number = days.astype("datetime64[D]").astype(f"datetime64[{unit}]").astype(np.int64)
    ends = np.flatnonzero(np.r_[number[1:] != number[:-1], True])
    return number[ends], ends


class _Season:
    """Calendar effects of one subject, or of a pair."""

    def __init__(self, bench: Bench, a: str, b: str | None) -> None:
        self.bench, self.a, self.b = bench, a, b
        self.track = track_of(bench, a, b)
        self.unit: Unit = "fraction" if b is None else "pp"
        self.inputs = [bench.span(s, int(self.track.places[0])) for s in (a, b) if s is not None]

    def figures(self) -> Iterator[Figure | Gap]:
        year, month = self.bench.session.year, self.bench.session.month
        numbers, outcomes = self._completed("M", (year - 1970) * 12)
        chosen = numbers % 12 == month - 1
        named = self.a if self.b is None else f"{self.a}-{self.b}"
        if chosen.sum() >= FEWEST:
            yield from self._tell(MONTHS[month - 1], 1970 + numbers // 12, outcomes, chosen, {"month": month})
        else:
            yield self.bench.gap("calendar_effect", named, "short_history", detail=MONTHS[month - 1])
        years, outcomes = self._completed("Y", year - 1970)
        years = years + 1970
        chosen = years % 4 == year % 4
        if chosen.sum() >= FEWEST_CYCLES:
            yield from self._tell(CYCLE[year % 4], years, outcomes, chosen, {"cycle": year % 4})

    def _completed(self, unit: str, own: int) -> tuple[IntArray, FloatArray]:
        """Numbers and outcomes of the months or years before the edition's own year.

        Each needs a price on its last session and on the last one of the month (or year) before.
        """
        track = self.track
        numbers, ends = last_positions(self.bench.calendar.days, unit)
        at = np.minimum(np.searchsorted(track.places, ends), len(track) - 1)
        priced = track.places[at] == ends
        sound = np.flatnonzero(priced[1:] & priced[:-1] & (numbers[1:] < own)) + 1
        return numbers[sound], track.between(at[sound - 1], at[sound])

    def _tell(self, name: str, years: IntArray, outcomes: FloatArray, chosen: BoolArray,
              params: dict[str, float | int | str]) -> Iterator[Figure]:
        cases, when = outcomes[chosen], years[chosen]
        hits = int((cases > 0).sum())
        dates = {"first": date(int(when[0]), 1, 1), "last": date(int(when[-1]), 1, 1)}
        low, high = (date(int(when[at]), 1, 1) for at in (cases.argmin(), cases.argmax()))
        window = self.bench.calendar.between(name, int(self.track.places[0]), self.bench.last, base=False)
        for kind, value, told, unit in (
            ("cases", len(cases), dates, None), ("hits", hits, dates, None), ("share", hits / len(cases), {}, None),
            ("normal", float((outcomes > 0).mean()), {}, None), ("mean", float(cases.mean()), {}, self.unit),
            ("median", float(np.median(cases)), {}, self.unit), ("low", float(cases.min()), {"case": low}, self.unit),
            ("high", float(cases.max()), {"case": high}, self.unit),
        ):
            yield self.bench.figure(f"calendar_effect_{kind}", self.a, window, value, self.inputs, comparator=self.b,
                                    dates=told, unit=unit, params=params)
