"""Base rates: what followed earlier days like this one, judged against what any day would have given."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from reporter.insights.scene import Scene, claim, detector
from reporter.model import Claim, Figure, Figures
from reporter.model.claim import Fact, Polarity

HORIZONS = (21, 63, 126)
"""Sessions: a month, a quarter, half a year."""
LONG_HORIZONS = (63, 126, 252)
"""Of a state that lasts: a quarter, half a year, a year."""
STATES = frozenset({"fall_from_record", "year_behind"})
"""Rules of states: they are arguments of what a session opens, no precedents of the day."""
FEWEST = 6
"""Fewer earlier cases than this say nothing."""
SMALL_SAMPLE = 20
RULE_WEIGHT = {
    "streak_ended": 0.95,
    "losing_streak_ended": 0.8,
    "wide_gap_down": 0.8,
    "wide_gap_up": 0.8,
    "big_fall": 0.9,
    "big_rise": 0.85,
    "bear_threshold": 0.85,
    "vix_spike": 0.75,
    "record_after_drought": 0.9,
    "sma200_break_down": 0.8,
    "sma200_break_up": 0.8,
    "streak_alive": 0.85,
    "ytd_lead": 0.6,
    "record_close": 0.55,
}


def _reading(hits: int, cases: int, normal: float) -> str:
    """A base rate is judged against what any day would have given, and against chance: one test for every rule.

    `usual`: less than eight points from the usual rate. `leans_up`, `leans_down`: farther, but chance could do it.
    `favours`, `against`: farther than chance would go nine times of ten.
    """
    edge = hits / cases - normal
    if abs(edge) < 0.08:
        return "usual"
    if by_chance(hits, cases, normal):
        return "leans_up" if edge > 0 else "leans_down"
    return "favours" if edge > 0 else "against"


def by_chance(hits: int, cases: int, normal: float) -> bool:
    """Whether a count this far from the usual share comes up by chance in more than one sample of ten (two-sided
    binomial: the probabilities of all counts that are no likelier than this one)."""
    weights = [math.comb(cases, k) * normal**k * (1 - normal) ** (cases - k) for k in range(cases + 1)]
    return sum(w for w in weights if w <= weights[hits] * (1 + 1e-9)) > 0.1


@dataclass(frozen=True)
class Precedent:
    """One rule that held today, and the figures of what followed its earlier cases."""

    figures: Figures
    cases: Figure

    @property
    def prefix(self) -> str:
        return self.cases.subject + (f"-{self.cases.comparator}" if self.cases.comparator else "")

    @property
    def rule(self) -> str:
        return self.cases.window.name

    @property
    def whole(self) -> bool:
        """Whether the count is of all cases (not of those of one horizon) and of enough of them."""
        return self.cases.id == f"{self.prefix}.base_rate_cases.{self.rule}" and self.cases.value >= FEWEST

    @property
    def pair(self) -> bool:
        """Whether outcomes are differences of two subjects; a jump in fear is asked about the market alone."""
        return self.cases.comparator is not None and self.rule != "vix_spike"

    def at(self, metric: str, horizon: int) -> Figure | None:
        return self.figures.get(f"{self.prefix}.base_rate_{metric}.{self.rule}_{horizon}")

    def counted(self, horizon: int) -> int:
        """Cases whose horizon is complete."""
        own = self.at("cases", horizon)
        return round(own.value if own is not None else self.cases.value)

    def hits(self, horizon: int) -> int:
        found = self.at("hits", horizon)
        return round(found.value) if found is not None else 0

    def share(self, horizon: int) -> float:
        return self.hits(horizon) / self.counted(horizon)

    def reading(self, horizon: int) -> str:
        normal = self.at("normal", horizon)
        return _reading(self.hits(horizon), self.counted(horizon), normal.value if normal else 0.5)

    def horizons(self) -> tuple[int, int, int | None] | None:
        """Short, middle and long horizon that have outcomes; None with fewer than two."""
        asked = LONG_HORIZONS if self.rule in STATES else HORIZONS
        known = [h for h in asked if self.at("hits", h) is not None]
        if len(known) < 2:
            return None
        return known[0], known[1], known[2] if len(known) > 2 else None


def _slots(found: Precedent, short: int, middle: int, long: int | None) -> dict[str, Figure | None]:
    """Figures by the names that phrases use: `hits_short`, `median_mid`, `cases_long` …"""
    slots = {
        "cases": found.cases,
        "spacing": found.figures.get(f"{found.prefix}.base_rate_spacing.{found.rule}"),
        "threshold": found.figures.get(f"{found.prefix}.base_rate_threshold.{found.rule}"),
        "low_mid": found.at("low", middle),
        "high_mid": found.at("high", middle),
        "low_short": found.at("low", short),
        "high_short": found.at("high", short),
        "mean_mid": found.at("mean", middle),
    }
    for name, horizon in (("short", short), ("mid", middle), ("long", long)):
        if horizon is not None:
            for metric in ("hits", "median", "normal", "horizon", "cases"):
                slots[f"{metric}_{name}"] = found.at(metric, horizon)
    return slots


def _claim(scene: Scene, found: Precedent) -> Claim | None:
    chosen = found.horizons() if found.whole else None
    if chosen is None:
        return None
    short, middle, long = chosen
    reading, early = found.reading(middle), found.reading(short)
    fades = long is not None and found.share(long) < found.share(middle) - 0.1
    polarity: Polarity = "neutral"
    if reading in ("favours", "leans_up"):
        polarity = "positive"
    elif reading in ("against", "leans_down"):
        polarity = "negative"
    return claim(
        "base_rate",
        f"{found.prefix}.{found.rule}",
        slots=_slots(found, short, middle, long),
        roles={"a": found.cases.subject, **({"b": found.cases.comparator} if found.cases.comparator else {})},
        facts={
            "rule": found.rule,
            "pair": found.pair,
            "reading": reading,
            "fades": fades,
            "chance": reading.startswith("leans"),
            "short_signal": _signal(early, reading),
            "long_signal": _signal(found.reading(long), reading) if long is not None else "",
            "loosened": _loosened(scene, found.cases, found.rule),
            "beyond": _beyond(scene, found.cases, found.rule),
            "lasting": reading == "favours" and not fades,
            "small": found.cases.value < SMALL_SAMPLE,
            "up": found.share(middle) >= 0.5,
            **{k: found.cases.dates[k].isoformat() for k in ("first", "last") if k in found.cases.dates},
        },
        salience=RULE_WEIGHT.get(found.rule, 0.5),
        sections=("insights", "summary"),
        polarity=polarity,
        rule=f"what followed every earlier {found.rule}, from the close at which it was known",
    )


def _signal(reading: str, middle: str) -> str:
    """The reading of another horizon where it goes beyond chance and that of the middle one doesn't; else empty."""
    certain = ("favours", "against")
    return reading if reading in certain and middle not in certain else ""


