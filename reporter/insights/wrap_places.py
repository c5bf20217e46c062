"""Where a week or month leaves things: fear and rates, levels, the year's score, and what followed others like it."""

from __future__ import annotations

from collections.abc import Iterator

from reporter.insights.base_rates import by_chance
from reporter.insights.market import _fear_state
from reporter.insights.scene import Scene, claim, size, wrap_detector
from reporter.insights.wrap_scene import Wrap
from reporter.model import Claim, Figure

LARGE_YIELD = {"week": 12.0, "month": 25.0}
"""Basis points by which a long yield must move over a week or month to be a story of its own."""
LARGE_FEAR = {"week": 0.15, "month": 0.25}


@wrap_detector
def wrap_calm(scene: Scene) -> Iterator[Claim]:
    """The volatility index and the long yield over the week or month."""
    w, vix, long = Wrap.of(scene), scene.one("fear"), scene.one("yield_long")
    if w is None:
        return
    level, change = scene.get(vix, "close_level", "1d"), scene.get(vix, "period_point_change", w.kind)
    yield_level, move = scene.get(long, "close_level", "1d"), scene.get(long, "yield_change", w.kind)
    if vix is None or level is None or change is None:
        return
    below = scene.get(vix, "level_percentile", "1y")
    start = level.value - change.value
    jump = change.value / start if start > 0 else 0.0
    large = move is not None and abs(move.value) >= LARGE_YIELD[w.kind]
    yield claim(
        "wrap_calm",
        vix.id,
        slots={
            "level": level,
            "change": change,
            "yield_level": yield_level if move is not None else None,
            "yield_change": move,
        },
        roles={"subject": vix.id, **({"yield_subject": long.id} if long is not None else {})},
        facts={
            **w.facts,
            "state": _fear_state(below.value, level.value) if below is not None else "unknown",
            "direction": "same" if abs(change.value) < 0.05 else "up" if change.value > 0 else "down",
            "jumped": jump >= LARGE_FEAR[w.kind],
            "eased": jump <= -LARGE_FEAR[w.kind],
            "yield_large": large,
        },
        salience=0.4 + 0.2 * large + 0.2 * (abs(jump) >= LARGE_FEAR[w.kind]),
        sections=("analysis",),
        polarity="negative" if change.value > 0 else "positive",
        rule="change of the volatility index and of the long yield over the week or month",
    )


def _above(distance: Figure | None) -> bool | None:
    return None if distance is None or distance.printed == 0 else distance.value > 0


@wrap_detector
def wrap_levels(scene: Scene) -> Iterator[Claim]:
    """Where the desk's subject stands at the end: averages, record, and the yardstick beside it."""
    w = Wrap.of(scene)
    close = scene.get(w.a, "close_level", "1d") if w is not None else None
    if w is None or close is None:
        return
    distances = {n: scene.get(w.a, "sma_distance", f"{n}d") for n in (20, 50, 200)}
    flags = [flag for d in distances.values() if (flag := _above(d)) is not None]
    record = scene.get(w.a, "record_close", "since_inception")
    today = record is not None and record.params.get("is_today") == 1
    b_distance = scene.get(w.b, "record_distance", "since_inception")
    yield claim(
        "wrap_levels",
        w.a.id,
        slots={
            "close": close,
            "record": record,
            "record_distance": None if today else scene.get(w.a, "record_distance", "since_inception"),
            **{f"sma{n}": scene.get(w.a, f"sma{n}", f"{n}d") for n in distances},
            **{f"sma{n}_distance": d for n, d in distances.items()},
            "b_distance": b_distance if b_distance is not None and b_distance.printed != 0 else None,
        },
        roles={"subject": w.a.id, "b": w.b.id},
        facts={
            **w.facts,
            "record_today": today,
            "record_inside": record is not None and w.gap is not None and record.dates["date"] >= w.gap.window.start,
            "stack": "unknown" if not flags else "above_all" if all(flags) else "below_all" if not any(flags)
            else "between",
            **{f"above{n}": flag for n, d in distances.items() if (flag := _above(d)) is not None},
        },
        salience=0.45,
        sections=("analysis",),
        rule="the last close against the record and the moving averages",
    )


