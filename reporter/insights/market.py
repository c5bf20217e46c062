"""Fear, rates and credit: what may explain the day and, as often, what does not."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from reporter.insights.scene import Scene, claim, detector, size
from reporter.model import Claim, Figure


def _fear_state(share_below: float | None, level: float) -> str:
    """Calm to alarmed, by the place in the past year and by the level itself."""
    if level >= 40:
        return "panic"
    if share_below is None:
        return "tense" if level >= 28 else "calm" if level < 17 else "middling"
    if share_below >= 0.9 or level >= 30:
        return "alarmed"
    if share_below >= 0.7:
        return "tense"
    return "calm" if share_below <= 0.45 else "middling"


def _still(change: Figure, move: Figure) -> bool:
    """Within a twentieth of a point, or half a percent of a high level."""
    return abs(change.value) < 0.05 or abs(move.value) < 0.005


def state_is_high(below: Figure | None) -> bool:
    """A level in the top tenth of its year is told by the date when it was last as high."""
    return below is not None and below.value >= 0.9


@detector
def fear(scene: Scene) -> Iterator[Claim]:
    """The volatility index: level, change, place in the past year."""
    vix = scene.one("fear")
    level, change = scene.get(vix, "close_level", "1d"), scene.get(vix, "period_point_change", "1d")
    move = scene.get(vix, "day_change", "1d")
    if vix is None or level is None or change is None or move is None:
        return
    below = scene.get(vix, "level_percentile", "1y")
    since = scene.get(vix, "level_since", "1d")
    since = since if state_is_high(below) else None
    state = _fear_state(below.value if below else None, level.value)
    yield claim(
        "fear",
        vix.id,
        slots={
            "level": level,
            "change": change,
            "share_above": scene.get(vix, "share_above", "1y"),
            "share_below": scene.get(vix, "share_below", "1y"),
            "since": since,
        },
        roles={"subject": vix.id},
        facts={
            "record": since is not None and since.params.get("record") == 1,
            "looked_from": since.history.start.isoformat() if since is not None and since.history is not None else "",
            "state": state,
            "jumped": move.value >= 0.1,
            "spike": move.value >= 0.2,
            "notable": abs(move.value) >= 0.05, "jumped_down": move.value <= -0.1,
            "very_low": below is not None and below.value <= 0.1,
            "direction": "same" if _still(change, move) else "up" if change.value > 0 else "down",
        },
        salience=0.4 + 0.4 * (state in ("alarmed", "panic")) + 0.1 * (move.value >= 0.1),
        sections=("analysis", "summary"),
        grade=size(move),
        polarity="negative" if change.value > 0 else "positive",
        rule="close of the volatility index against its last 252 closes",
    )


def bond_holiday(day: date) -> bool:
    """Columbus Day and Veterans Day: shares trade in New York, Treasuries do not."""
    columbus = day.month == 10 and day.weekday() == 0 and 8 <= day.day <= 14
    veterans = day.month == 11 and (day.day == 11 or (day.day == 12 and day.weekday() == 0))
    return columbus or veterans


@detector
def rates(scene: Scene) -> Iterator[Claim]:
    """The long yield: level, change, and how unusual the change was."""
    subject = scene.one("yield_long")
    level, change = scene.get(subject, "close_level", "1d"), scene.get(subject, "yield_change", "1d")
    if subject is None or level is None or change is None:
        return
    usual = scene.get(subject, "day_significance", "1y")
    since = scene.get(subject, "yield_change_since", "1d")
    share = usual.value if usual else None
    closed = bond_holiday(level.as_of) and scene.desk.calendar == "XNYS"
    magnitude = (
        "flat"
        if change.printed == 0 or closed
        else "small"
        if share is None or share < 0.6
        else "large"
        if share >= 0.9
        else "middling"
    )
    yield claim(
        "rates",
        subject.id,
        slots={
            "level": level,
            "change": change,
            "significance": usual,
            "since": since if magnitude == "large" else None,
        },
        roles={"subject": subject.id},
        facts={
            "record": since is not None and since.params.get("record") == 1,
            "size": magnitude,
            "direction": "flat" if change.printed == 0 else "up" if change.value > 0 else "down",
            "closed": closed,
            "usual": magnitude in ("flat", "small") and not closed,
        },
        salience=0.7 if magnitude == "large" else 0.4,
        sections=("analysis",),
        grade="sharp" if magnitude == "large" else "mild",
        rule="change of the long yield in basis points against the absolute changes of the past year",
    )


@detector
def credit(scene: Scene) -> Iterator[Claim]:
    """High yield against investment grade on the day: the part of the market that prices default."""
    pair = scene.pair("credit")
    gap = scene.get(pair[0], "relative_return", "1d", pair[1]) if pair else None
    if pair is None or gap is None:
        return
    calm = size(gap) in ("flat", "mild", "clear")
    yield claim(
        "credit",
        f"{pair[0]}.{pair[1]}",
        slots={"gap": gap},
        roles={"a": pair[0], "b": pair[1]},
        facts={"size": size(gap), "direction": "worse" if gap.value < 0 else "better", "calm": calm},
        salience=0.35 if calm else 0.5,
        sections=("analysis",),
        grade=size(gap),
        polarity="negative" if gap.value < 0 else "positive",
        rule="high yield minus investment grade, day",
    )


def _worst(*figures: Figure | None) -> float:
    return min((f.value for f in figures if f is not None), default=0.0)


def _bonds_fell(scene: Scene) -> bool:
    """Whether the long yield rose by more than a usual day: Treasuries were sold too."""
    change = scene.get(scene.one("yield_long"), "yield_change", "1d")
    usual = scene.get(scene.one("yield_long"), "day_significance", "1y")
    return change is not None and change.value > 0 and usual is not None and usual.value >= 0.6


def _witnesses(scene: Scene) -> int:
    """How many of credit, yields and sectors moved as a flight to safety would move them."""
    pair = scene.pair("credit")
    spread = scene.get(pair[0], "relative_return", "1d", pair[1]) if pair else None
    change = scene.get(scene.one("yield_long"), "yield_change", "1d")
    usual = scene.get(scene.one("yield_long"), "day_significance", "1y")
    groups = scene.get("cyclical", "sector_group_rotation", "1d", "defensive")
    return sum(
        (
            spread is not None and spread.value < 0 and size(spread) in ("sharp", "extreme"),
            change is not None and change.value < 0 and usual is not None and usual.value >= 0.6,
            groups is not None and groups.value < 0 and size(groups) in ("sharp", "extreme"),
        )
    )


@detector
def verdict(scene: Scene) -> Iterator[Claim]:
    """Flight to safety, or not: on a weak day, whether fear, rates and credit moved as a flight would move them."""
    vix, change = scene.one("fear"), scene.get(scene.one("fear"), "day_change", "1d")
    a, b = scene.get(scene.a, "day_change", "1d"), scene.get(scene.b, "day_change", "1d")
    gap = scene.get(scene.a, "relative_return", "1d", scene.b)
    below = scene.get(vix, "level_percentile", "1y")
    level = scene.get(vix, "close_level", "1d")
    if change is None or a is None or b is None or gap is None or level is None:
        return
    worst = _worst(a, b)
    fear_calm = change.value < 0.08 and (below is None or below.value < 0.75) and level.value < 25
    yields = scene.get(scene.one("yield_long"), "day_significance", "1y")
    pair = scene.pair("credit")
    spread = scene.get(pair[0], "relative_return", "1d", pair[1]) if pair else None
    if worst > -0.006:
        reading = "none"
    elif fear_calm:
        reading = "not_flight"
    elif b.value <= -0.012 and change.value >= 0.1 and _bonds_fell(scene):
        reading = "no_shelter"
    elif b.value <= -0.012 and change.value >= 0.1 and _witnesses(scene) >= 1:
        reading = "flight"
    else:
        reading = "uneasy"
    yield claim(
        "verdict",
        "day",
        slots={},
        facts={
            "reading": reading,
            "fear_calm": fear_calm,
            "rates_calm": yields is None or yields.value < 0.6,
            "credit_calm": spread is None or size(spread) in ("flat", "mild", "clear"),
            "fell": worst <= -0.006,
        },
        salience=0.5 if reading in ("flight", "not_flight") else 0.2,
        sections=("analysis",),
        polarity="neutral",
        rule="weakest of the two day changes at or below -0.6 %; flight if the yardstick fell 1.2 %, the volatility "
        "index rose 10 % and credit, yields or sectors agree",
    )
