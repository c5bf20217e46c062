"""The inside of the yardstick: the average stock, the giants, sectors, industries, the ladder of sizes."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from reporter.insights.day import hardly_moved
from reporter.insights.scene import Scene, claim, detector, size, standing
from reporter.model import Claim, Figure, Subject

WIDE_GAP = 0.003
"""Equal weight against cap weight: from a third of a point on a day, the average and the index tell two stories."""
OTHER_STORY = 0.005
"""An index that went the yardstick's way is told from half a point of difference on."""
CALM_INDEX = 0.004
"""An index move inside ±0.4 % can be the sum of two opposite moves."""
MOST = 8
"""Sectors of eleven that make a move broad (PROSE: eight)."""


def _inside_shape(b: Figure, ew: Figure, gap: Figure, basket: Figure | None) -> str:
    """Which story the average stock and the giants tell of the index move."""
    opposite = basket is not None and basket.value * ew.value < 0 and not hardly_moved(basket) and not hardly_moved(ew)
    if abs(b.value) < CALM_INDEX and opposite and basket is not None:
        return "masked_giants_up" if basket.value > 0 else "masked_giants_down"
    if b.value > 0:
        if ew.value < 0:
            return "carried_average_fell"
        return "carried" if gap.value <= -WIDE_GAP else "lifted_evenly" if gap.value < WIDE_GAP else "lifted_broadly"
    if ew.value > 0:
        return "dragged_average_rose"
    return "dragged" if gap.value >= WIDE_GAP else "fell_evenly" if gap.value > -WIDE_GAP else "fell_broadly"


@detector
def inside(scene: Scene) -> Iterator[Claim]:
    """What moved the index: equal weight beside cap weight, the giants beside both."""
    ew_subject, pair = scene.one("equal_weight"), scene.pair("weighting")
    b = scene.desk.subject("spx") or scene.b
    change, ew = scene.get(b, "day_change", "1d"), scene.get(ew_subject, "day_change", "1d")
    if b is None or change is None or ew is None or pair is None or not scene.funds_track:
        return
    gap = scene.get(pair[0], "relative_return", "1d", pair[1])
    if gap is None:
        return
    basket = scene.get(scene.one("basket"), "basket_return", "1d")
    giants = (
        sorted(scene.each("giant", "day_change", "1d"), key=lambda f: (-f.value, f.id)) if basket is not None else []
    )
    leading = ("spx", *scene.desk.lead[:2])
    dow = None if "dji" in leading[1:] else scene.get("dji", "day_change", "1d")
    if dow is not None and dow.value * change.value > 0 and abs(dow.value - change.value) < OTHER_STORY:
        dow = None  # another index that says the same is no news
    shape = _inside_shape(change, ew, gap, basket)
    sharp = size(gap) in ("sharp", "extreme")
    yield claim(
        "inside",
        b.id,
        slots={
            "b_change": change,
            "ew": ew,
            "cap": scene.get(pair[1], "day_change", "1d"),
            "ew_gap": gap,
            "basket_change": basket,
            "basket_up": scene.get(scene.one("basket"), "basket_up", "1d"),
            # those that moved the average: a second one that fell less than it is not among the worst
            "giant_up": [f for f in giants[:2] if f.printed > 0 and basket and f.value >= basket.value],
            "giant_down": [f for f in giants[::-1][:2] if f.printed < 0 and basket and f.value <= basket.value],
            "dow": dow,
        },
        roles={"b": b.id, **({"basket": basket.subject} if basket else {})},
        facts={"shape": shape, "narrow_gap": abs(gap.value) < WIDE_GAP},
        salience=0.75
        if shape.startswith(("masked", "carried", "dragged")) and (sharp or abs(gap.value) >= WIDE_GAP)
        else 0.45,
        sections=("analysis", "summary"),
        grade=size(gap),
        polarity="negative" if gap.value < 0 else "positive",
        rule="equal weight against cap weight on the day, and the giants' average against both",
    )


@detector
def sectors_day(scene: Scene) -> Iterator[Claim]:
    """How many sectors rose, which led and trailed, and how wide the field was."""
    moves = sorted(scene.each("sector", "day_change", "1d"), key=lambda f: (-f.value, f.id))
    up, down = scene.get("sectors", "sectors_up", "1d"), scene.get("sectors", "sectors_down", "1d")
    spread, counted = scene.get("sectors", "sector_spread", "1d"), scene.get("sectors", "sectors_counted", "1d")
    if len(moves) < 6 or up is None or down is None or spread is None or counted is None:
        return
    most = max(MOST, round(counted.value * 0.72))
    shape = (
        "all_up"
        if down.value == 0 and up.value == counted.value
        else "all_down"
        if up.value == 0 and (down.value == counted.value)
        else "most_up"
        if up.value >= most
        else "most_down"
        if down.value >= most
        else "mixed"
    )
    share = spread.history.percentile if spread.history is not None else None
    yield claim(
        "sectors_day",
        "sectors",
        slots={
            "up": up,
            "down": down,
            "counted": counted,
            "best_change": moves[0],
            "worst_change": moves[-1],
            "spread": spread,
            "spread_share": scene.get("sectors", "spread_significance", "1y"),
            "spread_since": scene.get("sectors", "spread_since", "1d"),
            "tops": moves[:3],
            "bottoms": moves[:-4:-1],
        },
        roles={"best": moves[0].subject, "worst": moves[-1].subject},
        facts={
            "shape": shape,
            "one_sided": shape != "mixed",
            "band": "unknown"
            if share is None
            else "wide"
            if share >= 0.85
            else "narrow"
            if share <= 0.15
            else "middling",
        },
        salience=0.6
        if (share is not None and (share >= 0.9 or share <= 0.1)) or shape in ("all_up", "all_down")
        else 0.45,
        sections=("analysis",),
        grade=size(spread),
        rule="count, order and range of the sectors' day changes",
    )


