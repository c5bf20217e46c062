"""What happened today: the two subjects, their difference, and how unusual each was."""

from __future__ import annotations

from collections.abc import Iterator

from reporter.insights.scene import WEIGHT, Scene, claim, detector, size
from reporter.model import Claim, Figure, Subject
from reporter.model.grade import tail

SMALL_MOVE = 0.0015
"""A day change inside ±0.15 % is told as hardly moved, whatever its history."""


def hardly_moved(figure: Figure) -> bool:
    return abs(figure.value) < SMALL_MOVE


def _shape(a: Figure, b: Figure) -> str:
    """How the two moves stand to one another, the subject of the desk first."""
    quiet_a, quiet_b = hardly_moved(a), hardly_moved(b)
    if quiet_a and quiet_b:
        return "both_flat"
    if quiet_b:
        return "a_down_b_flat" if a.value < 0 else "a_up_b_flat"
    if quiet_a:
        return "a_flat_b_down" if b.value < 0 else "a_flat_b_up"
    if (a.value > 0) == (b.value > 0):
        return "both_up" if a.value > 0 else "both_down"
    return "a_up_b_down" if a.value > 0 else "a_down_b_up"


def small_side(scene: Scene) -> str:
    """Which of the two lead subjects stands for small companies: `a`, `b`, or neither."""
    pair = scene.desk.pair("size")
    if pair is None or scene.a is None or scene.b is None or {pair.a, pair.b} != {scene.a.id, scene.b.id}:
        return ""
    return "a" if pair.a == scene.a.id else "b"


@detector
def day(scene: Scene) -> Iterator[Claim]:
    """The lead's facts: both changes, the close, the difference."""
    a, b = scene.a, scene.b
    a_change, b_change = scene.get(a, "day_change", "1d"), scene.get(b, "day_change", "1d")
    if a is None or b is None or a_change is None or b_change is None:
        return
    gap = scene.get(a, "relative_return", "1d", b)
    others = [scene.get(s, "day_change", "1d") for s in scene.desk.lead[2:3]]
    yield claim(
        "day",
        f"{a.id}.{b.id}",
        slots={
            "a_change": a_change,
            "b_change": b_change,
            "a_close": scene.get(a, "close_level", "1d"),
            "b_close": scene.get(b, "close_level", "1d"),
            "gap": gap,
            "others": [f for f in others if f is not None],
        },
        roles={"a": a.id, "b": b.id},
        facts={
            "shape": _shape(a_change, b_change),
            "a_size": size(a_change),
            "b_size": size(b_change),
            "gap_size": size(gap),
            "a_leads": gap is not None and gap.value > 0,
            "same_direction": a_change.value * b_change.value > 0,
            "calm": max(WEIGHT[size(a_change)], WEIGHT[size(b_change)]) <= WEIGHT["mild"],
            "total_return": "total_return" in (a_change.basis, b_change.basis),
            "small": small_side(scene),
        },
        salience=1.0,
        sections=("analysis", "summary"),
        polarity="negative" if a_change.value < 0 else "positive",
        grade=size(a_change),
        rule="day_change of the desk's two lead subjects and their difference",
    )


def _rarity(scene: Scene, subject: Subject) -> Claim | None:
    change = scene.get(subject, "day_change", "1d")
    since = scene.get(subject, "largest_move", "1d")
    if change is None or change.history is None or size(change) not in ("sharp", "extreme"):
        return None
    record = since is not None and since.params.get("record") == 1
    far = since is not None and (record or since.value >= 40)
    return claim(
        "day_rarity",
        subject.id,
        slots={
            "change": change,
            "since": since if far else None,
            "significance": scene.get(subject, "day_significance", "5y"),
        },
        roles={"subject": subject.id},
        facts={
            "record": record,
            "moved": "up" if change.value > 0 else "down",
            "size": size(change),
            "looked_from": change.history.start.isoformat(),
        },
        salience=(tail(change) or 0) * (1.0 if far else 0.8),
        sections=("analysis", "summary"),
        grade=size(change),
        polarity="negative" if change.value < 0 else "positive",
        rule="the day's change is in the outer tenth of its history",
    )


@detector
def day_rarity(scene: Scene) -> Iterator[Claim]:
    """How long since a move as large, for each lead subject whose move was sharp."""
    for subject in (scene.a, scene.b):
        found = _rarity(scene, subject) if subject is not None else None
        if found is not None:
            yield found


@detector
def gap_rarity(scene: Scene) -> Iterator[Claim]:
    """How unusual the difference between the two was, at either end: wide, or small on a quiet day."""
    a, b = scene.a, scene.b
    if a is None or b is None:
        return
    gap = scene.get(a, "relative_return", "1d", b)
    if gap is None:
        return
    since = scene.get(a, "relative_gap_since", "1d", b)
    if size(gap) in ("sharp", "extreme") and gap.history is not None:
        record = since is not None and since.params.get("record") == 1
        far = since is not None and (record or since.value >= 20)
        yield claim(
            "gap_rarity",
            f"{a.id}.{b.id}",
            slots={"gap": gap, "since": since if far else None, "share": scene.get(a, "tail_share", "1d", b)},
            roles={"a": a.id, "b": b.id},
            facts={
                "record": record,
                "low": gap.value < 0,
                "size": size(gap),
                "looked_from": gap.history.start.isoformat(),
            },
            salience=(tail(gap) or 0) * (0.95 if far else 0.7),
            sections=("analysis", "summary"),
            grade=size(gap),
            polarity="negative" if gap.value < 0 else "positive",
            rule="the day's difference is in the outer tenth of its history",
        )
    smaller = scene.get(a, "gap_significance", "1y", b)
    if smaller is not None and smaller.value <= 0.35:
        yield claim(
            "gap_small",
            f"{a.id}.{b.id}",
            slots={"gap": gap, "share": smaller},
            roles={"a": a.id, "b": b.id},
            salience=0.3,
            sections=("analysis",),
            grade="mild",
            rule="at most 35 % of the past year's days had a smaller difference",
        )


