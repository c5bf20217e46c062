"""Two sources that differ are told as a difference, with both values; a claim about prices is checked against ours."""

from __future__ import annotations

from collections.abc import Iterator

from reporter.model import Claim, Figure
from reporter.model.figure import Unit
from reporter.notes.amounts import shown
from reporter.notes.attribution import together, voice
from reporter.notes.ledger import Ledger, builder
from reporter.notes.number_kinds import MarketClaim
from reporter.notes.rates import set_aside
from reporter.notes.records import Note

COMPARED = ("pe_trailing", "pe_forward", "pe_discount", "fund_size", "eps_forecast", "eps_growth_gap", "exposure",
            "concentration_share", "flows", "participants", "policy_rate_level", "earnings_revision")
"""Targets and rate paths have their spread in a claim of their own."""


@builder
def disagreements(ledger: Ledger) -> Iterator[Claim]:
    """Answers of different voices to one question whose printed values differ; one house's own update is none."""
    groups: dict[tuple[str, ...], list[tuple[Note, Figure]]] = {}
    aside = set_aside(ledger)
    for note in ledger.of(*COMPARED):
        if note.id in aside:
            continue
        value, high = ledger.ends(note)
        if value is not None and high is None:
            groups.setdefault(_question(ledger, note, value), []).append((note, value))
    for answers in groups.values():
        answers.sort(key=lambda pair: (pair[1].value, pair[0].id))
        lowest, highest = answers[0][1], answers[-1][1]
        voices = {voice(note) for note, _ in answers}
        if len(voices) > 1 and lowest.printed != highest.printed:
            yield _claim(ledger, [note for note, _ in answers], [figure for _, figure in answers])


def _question(ledger: Ledger, note: Note, value: Figure) -> tuple[str, ...]:
    """What a note answers; two notes are compared only where all of it is the same."""
    fields = note.fields
    rest = (str(getattr(fields, name, "")) for name in ("measure", "period", "direction", "group", "top", "owner"))
    span = (str(getattr(fields, "start", "")), str(getattr(fields, "end", "")), str(ledger.horizon(note)))
    return note.kind, ledger.about(note), ledger.peer(note) or "", value.unit, *rest, *span


def _claim(ledger: Ledger, notes: list[Note], values: list[Figure]) -> Claim:
    first, lowest, highest = notes[0], values[0], values[-1]
    unit: Unit = "pp" if lowest.unit == "fraction" else lowest.unit
    gap = ledger.derived(first, "disagreement", "disagreement", highest.value - lowest.value, unit,
                         max(lowest.decimals, highest.decimals), "highest - lowest", (highest, lowest))
    subject, peer = ledger.about(first), ledger.peer(first)
    return ledger.claim(
        "note_disagreement", f"{first.kind}.{subject}.{first.id}", notes,
        roles={"subject": subject, **({"peer": peer} if peer else {})},
        slots={"values": values, "lowest": lowest, "highest": highest, "gap": gap},
        facts={**together(notes), "metric": first.kind, "measure": str(getattr(first.fields, "measure", "") or ""),
               "period": str(getattr(first.fields, "period", "") or "")},
        salience=0.6, sections=("analysis", "insights"), rule="highest - lowest",
    )


@builder
def market_claims(ledger: Ledger) -> Iterator[Claim]:
    """Numbers about prices that others print: ours stands in any case, a difference is reported."""
    for note in ledger.of("market_claim"):
        fields = note.fields
        assert isinstance(fields, MarketClaim)
        own = ledger.market.get(fields.figure)
        if own is None:
            ledger.hold(note, "figure", f"names {fields.figure}, which this edition does not have", "note-reference")
            continue
        name = "value" if fields.value is not None else "low"
        stated = note.amount(name)
        upper = note.amount("high").value if fields.high is not None else stated.value
        if stated.unit != own.unit:
            ledger.hold(note, "unit", f"is in {stated.unit}, but {own.id} is in {own.unit}", "note-unit")
        elif not stated.value - stated.half <= own.value <= upper + stated.half:
            ledger.hold(note, name, (
                f"{getattr(fields, name):g} is stated, but {own.id} is {shown(own)} on {own.as_of}; ours is published"))
    yield from ()
