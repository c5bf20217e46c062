"""Multiples, and the discount that follows from two of them on one basis (K36-K39)."""

from __future__ import annotations

from collections.abc import Iterator

from reporter.model import Claim, Figure
from reporter.notes.amounts import shown, spoken
from reporter.notes.attribution import alone
from reporter.notes.ledger import Ledger, builder
from reporter.notes.number_kinds import PeDiscount
from reporter.notes.records import Note

DISCOUNT = "1 - multiple / peer_multiple"
TOLERANCE = 0.02
"""A discount is quoted in whole percent and rounded multiples; two points apart is another statement."""


@builder
def discounts(ledger: Ledger) -> Iterator[Claim]:
    """A stated discount; where the same publisher gives both multiples, the computed one in its place."""
    for note in ledger.of("pe_discount"):
        fields = note.fields
        assert isinstance(fields, PeDiscount)
        subject, peer = ledger.about(note), ledger.peer(note)
        assert peer is not None
        stated, _ = ledger.ends(note)
        if stated is None:
            continue
        own = _multiple(ledger, note, subject, fields.measure)
        other = _multiple(ledger, note, peer, fields.measure)
        shown_discount, computed = stated, False
        if own is not None and other is not None:
            shown_discount, computed = _computed(ledger, note, own, other), True
            if abs(shown_discount.value - stated.value) > TOLERANCE:
                ledger.hold(note, "value", (
                    f"{shown(stated)} is stated, but {shown(own)} over {shown(other)} is a discount of "
                    f"{spoken(shown_discount.value, 'fraction', 3)}; the computed one is published"))
        yield _discount(ledger, note, fields.measure, shown_discount, computed, own, other)


def _multiple(ledger: Ledger, near: Note, subject: str, basis: str) -> Figure | None:
    """The publisher's own multiple of a subject on a basis; another house's is no comparison."""
    for note in ledger.of(f"pe_{basis}"):
        if ledger.about(note) == subject and note.source.fields.publisher == near.source.fields.publisher:
            return ledger.ends(note)[0]
    return None


def _computed(ledger: Ledger, note: Note, own: Figure, other: Figure) -> Figure:
    return ledger.derived(note, "discount", "pe_discount", 1 - own.value / other.value, "fraction", 3, DISCOUNT,
                          (own, other))


def _discount(
    ledger: Ledger, note: Note, basis: str, discount: Figure, computed: bool, own: Figure | None, other: Figure | None
) -> Claim:
    subject, peer = ledger.about(note), ledger.peer(note) or ""
    return ledger.claim(
        "note_valuation", note.id, [note], roles={"subject": subject, "peer": peer},
        slots={"discount": discount, "multiple": own, "peer_multiple": other},
        facts={**alone(note), "measure": "discount", "basis": basis, "computed": computed,
               "premium": discount.printed < 0},
        salience=0.6, sections=("analysis", "risks-opportunities"),
        polarity="positive" if discount.printed > 0 else "negative", rule=DISCOUNT,
    )


@builder
def multiples(ledger: Ledger) -> Iterator[Claim]:
    """Each multiple by itself, and with a discount where it names a comparator that the publisher rates too."""
    for note in ledger.of("pe_trailing", "pe_forward"):
        basis = note.kind.removeprefix("pe_")
        stated, _ = ledger.ends(note)
        assert stated is not None
        own = _measured(ledger, note, stated)
        peer = ledger.peer(note)
        other = _multiple(ledger, note, peer, basis) if peer else None
        if other is not None:
            yield _discount(ledger, note, basis, _computed(ledger, note, own, other), True, own, other)
            continue
        yield ledger.claim(
            "note_valuation", note.id, [note], roles={"subject": ledger.about(note)}, slots={"multiple": own},
            facts={**alone(note), "measure": "multiple", "basis": basis, "computed": False, "premium": False},
            salience=0.4, sections=("analysis",), rule="as published",
        )


def _measured(ledger: Ledger, note: Note, stated: Figure) -> Figure:
    """The edition's own figure of the same thing, where it has one: what can be measured is not taken from a note."""
    own = ledger.market.get(f"{ledger.about(note)}.{note.kind}")
    if own is None:
        return stated
    if abs(own.value / stated.value - 1) > TOLERANCE:
        ledger.hold(note, "value", f"{shown(stated)} is stated, but ours is {shown(own)}; ours is published")
    return own


@builder
def measured_discounts(ledger: Ledger) -> Iterator[Claim]:
    """The edition's own discount of one fund to another, where a provider's notes say whose multiples it rests on."""
    given = {ledger.about(note): note for note in ledger.of("pe_trailing") if note.source.provider}
    for figure in ledger.market:
        pair = [given.get(name or "") for name in (figure.subject, figure.comparator)]
        if figure.metric != "pe_discount" or None in pair:
            continue
        yield ledger.claim(
            "note_valuation", f"measured.{figure.subject}", [note for note in pair if note is not None],
            roles={"subject": figure.subject, "peer": figure.comparator or ""}, slots={"discount": figure},
            facts={**alone(given[figure.subject]), "measure": "discount", "basis": "trailing", "computed": True,
                   "premium": figure.printed < 0},
            salience=0.55, sections=("analysis", "risks-opportunities"),
            polarity="positive" if figure.printed > 0 else "negative", rule=figure.formula,
        )


@builder
def sizes(ledger: Ledger) -> Iterator[Claim]:
    """Assets of a fund, market value of a company."""
    for note in ledger.of("fund_size"):
        stated, _ = ledger.ends(note)
        assert stated is not None
        size = _measured(ledger, note, stated)
        yield ledger.claim(
            "note_valuation", note.id, [note], roles={"subject": ledger.about(note)}, slots={"size": size},
            facts={**alone(note), "measure": "size", "basis": "", "computed": False, "premium": False},
            salience=0.25, sections=("analysis",), rule="as published",
        )
