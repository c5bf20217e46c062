"""Do all bars of an instrument stand on one footing? Units, splits, and adjustments that come and go."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import numpy as np

from reporter.data.gates.case import GATES, RECENT, Case, Floats, Seen, Table
from reporter.model import Subject

UNITS = (10.0, 100.0, 1000.0)
UNIT_TOLERANCE = 0.2
LOW_YIELD = 0.002
"""Yields below this multiply in a day without any mistake."""
SPLITS = (1.5, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 10.0, 15.0, 20.0, 25.0, 30.0, 40.0, 50.0)
SPLIT_TOLERANCE = 0.025
TAKEN_BACK = 0.1
DEVIATIONS = 10.0
"""A jump counts as one of a split only where it is so many deviations of the instrument's own days."""
RETURNS_WITHIN = 5
"""Sessions within which a jump that is taken back was a bar on another footing."""


@GATES.register("unit_flip")
def unit_flip(case: Case) -> Iterator[Seen]:
    """A price ten, a hundred or a thousand times the one before, or the part of it."""
    yield Seen(1.0)
    for subject, day, ratio in _jumps(case, min(UNITS) * (1 - UNIT_TOLERANCE)):
        times = max(ratio, 1 / ratio)
        if subject.kind == "yield" and _before(case.tables[subject.id], day) < LOW_YIELD * max(1.0, 1 / ratio):
            continue
        if min(abs(times / unit - 1) for unit in UNITS) <= UNIT_TOLERANCE:
            yield Seen(times, subject, day)


@GATES.register("split_without_action")
def split_without_action(case: Case) -> Iterator[Seen]:
    """A jump by the ratio of a split where none is recorded and the next bars stay there."""
    yield Seen(1.0)
    for subject, day, ratio in _split_jumps(case):
        if not case.actions(subject, "split", day) and not _taken_back(case, subject, day, ratio):
            yield Seen(max(ratio, 1 / ratio), subject, day)


@GATES.register("phantom_split")
def phantom_split(case: Case) -> Iterator[Seen]:
    """A recorded split that closes jump at, or a jump by the ratio of one that the next bars take back."""
    yield Seen(1.0)
    for subject, day, ratio in _split_jumps(case):
        recorded = case.actions(subject, "split", day)
        if recorded or _taken_back(case, subject, day, ratio):
            detail = f"recorded: {recorded[0]:g} for 1" if recorded else "taken back"
            yield Seen(max(ratio, 1 / ratio), subject, day, detail)


@GATES.register("mixed_adjustment")
def mixed_adjustment(case: Case) -> Iterator[Seen]:
    """By how much the ratio of adjusted close to close falls from one session to the next: it can only rise."""
    for subject in case.alive:
        table = case.tables[subject.id]
        closes, adjusted = table.columns["close"][-RECENT:], table.columns["adj_close"][-RECENT:]
        both = np.flatnonzero((closes > 0) & (adjusted > 0))
        if subject.kind in ("yield", "index", "volatility_index") or len(both) < 2:
            continue
        factor = adjusted[both] / closes[both]
        falls = 1 - factor[1:] / factor[:-1]
        place = int(falls.argmax())
        yield Seen(max(0.0, float(falls[place])), subject, table.days[-RECENT:][both[place + 1]].item())


def _jumps(case: Case, least: float) -> Iterator[tuple[Subject, date, float]]:
    """Ratios of one close to the one before of at least `least` or its inverse, within the last year."""
    for subject in case.alive:
        days, ratios = case.ratios.get(subject.id, (None, None))
        if days is None or ratios is None:
            continue
        recent = ratios[-RECENT:]
        for place in np.flatnonzero((recent >= least) | (recent <= 1 / least)):
            yield subject, days[len(ratios) - len(recent) + int(place)].item(), float(recent[place])


def _split_jumps(case: Case) -> Iterator[tuple[Subject, date, float]]:
    """Jumps that are near the ratio of a split and beyond the instrument's own ways."""
    for subject, day, ratio in _jumps(case, min(SPLITS) * (1 - SPLIT_TOLERANCE)):
        times = max(ratio, 1 / ratio)
        if subject.kind not in ("etf", "stock", "index") or not any(
                abs(times / split - 1) <= SPLIT_TOLERANCE for split in SPLITS):
            continue
        if np.log(times) >= DEVIATIONS * _usual(case.ratios[subject.id][1]):
            yield subject, day, ratio


def _before(table: Table, day: date) -> float:
    """The last price before a day."""
    earlier = table.prices[(table.days < np.datetime64(day)) & np.isfinite(table.prices)]
    return float(earlier[-1]) if len(earlier) else 0.0


def _usual(ratios: Floats) -> float:
    return float(np.median(np.abs(np.log(ratios[-RECENT:])))) * 1.4826


def _taken_back(case: Case, subject: Subject, day: date, ratio: float) -> bool:
    """Whether a jump is undone, or undoes one, within a few sessions."""
    days, ratios = case.ratios[subject.id]
    place = int(np.searchsorted(days, np.datetime64(day)))
    near = np.concatenate([ratios[max(0, place - RETURNS_WITHIN):place], ratios[place + 1:place + 1 + RETURNS_WITHIN]])
    return bool((np.abs(near * ratio - 1) <= TAKEN_BACK).any())
