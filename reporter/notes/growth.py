"""Earnings: growth that is expected, who grows faster, revisions and guidance (K41-K44)."""

from __future__ import annotations

from collections.abc import Iterator

from reporter.model import Claim, Figure
from reporter.model.claim import Polarity
from reporter.notes.attribution import alone
from reporter.notes.ledger import Ledger, builder
from reporter.notes.number_kinds import EarningsRevision, EpsForecast, EpsGrowthGap, GuidanceCounts
from reporter.notes.records import Note


@builder
def forecasts(ledger: Ledger) -> Iterator[Claim]:
    """Expected growth or level; where the publisher rates the comparator for the same period, the gap."""
    for note in ledger.of("eps_forecast"):
        fields = note.fields
        assert isinstance(fields, EpsForecast)
        stated, high = ledger.ends(note)
        assert stated is not None
        subject, peer = ledger.about(note), ledger.peer(note)
        other = _same_period(ledger, note, fields, peer) if peer and fields.measure == "growth" else None
        gap = None
        if other is not None:
            gap = ledger.derived(note, "gap", "eps_growth_gap", stated.value - other.value, "pp",
                                 max(stated.decimals, other.decimals), "growth - peer_growth", (stated, other))
        growth = fields.measure == "growth"
        yield ledger.claim(
            "note_growth", note.id, [note], roles={"subject": subject, **({"peer": peer} if peer else {})},
            slots={"growth": stated if growth else None, "growth_high": high if growth else None,
                   "level": None if growth else stated, "peer_growth": other, "gap": gap},
            facts={**alone(note), "period": fields.period, "measure": fields.measure, "crossover": False,
                   "direction": _direction(gap or stated), "computed": gap is not None},
            salience=0.5, sections=("analysis",), rule="growth - peer_growth" if gap else "as published",
        )


def _same_period(ledger: Ledger, near: Note, fields: EpsForecast, peer: str) -> Figure | None:
    for note in ledger.of("eps_forecast"):
        if (isinstance(note.fields, EpsForecast) and note.fields.measure == "growth" and ledger.about(note) == peer
                and note.fields.period == fields.period
                and note.source.fields.publisher == near.source.fields.publisher):
            return ledger.ends(note)[0]
    return None


def _direction(figure: Figure) -> str:
    return "up" if figure.printed > 0 else "down" if figure.printed < 0 else "flat"


@builder
def growth_gaps(ledger: Ledger) -> Iterator[Claim]:
    """Who grows faster, as a source has it; a crossover where it is the first time in years."""
    for note in ledger.of("eps_growth_gap"):
        fields = note.fields
        assert isinstance(fields, EpsGrowthGap)
        gap, _ = ledger.ends(note)
        direction = fields.direction
        if gap is not None and gap.printed and _direction(gap) != direction:
            ledger.hold(note, "direction", f"says {direction}, but its gap is {_direction(gap)}; the gap is published")
            direction = "up" if gap.printed > 0 else "down"
        yield ledger.claim(
            "note_growth", note.id, [note], roles={"subject": ledger.about(note), "peer": ledger.peer(note) or ""},
            slots={"gap": gap, "years": ledger.optional(note, "years")},
            facts={**alone(note), "period": fields.period or "", "measure": "gap", "crossover": fields.crossover,
                   "direction": direction, "computed": False},
            salience=0.6 if fields.crossover else 0.5, sections=("analysis", "insights"),
            polarity=_polarity(direction), rule="as published",
        )


def _polarity(direction: str) -> Polarity:
    return "positive" if direction == "up" else "negative" if direction == "down" else "neutral"


@builder
def revisions(ledger: Ledger) -> Iterator[Claim]:
    """Balance or pace of revisions of estimates."""
    for note in ledger.of("earnings_revision"):
        fields = note.fields
        assert isinstance(fields, EarningsRevision)
        value, _ = ledger.ends(note)
        yield ledger.claim(
            "note_revisions", note.id, [note],
            roles={"subject": ledger.about(note), "compared": tuple(ledger.subject(s) for s in fields.compared)},
            slots={"value": value},
            facts={**alone(note), "measure": fields.measure, "direction": fields.direction,
                   "above_history": fields.above_history},
            salience=0.5, sections=("analysis", "insights"), polarity=_polarity(fields.direction), rule="as published",
        )


@builder
def guidance(ledger: Ledger) -> Iterator[Claim]:
    """Counts of companies that guided, and the shares that follow from them."""
    for note in ledger.of("guidance_counts"):
        fields = note.fields
        assert isinstance(fields, GuidanceCounts)
        negative, positive, total = (ledger.optional(note, name) for name in ("negative", "positive", "total"))
        if total is None and negative is not None and positive is not None:
            total = ledger.derived(note, "total", "guidance_counts", negative.value + positive.value, "count", 0,
                                   "negative + positive", (negative, positive))
        low = _share(ledger, note, "negative", negative, total)
        high = _share(ledger, note, "positive", positive, total)
        average = ledger.optional(note, "average")
        facts = {**alone(note), "period": fields.period}
        if negative is not None and positive is not None:
            facts["mostly"] = "negative" if negative.value > positive.value else (
                "positive" if positive.value > negative.value else "even")
        if low is not None and average is not None:
            facts["above_average"] = low.value > average.value
        yield ledger.claim(
            "note_guidance", note.id, [note], roles={"subject": ledger.about(note)},
            slots={"negative": negative, "positive": positive, "total": total, "share_negative": low,
                   "share_positive": high, "average": average},
            facts=facts, salience=0.45, sections=("analysis",), rule="share = count / total",
        )


def _share(ledger: Ledger, note: Note, name: str, count: Figure | None, total: Figure | None) -> Figure | None:
    if count is None or total is None or total.value == 0:
        return None
    return ledger.derived(note, f"share_{name}", "guidance_share", count.value / total.value, "fraction", 3,
                          f"{name} / total", (count, total))
