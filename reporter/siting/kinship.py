"""Which earlier editions an edition is related to: those that told the rarest of the same things."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence

from reporter.siting.shelf import Slip

MONTHS = 12
"""How far back is looked."""
MOST = 4
TAG_WEIGHT = 0.5
LEAST = 1.0
"""Kinship below this is chance: what every edition tells weighs nothing."""


class Kinship:
    """Claims and tags of some editions, oldest first. An edition is related to earlier ones only, so that no page
    changes when a later edition comes out."""

    def __init__(self, slips: Sequence[Slip]) -> None:
        self._slips = tuple(sorted(slip for slip in slips if not slip.withdrawn))

    def of(self, slip: Slip, without: Slip | None) -> tuple[Slip, ...]:
        """The nearest kin, best first; of equals the latest. `without` is the edition before, linked anyway."""
        before = [one for one in self._slips if one.session < slip.session]
        if not before:
            return ()
        claims = Counter(claim for one in before for claim in one.claims)
        tags = Counter(tag for one in before for tag in one.tags)
        mine, wearing = set(slip.claims), set(slip.tags)

        def score(other: Slip) -> float:
            shared = sum(math.log(len(before) / claims[c]) for c in sorted(mine.intersection(other.claims)))
            return shared + TAG_WEIGHT * sum(
                math.log(len(before) / tags[t]) for t in sorted(wearing.intersection(other.tags))
            )

        ranked = sorted((round(score(one), 9), one) for one in before if one != without)
        return tuple(one for value, one in reversed(ranked[-MOST:]) if value >= LEAST)
