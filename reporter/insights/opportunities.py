"""What the session opens: each with what history did from such a state, what would confirm it and what refute it."""

from __future__ import annotations

from collections.abc import Iterator

from reporter.insights.base_rates import of_state
from reporter.insights.levels_ahead import level_signals
from reporter.insights.scene import Scene, claim, standing
from reporter.model import Claim


@standing
def strong_sectors(scene: Scene) -> Iterator[Claim]:
    """The sectors that lead the year while still above their 50-day average, and whether the average stock agrees."""
    ranked = sorted(scene.each("sector", "ytd_return", "ytd"), key=lambda f: (-f.value, f.id))
    above = [
        f
        for f in ranked
        if (d := scene.get(f.subject, "sma_distance", "50d")) is not None and d.value > 0 and f.value > 0
    ]
    if len(ranked) < 6 or not above:
        return
    pair = scene.pair("weighting")
    weighting = scene.get(pair[0], "relative_return", "20d", pair[1]) if pair else None
    yield claim(
        "strong_sectors",
        "ytd",
        slots={
            "tops": above[:2],
            "above": scene.get("sectors", "sectors_above_sma50", "50d"),
            "counted": scene.get("sectors", "sectors_counted", "1d"),
            "at_high": scene.get("sectors", "sectors_at_20d_high", "20d"),
            "weighting": weighting,
        },
        facts={"agrees": weighting is not None and weighting.value > 0},
        salience=0.45,
        sections=("risks-opportunities",),
        polarity="positive",
        rule="highest year-to-date returns among the sectors above their 50-day average",
    )


@standing
def mean_reversion(scene: Scene) -> Iterator[Claim]:
    """A long lag behind the yardstick: what followed earlier ones, and whether the last month has begun to mend it."""
    a, b = scene.a, scene.b
    lag = scene.get(a, "relative_return", "12m", b) or scene.get(a, "relative_return", "ytd", b)
    if a is None or b is None or lag is None or lag.value > -0.05:
        return
    month = scene.get(a, "relative_return", "1m", b)
    slots, facts = of_state(scene, f"{a.id}-{b.id}", "year_behind") if lag.window.name == "12m" else ({}, {})
    threshold = slots.get("threshold")
    if threshold is None or threshold.value > abs(lag.value):
        slots, facts = {}, {}  # by the calendar the lag is a little smaller than over 252 sessions
    yield claim(
        "mean_reversion",
        f"{a.id}.{b.id}",
        slots={"depth": lag, "month": month, **slots},
        roles={"a": a.id, "b": b.id},
        facts={"window": lag.window.name, "turning": month is not None and month.value > 0, **facts},
        salience=0.35,
        sections=("risks-opportunities",),
        polarity="positive",
        rule="at least five points behind over the window",
    )


@standing
def recovery(scene: Scene) -> Iterator[Claim]:
    """The way back to the record from a deep fall: what followed earlier ones, the first mark on the way, the last."""
    a = scene.a
    depth, back = scene.get(a, "drawdown", "since_inception"), scene.get(a, "watch_distance", "record")
    if a is None or depth is None or back is None or depth.value > -0.1:
        return
    slots, facts = of_state(scene, a.id, "fall_from_record")
    _, above = level_signals(scene, a)
    averages = [item for item in above if item[0] in ("sma50", "sma200") and item[2].value >= 0.004]
    low, low_distance = scene.get(a, "extreme_52w_low", "52w"), scene.get(a, "watch_distance", "low52")
    yield claim(
        "recovery",
        a.id,
        slots={
            "depth": depth,
            "back": back,
            "days": scene.get(a, "days_under_water", "since_inception"),
            "confirm": averages[0][1] if averages else None,
            "confirm_distance": averages[0][2] if averages else None,
            "refute": low if low_distance is not None else None,
            "refute_distance": low_distance if low is not None else None,
            **slots,
        },
        roles={"subject": a.id},
        facts={**({"confirm_mark": averages[0][0]} if averages else {}), **facts},
        salience=0.35,
        sections=("risks-opportunities",),
        polarity="positive",
        rule="drawdown of 10 % or more, and the rise that would undo it",
    )
