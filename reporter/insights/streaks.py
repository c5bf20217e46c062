"""Runs of sessions in which one subject beat the other: alive, or ended today."""

from __future__ import annotations

from collections.abc import Iterator

from reporter.insights.scene import Scene, claim, detector
from reporter.model import Claim, Figure, Subject

WORTH_TELLING = 5
"""A run of five sessions in one direction happens by chance about once in a month and a half."""


def _claim(scene: Scene, kind: str, length: Figure, a: Subject, b: Subject) -> Claim:
    rank = scene.get(a, "streak_rank", "1d", b)
    longest = scene.get(a, "streak_longest", "since_inception", b)
    count = abs(length.value)
    rank_counts = rank is not None and rank.value <= 10 and count >= 8
    return claim(
        kind,
        f"{a.id}.{b.id}",
        slots={"length": length, "rank": rank if rank_counts else None, "longest": longest if rank_counts else None},
        roles={"a": a.id, "b": b.id},
        facts={
            "behind": length.value < 0,
            "first": rank is not None and rank.value == 1,
            "sole_longest": rank is not None and rank.value == 2 and longest is not None and abs(longest.value) > count,
        },
        salience=min(0.3 + count * 0.045, 0.98),
        sections=("analysis", "summary"),
        polarity=("negative" if kind == "streak_ended" else "positive")
        if length.value > 0
        else ("positive" if kind == "streak_ended" else "negative"),
        grade="extreme" if rank_counts else "clear",
        rule=f"{kind}: at least {WORTH_TELLING} sessions of one sign",
    )


@detector
def streak(scene: Scene) -> Iterator[Claim]:
    a, b = scene.a, scene.b
    if a is None or b is None:
        return
    ended = scene.get(a, "ended_streak", "1d", b)
    if ended is not None and abs(ended.value) >= WORTH_TELLING:
        yield _claim(scene, "streak_ended", ended, a, b)
    alive = scene.get(a, "outperformance_streak", "1d", b)
    if alive is not None and abs(alive.value) >= WORTH_TELLING:
        yield _claim(scene, "streak", alive, a, b)
