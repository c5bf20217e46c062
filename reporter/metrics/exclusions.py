"""Explanations that the data exclude (K90): did rates, volatility or credit move enough, and the right way?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from reporter.metrics.bench import Bench
from reporter.metrics.catalogue import metric
from reporter.metrics.engine import family
from reporter.metrics.sectors import groups_of
from reporter.metrics.series import NOISE, Floats
from reporter.metrics.windows import YEAR
from reporter.model import Figure, Gap, Input

ROTATION = ("cyclical", "defensive")
UNUSUAL = 0.8
"""A driver explains a day only if its move was larger than on four of five sessions of the last year."""

metric("excluded_explanation", "percentile", 2, "count(abs(move[t]) < abs(move[session])) / count(move[t]), one year",
       """Share of the last 252 sessions on which a possible driver moved less than at the session. It explains the
       day (`explains` 1) only if that share is at least `least` and its direction fits what is to be explained:
       small caps behind (or the benchmark down) with yields up, volatility up, high yield behind investment grade,
       the dollar down or cyclical sectors behind defensive ones, and the reverse.""")


@dataclass(frozen=True)
class Candidate:
    """A possible driver: its moves over all sessions, and the sign that would go with a positive day."""

    subject: str
    comparator: str | None
    moves: Floats
    sign: int
    members: tuple[str, ...] = ()
    """The subjects that a group's moves are made of."""


@family("exclusions")
def exclusions(bench: Bench) -> Iterator[Figure | Gap]:
    """Each candidate driver's move against its own usual day."""
    explained = _explained(bench)
    if explained is None:
        return
    named, move, sides = explained
    for candidate in _candidates(bench):
        year = candidate.moves[-YEAR:]
        seen = year[np.isfinite(year)]
        if not np.isfinite(candidate.moves[-1]) or len(seen) < YEAR * 3 // 4:
            yield bench.gap("excluded_explanation", candidate.subject, "short_history")
            continue
        yield _figure(bench, candidate, seen, named, move, sides)


def _figure(bench: Bench, candidate: Candidate, seen: Floats, named: str, move: float, sides: list[str]) -> Figure:
    now = float(candidate.moves[-1])
    share = float((np.abs(seen) < abs(now) - NOISE).mean())
    least = float(bench.desk.thresholds.get("excluded_explanation", UNUSUAL))
    fits = now * move * candidate.sign > 0
    own = [candidate.subject] if candidate.comparator is None else [candidate.subject, candidate.comparator]
    own = list(candidate.members) or own
    start = bench.size - YEAR - 1
    inputs: list[Input] = [bench.span(s, start) for s in own]
    inputs += [bench.point(s, at) for s in sides for at in (bench.last - 1, bench.last)]
    return bench.figure(
        "excluded_explanation", candidate.subject, bench.today, share, inputs, comparator=candidate.comparator,
        basis=bench.basis(*own),
        params={"explains": int(fits and share >= least), "direction_fits": int(fits), "least": least,
                "explained": named, "sign": candidate.sign},
    )


def _explained(bench: Bench) -> tuple[str, float, list[str]] | None:
    """What asks for an explanation: the day's difference of the size pair, else the benchmark's day."""
    pair = next((p for p in bench.live_pairs if p.role == "size"), None)
    if pair is not None:
        named, sides = pair.id, [pair.a, pair.b]
        move = float(bench.returns(pair.a)[-1] - bench.returns(pair.b)[-1])
    else:
        benchmark = bench.first_with("benchmark")
        if benchmark is None:
            return None
        named, sides, move = benchmark.id, [benchmark.id], float(bench.returns(benchmark.id)[-1])
    return (named, move, sides) if np.isfinite(move) else None


def _candidates(bench: Bench) -> Iterator[Candidate]:
    rates, fear = bench.first_with("yield_long"), bench.first_with("fear")
    if rates is not None:
        yield Candidate(rates.id, None, bench.changes(rates.id), -1)
    if fear is not None:
        yield Candidate(fear.id, None, bench.changes(fear.id), -1)
    for pair in bench.live_pairs:
        if pair.role == "credit":
            yield Candidate(pair.a, pair.b, bench.returns(pair.a) - bench.returns(pair.b), 1)
    dollar = bench.first_with("dollar")
    if dollar is not None:
        # small companies sell at home: a dearer dollar hurts them less
        yield Candidate(dollar.id, None, bench.returns(dollar.id), 1)
    groups = groups_of(bench)
    if all(side in groups for side in ROTATION):
        rows = [np.mean([bench.returns(m) for m in groups[side]], axis=0) for side in ROTATION]
        yield Candidate(*ROTATION, rows[0] - rows[1], 1, tuple(dict.fromkeys(m for g in ROTATION for m in groups[g])))
