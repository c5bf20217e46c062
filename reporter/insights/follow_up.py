"""What became of the signals of the edition before (K86), and what has changed sides since (K87)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from reporter.insights.scene import Scene, claim, detector, size, standing
from reporter.model import Claim, Figure

MOST_CHANGES = 3
"""More turns than these are a list, not a paragraph."""
SIGNAL_WEIGHT = {"support": 0.8, "resistance": 0.75, "weighting": 0.6, "fear": 0.55}
PAIR_WEIGHT = {
    "size": 0.7,
    "weighting": 0.65,
    "style_large": 0.6,
    "credit": 0.45,
    "style_small": 0.4,
    "industry": 0.4,
}
GROUPS_WEIGHT, OTHER_PAIR = 0.55, 0.3
TOLD_CROSS = 20
"""Sessions on the other side from which the crossing of an average is told as such."""


@standing
def follow_up(scene: Scene) -> Iterator[Claim]:
    """Each signal that the edition before named: where its level was, where the close is, whether it struck."""
    distances = scene.figures.all("follow_up_distance")
    turned = [f for f in scene.figures.all("what_changed_from") if f.params.get("mark") == "weighting"]
    tally = {name: next(iter(scene.figures.all(f"follow_up_{name}")), None) for name in ("signals", "triggered")}
    near = min((abs(figure.value) for figure in distances), default=0.0)
    for figure in distances:
        level = scene.get(figure.subject, "follow_up_level", str(figure.params["mark"]))
        close = scene.get(figure.subject, "close_level", "1d")
        if level is not None and close is not None:
            struck, nearest = bool(figure.params["triggered"]), abs(figure.value) == near
            yield _signal(figure, struck, tally, nearest, level=level, distance=figure, value=close)
    for figure in turned:
        now = _today(scene, figure)
        if now is not None:
            yield _signal(figure, now.printed * figure.printed < 0, tally, False, prior=figure, value=now)


def _signal(
    figure: Figure, struck: bool, tally: dict[str, Figure | None], nearest: bool, **slots: Figure
) -> Claim:
    mark, role = str(figure.params["mark"]), str(figure.params["role"])
    count = tally["signals"]
    return claim(
        "follow_up",
        f"{figure.subject}.{mark}",
        slots={**slots, "count": count, "hits": tally["triggered"]},
        roles={"subject": figure.subject, **({"comparator": figure.comparator} if figure.comparator else {})},
        facts={
            "mark": mark,
            "role": role,
            "triggered": struck,
            "nearest": nearest,
            "returned": figure.params.get("returned") == 1,
            "outcome": _outcome(count, tally["triggered"]),
            "adjacent": count is None or count.window.name == "1d",
            "named_on": (count.window.base if count and count.window.base else figure.as_of).isoformat(),
        },
        salience=SIGNAL_WEIGHT.get(role, SIGNAL_WEIGHT.get(mark, 0.5)) + 0.15 * struck,
        sections=("risks-opportunities",),
        polarity="neutral" if not struck else "negative" if role in ("support", "positive") else "positive",
        grade="clear" if struck else "mild",
        rule="the close since against the level that an earlier close named",
    )


def _outcome(count: Figure | None, hits: Figure | None) -> str:
    if count is None or hits is None or hits.value == 0:
        return "none"
    return "every" if hits.value == count.value else "some"


def _today(scene: Scene, then: Figure) -> Figure | None:
    """The same metric of the same subjects at today's session."""
    return scene.get(then.subject, str(then.params["of"]), then.window.name, then.comparator)


@detector
def what_changed(scene: Scene) -> Iterator[Claim]:
    """The two or three turns since the edition before that matter most and that no other claim tells."""
    found: list[Claim] = []
    for then in scene.figures.all("what_changed_from"):
        now, change = _today(scene, then), then.params.get("change")
        if now is None:
            continue
        made = (
            _sign(scene, then, now)
            if change == "sign"
            else _side(scene, then, now)
            if change == "side"
            else _rank(scene, then, now)
            if change == "rank"
            else _count(scene, then, now)
            if change == "count"
            else _record(scene, then, now)
            if change == "record"
            else None
        )
        if made is not None:
            found.append(made)
    yield from sorted(found, key=lambda c: (-c.salience, c.id))[:MOST_CHANGES]


def _adjacent(scene: Scene, then: Figure) -> bool:
    """Whether a figure stood so at the session before."""
    day = scene.get(scene.a, "day_change", "1d")
    return day is not None and day.window.base == then.window.end


