"""Where prices stand: records, ranges, averages, crossings, drawdown, stretch, volume."""

from __future__ import annotations

from collections.abc import Iterator

from reporter.insights.scene import Scene, claim, detector, size, standing
from reporter.model import Claim, Figure, Subject

BEAR = -0.2
LONG_WAIT = 40
"""A record close is told by its wait from two months on; shorter waits are everyday in a rising market."""


def _above(distance: Figure | None) -> bool | None:
    return None if distance is None or distance.printed == 0 else distance.value > 0


def _stack(flags: list[bool | None]) -> str:
    known = [flag for flag in flags if flag is not None]
    if not known:
        return "unknown"
    return "above_all" if all(known) else "below_all" if not any(known) else "between"


def _place(distance: Figure | None, position: Figure | None) -> str:
    """Near the top, in the upper or lower part, or near the bottom of the 52-week range."""
    if distance is None or position is None:
        return "unknown"
    if distance.value >= -0.03:
        return "near_top"
    return (
        "upper"
        if position.value >= 0.6
        else "near_bottom"
        if position.value <= 0.1
        else "lower"
        if position.value <= 0.4
        else "middle"
    )


def _levels(scene: Scene, subject: Subject, kind: str) -> Claim | None:
    close = scene.get(subject, "close_level", "1d")
    if close is None:
        return None
    distances = {n: scene.get(subject, "sma_distance", f"{n}d") for n in (20, 50, 200)}
    record, record_distance = (
        scene.get(subject, "record_close", "since_inception"),
        scene.get(subject, "record_distance", "since_inception"),
    )
    drought = scene.get(subject, "record_drought", "since_inception")
    if drought is not None and drought.value < LONG_WAIT:
        drought = None
    today = record is not None and record.params.get("is_today") == 1
    yesterday = (
        record is not None
        and record.dates.get("date") is not None
        and (scene.get(subject, "day_change", "1d") is not None and record.dates["date"] == _base(scene, subject))
    )
    return claim(
        kind,
        subject.id,
        slots={
            "close": close,
            "change": scene.get(subject, "day_change", "1d"),
            "record": record,
            "record_distance": None if today else record_distance,
            "record_count": scene.get(subject, "record_count", "ytd"),
            "high52": scene.get(subject, "extreme_52w_high", "52w"),
            "high52_distance": scene.get(subject, "high_distance", "52w"),
            "low52": scene.get(subject, "extreme_52w_low", "52w"),
            "low52_distance": scene.get(subject, "low_distance", "52w"),
            "range_position": scene.get(subject, "range_position", "52w"),
            **{f"sma{n}": scene.get(subject, f"sma{n}", f"{n}d") for n in distances},
            **{f"sma{n}_distance": distances[n] for n in distances},
            "drought": drought,
            "new_low52": scene.get(subject, "low_52w_new", "1d"),
        },
        roles={"subject": subject.id},
        facts={
            "record_today": today,
            "record_yesterday": yesterday,
            "plain_record": today and drought is None,
            "near_record": not today and record_distance is not None and record_distance.value >= -0.01,
            "place": _place(scene.get(subject, "high_distance", "52w"), scene.get(subject, "range_position", "52w")),
            "stack": _stack([_above(d) for d in distances.values()]),
            **{f"above{n}": above for n, d in distances.items() if (above := _above(d)) is not None},
        },
        salience=0.8 if today else 0.5,
        sections=("analysis", "summary"),
        grade="clear",
        polarity="positive" if today else "neutral",
        rule="close against records, 52-week range and moving averages",
    )


def _base(scene: Scene, subject: Subject) -> object:
    change = scene.get(subject, "day_change", "1d")
    return change.window.base if change is not None else None


@detector
def levels(scene: Scene) -> Iterator[Claim]:
    for subject, kind in ((scene.a, "levels"), (scene.b, "levels_b")):
        found = _levels(scene, subject, kind) if subject is not None else None
        if found is not None:
            yield found