@wrap_detector
def wrap_year(scene: Scene) -> Iterator[Claim]:
    """The year's score between the two, and what the week or month did to it."""
    w = Wrap.of(scene)
    if w is None:
        return
    now = scene.get(w.a, "relative_return", "ytd", w.b)
    before = scene.get(w.a, "relative_return", f"ytd_before_{w.kind}", w.b)
    a_ytd, b_ytd = scene.get(w.a, "ytd_return", "ytd"), scene.get(w.b, "ytd_return", "ytd")
    if now is None or a_ytd is None or b_ytd is None:
        return
    if before is None:
        change = "first"
    elif before.printed == now.printed or abs(now.value - before.value) < 0.0015:
        change = "same"
    elif before.value * now.value < 0:
        change = "flipped"
    else:
        change = "widened" if abs(now.value) > abs(before.value) else "narrowed"
    yield claim(
        "wrap_year",
        f"{w.a.id}.{w.b.id}",
        slots={"now": now, "before": before, "a_ytd": a_ytd, "b_ytd": b_ytd},
        roles={"a": w.a.id, "b": w.b.id},
        facts={**w.facts, "ahead": now.value > 0, "change": change},
        salience=0.55 + 0.2 * (change == "flipped"),
        sections=("insights", "summary"),
        polarity="positive" if now.value > 0 else "negative",
        grade=size(now),
        rule="difference of the year-to-date returns, now and before the week or month",
    )


@wrap_detector
def wrap_groups(scene: Scene) -> Iterator[Claim]:
    """Cyclical sectors against defensive ones over the week or month, and whether the one before agreed."""
    w = Wrap.of(scene)
    gap = scene.get("cyclical", "sector_group_rotation", w.kind, "defensive") if w is not None else None
    if w is None or gap is None or abs(gap.value) < (0.008 if w.kind == "week" else 0.015):
        return
    prior = scene.get("cyclical", "sector_group_rotation", w.prior, "defensive")
    yield claim(
        "wrap_groups",
        "cyclical-defensive",
        slots={
            "gap": gap,
            "prior": prior,
            "a_return": scene.get("cyclical", "sector_group_return", w.kind),
            "b_return": scene.get("defensive", "sector_group_return", w.kind),
        },
        roles={"group_a": "cyclical", "group_b": "defensive"},
        facts={**w.facts, "turn": prior is not None and prior.printed * gap.printed < 0},
        salience=0.45,
        sections=("analysis",),
        grade=size(gap),
        polarity="positive" if gap.value > 0 else "negative",
        rule="mean of cyclical minus mean of defensive sectors over the week or month",
    )


@wrap_detector
def wrap_after(scene: Scene) -> Iterator[Claim]:
    """What followed earlier weeks or months like this one: the pair's first, else that of the larger move."""
    w = Wrap.of(scene)
    if w is None:
        return
    for rank, (subject, comparator) in enumerate(((w.a, w.b), (w.a, None), (w.b, None))):
        name = subject.id if comparator is None else f"{subject.id}-{comparator.id}"
        found = {
            key: scene.figures.get(f"{name}.period_{key}.{w.kind}")
            for key in ("cases", "threshold", "hits", "median", "low", "high", "normal")
        }
        cases, hits, normal = found["cases"], found["hits"], found["normal"]
        if cases is None or hits is None or normal is None:
            continue
        edge = hits.value / cases.value - normal.value
        chance = by_chance(round(hits.value), round(cases.value), normal.value)
        reading = "usual" if abs(edge) < 0.06 else ("leans_" if chance else "") + ("up" if edge > 0 else "down")
        up = cases.params.get("direction") == 1
        yield claim(
            "wrap_after",
            name,
            slots=found,
            roles={"a": subject.id, **({"b": comparator.id} if comparator else {})},
            facts={
                **w.facts,
                "pair": comparator is not None,
                "up": up,
                "reading": reading,
                "continues": reading.endswith("up") == up,
                "last": cases.dates["last"].isoformat(),
            },
            salience=0.6 - 0.05 * rank + 0.1 * (reading in ("up", "down")),
            sections=("insights",),
            polarity="neutral" if reading == "usual" else "positive" if reading.endswith("up") else "negative",
            rule="what the next week or month brought after every earlier one as large, against all of them",
        )
        return
