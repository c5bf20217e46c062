"""What could break the picture and what it opens, each with a trigger and today's distance from it."""

from __future__ import annotations

from collections.abc import Iterator

from reporter.insights.scene import Scene, claim, detector, size
from reporter.model import Claim, Figure, Subject

CLOSE_ENOUGH = 0.35
"""A level farther than this from the close decides nothing even after a crash."""


def _weakest(scene: Scene, ranked: list[Figure]) -> Figure:
    """The day's worst sector if it is among the three weakest of five sessions, else the weakest of those."""
    day = min(scene.each("sector", "day_change", "1d"), key=lambda f: (f.value, f.id))
    return next((f for f in ranked[:3] if f.subject == day.subject), ranked[0])


@detector
def weak_sector(scene: Scene) -> Iterator[Claim]:
    """The year's (or five sessions') weakest sector, and the company it keeps below its 50-day average."""
    ranked = sorted(scene.each("sector", "trailing_return", "5d"), key=lambda f: (f.value, f.id))
    if len(ranked) < 6:
        return
    five = _weakest(scene, ranked)
    below = [
        s.id
        for s in scene.desk.with_role("sector")
        if (d := scene.get(s, "sma_distance", "50d")) is not None and d.value < 0
    ]
    ytd = scene.get(five.subject, "ytd_return", "ytd")
    ytd_rank = scene.get(five.subject, "sector_rank", "ytd")
    counted = scene.get("sectors", "sectors_counted", "1d")
    industries = scene.desk.with_role("industry")
    banks = industries[0] if industries and five.subject == "xlf" else None
    small, large = scene.one("challenger_etf"), scene.one("benchmark_etf")
    yield claim(
        "weak_sector",
        five.subject,
        slots={
            "five": five,
            "ytd": ytd,
            "industry_ytd": scene.get(banks, "ytd_return", "ytd"),
            "below_count": scene.get("sectors", "sectors_below_sma50", "50d"),
            "corr_small": scene.get(banks, "correlation", "60d", small),
            "corr_large": scene.get(banks, "correlation", "60d", large),
        },
        roles={
            "subject": five.subject,
            "below_list": tuple(below),
            **({"industry": banks.id} if banks else {}),
            **({"small": small.id, "large": large.id} if small and large else {}),
        },
        facts={
            "weakest": five is ranked[0],
            "serious": five.value <= -0.01 or five.subject in below,
            "below50": five.subject in below,
            "all_below": counted is not None and len(below) == counted.value,
            "falling": five.value < 0,
            "last": ytd_rank is not None and counted is not None and ytd_rank.value == counted.value,
        },
        salience=0.55 if five.value < 0 else 0.2,
        sections=("risks-opportunities",),
        polarity="negative",
        rule="lowest five-session return among the sectors",
    )


@detector
def strong_sectors(scene: Scene) -> Iterator[Claim]:
    """The sectors that lead the year while still above their 50-day average."""
    ranked = sorted(scene.each("sector", "ytd_return", "ytd"), key=lambda f: (-f.value, f.id))
    above = [
        f
        for f in ranked
        if (d := scene.get(f.subject, "sma_distance", "50d")) is not None and d.value > 0 and f.value > 0
    ]
    if len(ranked) < 6 or not above:
        return
    yield claim(
        "strong_sectors",
        "ytd",
        slots={
            "tops": above[:2],
            "above": scene.get("sectors", "sectors_above_sma50", "50d"),
            "counted": scene.get("sectors", "sectors_counted", "1d"),
        },
        salience=0.45,
        sections=("risks-opportunities",),
        polarity="positive",
        rule="highest year-to-date returns among the sectors above their 50-day average",
    )


@detector
def risk_rates(scene: Scene) -> Iterator[Claim]:
    """How the desk's subject has moved with the long yield: only where the slope is clear."""
    a, subject = scene.a, scene.one("yield_long")
    beta, level = scene.get(a, "rate_sensitivity", "252d"), scene.get(subject, "close_level", "1d")
    if (
        a is None
        or subject is None
        or beta is None
        or level is None
        or abs(float(beta.params.get("t_statistic", 0))) < 2
    ):
        return
    yield claim(
        "risk_rates",
        a.id,
        slots={"beta": beta, "level": level},
        roles={"a": a.id, "subject": subject.id},
        salience=0.4,
        sections=("risks-opportunities",),
        rule="slope of daily returns on yield changes over 252 sessions, at least two standard errors",
    )


@detector
def risk_fear(scene: Scene) -> Iterator[Claim]:
    """A volatility index above the middle of its own year: the market is paying up for protection."""
    vix = scene.one("fear")
    level, mark = scene.get(vix, "close_level", "1d"), scene.get(vix, "watch_mark", "1y")
    if vix is None or level is None or mark is None or level.value <= mark.value:
        return
    yield claim(
        "risk_fear",
        vix.id,
        slots={"level": level, "mark": mark},
        roles={"subject": vix.id},
        salience=0.35,
        sections=("risks-opportunities",),
        polarity="negative",
        rule="close of the volatility index above the median of its past year",
    )


