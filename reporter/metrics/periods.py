"""A week or month among its own kind: its best and worst session, runs of weeks, the last one as large."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from reporter.metrics.bench import Bench
from reporter.metrics.catalogue import metric
from reporter.metrics.engine import family
from reporter.metrics.returns import PRICED
from reporter.metrics.series import NOISE, Floats, Ints
from reporter.model import Figure, Gap, Input, Window

SHORTEST_SEARCH = 26
"""Periods without which "the largest since" has nowhere to look."""

metric("best_session", "fraction", 4, "max(close[t] / close[t - 1] - 1), t in window",
       """Highest one-day change of the window's sessions; date `day` is the session.""")
metric("worst_session", "fraction", 4, "min(close[t] / close[t - 1] - 1), t in window",
       """Lowest one-day change of the window's sessions; date `day` is the session.""")
metric("sessions_up", "count", 0, "count(t in window : close[t] > close[t - 1])",
       """Number of the window's sessions that closed higher than the one before; param `counted` the window's.""")
metric("sessions_down", "count", 0, "count(t in window : close[t] < close[t - 1])",
       """Number of the window's sessions that closed lower than the one before; param `counted` the window's.""")
metric("sessions_ahead", "count", 0, "count(t in window : a_day[t] > b_day[t])",
       """Number of the window's sessions on which the first subject's day change was above the second's; param
       `counted` the window's.""")
metric("period_run", "count", 0, "sign(r[k]) * n, the largest n of periods to the present one with the same sign of r",
       """Length of the present run of weeks (or months) with returns of one sign, negative for a run of falls; for a
       pair the sign is that of the difference of returns. Date `start` is the run's first session.""")
metric("period_since", "count", 0, "k - max(j < k : r[j] at least as large in the same direction)",
       """Weeks (or months) since the last one whose return, for a pair the difference of returns, was at least as large
       in the same direction; date `since` is that one's last session. Where there was none, the number of earlier ones
       searched, with param `record` 1.""")


@dataclass(frozen=True)
class Track:
    """Returns of every week or month of a subject, or differences of two: `values[k]` is that of the one whose last
    close stands at the position `ends[k + 1]`, over the close at `ends[k]`."""

    ends: Ints
    values: Floats

    def span(self, k: int) -> tuple[int, int]:
        """First and last position of a week or month."""
        return int(self.ends[k]) + 1, int(self.ends[k + 1])


def track(bench: Bench, a: str, b: str | None = None) -> Track:
    """The returns of all weeks or months of a subject (less those of another), the present one so far included: last
    close over the last close of the one before. Of a pair the last day that both closed on counts.

    A week without such a close, as the holidays of a market make them, is none: the next one follows on the one before.
    """
    ends = bench.calendar.period_ends(bench.period or "week")
    prices = [bench.prices(s) for s in (a, b) if s is not None]
    seen = np.logical_and.reduce([np.isfinite(each) for each in prices])
    last = np.maximum.accumulate(np.where(seen, np.arange(bench.size), -1))[ends]
    last = last[last > np.concatenate(([-1], ends[:-1]))]
    values = [np.asarray(each[last][1:] / each[last][:-1] - 1.0) for each in prices]
    return Track(last, values[0] if b is None else values[0] - values[1])


@family("periods")
def periods(bench: Bench) -> Iterator[Figure | Gap]:
    """Of a wrap: the sessions of its week or month, and its place among the earlier ones, of the lead alone."""
    window = bench.window(bench.period) if bench.period is not None else None
    if window is None:
        return
    lead = [s for s in bench.desk.lead if bench.is_live(s) and bench.subjects[s].kind in PRICED]
    for subject in lead:
        yield from _sessions(bench, subject, window)
    for subject in lead[:2]:
        yield from _place(bench, window, subject, None)
    if len(lead) > 1:
        yield from _ahead(bench, lead[0], lead[1], window)
        yield from _place(bench, window, lead[0], lead[1])


def _sessions(bench: Bench, subject: str, window: Window) -> Iterator[Figure | Gap]:
    start, end = bench.calendar.span(window)
    moves = bench.returns(subject)[start : end + 1]
    if not np.isfinite(moves).all():
        yield bench.gap("best_session", subject, "missing_bars")
        return
    inputs = bench.spans(subject, start - 1, end)
    for name, at in (("best_session", int(np.nanargmax(moves))), ("worst_session", int(np.nanargmin(moves)))):
        yield bench.figure(name, subject, window, float(moves[at]), inputs,
                           dates={"day": bench.calendar.date(start + at)})
    for name, count in (("sessions_up", moves > 0), ("sessions_down", moves < 0)):
        yield bench.figure(name, subject, window, int(np.count_nonzero(count)), inputs, params={"counted": len(moves)})


def _ahead(bench: Bench, a: str, b: str, window: Window) -> Iterator[Figure]:
    start, end = bench.calendar.span(window)
    gaps = (bench.returns(a) - bench.returns(b))[start : end + 1]
    if np.isfinite(gaps).all():
        inputs = (*bench.spans(a, start - 1, end), *bench.spans(b, start - 1, end))
        yield bench.figure("sessions_ahead", a, window, int(np.count_nonzero(gaps > NOISE)), inputs, comparator=b,
                           params={"counted": len(gaps)})


def _first_priced(bench: Bench, a: str, b: str | None, start: int, end: int) -> int:
    """The first session of a span on which every side has a close: a period begins with what was priced in it."""
    priced = np.isfinite(bench.prices(a)[start : end + 1])
    if b is not None:
        priced &= np.isfinite(bench.prices(b)[start : end + 1])
    return start + int(np.argmax(priced)) if priced.any() else start


def _place(bench: Bench, window: Window, a: str, b: str | None) -> Iterator[Figure]:
    """The present run and the last move as large. A week that is not over has no place among whole ones."""
    found = track(bench, a, b)
    values, now = found.values, len(found.values) - 1
    over = bench.desk.period is not None and bench.desk.period.complete
    if now < 1 or not over or values[now] == 0:
        return
    sign = 1 if values[now] > 0 else -1
    breaks = np.flatnonzero(~(values * sign > 0))
    begun = int(breaks[-1]) + 1 if len(breaks) else 0
    # the one before the run says that it begins there
    inputs = sides(bench, a, b, int(found.ends[max(begun - 1, 0)]))
    start = bench.calendar.date(_first_priced(bench, a, b, *found.span(begun)))
    yield bench.figure("period_run", a, window, sign * (now - begun + 1), inputs,
                       comparator=b, dates={"start": start},
                       params={"kind": str(bench.period)})
    if now < SHORTEST_SEARCH:
        return
    reached = np.flatnonzero(values[:now] * sign >= values[now] * sign - NOISE)
    last = int(reached[-1]) if len(reached) else None
    searched = 0 if last is None else last
    yield bench.figure(
        "period_since", a, window, now - searched, sides(bench, a, b, found.span(searched)[0] - 1), comparator=b,
        dates={} if last is None else {"since": bench.calendar.date(found.span(last)[1])},
        params={"kind": str(bench.period), "record": int(last is None)},
        history=bench.history_of(found.ends[1:], values),
    )


def sides(bench: Bench, a: str, b: str | None, start: int) -> tuple[Input, ...]:
    """Prices of a subject, or of two, from a position to the session."""
    return (*bench.spans(a, start), *(bench.spans(b, start) if b is not None else ()))
