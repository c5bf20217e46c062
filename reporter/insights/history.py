"""Seasons, decomposition, leadership and breadth: what stands behind the day, and whether it widens or narrows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from reporter.insights.scene import Scene, claim, detector, size, standing
from reporter.model import Claim, Figure

CLEARLY = 0.005
"""Half a percentage point: two leads that are nearer to one another say nothing of which is stronger."""


def _turn_of_month(cases: Figure) -> bool:
    """The first days and the last days of a month, when its record is news."""
    return cases.as_of.day <= 5 or cases.as_of.day >= 28


@standing
def season(scene: Scene) -> Iterator[Claim]:
    """The month's own record of the pair, where the calendar is argued about: January, and December."""
    pair = scene.pair("size")
    if pair is None:
        return
    prefix = f"{pair[0]}-{pair[1]}"
    lead = scene.get(pair[0], "relative_return", "ytd", pair[1])
    if lead is None or abs(lead.value) < 0.02:
        return
    for month in ("jan", "dec"):
        cases, hits = (
            scene.figures.get(f"{prefix}.calendar_effect_cases.{month}"),
            scene.figures.get(f"{prefix}.calendar_effect_hits.{month}"),
        )
        mean, median = (
            scene.figures.get(f"{prefix}.calendar_effect_mean.{month}"),
            scene.figures.get(f"{prefix}.calendar_effect_median.{month}"),
        )
        if cases is None or hits is None or mean is None or median is None or cases.value < 10:
            continue
        share = hits.value / cases.value
        half = "half" if share == 0.5 else "fails"
        yield claim(
            "season",
            f"{prefix}.{month}",
            slots={"cases": cases, "hits": hits, "mean": mean, "median": median},
            roles={"a": pair[0], "b": pair[1]},
            facts={
                "turn": _turn_of_month(cases),
                "month": month,
                "reading": "holds" if share >= 0.6 and median.value > 0 else half if share <= 0.5 else "weak",
                **{k: cases.dates[k].isoformat() for k in ("first", "last") if k in cases.dates},
            },
            salience=0.5,
            sections=("insights",),
            rule="the month in all earlier years of the common history",
        )


@detector
def decomposition(scene: Scene) -> Iterator[Claim]:
    """The funds' difference split into the desk subject's own part and the average stock's."""
    for chain in scene.desk.chains:
        a, middle, b = chain.links
        total = scene.figures.get(f"{a}-{b}.decomposition_total.1d")
        own, inner = (
            scene.figures.get(f"{a}-{middle}.decomposition_part.1d"),
            scene.figures.get(f"{middle}-{b}.decomposition_part.1d"),
        )
        if total is None or own is None or inner is None or abs(total.value) < 0.004 or not scene.funds_track:
            continue
        same = own.value * inner.value > 0
        own_larger = abs(own.value) >= abs(inner.value)
        share = scene.figures.get(f"{a}-{middle}.decomposition_share.1d") if same else None
        yield claim(
            "decomposition",
            f"{a}.{b}",
            slots={"total": total, "own": own, "inner": inner, "share": share},
            roles={"a": a, "b": b, "through": middle},
            facts={
                "same_sign": same,
                "own_larger": own_larger,
                "lopsided": same and max(abs(own.value), abs(inner.value)) >= 0.65 * abs(total.value),
                "up": total.value > 0,
            },
            salience=0.7 if size(total) in ("sharp", "extreme") else 0.45,
            sections=("insights", "summary"),
            grade=size(total),
            polarity="positive" if total.value > 0 else "negative",
            rule=f"({a} - {middle}) + ({middle} - {b}); the reading follows the larger part",
        )


def _sign(figures: Sequence[Figure | None], least: float) -> str:
    known = [f.value for f in figures if f is not None]
    if not known:
        return "unknown"
    if all(v >= least for v in known):
        return "wide"
    return "narrow" if all(v <= -least for v in known) else "mixed"


def _day_shape(size_gap: Figure, weight_gap: Figure, cap: Figure | None) -> str:
    """Strong at both ends (small caps and heavyweights, with the index up), strong in the middle, or neither."""
    if size_gap.value > 0.001 and weight_gap.value < -0.001 and cap is not None and cap.value > 0.001:
        return "ends"
    return "middle" if size_gap.value < -0.001 and weight_gap.value > 0.001 else "plain"


