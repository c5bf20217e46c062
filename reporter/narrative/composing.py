"""The briefing: the plan filled with claims, the figures that they use and no others, exhibits, sources, gaps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from reporter.model import Briefing, Claim, Desk, Figure, Figures, Gap, Section, Source
from reporter.model.briefing import Earlier, Edited, Override, Sentiment
from reporter.model.chart import OwnChart
from reporter.model.market import Market
from reporter.narrative.citing import order_of_appearance, renumber_claims, renumber_figures, renumber_sources
from reporter.narrative.exhibits import drawn, exhibits
from reporter.narrative.planning import plan
from reporter.narrative.remembering import Memory

TAGS: Mapping[str, tuple[str, ...]] = {
    "risk_off": ("risk_off", "volatility"),
    "relief_rally": ("relief_rally", "volatility"),
    "records": ("record_high",),
    "streak_ended": ("market_rotation", "relative_strength"),
    "small_cap_streak": ("market_rotation", "relative_strength"),
    "large_cap_streak": ("large_caps", "relative_strength"),
    "growth_to_value": ("value_investing", "market_rotation"),
    "value_to_growth": ("growth_stocks", "market_rotation"),
    "small_cap_lead": ("market_rotation",),
    "ahead": ("relative_strength",),
    "behind": ("relative_strength",),
    "ahead_streak": ("relative_strength",),
    "behind_streak": ("relative_strength",),
    "large_cap_lead": ("large_caps",),
    "faded_rally": ("volatility",),
    "undone_fall": ("volatility",),
    "rates_driven": ("interest_rates",),
    "defensive_turn": ("defensives", "sector_rotation"),
    "sector_dispersion": ("sector_rotation",),
    "narrowing": ("market_breadth", "magnificent_7"),
    "broadening": ("market_breadth",),
    "trend_break": ("technical_analysis",),
    "wrap_selloff": ("risk_off",),
    "wrap_rally": ("relief_rally",),
    "wrap_turn": ("market_rotation",),
    "wrap_streak": ("relative_strength",),
    "wrap_ahead": ("relative_strength",),
    "wrap_records": ("record_high",),
    "wrap_split": ("market_rotation",),
}
"""Hashtags of a theme, beside the desk's own."""


@dataclass(frozen=True)
class Edition:
    """What a briefing needs beside claims: the clock's readings and what notes brought."""

    as_of: datetime
    generated_at: datetime
    theme: str
    length: Literal["brief", "standard", "full"] = "standard"
    sources: Sequence[Source] = ()
    gaps: Sequence[Gap] = ()
    requested_on: date | None = None
    memory: Mapping[str, str] = field(default_factory=dict)
    previous: Earlier | None = None
    before: Briefing | None = None
    """The edition before, where one was read: what it told and has not changed is no news."""
    sections: Sequence[Section] | None = None
    """The sections that an editor's plan asks for; None for the automatic ones."""
    charts: Sequence[OwnChart] = ()
    """Charts of the project's own."""
    overrides: Sequence[Override] = ()
    plan: Edited | None = None