@detector
def ytd_lead(scene: Scene) -> Iterator[Claim]:
    """The year's score between the two, and what the day did to it."""
    a, b = scene.a, scene.b
    now, prior = scene.get(a, "relative_return", "ytd", b), scene.get(a, "relative_return", "ytd_prior", b)
    a_ytd, b_ytd = scene.get(a, "ytd_return", "ytd"), scene.get(b, "ytd_return", "ytd")
    if a is None or b is None or now is None or a_ytd is None or b_ytd is None:
        return
    if prior is None or prior.printed == now.printed:
        change = "first" if prior is None else "same"
    elif prior.value * now.value < 0:
        change = "flipped"
    else:
        change = "widened" if abs(now.value) > abs(prior.value) else "narrowed"
        day = scene.get(a, "relative_return", "1d", b)
        if day is not None and day.value * (now.value - prior.value) < 0:
            change = "same"  # cumulative returns went the other way than the day: true, and of no use beside it
    given_back = scene.get(a, "lead_given_back", "1d", b)
    worth = given_back is not None and 0.1 <= given_back.value <= 1 and prior is not None and abs(prior.value) >= 0.01
    yield claim(
        "ytd_lead",
        f"{a.id}.{b.id}",
        slots={"now": now, "prior": prior, "a_ytd": a_ytd, "b_ytd": b_ytd, "given_back": given_back if worth else None},
        roles={"a": a.id, "b": b.id},
        facts={"ahead": now.value > 0, "change": change, "sessions_young": now.window.sessions <= 10},
        salience=0.55 + 0.2 * (change == "flipped"),
        sections=("analysis", "summary"),
        polarity="positive" if now.value > 0 else "negative",
        grade=size(now),
        rule="difference of the year-to-date returns, today and yesterday",
    )


def _week(scene: Scene) -> dict[str, Figure | None]:
    """The last five sessions, told on a Friday."""
    return {
        "a_week": scene.get(scene.a, "trailing_return", "5d"),
        "b_week": scene.get(scene.b, "trailing_return", "5d"),
        "gap_week": scene.get(scene.a, "relative_return", "5d", scene.b),
    }


def _origin(year: Figure | None, month: Figure, quarter: Figure, day: Figure, week: Figure | None) -> str:
    """Where the lead (or deficit) was made: longer windows hold shorter ones, so they are read against each other.

    `this_year`: larger since the year's start than over the longer quarter, so the rest of the quarter went the
    other way. `this_month`: the same of the month inside the quarter. `reversal`: month and quarter disagree.
    `this_day`: without the day the month would read the other way. `this_week`: larger over the week than over the
    month. `steady`: the month holds its share of the quarter. `fading`: the month adds nothing to it.
    """
    if (month.value - day.value) * month.value < 0 and abs(day.value) >= 0.01 and abs(month.value) >= 0.003:
        return "this_day"
    if week is not None and week.value * month.value > 0 and abs(week.value) > abs(month.value) + 0.003:
        return "this_week"
    young = year is not None and 8 <= year.window.sessions < quarter.window.sessions - 10
    if young and year is not None and year.value * quarter.value > 0 and abs(year.value) > abs(quarter.value) + 0.002:
        return "this_year"
    if young and year is not None and year.value * quarter.value < 0 and abs(year.value) >= 0.01:
        return "this_year_turn"
    if abs(month.value) < 0.003 < abs(quarter.value):
        return "fading"
    if month.value * quarter.value < 0:
        return "reversal" if min(abs(month.value), abs(quarter.value)) >= 0.01 else "steady"
    if abs(month.value) > abs(quarter.value) + 0.002:
        return "this_month"
    return "fading" if abs(month.value) < abs(quarter.value) * 0.15 else "steady"


@detector
def context(scene: Scene) -> Iterator[Claim]:
    """What the day is part of: the last month and quarter, and whether the day went with or against them."""
    a, b = scene.a, scene.b
    gap = scene.get(a, "relative_return", "1d", b)
    month, quarter = scene.get(a, "relative_return", "1m", b), scene.get(a, "relative_return", "3m", b)
    if a is None or b is None or gap is None or month is None or quarter is None:
        return
    year = scene.get(a, "relative_return", "ytd", b)
    week_ends = gap.as_of.weekday() == 4
    yield claim(
        "context",
        f"{a.id}.{b.id}",
        slots={
            "a_month": scene.get(a, "trailing_return", "1m"),
            "b_month": scene.get(b, "trailing_return", "1m"),
            "a_long": scene.get(a, "trailing_return", "3m"),
            "b_long": scene.get(b, "trailing_return", "3m"),
            "gap_month": month,
            "gap_long": quarter,
            **_week(scene),
        },
        roles={"a": a.id, "b": b.id},
        facts={
            "week_ends": week_ends,
            "origin": _origin(year, month, quarter, gap, scene.get(a, "relative_return", "5d", b)),
            "turned": month.value * quarter.value < 0,
        },
        salience=0.45,
        sections=("analysis",),
        rule="the differences of the month, the quarter and the year against one another: where the lead was made",
    )
