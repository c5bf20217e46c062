"""What the plan leaves out, and why: for the editor who may want it after all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reporter.model import Claim, Passage, Section
from reporter.narrative.evidence import Evidence
from reporter.narrative.move import Move
from reporter.narrative.moves import MOVES
from reporter.narrative.planning import BRIEF, NOTHING_BEFORE, items, passages_of, told_at
from reporter.narrative.remembering import Memory

TOLD_BEFORE = "the edition before told it, and nothing of it has changed"


@dataclass(frozen=True)
class LeftOutPassage:
    """A passage that could be made and is not."""

    section: str
    passage: Passage
    reason: str


@dataclass(frozen=True)
class LeftOutClaim:
    """A claim that no passage ties."""

    claim: Claim
    reason: str


def left_out(
    theme: str, claims: Sequence[Claim], length: str, kept: Sequence[Section], memory: Memory = NOTHING_BEFORE
) -> tuple[list[LeftOutPassage], list[LeftOutClaim]]:
    """Passages first in the plan's own order, then claims by salience."""
    evidence = Evidence(theme, claims, "full")
    usual = Evidence(theme, claims, length)
    passages = list(_passages(evidence, usual, length, kept, memory))
    used = {claim for section in kept for passage in section.passages for claim in passage.claims}
    spared: dict[str, str] = {}
    for each in passages:
        for claim in each.passage.claims:
            spared.setdefault(claim, f"its passage {each.passage.id} is left out: {each.reason}")
    dropped = [
        LeftOutClaim(claim, spared.get(claim.id) or _unused(claim, evidence))
        for claim in claims
        if claim.id not in used
    ]
    return passages, dropped


def _passages(
    evidence: Evidence, usual: Evidence, length: str, kept: Sequence[Section], memory: Memory
) -> Iterator[LeftOutPassage]:
    sections = {section.id for section in kept}
    claims = [claim for move in MOVES for kind in move.takes for claim in evidence.of(kind)]
    told = {passage.id for section in kept for passage in section.passages}
    for move in MOVES:
        if not move.when(evidence):
            continue
        for passage in passages_of(move, evidence, "full"):
            if passage.id not in told:
                known = length != "full" and memory.stale(move, [c for c in claims if c.id in passage.claims])
                reason = TOLD_BEFORE if known else _reason(move, usual, length, sections)
                yield LeftOutPassage(move.section, passage, reason)


def _reason(move: Move, evidence: Evidence, length: str, sections: set[str]) -> str:
    if move.section not in sections:
        return f"the desk has no section {move.section}"
    if move.full or not move.when(evidence):
        return f"it is told at length full only, not at {length}"
    if length == "brief":
        most = BRIEF.get(move.section, 0) if told_at(move, length) else 0
        return f"length brief keeps {most or 'none'} of the section {move.section}'s passages, the first ones"
    if move.each is not None and length != "full":
        return f"only the most salient {move.each} is told at length {length}"
    told = items(evidence.theme, length).get(move.group or "")
    return f"no more than {told} of the group {move.group} are told" if told else "others come first"


def _unused(claim: Claim, evidence: Evidence) -> str:
    """Why no passage that could be made ties a claim."""
    takers = [move for move in MOVES if claim.kind in move.takes]
    if not takers:
        return f"no passage takes claims of kind {claim.kind}"
    names = ", ".join(move.name for move in takers if not move.when(evidence))
    if names:
        return f"the condition of the passage that would take it does not hold: {names}"
    return f"no more claims of kind {claim.kind} are told"
