"""Runs of sessions on which one subject did better than another, counted to their end and ranked (K08, K09)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from reporter.metrics.bench import ENOUGH, Bench
from reporter.metrics.catalogue import metric
from reporter.metrics.engine import family
from reporter.metrics.relative import both, day_difference
from reporter.metrics.series import Ints, runs
from reporter.model import Figure, Gap, History

ENDED = 3
"""A shorter run that ends is no news."""

metric("outperformance_streak", "sessions", 0,
       "sign(a_day[end] - b_day[end]) * n, the largest n of sessions to end with the same sign",
       """Length of the present run of sessions on which the first subject's day change was above (positive) or below
       (negative) the second's. A tie, or a session that one of them lacks, ends a run.""")
metric("ended_streak", "sessions", 0,
       "sign * n, the largest n of sessions to the one before end with the same sign of a_day[t] - b_day[t]",
       """Signed length of a run of at least three sessions that ended at the session: positive where the first subject
       had been ahead.""")
metric("streak_rank", "count", 0, "1 + count(runs of the same sign that are longer)",
       """Rank by length of the present run (or of the run of at least three that just ended, param `ended` 1) among all
       runs of the same sign since both subjects have prices; `tied` counts the others of equal length, `longest` is
       the length of the longest other.""")


@dataclass(frozen=True)
class Run:
    """Positions of a run's first and last session, and its sign."""

    start: int
    end: int
    sign: int

    @property
    def length(self) -> int:
        return self.end - self.start + 1


@family("streaks")
def streaks(bench: Bench) -> Iterator[Figure | Gap]:
    """Present, ended and ranked runs of every live pair."""
    for pair in bench.live_pairs:
        yield from of_pair(bench, pair.a, pair.b)


def of_pair(bench: Bench, a: str, b: str) -> Iterator[Figure]:
    """The run figures of two live subjects."""
    difference = day_difference(bench, a, b)
    if not np.isfinite(difference[-1]):
        return
    signs = np.nan_to_num(np.sign(difference)).astype(np.int64)
    present = _run(signs, bench.last)
    dates = {} if present is None else {"start": bench.calendar.date(present.start)}
    # the close two before a run's first gives the change that the run had to follow
    begun = (present.start if present is not None else bench.last) - 2
    yield bench.figure("outperformance_streak", a, bench.today, present.length * present.sign if present else 0,
                       both(bench, a, b, begun), comparator=b, dates=dates)
    ended = _run(signs, bench.last - 1)
    if ended is not None and (ended.sign == signs[-1] or ended.length < ENDED):
        ended = None
    if ended is not None:
        yield bench.figure(
            "ended_streak", a, bench.today, ended.length * ended.sign, both(bench, a, b, ended.start - 2), comparator=b,
            dates={"start": bench.calendar.date(ended.start), "end": bench.calendar.date(ended.end)},
        )
    told = ended or present
    if told is not None and int(np.count_nonzero(np.isfinite(difference))) >= ENOUGH:
        yield _rank(bench, (a, b), signs, told, int(np.flatnonzero(np.isfinite(difference))[0]))


def _run(signs: Ints, end: int) -> Run | None:
    """The run that stands at a position; None where the two were level there, or one is missing."""
    if end < 0 or signs[end] == 0:
        return None
    breaks = np.flatnonzero(signs[: end + 1] != signs[end])
    return Run(int(breaks[-1]) + 1 if len(breaks) else 0, end, int(signs[end]))


def _rank(bench: Bench, pair: tuple[str, str], signs: Ints, told: Run, first: int) -> Figure:
    """The run's place among all runs of its sign, `told` included."""
    starts, ends = runs(signs == told.sign)
    others = starts != told.start
    lengths = (ends - starts + 1)[others]
    dates = {"start": bench.calendar.date(told.start), "end": bench.calendar.date(told.end)}
    params: dict[str, float | int | str] = {
        "length": told.length, "sign": told.sign, "ended": int(told.end < bench.last),
        "tied": int(np.count_nonzero(lengths == told.length)),
    }
    runner_up, runner_up_date, last = None, None, None
    if len(lengths):
        # the latest of the longest others: "longest since" and "longest" then agree on one run
        longest = int(len(lengths) - 1 - np.argmax(lengths[::-1]))
        begun, over = int(starts[others][longest]), int(ends[others][longest])
        runner_up, runner_up_date = float(lengths[longest]), bench.calendar.date(over)
        params["longest"] = int(lengths[longest])
        dates |= {"longest_start": bench.calendar.date(begun), "longest_end": bench.calendar.date(over)}
        reached = np.flatnonzero(lengths >= told.length)
        last = bench.calendar.date(int(ends[others][reached[-1]])) if len(reached) else None
    rank = 1 + int(np.count_nonzero(lengths > told.length))
    history = History(
        start=bench.calendar.date(first), end=bench.session, observations=len(lengths) + 1,
        percentile=(int(np.count_nonzero(lengths <= told.length)) + 1) / (len(lengths) + 1), rank=rank, last=last,
        runner_up=runner_up, runner_up_date=runner_up_date,
    )
    return bench.figure("streak_rank", pair[0], bench.today, rank, both(bench, *pair), comparator=pair[1],
                        dates=dates, params=params, history=history)