@detector
def rotation(scene: Scene) -> Iterator[Claim]:
    """Whether cyclical sectors moved apart from defensive ones, on the day and over twenty sessions."""
    day = scene.get("cyclical", "sector_group_rotation", "1d", "defensive")
    month = scene.get("cyclical", "sector_group_rotation", "20d", "defensive")
    if day is None or size(day) not in ("sharp", "extreme"):
        return
    # the twenty sessions hold the day itself: what they say of a rotation is what is left without it
    fits = month is not None and (month.value - day.value) * day.value > 0 and abs(month.value - day.value) >= 0.005
    a_change, b_change = (
        scene.get("cyclical", "sector_group_return", "1d"),
        scene.get("defensive", "sector_group_return", "1d"),
    )
    opposite = a_change is not None and b_change is not None and a_change.value * b_change.value < 0
    yield claim(
        "rotation",
        "cyclical-defensive",
        slots={"day": day, "month": month, "a_change": a_change, "b_change": b_change},
        roles={"group_a": "cyclical", "group_b": "defensive"},
        facts={
            "fits": fits,
            "opposite": opposite,
            "direction": "cyclical" if day.value > 0 else "defensive",
            "size": size(day),
        },
        salience=0.55,
        sections=("analysis", "insights"),
        grade=size(day),
        polarity="positive" if day.value > 0 else "negative",
        rule="mean of cyclical minus mean of defensive sectors, day beyond its ninth decile; fits if 20 sessions agree",
    )


def closer(scene: Scene, subject: Subject, small: Subject | None, large: Subject | None) -> bool:
    """Whether an industry has moved clearly more with the small than with the large."""
    near, far = scene.get(subject, "correlation", "60d", small), scene.get(subject, "correlation", "60d", large)
    return near is not None and far is not None and near.value > far.value + 0.1


@detector
def industry(scene: Scene) -> Iterator[Claim]:
    """An industry that moved far more than the desk's own subject, in the same direction as the desk's trouble."""
    a, gap = scene.a, None
    for subject in scene.desk.with_role("industry"):
        change, anchor = scene.get(subject, "day_change", "1d"), scene.get(a, "day_change", "1d")
        gap = scene.get(a, "relative_return", "1d", scene.b)
        if a is None or change is None or anchor is None or gap is None:
            continue
        apart = abs(change.value) - abs(anchor.value)
        if (
            change.value * gap.value <= 0
            or abs(change.value) < 0.015
            or (apart < 0.007 and size(change) not in ("sharp", "extreme"))
        ):
            continue
        multiple = scene.get(subject, "move_multiple", "1d", a)
        small, large = scene.one("challenger_etf"), scene.one("benchmark_etf")
        yield claim(
            "industry",
            subject.id,
            slots={
                "change": change,
                "anchor": anchor,
                "multiple": multiple if anchor.value * change.value > 0 and apart > 0 else None,
                "corr_small": scene.get(subject, "correlation", "60d", small),
                "corr_large": scene.get(subject, "correlation", "60d", large),
            },
            roles={"subject": subject.id, **({"small": small.id, "large": large.id} if small and large else {})},
            facts={
                "closer": closer(scene, subject, small, large),
                "outlier": apart > 0.007,
                "worse": change.value < 0,
            },
            salience=0.55,
            sections=("analysis", "risks-opportunities"),
            grade=size(change),
            polarity="negative" if change.value < 0 else "positive",
            rule="industry day change in the direction of the desk's difference and larger than the desk subject's",
        )


@standing
def ladder(scene: Scene) -> Iterator[Claim]:
    """Returns by company size over the year (twenty sessions while the year is young), from micro to giant."""
    young = scene.get(scene.a, "ytd_return", "ytd")
    window = "20d" if young is None or young.window.sessions < 10 else "ytd"
    spread = scene.get("ladder", "cap_ladder", window)
    if spread is None:
        return
    metric = "ytd_return" if window == "ytd" else "trailing_return"
    rungs = [
        f
        for role in ("micro", "small", "mid", "large")
        if (f := scene.get(scene.one(role), metric, window)) is not None
    ]
    # The order is that of the rungs that are named: the spread reaches on to the giants, which can reverse it.
    values = [f.printed for f in rungs]
    falling, rising = ([sign * (b - a) > 0 for a, b in pairwise(values)] for sign in (-1, 1))
    order = "smaller" if all(falling) else "larger" if all(rising) else "none"
    if len(rungs) < 3 or max(values) - min(values) < 0.03:
        return
    yield claim(
        "ladder",
        "size",
        slots={"rungs": rungs, "spread": spread},
        facts={"best": order, "window": window},
        salience=0.45 if order != "none" else 0.3,
        sections=("insights",),
        polarity="positive" if values[0] > values[-1] else "negative",
        rule="returns ordered by size over one window",
    )