@detector
def cross(scene: Scene) -> Iterator[Claim]:
    """A close on the other side of an average after a stay on this one; the long averages say more."""
    for subject in (scene.a, scene.b):
        for days, least in ((200, 20), (50, 20), (20, 15)):
            found = scene.get(subject, "sma_cross", f"{days}d")
            if subject is None or found is None or found.value < least:
                continue
            up = found.params.get("direction") == 1
            yield claim(
                "cross",
                f"{subject.id}.{days}",
                slots={
                    "days": found,
                    "level": scene.get(subject, f"sma{days}", f"{days}d"),
                    "distance": scene.get(subject, "sma_distance", f"{days}d"),
                },
                roles={"subject": subject.id},
                facts={"up": up, "average": days},
                salience=min({200: 0.65, 50: 0.5, 20: 0.4}[days] + found.value / 500, 0.9),
                sections=("analysis", "summary"),
                polarity="positive" if up else "negative",
                rule=f"close crossed its {days}-day average after at least {least} sessions",
            )


def _just_bear(depth: Figure) -> bool:
    """Whether this is the first close since the record that stands a fifth below it; a second one is no news."""
    return depth.value <= BEAR and depth.params.get("bear_closes") == 1


@standing
def drawdown(scene: Scene) -> Iterator[Claim]:
    """How far below its record close a subject is, from 5 % on."""
    for subject in (scene.a, scene.b):
        depth, days = (
            scene.get(subject, "drawdown", "since_inception"),
            scene.get(subject, "days_under_water", "since_inception"),
        )
        change = scene.get(subject, "day_change", "1d")
        if subject is None or depth is None or depth.value > -0.05:
            continue
        # a bear market is measured from the past year's high; an old record says how long, not how deep
        year = scene.get(subject, "drawdown", "52w")
        fall = year.value if year is not None else depth.value
        grade_of = "bear" if fall <= -0.2 else "correction" if fall <= -0.1 else "pullback"
        yield claim(
            "drawdown",
            subject.id,
            slots={
                "depth": depth,
                "days": days,
                "a_week": scene.get(scene.a, "trailing_return", "5d"),
                "b_week": scene.get(scene.b, "trailing_return", "5d"),
            },
            roles={"subject": subject.id},
            facts={
                "just_bear": _just_bear(depth),
                "recent": days is not None and days.value <= 252,
                "size": grade_of,
                "deepening": change is not None and change.value < 0,
                "peak": depth.dates["peak"].isoformat() if "peak" in depth.dates else "",
            },
            salience=0.35 + min(abs(depth.value), 0.4),
            sections=("analysis", "insights"),
            polarity="negative",
            rule="close over running maximum of closes minus one, at or below -5 %",
        )


@standing
def stretch(scene: Scene) -> Iterator[Claim]:
    """A close unusually far from its average, by the average distance's own history."""
    for subject in (scene.a, scene.b):
        for days in (200, 50, 20):
            distance = scene.get(subject, "sma_distance", f"{days}d")
            if subject is None or distance is None or distance.history is None or distance.history.percentile is None:
                continue
            share = distance.history.percentile
            if 0.05 < share < 0.95:
                continue
            yield claim(
                "stretch",
                subject.id,
                slots={
                    "distance": distance,
                    "share": scene.get(subject, "distance_rarity", f"{days}d"),
                    "back": scene.get(subject, "watch_distance", f"sma{days}"),
                },
                roles={"subject": subject.id},
                facts={"average": days, "above": distance.value > 0, "size": size(distance)},
                salience=0.5,
                sections=("insights", "risks-opportunities"),
                grade=size(distance),
                rule="distance from the average in the outer tenth of its own history",
            )
            break


@detector
def volume(scene: Scene) -> Iterator[Claim]:
    """Trading far from usual in the fund that follows the desk's subject."""
    fund = scene.one("challenger_etf")
    ratio = scene.get(fund, "volume_ratio", "20d")
    if fund is None or ratio is None or 0.8 < ratio.value < 1.35:
        return
    yield claim(
        "volume",
        fund.id,
        slots={"ratio": ratio, "share": scene.get(fund, "volume_percentile", "1y")},
        roles={"subject": fund.id},
        facts={"heavy": ratio.value > 1},
        salience=0.4,
        sections=("analysis",),
        grade="clear",
        rule="volume over its 20-session mean at least 1.35 or at most 0.8",
    )
