"""The conditions of base rates once more, session by session in plain loops: on which closes each held."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import numpy as np

from reporter.verification.recompute.case import Case
from reporter.verification.recompute.prices import Floats

SLACK = 1e-9


@dataclass(frozen=True, eq=False)
class Track:
    """Closes of one subject or of two on shared days; `change` has 0.0 in its first place (no change known)."""

    days: tuple[date, ...]
    a: Floats
    b: Floats | None
    fear: dict[date, float]

    @property
    def change(self) -> Floats:
        own = np.concatenate([[np.nan], self.a[1:] / self.a[:-1] - 1.0])
        return own if self.b is None else own - np.concatenate([[np.nan], self.b[1:] / self.b[:-1] - 1.0])

    def outcome(self, start: int, end: int) -> float:
        own = float(self.a[end] / self.a[start]) - 1.0
        return own if self.b is None else own - (float(self.b[end] / self.b[start]) - 1.0)


def _run_lengths(change: Floats) -> list[int]:
    """Signed length of the run of equal signs that each place continues."""
    lengths: list[int] = []
    for value in change.tolist():
        sign = (value > 0) - (value < 0)
        before = lengths[-1] if lengths else 0
        lengths.append(before + sign if sign and before * sign > 0 else sign)
    return lengths


def _streak_ended(case: Case, track: Track) -> list[int]:
    runs, sign, least = _run_lengths(track.change), int(case.param("direction")), case.param("threshold")
    return [t for t in range(1, len(runs)) if runs[t - 1] * sign >= least and runs[t] * sign <= 0]


def _streak_alive(case: Case, track: Track) -> list[int]:
    runs, reached = _run_lengths(track.change), int(case.param("direction") * case.param("threshold"))
    return [t for t, run in enumerate(runs) if run == reached]


def _large_change(case: Case, track: Track) -> list[int]:
    sign, least = case.param("direction"), case.param("threshold")
    return [t for t, value in enumerate((track.change * sign).tolist()) if value >= least - SLACK]


def _record(case: Case, track: Track) -> list[int]:
    """Closing records after a wait; the first 252 sessions set none, but count as waiting."""
    found, best, last = [], float(track.a[0]), 0
    for t in range(1, len(track.a)):
        if track.a[t] > best:
            best = float(track.a[t])
            if t >= 252 and t - last >= case.param("threshold"):
                found.append(t)
            last = t
    return found


def _average_break(case: Case, track: Track) -> list[int]:
    length, stay, sign = int(case.param("average", 200)), case.param("threshold"), int(case.param("direction"))
    sums = np.concatenate([[0.0], np.cumsum(track.a)])
    averages = (sums[length:] - sums[:-length]) / length
    sides = np.concatenate([np.zeros(length - 1), np.sign(track.a[length - 1 :] - averages)])
    runs = _run_lengths(sides)
    return [t for t in range(1, len(runs)) if sides[t] == sign and runs[t - 1] * -sign >= stay]


def _bear_threshold(case: Case, track: Track) -> list[int]:
    found, best, told = [], float(track.a[0]), False
    for t, close in enumerate(track.a.tolist()):
        if close > best:
            best, told = close, False
        if not told and close / best - 1.0 <= -case.param("threshold"):
            found.append(t)
            told = True
    return found


def _fall_from_record(case: Case, track: Track) -> list[int]:
    """The same closes, of falls from earlier records: the present one is no precedent of itself."""
    top = int(np.flatnonzero(track.a == track.a.max())[0])
    return [t for t in _bear_threshold(case, track) if t < top]


def _year_behind(case: Case, track: Track) -> list[int]:
    """Closes as far behind over a year of sessions, for the first time in a while."""
    length, quiet, least = int(case.param("length")), int(case.param("quiet")), case.param("threshold")
    behind = [t >= length and -track.outcome(t - length, t) >= least - SLACK for t in range(len(track.days))]
    return [t for t in range(length + quiet, len(behind)) if behind[t] and not any(behind[t - quiet : t])]


def _fear_spike(case: Case, track: Track) -> list[int]:
    fear = [track.fear.get(day, float("nan")) for day in track.days]
    threshold = case.param("threshold")
    if case.figure.params.get("trigger") == "level":
        return [
            t
            for t in range(len(fear))
            if fear[t] > threshold and not any(v > threshold for v in fear[max(0, t - 60) : t])
        ]
    return [t for t in range(1, len(fear)) if fear[t] / fear[t - 1] - 1.0 >= threshold - SLACK]


def year_starts(track: Track) -> list[int]:
    return [t for t in range(1, len(track.days)) if track.days[t].year != track.days[t - 1].year]


def _ytd_lead(case: Case, track: Track) -> list[int]:
    """The same session number of earlier years whose lead was as wide, with at least 21 sessions left."""
    starts, number = year_starts(track), int(case.param("number")) - 1
    found = []
    for start, after in itertools.pairwise(starts):
        at = start + number
        if (
            at <= after - 1 - 21
            and track.outcome(start - 1, at) * case.param("direction") >= case.param("threshold") - SLACK
        ):
            found.append(at)
    return found


RULES: dict[str, Callable[[Case, Track], list[int]]] = {
    "streak_ended": _streak_ended,
    "losing_streak_ended": _streak_ended,
    "streak_alive": _streak_alive,
    "losing_streak_alive": _streak_alive,
    "wide_gap_up": _large_change,
    "wide_gap_down": _large_change,
    "big_rise": _large_change,
    "big_fall": _large_change,
    "record_after_drought": _record,
    "record_close": _record,
    "sma200_break_up": _average_break,
    "sma200_break_down": _average_break,
    "bear_threshold": _bear_threshold,
    "fall_from_record": _fall_from_record,
    "year_behind": _year_behind,
    "vix_spike": _fear_spike,
    "ytd_lead": _ytd_lead,
}