def _beyond(scene: Scene, cases: Figure, rule: str) -> bool:
    """A run that has gone past the threshold by which its earlier likes are counted."""
    run = scene.get(cases.subject, "outperformance_streak", "1d", cases.comparator)
    threshold = cases.params.get("threshold")
    return (
        rule.endswith("streak_alive")
        and run is not None
        and isinstance(threshold, (int, float))
        and abs(run.value) > threshold
    )


def _loosened(scene: Scene, cases: Figure, rule: str) -> bool:
    """Whether the day went half as far again as the threshold, which had to be lowered to find enough cases."""
    today = (
        scene.get(cases.subject, "relative_return", "1d", cases.comparator)
        if rule.startswith("wide_gap")
        else scene.get(cases.subject, "day_change", "1d")
    )
    whose = f"{cases.subject}-{cases.comparator}" if cases.comparator else cases.subject
    threshold = scene.figures.get(f"{whose}.base_rate_threshold.{rule}")
    if today is None or threshold is None or not rule.startswith(("wide_gap", "big_")):
        return False
    scale = 100 if threshold.unit == "ratio" and rule.startswith("wide_gap") else 1
    return abs(today.value) * scale >= 1.5 * abs(threshold.value)


def _overdue(scene: Scene, cases: Figure, rule: str) -> bool:
    """A run so far past its threshold that the precedents no longer describe it."""
    run = scene.get(cases.subject, "outperformance_streak", "1d", cases.comparator)
    threshold = cases.params.get("threshold")
    return (
        rule.endswith("streak_alive")
        and run is not None
        and isinstance(threshold, (int, float))
        and abs(run.value) - threshold > 2
    )


@detector
def base_rate(scene: Scene) -> Iterator[Claim]:
    """What followed earlier days like this one; a second rule only if it leans to one side."""
    cases = scene.figures.all("base_rate_cases")
    cases = [f for f in cases if f.window.name not in STATES and not _overdue(scene, f, f.window.name)]
    found = [c for f in cases if (c := _claim(scene, Precedent(scene.figures, f))) is not None]
    lead = scene.desk.lead[:2]
    found.sort(key=lambda c: (-c.salience, lead.index(str(c.roles["a"])) if c.roles["a"] in lead else 9, c.id))
    kept: list[Claim] = []
    for item in found:
        tells = not kept or item.facts["reading"] != "usual"
        if tells and not any(item.facts["rule"] == other.facts["rule"] for other in kept):
            kept.append(item)
    yield from kept[:2]


def of_state(scene: Scene, prefix: str, rule: str) -> tuple[dict[str, Figure | None], dict[str, Fact]]:
    """Slots and facts of what followed earlier states like today's; both empty where there are too few."""
    cases = scene.figures.get(f"{prefix}.base_rate_cases.{rule}")
    found = Precedent(scene.figures, cases) if cases is not None else None
    chosen = found.horizons() if found is not None and found.whole else None
    if found is None or chosen is None or chosen[2] is None:
        return {}, {}
    slots = _slots(found, *chosen)
    kept = ("cases", "spacing", "threshold", "low_short", "horizon_short", "cases_short")
    later = ("hits", "median", "normal", "horizon", "cases")
    names = (*kept, *(f"{metric}_{span}" for span in ("mid", "long") for metric in later))
    return {name: slots.get(name) for name in names}, {"reading": found.reading(chosen[2]), "known": True}