@detector
def mean_reversion(scene: Scene) -> Iterator[Claim]:
    """A long lag behind the yardstick: what there is to catch up, not a forecast that it will be."""
    a, b = scene.a, scene.b
    lag = scene.get(a, "relative_return", "12m", b) or scene.get(a, "relative_return", "ytd", b)
    if a is None or b is None or lag is None or lag.value > -0.05:
        return
    yield claim(
        "mean_reversion",
        f"{a.id}.{b.id}",
        slots={"depth": lag},
        roles={"a": a.id, "b": b.id},
        facts={"window": lag.window.name},
        salience=0.35,
        sections=("risks-opportunities",),
        polarity="positive",
        rule="at least five points behind over the window",
    )


@detector
def recovery(scene: Scene) -> Iterator[Claim]:
    """The way back to the record from a deep fall: arithmetic, and larger than the fall itself."""
    a = scene.a
    depth, back = scene.get(a, "drawdown", "since_inception"), scene.get(a, "watch_distance", "record")
    if a is None or depth is None or back is None or depth.value > -0.1:
        return
    yield claim(
        "recovery",
        a.id,
        slots={"depth": depth, "back": back, "days": scene.get(a, "days_under_water", "since_inception")},
        roles={"subject": a.id},
        salience=0.35,
        sections=("risks-opportunities",),
        polarity="positive",
        rule="drawdown of 10 % or more, and the rise that would undo it",
    )


def _level_signals(
    scene: Scene, subject: Subject
) -> tuple[list[tuple[str, Figure, Figure]], list[tuple[str, Figure, Figure]]]:
    """Levels below and above the close as (name, level, distance), nearest first."""
    below: list[tuple[str, Figure, Figure]] = []
    above: list[tuple[str, Figure, Figure]] = []
    sources = {
        "sma20": scene.get(subject, "sma20", "20d"),
        "sma50": scene.get(subject, "sma50", "50d"),
        "sma200": scene.get(subject, "sma200", "200d"),
        "record": scene.get(subject, "record_close", "since_inception"),
        "low52": scene.get(subject, "extreme_52w_low", "52w"),
        "high52": scene.get(subject, "extreme_52w_high", "52w"),
    }
    for name, level in sources.items():
        distance = scene.get(subject, "watch_distance", name)
        if level is None or distance is None or distance.printed == 0 or abs(distance.value) > CLOSE_ENOUGH:
            continue
        (above if distance.value > 0 else below).append((name, level, distance))
    below.sort(key=lambda item: -item[2].value)
    above.sort(key=lambda item: item[2].value)
    return below, above


def _worth(items: list[tuple[str, Figure, Figure]], least: float = 0.004) -> tuple[str, Figure, Figure] | None:
    """The nearest level that a usual day would not reach by accident, else the nearest at all."""
    return next((item for item in items if abs(item[2].value) >= least), items[0] if items else None)


@detector
def watch(scene: Scene) -> Iterator[Claim]:
    """The few levels that decide: support and resistance of the desk's subject, the average stock, fear."""
    a = scene.a
    if a is None:
        return
    below, above = _level_signals(scene, a)
    for role, found in (("support", _worth(below)), ("resistance", _worth(above))):
        if found is not None:
            name, mark_level, distance = found
            yield claim(
                "watch",
                f"{a.id}.{name}",
                slots={"level": mark_level, "distance": distance},
                roles={"subject": a.id},
                facts={"mark": name, "role": role},
                salience=0.8 if role == "support" else 0.75,
                sections=("risks-opportunities", "summary"),
                polarity="negative" if role == "support" else "positive",
                rule="nearest level of its side, seen from the close",
            )
    pair = scene.pair("weighting")
    five = scene.get(pair[0], "relative_return", "5d", pair[1]) if pair else None
    if pair is not None and five is not None:
        yield claim(
            "watch",
            "weighting",
            slots={"value": five},
            roles={"subject": pair[0], "comparator": pair[1]},
            facts={"mark": "weighting", "role": "positive" if five.value >= 0 else "negative"},
            salience=0.6,
            sections=("risks-opportunities",),
            rule="equal weight minus cap weight over five sessions, and its sign",
        )
    vix = scene.one("fear")
    level = scene.get(vix, "close_level", "1d")
    mark = scene.get(vix, "watch_mark", "1y")
    if (
        vix is not None
        and level is not None
        and mark is not None
        and abs(level.value / mark.value - 1) < 0.5
        and size(scene.get(vix, "day_change", "1d")) in ("sharp", "extreme")
    ):
        yield claim(
            "watch",
            "fear",
            slots={"level": mark, "value": level},
            roles={"subject": vix.id},
            facts={"mark": "fear", "role": "above" if level.value > mark.value else "below"},
            salience=0.55,
            sections=("risks-opportunities",),
            rule="the volatility index against the median of its past year",
        )
