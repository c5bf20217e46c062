"""Seasons and base rates that others quote, set beside our own history (K56, K57)."""

from __future__ import annotations

from collections.abc import Iterator

from reporter.model import Claim, Figure
from reporter.notes.attribution import alone
from reporter.notes.ledger import Ledger, word_builder
from reporter.notes.records import Note
from reporter.notes.texts import worded
from reporter.notes.word_kinds import BaseRate, CalendarEffect

HOLDS = 0.6
"""A pattern holds if it came true in three cases of five, with mean and median on its side."""
HORIZONS = (21, 63, 126, 252)
MONTH = 21


@word_builder
def seasonal_checks(ledger: Ledger) -> Iterator[Claim]:
    """A seasonal claim with what our own history says of it; without that history it is not repeated."""
    measured = any(f.metric.startswith("calendar_effect") for f in ledger.market)
    for note in ledger.of("calendar_effect"):
        fields = note.fields
        assert isinstance(fields, CalendarEffect)
        subject, peer = ledger.about(note), ledger.peer(note)
        own = {name: _own(ledger, subject, peer, f"calendar_effect_{name}.{fields.measure}")
               for name in ("cases", "hits", "mean", "median")}
        cases, hits, mean, median = (own[name] for name in ("cases", "hits", "mean", "median"))
        if cases is None or hits is None or mean is None or median is None or cases.value == 0:
            if not measured:
                ledger.gap("calendar_effect", subject, "no_history", "insights", fields.measure)
            message = f"speaks of {fields.measure}, of which this edition has no history of its own; left out"
            ledger.hold(note, "measure", message, "note-history")
            continue
        yield from _checked(ledger, note, fields, cases, hits, mean, median)


def _own(ledger: Ledger, subject: str, peer: str | None, rest: str) -> Figure | None:
    return ledger.market.get(f"{subject}{'-' + peer if peer else ''}.{rest}")


def _checked(
    ledger: Ledger, note: Note, fields: CalendarEffect, cases: Figure, hits: Figure, mean: Figure, median: Figure
) -> Iterator[Claim]:
    subject, peer = ledger.about(note), ledger.peer(note)
    up = fields.direction != "down"
    came_true = hits.value / cases.value if up else 1 - hits.value / cases.value
    reading = _reading(came_true, mean, median, 1 if up else -1)
    share = ledger.derived(note, "share", "calendar_effect_share", hits.value / cases.value, "fraction", 2,
                           "hits / cases", (hits, cases))
    stated_cases, stated_hits = _stated(ledger, note, fields, came_true)
    dates = {key: cases.dates[key].isoformat() for key in ("first", "last") if key in cases.dates}
    yield from worded(
        ledger, note, "note_seasonal_check", roles={"subject": subject, **({"peer": peer} if peer else {})},
        slots={"cases": cases, "hits": hits, "share": share, "mean": mean, "median": median,
               "stated_cases": stated_cases, "stated_hits": stated_hits, "stated": ledger.ends(note)[0]},
        facts={**alone(note), "month": fields.measure, "effect": fields.effect or "", "reading": reading,
               "direction": fields.direction, **dates},
        salience=0.7 if reading == "fails" else 0.55, sections=("analysis", "insights"),
        polarity="neutral" if reading == "weak" else "positive" if (reading == "holds") == up else "negative",
        rule=f"holds: share >= {HOLDS}, mean and median on its side; fails: share <= 0.5 or median against it",
    )


def _reading(came_true: float, mean: Figure, median: Figure, sign: int) -> str:
    if came_true >= HOLDS and mean.printed * sign > 0 and median.printed * sign > 0:
        return "holds"
    return "fails" if came_true <= 0.5 or median.printed * sign < 0 else "weak"


def _stated(
    ledger: Ledger, note: Note, fields: CalendarEffect, came_true: float
) -> tuple[Figure | None, Figure | None]:
    """The source's own counts, unless ours tell another story."""
    cases, hits = ledger.optional(note, "cases"), ledger.optional(note, "hits")
    if cases is None or hits is None or cases.value == 0:
        return cases, hits
    if abs(hits.value / cases.value - came_true) > 0.15:
        ledger.hold(note, "hits", (
            f"{fields.hits} of {fields.cases} is stated, but in our history it came true in "
            f"{came_true * 100:.0f}% of the cases; ours is published"))
        return None, None
    return cases, hits


@word_builder
def base_rates(ledger: Ledger) -> Iterator[Claim]:
    """A base rate as a source counts it, beside our own of the rule that it resembles."""
    for note in ledger.of("base_rate"):
        fields = note.fields
        assert isinstance(fields, BaseRate)
        subject, peer = ledger.about(note), ledger.peer(note)
        own: dict[str, Figure | None] = {}
        if fields.rule:
            horizon = min(HORIZONS, key=lambda h: abs(h - (fields.months or 12) * MONTH))
            tail = f"{fields.rule}_{horizon}"
            own = {
                "own_cases": _own(ledger, subject, peer, f"base_rate_cases.{tail}")
                or _own(ledger, subject, peer, f"base_rate_cases.{fields.rule}"),
                "own_hits": _own(ledger, subject, peer, f"base_rate_hits.{tail}"),
                "own_median": _own(ledger, subject, peer, f"base_rate_median.{tail}"),
            }
            if own["own_cases"] is None or own["own_hits"] is None:
                own = {}
        cases, hits, months, threshold = (
            ledger.optional(note, name) for name in ("cases", "hits", "months", "threshold"))
        facts = {**alone(note), "rule": fields.rule or ""}
        if fields.since is not None:
            facts["since"] = str(fields.since)
        if fields.hits is not None and fields.cases:
            facts["mostly"] = fields.hits * 2 > fields.cases
        own_cases, own_hits = own.get("own_cases"), own.get("own_hits")
        if own_cases and own_hits and fields.hits is not None and fields.cases and own_cases.value:
            agrees = (own_hits.value * 2 > own_cases.value) == (fields.hits * 2 > fields.cases)
            facts["reading"] = "agrees" if agrees else "differs"
        yield from worded(
            ledger, note, "note_base_rate", roles={"subject": subject, **({"peer": peer} if peer else {})},
            slots={"cases": cases, "hits": hits, "months": months, "threshold": threshold, **own},
            facts=facts, salience=0.55, sections=("insights",), rule="as published, beside base_rate figures",
        )
