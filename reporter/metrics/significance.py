"""How unusual a day's move is in a subject's own history (K85), and since when it was matched (K09)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np

from reporter.metrics.bench import ENOUGH, Bench
from reporter.metrics.catalogue import metric
from reporter.metrics.engine import family
from reporter.metrics.returns import PRICED
from reporter.metrics.series import Floats, last_at_least, rank_from_top, share_at_or_below
from reporter.metrics.windows import YEAR
from reporter.model import Figure, Gap, History, Subject, Window

MONTH = 21
"""A move that was matched within this many sessions is nothing to remember."""

metric("day_significance", "percentile", 2, "count(abs(change[t]) <= abs(change[end])) / count(change[t]), t in window",
       """Share of the window's sessions, the session included, whose one-day change was at most as large in
       absolute size.""")
metric("day_zscore", "ratio", 1, "(change[end] - mean(change[t])) / std(change[t]), t in window",
       """The session's one-day change less the mean of the window's, in their sample deviations (n - 1).""")
metric("largest_move", "sessions", 0, "end - max(t : change[t] at least as large in the same direction, t < end)",
       """Sessions since the last one-day change that was at least as large in the same direction. Where none was,
       the number of earlier changes searched, with param `record` 1. Only for moves unmatched for a month.""")


@family("significance")
def significance(bench: Bench) -> Iterator[Figure | Gap]:
    """Day significance and z-score in one and five years, and the last move that matched the session's."""
    for subject in bench.live(*PRICED, "volatility_index"):
        if not np.isfinite(bench.returns(subject.id)[bench.last]):
            continue
        yield from _shares(bench, subject)
        found = unmatched(bench, bench.returns(subject.id))
        if found is not None:
            yield bench.figure("largest_move", subject.id, bench.today, found.sessions,
                               [bench.span(subject.id, found.start)], history=found.history, dates=found.dates,
                               params=found.params)


def _shares(bench: Bench, subject: Subject) -> Iterator[Figure | Gap]:
    changes = bench.returns(subject.id)
    moves = np.abs(changes)
    short = []
    for name, length in (("1y", YEAR), ("5y", 5 * YEAR)):
        window = bench.window(name)
        start = bench.size - length
        if window is None or not whole(moves[start:], length):
            short.append(name)
            continue
        value = share_at_or_below(moves[start:], float(moves[-1]))
        yield bench.figure("day_significance", subject.id, based(bench, window), value,
                           [bench.span(subject.id, start - 1)])
        seen = changes[start:][np.isfinite(changes[start:])]
        spread = float(seen.std(ddof=1))
        if spread > 0:
            yield bench.figure("day_zscore", subject.id, based(bench, window),
                               (float(changes[-1]) - float(seen.mean())) / spread, [bench.span(subject.id, start - 1)])
    if short:
        yield bench.gap("day_significance", subject.id, "short_history", detail=" ".join(short))


def whole(values: Floats, length: int) -> bool:
    """Whether a window is complete enough to speak for its length: at most one observation in fifty missing."""
    return len(values) == length and int(np.count_nonzero(np.isfinite(values))) >= length - length // 50


def based(bench: Bench, window: Window) -> Window:
    """The same window of changes with the base that its first change starts from."""
    start, end = bench.calendar.span(window)
    return bench.calendar.between(window.name, start, end)


@dataclass(frozen=True)
class Unmatched:
    """How long a session's change went unmatched in its direction, and where that was looked for."""

    sessions: int
    start: int
    """Position of the first price that the search needs."""
    dates: Mapping[str, date]
    params: Mapping[str, float | int | str]
    history: History


def unmatched(bench: Bench, changes: Floats) -> Unmatched | None:
    """The session's change among all of its direction; None if it was matched within a month, or is none.

    The history is the change's own: its percentile among all changes, its rank (1 the largest) among those of
    its direction, and the largest earlier one where it is a record.
    """
    value = float(changes[-1])
    seen = np.flatnonzero(np.isfinite(changes))
    if value == 0 or len(seen) < ENOUGH:
        return None
    direction = 1 if value > 0 else -1
    signed = direction * changes
    last = last_at_least(signed, bench.last)
    sessions = bench.last - last if last is not None else len(seen) - 1
    if sessions < MONTH:
        return None
    best = int(np.nanargmax(signed[:-1]))
    history = History(
        start=bench.calendar.date(int(seen[0])), end=bench.session, observations=len(seen),
        percentile=share_at_or_below(changes, value), rank=rank_from_top(signed[signed > 0], direction * value),
        last=bench.calendar.date(last) if last is not None else None,
        runner_up=float(changes[best]) if last is None else None,
        runner_up_date=bench.calendar.date(best) if last is None else None,
    )
    return Unmatched(
        sessions=sessions, start=int(seen[0] if last is None else last) - 1, history=history,
        dates={} if last is None else {"since": bench.calendar.date(last)},
        params={"record": int(last is None), "direction": direction},
    )