@detector
def spreads(scene: Scene) -> Iterator[Claim]:
    """Size and weighting: do they say that leadership widens or narrows, and did the day agree? Style beside them."""
    pairs = {role: scene.pair(role) for role in ("size", "weighting", "style_large")}
    if pairs["weighting"] is None or pairs["size"] is None:
        return
    young = scene.get(scene.a, "ytd_return", "ytd")
    window = "20d" if young is None or young.window.sessions < 10 else "ytd"

    def spread(role: str, name: str) -> Figure | None:
        pair = pairs[role]
        return scene.get(pair[0], "relative_return", name, pair[1]) if pair else None

    long = [spread(role, window) for role in ("size", "weighting", "style_large")]
    # value against growth is a style, not breadth: it is told beside the reading and has no part in it
    short = [spread(role, "1d") for role in ("size", "weighting", "style_large")]
    if long[0] is None or long[1] is None or short[0] is None or short[1] is None:
        return
    long_reading, day_reading = _sign(long[:2], 0.005), _sign(short[:2], 0.001)
    if "mixed" in (long_reading, day_reading) or "unknown" in (long_reading, day_reading):
        relation = "unclear"
    else:
        relation = "with" if long_reading == day_reading else "against"
    yield claim(
        "spreads",
        "leadership",
        slots={
            "size_long": long[0],
            "weighting_long": long[1],
            "style_long": long[2],
            "size_day": short[0],
            "weighting_day": short[1],
            "style_day": short[2],
        },
        roles={
            f"{key}_pair": pair
            for role, key in (("size", "size"), ("weighting", "weighting"), ("style_large", "style"))
            if (pair := pairs[role]) is not None
        },
        facts={
            "window": window,
            "long_reading": long_reading,
            "day_reading": day_reading,
            "relation": relation,
            "small_behind_average": long_reading == "wide" and long[0].value < long[1].value - CLEARLY,
            "day_shape": _day_shape(short[0], short[1], scene.get(scene.one("benchmark_etf"), "day_change", "1d")),
            "style_news": short[2] is not None and size(short[2]) in ("sharp", "extreme"),
            "style_turn": long[2] is not None and short[2] is not None and long[2].value * short[2].value < 0,
        },
        salience=0.65 if relation != "unclear" else 0.45,
        sections=("insights", "summary"),
        polarity="positive" if long_reading == "wide" else "negative" if long_reading == "narrow" else "neutral",
        rule="signs of small minus large and equal minus cap weight, over the year (or 20 sessions) and on the day",
    )


@standing
def breadth(scene: Scene) -> Iterator[Claim]:
    """How many sectors stand above their 50-day average, and whether the average stock keeps up."""
    above, counted = scene.get("sectors", "sectors_above_sma50", "50d"), scene.get("sectors", "sectors_counted", "1d")
    if above is None or counted is None or counted.value < 6:
        return
    share = above.value / counted.value
    pair = scene.pair("weighting")
    yield claim(
        "breadth",
        "sectors",
        slots={
            "above": above,
            "counted": counted,
            "at_high": scene.get("sectors", "sectors_at_20d_high", "20d"),
            "weighting_five": scene.get(pair[0], "relative_return", "5d", pair[1]) if pair else None,
        },
        facts={
            "reading": "broad" if share >= 0.7 else "thin" if share <= 0.3 else "half",
            "all": share == 1,
            "none": share == 0,
        },
        salience=0.45,
        sections=("risks-opportunities", "insights"),
        polarity="positive" if share >= 0.7 else "negative" if share <= 0.3 else "neutral",
        rule="sectors above their 50-day average",
    )


@standing
def volatility(scene: Scene) -> Iterator[Claim]:
    """How much more the desk's subject moves from day to day than the yardstick."""
    a, b = scene.a, scene.b
    window = "60d"
    a_vol, b_vol = scene.get(a, "daily_vol", window), scene.get(b, "daily_vol", window)
    ratio = scene.get(a, "vol_ratio", window, b)
    if a is None or b is None or a_vol is None or b_vol is None or ratio is None:
        return
    yield claim(
        "volatility",
        f"{a.id}.{b.id}",
        slots={"a_vol": a_vol, "b_vol": b_vol, "ratio": ratio},
        roles={"a": a.id, "b": b.id},
        facts={"higher": ratio.value >= 1.2, "window": window},
        salience=0.4,
        sections=("risks-opportunities",),
        rule="sample standard deviations of daily returns over one window, and their ratio",
    )