def compose(claims: Sequence[Claim], figures: Figures, desk: Desk, market: Market, edition: Edition) -> Briefing:
    """A briefing of one session. Figures are in order of first use; claims that no passage ties are left out."""
    made = edition.sections
    if made is None:
        made = plan(edition.theme, claims, edition.length, Memory.of(edition.before))
    sections = tuple(s for s in made if not desk.sections or s.id in desk.sections)
    known = {claim.id: claim for claim in claims}
    title = _title_claims(claims)
    used = [known[i] for i in dict.fromkeys([*title, *(i for s in sections for p in s.passages for i in p.claims)])]
    shown = (*exhibits(market, desk, figures, edition.length), *drawn(edition.charts, desk, figures))
    own = [figures[i] for words in edition.overrides for i in words.figures]
    told = (*(i for c in used for i in c.figures), *(f.id for f in own), *(i for x in shown for i in x.figures))
    ids = dict.fromkeys(told)
    order = order_of_appearance(sections, known)
    for number in (n for figure in own for n in figure.sources):
        order.setdefault(number, len(order))
    kept = renumber_figures(_with_inputs([figures[i] for i in ids], figures), order)
    return Briefing(
        desk=desk.id,
        session=market.session,
        as_of=edition.as_of,
        generated_at=edition.generated_at,
        sample=market.sample,
        theme=edition.theme,
        theme_claims=title,
        sentiment=_sentiment(used, figures),
        market=desk.market,
        tags=tuple(dict.fromkeys([
            *desk.tags, *((f"{desk.period.kind}_wrap",) if desk.period is not None else ()),
            *TAGS.get(edition.theme, ("market_analysis",)), *_seasonal(sections),
        ])),
        subjects=desk.subjects,
        related=desk.related,
        figures=kept,
        claims=renumber_claims(used, order),
        sections=sections,
        exhibits=shown,
        sources=renumber_sources((*market.sources, *edition.sources), order),
        gaps=_gaps((*market.gaps, *figures.gaps, *edition.gaps), sections),
        period=desk.period,
        requested_on=edition.requested_on if edition.requested_on != market.session else None,
        length=edition.length,
        memory=edition.memory,
        previous=edition.previous,
        overrides=tuple(edition.overrides),
        plan=edition.plan,
    )


def _title_claims(claims: Sequence[Claim]) -> tuple[str, ...]:
    """The most salient claim of each kind: a headline may draw on any of them."""
    first: dict[str, str] = {}
    for claim in claims:
        first.setdefault(claim.kind, claim.id)
    wanted = (
        "day",
        "streak_ended",
        "streak",
        "gap_rarity",
        "day_rarity",
        "ytd_lead",
        "levels",
        "levels_b",
        "cross",
        "turned",
        "drawdown",
        "sectors_day",
        "inside",
        "spreads",
        "fear",
        "rates",
        "rotation",
        "verdict",
        "wrap",
        "wrap_levels",
        "wrap_year",
        "wrap_sectors",
    )
    # both lead subjects may have a rarity and a drawdown, and a headline must not mix one's with the other's
    every = [c.id for c in claims if c.kind in ("day_rarity", "drawdown", "wrap_rarity", "wrap_run")]
    return tuple(dict.fromkeys([*(first[kind] for kind in wanted if kind in first), *every]))


def _with_inputs(kept: list[Figure], figures: Figures) -> tuple[Figure, ...]:
    """The figures used, and those that they were computed from."""
    result = {f.id: f for f in kept}
    waiting = list(kept)
    while waiting:
        for item in waiting.pop().inputs:
            if item.figure is not None and item.figure in figures and item.figure not in result:
                result[item.figure] = figures[item.figure]
                waiting.append(figures[item.figure])
    return tuple(result.values())


def _sentiment(claims: Sequence[Claim], figures: Figures) -> Sentiment:
    """Bullish or bearish where both lead subjects moved clearly one way, neutral where neither moved, else mixed."""
    day = next((c for c in claims if c.kind in ("day", "wrap")), None)
    if day is None:
        return "neutral"
    keys, least = (("a_change", "b_change"), 0.003) if day.kind == "day" else (("a_return", "b_return"), 0.005)
    moves = [figures[str(day.slots[k])].value for k in keys]
    if max(abs(m) for m in moves) < least:
        return "neutral"
    if min(moves) > least:
        return "bullish"
    return "bearish" if max(moves) < -least else "mixed"


def _seasonal(sections: Sequence[Section]) -> tuple[str, ...]:
    told = {p.move for s in sections for p in s.passages}
    return (("january_effect",) if "season" in told else ()) + (("sector_rotation",) if "inside" in told else ())


def _gaps(gaps: Sequence[Gap], sections: Sequence[Section]) -> tuple[Gap, ...]:
    """Each absence once, by subject and reason; what a reader would have to be told, not every metric of it.

    What no source was there for is told by its name: each is a thing of its own that a reader may look for.
    """
    merged: dict[tuple[str, str, str], Gap] = {}
    for gap in gaps:
        merged.setdefault((gap.subject, gap.why, gap.what if gap.why == "no_source" else ""), gap)
    return tuple(merged[key] for key in sorted(merged))
