"""What could break the picture and what it opens, each with a trigger and today's distance from it."""

from __future__ import annotations

from collections.abc import Iterator

from reporter.insights.inside import closer
from reporter.insights.levels_ahead import level_signals
from reporter.insights.scene import Scene, claim, size, standing
from reporter.model import Claim, Figure


def _weakest(scene: Scene, ranked: list[Figure]) -> Figure:
    """The day's worst sector if it is among the three weakest of five sessions, else the weakest of those."""
    day = min(scene.each("sector", "day_change", "1d"), key=lambda f: (f.value, f.id))
    return next((f for f in ranked[:3] if f.subject == day.subject), ranked[0])


@standing
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
            "closer": banks is not None and closer(scene, banks, small, large),
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


@standing
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


@standing
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


def _worth(items: list[tuple[str, Figure, Figure]], least: float = 0.004) -> tuple[str, Figure, Figure] | None:
    """The nearest level that a usual day would not reach by accident, else the nearest at all."""
    return next((item for item in items if abs(item[2].value) >= least), items[0] if items else None)


@standing
def watch(scene: Scene) -> Iterator[Claim]:
    """The few levels that decide: support and resistance of the desk's subject, the average stock, fear."""
    a = scene.a
    if a is None:
        return
    below, above = level_signals(scene, a)
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
