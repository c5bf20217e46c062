"""Is the last bar what it says it is? Partial, stale, or beyond anything that its instrument ever did."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from reporter.data.gates.case import GATES, RECENT, Case, Seen, Table
from reporter.model import Subject
from reporter.model.market import FIELDS

TYPICAL = 20
"""Sessions that a day's volume is compared with."""
UNFINISHED, UNFINISHED_HALF_DAY = 0.25, 0.1
"""A bar with less than this share of its typical volume looks unfinished."""
ENOUGH = 3
"""Instruments that must tell the same before it is taken as a fact of the day."""
HISTORY = 250
SHARED = 3.0
"""Where the median instrument moves by so many of its own deviations, the market moved, not the data."""


@GATES.register("partial_bar")
def partial_bar(case: Case) -> Iterator[Seen]:
    """The share of instruments whose volume at the session is far below what they trade."""
    half = case.calendar.is_session(case.session) and case.calendar.is_half_day(case.session)
    bound = UNFINISHED_HALF_DAY if half else UNFINISHED
    shares: list[tuple[Subject, float]] = []
    for subject in case.present:
        volumes = case.tables[subject.id].columns["volume"][-TYPICAL - 1:]
        before = volumes[:-1][np.isfinite(volumes[:-1])]
        if len(before) >= TYPICAL - 5 and np.isfinite(volumes[-1]) and subject.kind in ("etf", "stock", "index"):
            shares.append((subject, float(volumes[-1] / np.median(before))))
    if len(shares) < ENOUGH:
        return
    low = [(subject, share) for subject, share in shares if share < bound]
    yield Seen(0.0)
    for subject, share in low:
        yield Seen(len(low) / len(shares), subject, detail=f"volume {share:.3g} of the typical")


@GATES.register("stale_bar")
def stale_bar(case: Case) -> Iterator[Seen]:
    """The share of instruments whose bar repeats the one before; 1 where the desk leads with one of them."""
    judged = [subject for subject in case.present if subject.kind != "future"]
    whole = [subject for subject in judged if _ranges(case.tables[subject.id])]
    stale = [subject for subject in whole if case.tables[subject.id].repeats(FIELDS)]
    bare = [subject for subject in judged if subject not in whole]
    still = [subject for subject in bare if case.tables[subject.id].repeats([case.tables[subject.id].basis])]
    if len(still) >= ENOUGH and len(still) > len(bare) / 2:  # one close that repeats is chance, most of them are not
        stale += still
    if judged:
        yield Seen(0.0)
    led = any(subject.id in case.desk.lead[:2] for subject in stale)
    for subject in stale:
        yield Seen(1.0 if led else len(stale) / len(judged), subject)


def _ranges(table: Table) -> bool:
    """Whether the last bar is more than a close."""
    return bool(table.columns["high"][-1] > table.columns["low"][-1])


@GATES.register("jump_beyond_history")
def jump_beyond_history(case: Case) -> Iterator[Seen]:
    """The move of the day over the largest that the instrument ever made, where the market does not share it."""
    moves: list[tuple[Subject, float, float]] = []
    for subject in case.present:
        days, ratios = case.ratios.get(subject.id, (None, None))
        if days is None or ratios is None or len(ratios) <= HISTORY or days[-1] != case.today or subject.kind in (
                "yield", "future"):
            continue
        sizes = np.abs(np.log(ratios))
        usual = float(np.median(sizes[-RECENT - 1:-1])) * 1.4826
        if usual > 0:
            moves.append((subject, float(sizes[-1] / sizes[:-1].max()), float(sizes[-1]) / usual))
    if len(moves) >= ENOUGH and float(np.median([deviations for _, _, deviations in moves])) >= SHARED:
        return
    for subject, beyond, _ in moves:
        yield Seen(beyond, subject)
