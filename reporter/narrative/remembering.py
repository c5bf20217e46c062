"""What the edition before told: a state that has not changed since is no news the day after."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from reporter.model import Briefing, Claim
from reporter.narrative.move import Move

State = tuple[object, ...]


@dataclass(frozen=True)
class Memory:
    """The claims that each move tied in the edition before. An empty one forgets nothing, since it knows nothing."""

    told: Mapping[str, Sequence[Claim]] = field(default_factory=dict)

    @classmethod
    def of(cls, before: Briefing | None) -> Memory:
        if before is None:
            return cls()
        known = {claim.id: claim for claim in before.claims}
        told: dict[str, Sequence[Claim]] = {}
        for passage in (p for section in before.sections for p in section.passages):
            told.setdefault(passage.move, [known[i] for i in passage.claims if i in known])
        return cls(told)

    def stale(self, move: Move, claims: Sequence[Claim]) -> bool:
        """Whether a move tells a standing state that the edition before told and that has not changed."""
        if move.standing is None or move.name not in self.told:
            return False
        return _state(move, claims) == _state(move, self.told[move.name])


def _state(move: Move, claims: Sequence[Claim]) -> State:
    """What counts as news of a move: the subjects of its first claim, and the facts and kinds that it names."""
    first = next((c for kind in move.takes for c in claims if c.kind == kind), None)
    return (first.id if first else None, *(_value(key, claims) for key in move.standing or ()))


def _value(key: str, claims: Sequence[Claim]) -> object:
    """`kind.fact`: that fact of the kind's first claim; `kind`: which claims of it there are."""
    kind, _, fact = key.partition(".")
    found = [claim for claim in claims if claim.kind == kind]
    if not fact:
        return tuple(claim.id for claim in found)
    return found[0].facts.get(fact) if found else None
