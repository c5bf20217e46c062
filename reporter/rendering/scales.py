"""Where things stand in a chart: nice ticks, widths of text, labels that keep their distance. Plain geometry."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

NARROW = frozenset("iljtfrI.,:;'|!()[] ")
WIDE = frozenset("mwMW%@\u2014")


@dataclass(frozen=True)
class Label:
    x: float
    y: float
    text: str
    anchor: str = "start"


@dataclass(frozen=True)
class Scale:
    """A straight line from values `low`..`high` to pixels `start`..`stop` (either may run downwards)."""

    low: float
    high: float
    start: float
    stop: float

    def at(self, value: float) -> float:
        """The pixel of a value, to a hundredth; the middle where the values span nothing."""
        span = self.high - self.low
        share = (value - self.low) / span if span else 0.5
        return round(self.start + share * (self.stop - self.start), 2)


def nice_step(span: float, about: int) -> float:
    """A step of 1, 2, 2.5 or 5 times a power of ten that cuts `span` into about `about` parts."""
    if span <= 0:
        return 1.0
    rough = span / max(about, 1)
    power = 10.0 ** math.floor(math.log10(rough))
    return next(factor * power for factor in (1, 2, 2.5, 5, 10) if factor * power >= rough * 0.999)


def nice_ticks(low: float, high: float, about: int = 5) -> tuple[float, ...]:
    """Round values from at or below `low` to at or above `high`, evenly spaced; never negative zero."""
    step = nice_step(high - low, about)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    if first == last:
        first, last = first - 1, last + 1
    return tuple(round(index * step, 10) + 0.0 for index in range(first, last + 1))


def step_decimals(ticks: Sequence[float]) -> int:
    """Decimals that tick labels need so that neighbours differ."""
    for decimals in range(0, 6):
        if all(abs(round(tick, decimals) - tick) < 1e-9 for tick in ticks):
            return decimals
    return 6


def text_width(text: str, size: float) -> float:
    """Width of a line of text in pixels at a font size; an estimate that errs on the wide side."""
    width = 0.0
    for char in text:
        if unicodedata.east_asian_width(char) in ("W", "F"):
            width += 1.0
        elif char in NARROW:
            width += 0.36
        elif char in WIDE:
            width += 0.92
        elif char.isupper():
            width += 0.68
        else:
            width += 0.58
    return round(width * size, 2)


def spread(wanted: Sequence[float], gap: float, low: float, high: float) -> tuple[float, ...]:
    """Positions as near as can be to `wanted`, at least `gap` apart, inside `low`..`high`, in the same order.

    Neighbours that are too near are pooled and stand around their common middle. Where there is no room for
    all, they are evenly spaced over the whole range.
    """
    count = len(wanted)
    if count == 0:
        return ()
    if gap * (count - 1) >= high - low:
        even = (high - low) / max(count - 1, 1)
        order = sorted(range(count), key=lambda i: (wanted[i], i))
        placed = {index: low + even * place for place, index in enumerate(order)}
        return tuple(round(placed[i], 2) for i in range(count))
    order = sorted(range(count), key=lambda i: (wanted[i], i))
    pools: list[list[int]] = []
    for index in order:
        pools.append([index])
        while len(pools) > 1 and _starts(pools[-1], wanted, gap, low, high) < (
            _starts(pools[-2], wanted, gap, low, high) + gap * len(pools[-2])
        ):
            pools[-2:] = [pools[-2] + pools[-1]]
    result = [0.0] * count
    for pool in pools:
        start = _starts(pool, wanted, gap, low, high)
        for place, index in enumerate(pool):
            result[index] = round(start + gap * place, 2)
    return tuple(result)


def _starts(pool: Sequence[int], wanted: Sequence[float], gap: float, low: float, high: float) -> float:
    """Where a pool of labels begins so that it stands around the mean of what its members want, within bounds."""
    middle = sum(wanted[i] for i in pool) / len(pool)
    half = gap * (len(pool) - 1) / 2
    return min(max(middle - half, low), high - 2 * half)


def fitted(text: str, size: float, room: float) -> str:
    """The text, or as much of its beginning as there is room for, with an ellipsis."""
    if text_width(text, size) <= room:
        return text
    for end in range(len(text) - 1, 0, -1):
        short = text[:end].rstrip() + "\u2026"
        if text_width(short, size) <= room:
            return short
    return "\u2026"
