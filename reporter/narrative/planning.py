"""The document plan: moves that may be made, in the theme's order, with the claims that each of them ties."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from reporter.model import Claim, Passage, Section
from reporter.narrative.evidence import Evidence
from reporter.narrative.move import Move
from reporter.narrative.moves import MOVES, ORDERS
from reporter.narrative.remembering import Memory

ITEMS = {"risk_factors": 3, "opportunities": 2}
QUIET_ITEMS = {"risk_factors": 1, "opportunities": 1}
FULL_ITEMS = {"risk_factors": 5, "opportunities": 4}
"""Items told of each group; a quiet day is short."""
BRIEF = {"analysis": 2, "insights": 1}
"""Passages that a brief edition keeps of a section, its first ones; it needs no summary, since it is one."""

MOST = {
    "note_price_targets": 3,
    "note_technical": 3,
    "note_policy": 3,
    "note_growth": 5,
    "note_share": 3,
    "note_provenance": 4,
    "note_event": 5,
}
"""Claims of notes that one passage bears; a provider has more of them than a reader wants."""

SECTIONS = ("executive-summary", "analysis", "insights", "risks-opportunities", "summary")
OPTIONAL = ("executive-summary",)
"""Sections that stand only where somebody wrote them."""
NOTED = ("risk_note",)
"""Items that only an editor's note brings: they are told beside what the market itself has to say."""

NOTHING_BEFORE = Memory()


def plan(
    theme: str, claims: Sequence[Claim], length: str = "standard", memory: Memory = NOTHING_BEFORE
) -> tuple[Section, ...]:
    """Sections of ordered passages. A move that has nothing to stand on isn't made, nor (but at full length) one that
    would say again what the edition before said and nothing has changed; a quiet day is short."""
    evidence = Evidence(theme, claims, length)
    made = (Section(id=section, passages=tuple(_section(section, evidence, length, memory))) for section in SECTIONS)
    return tuple(section for section in made if section.passages or section.id not in OPTIONAL)


def _section(section: str, evidence: Evidence, length: str, memory: Memory) -> list[Passage]:
    moves = [m for m in MOVES if m.section == section and told_at(m, length) and m.when(evidence)]
    order = ORDERS.get(evidence.theme, ())
    moves.sort(key=lambda m: order.index(m.name) if m.name in order else len(order) + MOVES.index(m))
    moves = moves if length == "full" else fresh(moves, evidence, memory)
    made = [passage for move in moves for passage in passages_of(move, evidence, length)]
    if length == "brief" and section in BRIEF:
        return made[: BRIEF[section]]
    return _capped(made, items(evidence.theme, length))


def fresh(moves: Sequence[Move], evidence: Evidence, memory: Memory) -> list[Move]:
    """The moves that are news; of a section, or of a group under a heading of its own, at least the first.

    Where a theme has an order of its own the moves that it names are part of its story, and told.
    """
    story = ORDERS.get(evidence.theme, ())
    stale = {
        m.name
        for m in moves
        if m.name not in story and memory.stale(m, [c for kind in m.takes for c in told_of(kind, m, evidence)])
    }
    kept = [m for m in moves if m.name not in stale]
    spared: set[str | None] = {m.group for m in kept}
    for move in moves:
        if move.name in stale and move.group not in spared:
            kept.append(move)
            spared.add(move.group)
    return [m for m in moves if m in kept]


def items(theme: str, length: str) -> Mapping[str, int]:
    """How many passages of each group are told."""
    return FULL_ITEMS if length == "full" else QUIET_ITEMS if theme == "quiet" else ITEMS


def _capped(passages: list[Passage], most: Mapping[str, int]) -> list[Passage]:
    """At most so many items a group, the plan's first ones; what has no group or comes from an editor stays."""
    taken: dict[str, int] = {}
    kept = []
    for passage in passages:
        if passage.move in NOTED:
            kept.append(passage)
            continue
        group = passage.group or ""
        taken[group] = taken.get(group, 0) + 1
        if taken[group] <= most.get(group, len(passages)):
            kept.append(passage)
    return kept


def told_at(move: Move, length: str) -> bool:
    """Whether a move is made at a length at all."""
    return move.brief or move.section in BRIEF if length == "brief" else not move.full or length == "full"


def told_of(kind: str, move: Move, evidence: Evidence) -> list[Claim]:
    """The claims of a kind that a move ties: an editor's paragraph only in its section, of notes a bounded number."""
    fitting = [
        c
        for c in evidence.of(kind)
        if move.fits(c) and (kind != "note_paragraph" or c.facts.get("section") == move.section)
    ]
    return fitting[: MOST.get(kind)]


def passages_of(move: Move, evidence: Evidence, length: str) -> list[Passage]:
    """The passages of a move that may be made: one, or one for each of the most salient claims of a kind."""
    rest = tuple(c.id for kind in move.takes if kind != move.each for c in told_of(kind, move, evidence))
    if move.each is None:
        return [Passage(id=move.name, move=move.name, claims=rest, heading=move.heading, group=move.group)]
    chosen = evidence.of(move.each)[: move.most if length == "full" else 1]
    return [
        Passage(
            id=f"{move.name}-{number}", move=move.name, claims=(claim.id, *rest), heading=move.heading, group=move.group
        )
        for number, claim in enumerate(chosen, 1)
    ]