def _changed(
    scene: Scene,
    then: Figure,
    now: Figure,
    salience: float,
    what: str,
    *,
    subjects: dict[str, str | tuple[str, ...]] | None = None,
    prior: Figure | None = None,
    distance: Sequence[Figure] = (),
    rule: str,
) -> Claim:
    return claim(
        "what_changed",
        then.id.replace(".what_changed_from", ""),
        slots={"now": now, "prior": prior or then, "distance": list(distance)},
        roles=subjects or {"subject": then.subject, **({"comparator": then.comparator} if then.comparator else {})},
        facts={
            "change": str(then.params["change"]),
            "what": what,
            "window": now.window.name,
            "up": now.value > then.value,
            "since": then.window.end.isoformat(),
            "adjacent": _adjacent(scene, then),
            "sector": then.subject in {s.id for s in scene.desk.with_role("sector")},
        },
        salience=salience,
        sections=("analysis",),
        grade=size(now),
        polarity="positive" if now.value > then.value else "negative",
        rule=rule,
    )


def _sign(scene: Scene, then: Figure, now: Figure) -> Claim | None:
    """The year's score of the lead pair is told by `ytd_lead`, the five sessions of equal weight by the watch-list."""
    role = next((p.role for p in scene.desk.pairs if (p.a, p.b) == (then.subject, then.comparator)), "groups")
    if role == "size" and now.window.name == "ytd":
        return None
    weight = GROUPS_WEIGHT if role == "groups" else PAIR_WEIGHT.get(role, OTHER_PAIR)
    return _changed(
        scene,
        then,
        now,
        weight + 0.1 * (now.window.name == "ytd"),
        role,
        rule="a difference has another sign than at the earlier close, and one of the two is 0.2 points or more",
    )


def _side(scene: Scene, then: Figure, now: Figure) -> Claim | None:
    """Sectors at their 50-day average are counted together; a crossing after a long stay has a claim of its own."""
    lead = then.subject in scene.desk.lead[:2]
    sector = then.subject in {s.id for s in scene.desk.with_role("sector")}
    crossed = scene.get(then.subject, "sma_cross", now.window.name)
    if (sector and now.window.name == "50d") or (lead and crossed is not None and crossed.value >= TOLD_CROSS):
        return None
    weight = (0.55 if lead else 0.35) + 0.15 * (now.window.name == "200d")
    return _changed(
        scene,
        then,
        now,
        weight,
        f"sma{now.window.name.removesuffix('d')}",
        rule="the close is on the other side of the average than at the earlier close",
    )


def _rank(scene: Scene, then: Figure, now: Figure) -> Claim | None:
    """Told once for each end, of the sector that has the place now."""
    end = str(then.params["end"])
    place = 1 if end == "first" else len(scene.figures.all("sector_rank", "ytd"))
    if now.value != place:
        return None
    others = [f for f in scene.figures.all("what_changed_from") if f.params.get("end") == end and f.value == place]
    own = scene.get(then.subject, "ytd_return", "ytd")
    old = scene.get(others[0].subject, "ytd_return", "ytd") if others else None
    if own is None or old is None:
        return None
    return _changed(
        scene,
        then,
        own,
        0.6 if end == "first" else 0.45,
        end,
        prior=old,
        subjects={"subject": own.subject, "comparator": old.subject},
        rule="the year's first or last place among the sectors has another holder than at the earlier close",
    )


def _count(scene: Scene, then: Figure, now: Figure) -> Claim | None:
    """How many sectors stand above their 50-day average, and which changed sides."""
    moved = [
        f
        for f in scene.figures.all("what_changed_from")
        if f.params.get("change") == "side"
        and f.window.name == "50d"
        and f.subject in {s.id for s in scene.desk.with_role("sector")}
    ]
    if not moved:
        return None
    today = [f for f in (_today(scene, each) for each in moved) if f is not None]
    lost = tuple(f.subject for f in today if f.value < 0)
    gained = tuple(f.subject for f in today if f.value > 0)
    weight = 0.45 + 0.06 * abs(now.value - then.value)
    return _changed(
        scene,
        then,
        now,
        weight,
        "sectors",
        subjects={"lost": lost, "gained": gained},
        distance=today,
        rule="the number of sectors above their 50-day average is another than at the earlier close",
    )


def _record(scene: Scene, then: Figure, now: Figure) -> Claim | None:
    return _changed(scene, then, now, 0.5, "record", rule="a closing record today, and none at the earlier close")
