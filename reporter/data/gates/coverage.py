"""Is everything there? Too few instruments, missing bars, the end of the known holidays."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from reporter.data.gates.case import GATES, Case, Seen


@GATES.register("too_few_instruments")
def too_few_instruments(case: Case) -> Iterator[Seen]:
    """Instruments with a bar at the session, against the desk's `minimum_subjects`."""
    absent = [subject.symbol for subject in case.alive if subject not in case.present]
    yield Seen(len(case.present), detail=", ".join(absent[:20]))


@GATES.register("missing_bar")
def missing_bar(case: Case) -> Iterator[Seen]:
    """The share of instruments that were quoted in the last sessions and have no close at this one."""
    if not case.alive:
        return
    told = {subject.id for subject in case.present if np.isfinite(case.tables[subject.id].prices[-1])}
    absent = [subject for subject in case.alive if subject.id not in told]
    yield Seen(0.0)
    for subject in absent:
        yield Seen(len(absent) / len(case.alive), subject)


@GATES.register("calendar_horizon")
def calendar_horizon(case: Case) -> Iterator[Seen]:
    """Days from the session to the last one for which the exchange's holidays are known."""
    if case.calendar.horizon is not None:
        yield Seen((case.calendar.horizon - case.session).days, day=case.calendar.horizon, detail=case.calendar.id)
