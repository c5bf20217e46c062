"""Since when a level, a spread or a change was last as large: a date says more than the last percentile."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from reporter.metrics.bench import Bench
from reporter.metrics.catalogue import metric
from reporter.metrics.engine import family
from reporter.metrics.series import Floats, consecutive_changes
from reporter.metrics.significance import unmatched
from reporter.metrics.windows import YEAR
from reporter.model import Figure, Gap, Input

LOOK_BACK = 5 * YEAR
"""Sessions of eleven funds that an edition can carry for a reader to check."""
FEWEST = 6
"""Sectors without which their distance says nothing of the market."""

metric(
    "level_since",
    "sessions",
    0,
    "end - max(t : level[t] >= level[end], t < end)",
    """Sessions since a volatility index last closed at least as high. Where it never did, the number of earlier
       closes searched, with param `record` 1. Only if it was not matched for a month.""",
)
metric(
    "spread_since",
    "sessions",
    0,
    "end - max(t : spread[t] >= spread[end], t < end)",
    """Sessions since the best and the worst sector were last at least as far apart on a day, looked for in the last
       1,260 sessions; where they never were, the sessions searched, with param `record` 1. Only if not matched for a
       month.""",
)
metric(
    "yield_change_since",
    "sessions",
    0,
    "end - max(t : change[t] at least as large in the same direction, t < end)",
    """Sessions since a yield last changed by at least as much in the same direction; where it never did, the number
       of earlier changes searched, with param `record` 1. Only if not matched for a month.""",
)


@family("since")
def since(bench: Bench) -> Iterator[Figure | Gap]:
    """The last match of each volatility index's level, each yield's change and the sectors' distance."""
    for subject in bench.live("volatility_index"):
        inputs = bench.spans(subject.id, bench.first(subject.id) or 0)
        yield from _told(bench, "level_since", subject.id, bench.prices(subject.id), inputs)
    for subject in bench.live("yield"):
        inputs = bench.spans(subject.id, bench.first(subject.id) or 0)
        yield from _told(bench, "yield_change_since", subject.id, consecutive_changes(bench.prices(subject.id)), inputs)
    sectors = bench.live_with("sector")
    if len(sectors) >= FEWEST and bench.size > LOOK_BACK:
        start = bench.size - LOOK_BACK
        moves = np.vstack([bench.returns(s.id)[start:] for s in sectors])
        # a sector fund that starts inside the look-back is left out before its start; the others stand
        some = np.isfinite(moves).any(axis=0)
        spread = np.full(moves.shape[1], np.nan)
        spread[some] = np.nanmax(moves[:, some], axis=0) - np.nanmin(moves[:, some], axis=0)
        inputs = tuple(item for s in sectors for item in bench.spans(s.id, max(start - 1, bench.first(s.id) or 0)))
        yield from _told(bench, "spread_since", "sectors", np.concatenate([np.full(start, np.nan), spread]), inputs)


def _told(bench: Bench, name: str, subject: str, values: Floats, inputs: tuple[Input, ...]) -> Iterator[Figure]:
    if not np.isfinite(values[-1]):
        return
    found = unmatched(bench, values)
    if found is not None:
        # days on which only this market was closed are no observations of it
        begun = found.dates.get("since")
        first = bench.calendar.position(begun) + 1 if begun is not None else None
        sessions = found.sessions if first is None else int(np.isfinite(values[first:]).sum())
        basis = bench.basis(*(s.id for s in bench.live_with("sector"))) if subject == "sectors" else None
        yield bench.figure(
            name,
            subject,
            bench.today,
            sessions,
            inputs,
            history=found.history,
            dates=found.dates,
            params=found.params,
            basis=basis,
        )
