"""Themes: scored patterns over claims. The highest score gives the day its story; ties go to the earlier rule."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from reporter.insights.scene import WEIGHT
from reporter.model import Claim, Figures

Score = float


@dataclass(frozen=True)
class Theme:
    """The day's story, why it won, and what the other themes scored (for `reporter plan`)."""

    name: str
    score: float
    scores: tuple[tuple[str, float], ...]


class Pattern:
    """The claims of a session by kind, and the values behind their slots."""

    def __init__(self, claims: Sequence[Claim], figures: Figures) -> None:
        self._by_kind: dict[str, list[Claim]] = {}
        for claim in claims:
            self._by_kind.setdefault(claim.kind, []).append(claim)
        self._figures = figures

    def one(self, kind: str) -> Claim | None:
        found = self._by_kind.get(kind)
        return found[0] if found else None

    def all(self, kind: str) -> list[Claim]:
        return self._by_kind.get(kind, [])

    def fact(self, kind: str, key: str) -> object:
        claim = self.one(kind)
        return claim.facts.get(key) if claim else None

    def value(self, kind: str, slot: str) -> float:
        """The value in a slot of a kind's first claim; 0 where there is none."""
        claim = self.one(kind)
        figure_id = claim.slots.get(slot) if claim else None
        figure = self._figures.get(figure_id) if isinstance(figure_id, str) else None
        return figure.value if figure else 0.0

    def weight(self, kind: str, key: str) -> float:
        """The weight of a size fact, `extreme` being 1."""
        size = self.fact(kind, key)
        return WEIGHT.get(size, 0.0) if isinstance(size, str) else 0.0  # type: ignore[call-overload]

    @property
    def small_gap(self) -> float:
        """The day's difference of small companies over large ones; 0 on a desk that leads with other things."""
        side = self.fact("day", "small")
        return self.value("day", "gap") * (1 if side == "a" else -1 if side == "b" else 0)

    @property
    def small_run(self) -> float:
        """The present run, positive where small companies are ahead; 0 on a desk that leads with other things."""
        side = self.fact("day", "small")
        return self.value("streak", "length") * (1 if side == "a" else -1 if side == "b" else 0)

    @property
    def deep(self) -> float:
        """The deepest drawdown of the lead subjects, as a positive fraction."""
        return max((abs(self.depth(c)) for c in self.all("drawdown")), default=0.0)

    def depth(self, claim: Claim, name: str = "depth") -> float:
        """The value in a slot of a claim; 0 where it has none."""
        slot = claim.slots.get(name)
        figure = self._figures.get(slot) if isinstance(slot, str) else None
        return figure.value if figure else 0.0


THEMES: dict[str, Callable[[Pattern], Score]] = {}


def theme(function: Callable[[Pattern], Score]) -> Callable[[Pattern], Score]:
    """Registers a theme under its function's name."""
    THEMES[function.__name__] = function
    return function


@theme
def risk_off(p: Pattern) -> Score:
    """Both fell hard and fear rose."""
    if p.value("day", "a_change") > -0.01 or p.value("day", "b_change") > -0.01:
        return 0.0
    fled = p.fact("verdict", "reading") in ("flight", "no_shelter")
    falls = max(p.weight("day", "a_size"), p.weight("day", "b_size"))
    alarm = 0.25 * (p.fact("fear", "jumped") is True) + 0.15 * (p.fact("fear", "state") in ("alarmed", "panic"))
    severe = 0.3 * (min(p.value("day", "a_change"), p.value("day", "b_change")) <= -0.03)
    return 0.55 * falls + alarm + severe if falls >= WEIGHT["sharp"] or fled else 0.0


@theme
def relief_rally(p: Pattern) -> Score:
    """Both rose hard out of a fall or out of fear."""
    if p.value("day", "a_change") < 0.01 or p.value("day", "b_change") < 0.008:
        return 0.0
    rises = max(p.weight("day", "a_size"), p.weight("day", "b_size"))
    afraid = p.fact("fear", "state") in ("alarmed", "panic")
    easing = p.fact("fear", "direction") == "down"
    # fear may stay where it is, or rise a little, on the steepest day of a fall: a rebound it is all the same
    out_of_fear = afraid or (easing and p.deep >= 0.08)
    return 0.5 * rises + 0.2 + 0.15 * easing + 0.2 * (rises == 1.0) if rises >= WEIGHT["sharp"] and out_of_fear else 0.0


@theme
def streak_ended(p: Pattern) -> Score:
    """A long run of one subject over the other ended today."""
    length = abs(p.value("streak_ended", "length"))
    return min(0.35 + 0.055 * length, 1.1) if length >= 7 else 0.0


@theme
def records(p: Pattern) -> Score:
    """A record close, the more so after a drought or by both."""
    a, b = p.fact("levels", "record_today") is True, p.fact("levels_b", "record_today") is True
    drought = max(p.value("levels", "drought"), p.value("levels_b", "drought"))
    return 0.0 if not (a or b) else 0.55 + 0.12 * (a and b) + min(drought / 400, 0.4)


@theme
def trend_break(p: Pattern) -> Score:
    """A close across the 200-day average after a long stay on the other side."""
    crossed = [c for c in p.all("cross") if c.facts.get("average") == 200]
    days = max((p.value("cross", "days") for _ in crossed), default=0.0)
    return 0.6 + min(days / 600, 0.3) if crossed and days >= 30 else 0.0


def _long(length: float) -> Score:
    return min(0.2 + 0.05 * length, 1.0) if length >= 8 else 0.0


@theme
def small_cap_streak(p: Pattern) -> Score:
    """Small companies are in a long run over large ones, still alive."""
    return _long(p.small_run)


