"""Quality gates of the data: each measures one way in which prices go wrong, before anything is said of them.

`inspect` is the door. A gate is a function from a `Case` to the evidence that it sees; `model.gate.LIMITS` says from
which value it warns and from which it holds.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from reporter.data.calendar import open_calendar
from reporter.data.gates import agreement, bars, coverage, footing
from reporter.data.gates.case import GATES, Case
from reporter.model import Desk
from reporter.model.gate import LIMITS, Limit, Reading
from reporter.model.market import Market

__all__ = ["inspect"]

KEPT = 20
"""Evidence beyond this many is left out."""
FAMILIES = (coverage, bars, footing, agreement)
"""Modules whose gates stand in the registry."""


def inspect(
    market: Market,
    desk: Desk,
    *,
    limits: Mapping[str, Limit] | None = None,
    overrides: Path | None = None,
    second: Market | None = None,
) -> tuple[Reading, ...]:
    """A reading of every gate of the data, in the order of `LIMITS`. `second` are prices of another provider."""
    known = {**LIMITS, **(limits or {})}
    known["too_few_instruments"] = known["too_few_instruments"].model_copy(update={"hold": desk.minimum_subjects})
    case = Case(market, desk, open_calendar(desk.calendar, market.session, overrides), second)
    return tuple(_read(name, known[name], case) for name in LIMITS if name in GATES)


def _read(name: str, limit: Limit, case: Case) -> Reading:
    """A gate's worst value; as evidence what lies beyond a limit."""
    seen = sorted(GATES[name](case), key=lambda one: one.value if limit.below else -one.value)
    value = float(seen[0].value) if seen else None
    beyond = [one for one in seen if limit.outcome(one.value) != "pass"]
    return Reading(
        gate=name, outcome=limit.outcome(value), value=value, limit=limit,
        evidence=tuple(case.evidence(one) for one in beyond[:KEPT]),
    )
