"""Money and people: flows, positioning, weights and shares (K34, K48, K53, K54)."""

from __future__ import annotations

from collections.abc import Iterator

from reporter.model import Claim
from reporter.notes.attribution import alone
from reporter.notes.ledger import Ledger, builder, word_builder
from reporter.notes.number_kinds import Flows, Participants, Share
from reporter.notes.texts import worded


@word_builder
def flows(ledger: Ledger) -> Iterator[Claim]:
    """Money into or out of a group of funds."""
    for note in ledger.of("flows"):
        fields = note.fields
        assert isinstance(fields, Flows)
        amount, high = ledger.ends(note)
        span = {name: day.isoformat() for name in ("start", "end") if (day := getattr(fields, name)) is not None}
        facts = {**alone(note), "direction": fields.direction, "record": fields.record_since is not None, **span}
        if fields.record_since is not None:
            facts["record_since"] = str(fields.record_since)
        yield from worded(
            ledger, note, "note_flow", roles={"subject": ledger.about(note)},
            slots={"amount": amount, "amount_high": high}, facts=facts, salience=0.5, sections=("analysis",),
            polarity="positive" if fields.direction == "in" else "negative", rule="as published",
        )


@word_builder
def positioning(ledger: Ledger) -> Iterator[Claim]:
    """Who trades, and how they are positioned."""
    for note in ledger.of("participants"):
        fields = note.fields
        assert isinstance(fields, Participants)
        value, high = ledger.ends(note)
        yield from worded(
            ledger, note, "note_positioning", roles={"subject": ledger.about(note)},
            slots={"value": value, "value_high": high},
            facts={**alone(note), "group": fields.group, "measure": fields.measure,
                   "direction": fields.direction or ""},
            salience=0.45, sections=("analysis",), rule="as published",
        )


@builder
def shares(ledger: Ledger) -> Iterator[Claim]:
    """Weights of the largest members, foreign revenue, a sector's weight."""
    for note in ledger.of("exposure", "concentration_share"):
        fields = note.fields
        assert isinstance(fields, Share)
        share, high = ledger.ends(note)
        yield ledger.claim(
            "note_share", note.id, [note],
            roles={"subject": ledger.about(note), **({"peer": peer} if (peer := ledger.peer(note)) else {})},
            slots={"share": share, "share_high": high, "top": ledger.optional(note, "top")},
            facts={**alone(note), "measure": fields.measure, "direction": getattr(fields, "direction", None) or ""},
            salience=0.4, sections=("analysis", "insights"),
            rule="as published",
        )
