"""Runs of sessions ahead and behind, counted one by one."""

from __future__ import annotations

from datetime import date

from reporter.verification.recompute.case import Case, Found, recomputes
from reporter.verification.recompute.prices import Unknown

Run = tuple[int, int, int]


def _signs(case: Case) -> tuple[list[int], list[date]]:
    """+1 or -1 (0 for a tie) for each shared session: which of the two did better on the day.

    A session that one of the two lacks stands as 0, since it ends a run.
    """
    a, b = case.closes().changes(), case.closes(case.other).changes()
    left = dict(zip(a.days.tolist(), a.values.tolist(), strict=True))
    right = dict(zip(b.days.tolist(), b.values.tolist(), strict=True))
    first = max(min(left, default=0), min(right, default=0))
    days = sorted(day for day in {*left, *right} if day >= first)
    signs = []
    for day in days:
        gap = left[day] - right[day] if day in left and day in right else 0.0
        signs.append((gap > 0) - (gap < 0))
    return signs, [date.fromordinal(day) for day in days]


def _runs(signs: list[int]) -> list[Run]:
    """(sign, first place, last place) of every unbroken run."""
    runs: list[Run] = []
    for place, sign in enumerate(signs):
        if runs and runs[-1][0] == sign and sign != 0:
            runs[-1] = (sign, runs[-1][1], place)
        else:
            runs.append((sign, place, place))
    return runs


def _length(run: Run) -> int:
    return run[2] - run[1] + 1


@recomputes("outperformance_streak")
def outperformance_streak(case: Case) -> Found:
    signs, days = _signs(case)
    run = _runs(signs)[-1]
    return Found(float(run[0] * _length(run)), {"start": days[run[1]]})


@recomputes("ended_streak")
def ended_streak(case: Case) -> Found:
    signs, days = _signs(case)
    runs = _runs(signs)
    if len(runs) < 2 or runs[-1][1] != len(signs) - 1:
        raise Unknown("no run ended at the session")
    run = runs[-2]
    return Found(float(run[0] * _length(run)), {"start": days[run[1]], "end": days[run[2]]})


@recomputes("streak_rank")
def streak_rank(case: Case) -> float:
    """1 plus the number of longer runs of the same sign."""
    signs, _ = _signs(case)
    runs = _runs(signs)
    run = runs[-2] if case.figure.params.get("ended") and len(runs) > 1 else runs[-1]
    return float(1 + sum(_length(other) > _length(run) for other in runs if other[0] == run[0]))
