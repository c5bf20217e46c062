"""What followed earlier occasions: the arithmetic of base rates and streaks, on plain arrays.

Position t in an array is session t of a track; the last position is the edition's own session. Nothing here looks
past it, and an occasion counts only if what followed it was complete before that session.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from reporter.metrics.bench import Bench

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]
BoolArray = NDArray[np.bool_]

SPACING = 21
"""Sessions within which a second occasion belongs to the first (about one month)."""
HORIZONS = (21, 63, 126, 252)
"""Sessions after an occasion at which its outcome is measured: a month, a quarter, half a year, a year."""


@dataclass(frozen=True)
class Track:
    """Closes of one subject, or of two on the sessions that both have; all arrays of one length, nothing missing.

    `places` are positions on the exchange's calendar, `years` their calendar years, `a` and `b` positive closes.
    With `b`, changes and outcomes are differences: those of `a` minus those of `b`.
    """

    places: IntArray
    years: IntArray
    a: FloatArray
    b: FloatArray | None = None

    def __len__(self) -> int:
        return len(self.a)

    @cached_property
    def change(self) -> FloatArray:
        """One-session change at each position; NaN at the first and after a session without an observation."""
        result = np.full(len(self), np.nan)
        if len(self) > 1:
            result[1:] = np.where(np.diff(self.places) == 1, self.forward_all(1), np.nan)
        return result

    def forward_all(self, horizon: int) -> FloatArray:
        """Outcome over `horizon` sessions from each position that has one; length n - horizon."""
        return self.forward(np.arange(max(len(self) - horizon, 0)), horizon)

    def forward(self, positions: IntArray, horizon: int) -> FloatArray:
        """Outcome over `horizon` sessions after the close of each position."""
        return self.between(positions, positions + horizon)

    @cached_property
    def normals(self) -> dict[int, float]:
        """Share of all sessions after which the outcome over each horizon was positive, complete before the last."""
        values = {horizon: self.forward_all(horizon)[:-1] for horizon in HORIZONS}
        return {h: float((v > 0).mean()) if len(v) else float("nan") for h, v in values.items()}

    def between(self, starts: IntArray, ends: IntArray) -> FloatArray:
        """Change from the closes at `starts` to those at `ends`, or the difference of the two changes."""
        gain = self.a[ends] / self.a[starts]
        return gain - 1.0 if self.b is None else gain - self.b[ends] / self.b[starts]


def track_of(bench: Bench, a: str, b: str | None = None) -> Track:
    """The track of a subject, or of a pair over the sessions on which both have a price."""
    first = bench.prices(a)
    second = None if b is None else bench.prices(b)
    seen = np.isfinite(first) if second is None else np.isfinite(first) & np.isfinite(second)
    places = np.flatnonzero(seen)
    years = bench.calendar.days[places].astype("datetime64[D]").astype("datetime64[Y]").astype(np.int64) + 1970
    return Track(places, years, first[places], None if second is None else second[places])


@dataclass(frozen=True)
class Outcome:
    """What followed the occasions of a rule over one horizon. `normal` is the share over all sessions alike."""

    cases: int
    hits: int
    mean: float
    median: float
    low: float
    high: float
    normal: float
    first_at: int
    last_at: int
    low_at: int
    high_at: int
    last: float

    @property
    def share(self) -> float:
        return self.hits / self.cases


def runs(signs: FloatArray) -> IntArray:
    """Signed length of the run of equal signs that ends at each position; 0 where the sign is 0 or NaN.

    >>> runs(np.array([np.nan, 1.0, 2.0, -1.0, 0.0, 3.0])).tolist()
    [0, 1, 2, -1, 0, 1]
    """
    sign = np.sign(np.nan_to_num(signs)).astype(np.int64)
    if not len(sign):
        return sign
    places = np.arange(len(sign))
    turn = np.r_[True, sign[1:] != sign[:-1]]
    start = np.maximum.accumulate(np.where(turn, places, 0))
    return sign * (places - start + 1)


def spaced(positions: IntArray, spacing: int = SPACING) -> IntArray:
    """Positions without those that follow the last one kept within `spacing` sessions.

    >>> spaced(np.array([3, 20, 24, 25, 60])).tolist()
    [3, 25, 60]
    """
    kept: list[int] = []
    for position in positions.tolist():
        if not kept or position - kept[-1] > spacing:
            kept.append(position)
    return np.array(kept, dtype=np.int64)


def completed(positions: IntArray, horizon: int, length: int) -> IntArray:
    """Positions whose horizon ends before the last of `length` sessions: history ends before the case it judges."""
    return positions[positions + horizon < length - 1]


def earlier_cases(occasions: BoolArray, horizon: int = HORIZONS[0]) -> IntArray:
    """Spaced positions at which a condition held and whose horizon was complete before the last session."""
    return completed(spaced(np.flatnonzero(occasions)), horizon, len(occasions))


def summarise(track: Track, cases: IntArray, horizon: int) -> Outcome | None:
    """Outcomes of the cases whose horizon is complete; None without any."""
    cases = completed(cases, horizon, len(track))
    if not len(cases):
        return None
    return outcome_of(track.forward(cases, horizon), cases, track.normals[horizon])


def outcome_of(values: FloatArray, cases: IntArray, normal: float) -> Outcome:
    """Statistics of the outcomes `values` of `cases` (same length, at least one)."""
    low, high = int(values.argmin()), int(values.argmax())
    return Outcome(
        cases=len(cases), hits=int((values > 0).sum()), mean=float(values.mean()), median=float(np.median(values)),
        low=float(values[low]), high=float(values[high]), normal=normal, first_at=int(cases[0]),
        last_at=int(cases[-1]), low_at=int(cases[low]), high_at=int(cases[high]), last=float(values[-1]),
    )