@theme
def large_cap_streak(p: Pattern) -> Score:
    """Large companies are in a long run over small ones."""
    return _long(-p.small_run)


@theme
def ahead_streak(p: Pattern) -> Score:
    """The desk's subject, where the two are not small and large companies, is in a long run over the yardstick."""
    return 0.0 if p.fact("day", "small") else _long(p.value("streak", "length"))


@theme
def behind_streak(p: Pattern) -> Score:
    return 0.0 if p.fact("day", "small") else _long(-p.value("streak", "length"))


@theme
def growth_to_value(p: Pattern) -> Score:
    """Value beat growth and small beat large far beyond a usual day, while the market as a whole diverged."""
    style = p.value("spreads", "style_day")
    wide = p.weight("day", "gap_size") >= WEIGHT["sharp"]
    return 0.5 + min(style * 8, 0.35) + 0.1 * wide if style >= 0.012 and p.small_gap > 0 else 0.0


@theme
def value_to_growth(p: Pattern) -> Score:
    style = p.value("spreads", "style_day")
    wide = p.weight("day", "gap_size") >= WEIGHT["sharp"]
    return 0.5 + min(-style * 8, 0.35) + 0.1 * wide if style <= -0.012 and p.small_gap < 0 else 0.0


def _apart(p: Pattern) -> Score:
    """The two differed by an unusual distance."""
    wide = p.weight("day", "gap_size")
    return 0.65 * wide + 0.1 * (p.one("gap_rarity") is not None) if wide >= WEIGHT["sharp"] else 0.0


@theme
def small_cap_lead(p: Pattern) -> Score:
    """Small companies beat large ones by an unusual distance."""
    return _apart(p) if p.small_gap > 0 else 0.0


@theme
def large_cap_lead(p: Pattern) -> Score:
    return _apart(p) if p.small_gap < 0 else 0.0


@theme
def ahead(p: Pattern) -> Score:
    """The desk's subject beat the yardstick by far, where the two are not small and large companies."""
    return _apart(p) if not p.fact("day", "small") and p.value("day", "gap") > 0 else 0.0


@theme
def behind(p: Pattern) -> Score:
    return _apart(p) if not p.fact("day", "small") and p.value("day", "gap") < 0 else 0.0


def _turn(p: Pattern, shape: str) -> Score:
    """The further from the day's end of the range to the close, the more of a story."""
    claim = p.one("turned")
    if claim is None or claim.facts.get("shape") != shape:
        return 0.0
    return 0.45 + min(6 * abs(p.depth(claim, "back")), 0.4)


@theme
def faded_rally(p: Pattern) -> Score:
    """A rise within the day that the close had lost."""
    return _turn(p, "faded")


@theme
def undone_fall(p: Pattern) -> Score:
    """A fall within the day that the close had made good."""
    return _turn(p, "recovered")


@theme
def rates_driven(p: Pattern) -> Score:
    """The long yield moved far beyond its usual day."""
    far = p.fact("rates", "size") == "large" and p.value("rates", "significance") >= 0.96
    return 0.62 if far else 0.0


@theme
def defensive_turn(p: Pattern) -> Score:
    """Defensive sectors beat cyclical ones far beyond a usual day, and have for a month."""
    return 0.58 if p.fact("rotation", "direction") == "defensive" and p.fact("rotation", "fits") is True else 0.0


@theme
def sector_dispersion(p: Pattern) -> Score:
    """The sectors moved far apart while the index went little."""
    wide = p.fact("sectors_day", "band") == "wide" and p.fact("sectors_day", "shape") == "mixed"
    return 0.52 if wide and p.weight("day", "b_size") <= WEIGHT["clear"] else 0.0


@theme
def narrowing(p: Pattern) -> Score:
    """Cap weight beat equal weight and large beat small, on the day and over the longer window."""
    return (
        0.5 if p.fact("spreads", "long_reading") == "narrow" and p.fact("spreads", "day_reading") == "narrow" else 0.0
    )


@theme
def broadening(p: Pattern) -> Score:
    return 0.5 if p.fact("spreads", "long_reading") == "wide" and p.fact("spreads", "day_reading") == "wide" else 0.0


@theme
def quiet(p: Pattern) -> Score:
    """Nothing moved far: both small, the difference small, fear not jumping."""
    calm = p.fact("day", "calm") is True and p.weight("day", "gap_size") <= WEIGHT["mild"]
    return 0.5 if calm and p.fact("fear", "jumped") is not True else 0.0


@theme
def decline(p: Pattern) -> Score:
    """An ordinary weak day."""
    return 0.2 if p.value("day", "b_change") + p.value("day", "a_change") < 0 else 0.0


@theme
def advance(p: Pattern) -> Score:
    """An ordinary firm day."""
    return 0.15


def _of_wraps() -> dict[str, Callable[[Pattern], Score]]:
    from reporter.insights.wrap_themes import WRAP_THEMES  # it reads Pattern from here

    return WRAP_THEMES


def every_theme() -> tuple[str, ...]:
    """Names of all themes, of sessions and of wraps."""
    return (*THEMES, *_of_wraps())


def choose_theme(claims: Sequence[Claim], figures: Figures) -> Theme:
    """The theme with the highest score; the order of definition breaks ties. Wraps have themes of their own."""
    pattern = Pattern(claims, figures)
    rules = THEMES if pattern.one("wrap") is None else _of_wraps()
    scores = [(name, round(rule(pattern), 4)) for name, rule in rules.items()]
    best = max(scores, key=lambda item: item[1])
    return Theme(best[0], best[1], tuple(sorted(scores, key=lambda item: -item[1])))
