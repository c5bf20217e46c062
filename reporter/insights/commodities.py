"""Commodities, the dollar and exchange rates beside the shares (K91)."""

from __future__ import annotations

from collections.abc import Iterator

from reporter.insights.scene import WEIGHT, Scene, claim, detector, size
from reporter.model import Claim, Figure, Subject
from reporter.model.grade import tail

FAR = 60
"""Sessions back from which a move as large is worth its date."""


def _told(subject: Subject) -> bool:
    return subject.kind in ("commodity", "currency") or (subject.kind == "index" and "dollar" in subject.roles)


def _together(moves: dict[str, Figure], gold: Subject | None, dollar: Subject | None) -> str:
    """How gold and the dollar moved; nothing where either hardly did."""
    a, b = (moves.get(s.id) if s is not None else None for s in (gold, dollar))
    if a is None or b is None or WEIGHT[size(a)] < WEIGHT["clear"] or WEIGHT[size(b)] < WEIGHT["clear"]:
        return ""
    if a.value * b.value < 0:
        return "gold_up" if a.value > 0 else "gold_down"
    return "both_up" if a.value > 0 else "both_down"


@detector
def commodities(scene: Scene) -> Iterator[Claim]:
    """The day of every commodity and currency of the desk, and the one that moved most for its own history."""
    told = [s for s in scene.desk.subjects if _told(s)]
    moves = {s.id: f for s in told if (f := scene.get(s, "day_change", "1d")) is not None}
    closes = {s.id: f for s in told if s.id in moves and (f := scene.get(s, "close_level", "1d")) is not None}
    shown = [s.id for s in told if s.id in closes]
    if not shown:
        return
    top = max(shown, key=lambda name: (tail(moves[name]) or 0.0, name))
    since = scene.get(top, "largest_move", "1d")
    far = since is not None and (since.value >= FAR or since.params.get("record") == 1)
    gold = next((s for s in told if "gold" in s.roles), None)
    dollar = next((s for s in told if "dollar" in s.roles), None)
    yield claim(
        "commodities",
        "day",
        slots={
            "changes": [moves[name] for name in shown],
            "closes": [closes[name] for name in shown],
            "top_change": moves[top],
            "since": since if far else None,
        },
        roles={"top": top},
        facts={
            "calm": all(WEIGHT[size(moves[name])] <= WEIGHT["clear"] for name in shown),
            "record": since is not None and since.params.get("record") == 1,
            "together": _together({name: moves[name] for name in shown}, gold, dollar),
        },
        salience=0.3 + 0.3 * WEIGHT[size(moves[top])],
        sections=("analysis",),
        grade=size(moves[top]),
        rule="day changes of commodities, the dollar and currencies, the largest by its own history named",
    )
