"""A plan that an editor has changed, against what this session allows: what can be followed, and what cannot."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from reporter.model import Claim, Passage, Section
from reporter.narrative.evidence import Evidence
from reporter.narrative.move import Move
from reporter.narrative.moves import MOVES
from reporter.narrative.planning import SECTIONS
from reporter.registry import nearest

Place = tuple[str | int, ...]
Mistake = tuple[Place, str]


@dataclass(frozen=True)
class Asked:
    """One passage that a plan asks for. `place` and `claim_places` say where in the file it stands."""

    id: str
    move: str
    claims: tuple[str, ...]
    place: Place
    claim_places: tuple[Place, ...]


@dataclass(frozen=True)
class AskedSection:
    id: str
    passages: tuple[Asked, ...]
    place: Place


def follow(
    theme: str, claims: Sequence[Claim], asked: Sequence[AskedSection]
) -> tuple[tuple[Section, ...], list[Mistake]]:
    """Sections as the plan has them, and every mistake with its place; with a mistake the sections are of no use."""
    known = {claim.id: claim for claim in claims}
    moves = {move.name: move for move in MOVES}
    mistakes: list[Mistake] = []
    sections: list[Section] = []
    seen: set[str] = set()
    for section in asked:
        if section.id not in SECTIONS:
            mistakes.append(
                ((*section.place, "id"), f"there is no section {section.id!r}{_near(section.id, SECTIONS)}")
            )
            continue
        if section.id in {made.id for made in sections}:
            mistakes.append(((*section.place, "id"), f"the section {section.id!r} stands twice; join the two"))
        for passage in section.passages:
            mistakes += _wrong(passage, section.id, theme, known, moves)
            if passage.id in seen:
                mistakes.append(
                    ((*passage.place, "id"), f"the passage {passage.id!r} stands twice; give the second another id")
                )
            seen.add(passage.id)
        mistakes += _parted(section, moves)
        sections.append(
            Section(id=section.id, passages=tuple(_made(p, moves) for p in section.passages if p.move in moves))
        )
    return tuple(sections), mistakes


def _near(name: str, names: Sequence[str] | Mapping[str, object]) -> str:
    found = nearest(name, names)
    return f"; did you mean {found!r}?" if found else f"; known: {', '.join(names)}" if len(names) <= 8 else ""


def _made(asked: Asked, moves: Mapping[str, Move]) -> Passage:
    move = moves[asked.move]
    return Passage(id=asked.id, move=move.name, claims=asked.claims, heading=move.heading, group=move.group)


def _wrong(
    asked: Asked, section: str, theme: str, known: Mapping[str, Claim], moves: Mapping[str, Move]
) -> Iterator[Mistake]:
    move = moves.get(asked.move)
    if move is None:
        yield (*asked.place, "move"), f"there is no move {asked.move!r}{_near(asked.move, moves)}"
        return
    if move.section != section:
        yield (*asked.place, "move"), f"the move {move.name} belongs to the section {move.section}; move it there"
    bad = False
    for place, claim in zip(asked.claim_places, asked.claims, strict=True):
        if claim not in known:
            bad = True
            yield place, f"this session has no claim {claim!r}{_near(claim, known)}; take the line out"
        elif known[claim].kind not in move.takes:
            bad = True
            yield (
                place,
                (
                    f"the move {move.name} takes no claim of kind {known[claim].kind}; "
                    f"it takes {', '.join(move.takes)}"
                ),
            )
        elif asked.claims.count(claim) > 1 and asked.claims.index(claim) != asked.claim_places.index(place):
            yield place, f"the claim {claim!r} stands twice in this passage; take one out"
    if not bad and not move.when(_without(asked, move, theme, known)):
        message = f"the passage {asked.id} cannot be made from these claims"
        yield (*asked.place, "claims"), f"{message}; put back what was taken out, or veto the passage"


def _without(asked: Asked, move: Move, theme: str, known: Mapping[str, Claim]) -> Evidence:
    """The session's claims less those that the move could have taken and the plan does not give it."""
    given = [known[claim] for claim in asked.claims]
    return Evidence(theme, [*given, *(c for c in known.values() if c.kind not in move.takes)], "full")


def _parted(section: AskedSection, moves: Mapping[str, Move]) -> Iterator[Mistake]:
    """A group has one heading, so its passages stand together."""
    closed: set[str] = set()
    last: str | None = None
    for passage in section.passages:
        group = moves[passage.move].group if passage.move in moves else None
        if group != last and last is not None:
            closed.add(last)
        if group is not None and group in closed:
            yield passage.place, f"the passage {passage.id} stands apart from its group {group}; put them together"
        last = group
