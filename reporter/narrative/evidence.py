"""What a session offers to an argument: its claims by kind."""

from __future__ import annotations

from collections.abc import Sequence

from reporter.model import Claim


class Evidence:
    """The claims of a session by kind, most salient first."""

    def __init__(self, theme: str, claims: Sequence[Claim], length: str = "standard") -> None:
        self.theme = theme
        self.full = length == "full"
        """Whether there is room for what only a full edition tells."""
        self._by_kind: dict[str, list[Claim]] = {}
        for claim in claims:
            self._by_kind.setdefault(claim.kind, []).append(claim)

    def of(self, kind: str) -> list[Claim]:
        return self._by_kind.get(kind, [])

    def one(self, kind: str) -> Claim | None:
        found = self.of(kind)
        return found[0] if found else None

    def has(self, *kinds: str) -> bool:
        return all(kind in self._by_kind for kind in kinds)

    def fact(self, kind: str, key: str) -> object:
        claim = self.one(kind)
        return claim.facts.get(key) if claim else None
