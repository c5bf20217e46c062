"""What stands between a build and its readers: measured values with their limits, and what came of them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Literal

from pydantic import ConfigDict, Field

from reporter.model.base import Noun

SCHEMA = "reporter.gates/1"
Outcome = Literal["pass", "warn", "hold"]


class Limit(Noun):
    """From which value a gate warns and from which it holds; None for never. `below` where smaller is worse."""

    unit: str
    warn: float | None = None
    hold: float | None = None
    below: bool = False

    def outcome(self, value: float | None) -> Outcome:
        """What a measured value means; one that could not be measured passes."""
        if value is None:
            return "pass"
        if self.hold is not None and self._crossed(value, self.hold):
            return "hold"
        return "warn" if self.warn is not None and self._crossed(value, self.warn) else "pass"

    def _crossed(self, value: float, limit: float) -> bool:
        return value < limit if self.below else value >= limit


LIMITS: Mapping[str, Limit] = MappingProxyType(
    {
        "too_few_instruments": Limit(unit="instruments", hold=1, below=True),
        "missing_bar": Limit(unit="share", warn=0.5),
        "partial_bar": Limit(unit="share", warn=0.5, hold=0.8),
        "stale_bar": Limit(unit="share", warn=0.001, hold=0.2),
        "unit_flip": Limit(unit="ratio", hold=5),
        "split_without_action": Limit(unit="ratio", hold=1.4),
        "phantom_split": Limit(unit="ratio", hold=1.4),
        "jump_beyond_history": Limit(unit="ratio", warn=1.5, hold=3),
        "mixed_adjustment": Limit(unit="fraction", warn=0.005, hold=0.02),
        "index_against_etf": Limit(unit="fraction", warn=0.02, hold=0.04),
        "calendar_horizon": Limit(unit="days", warn=60, hold=0, below=True),
        "two_providers": Limit(unit="fraction", warn=0.002, hold=0.01),
        "verification": Limit(unit="findings", hold=1),
    }
)
"""Every gate in the order of `gates.json`, with the limits that a project's settings may change."""


class Evidence(Noun):
    """One thing that a gate saw. `prices` are the observations it was seen in."""

    value: float
    subject: str | None = None
    symbol: str | None = None
    session: date | None = None
    prices: Mapping[str, float] = {}
    """`field session` → value, such as `close 2026-01-23`."""
    detail: str = ""


class Reading(Noun):
    """One gate: the worst value that it measured (None where there was nothing to measure), and the evidence."""

    gate: str
    outcome: Outcome
    value: float | None
    limit: Limit
    evidence: tuple[Evidence, ...] = ()

    def __str__(self) -> str:
        measured = "not measured" if self.value is None else f"{self.value:.6g} {self.limit.unit}"
        side = "at least" if self.limit.below else "below"
        bound = self.limit.hold if self.outcome == "hold" or self.limit.warn is None else self.limit.warn
        first = self.evidence[0] if self.evidence else None
        seen = f": {first.symbol or first.subject or first.detail}" if first else ""
        more = f" and {len(self.evidence) - 1} more" if len(self.evidence) > 1 else ""
        limit = f", must be {side} {bound:g}" if bound is not None else ""
        return f"{self.gate.replace('_', ' ')}{seen}{more} ({measured}{limit})"


class Approval(Noun):
    """Who let a held edition out, when and why."""

    reason: str
    at: str
    by: str | None = None
    outcomes: Mapping[str, str] = {}
    """The gates that held it."""


class Gates(Noun):
    """`gates.json` of an edition."""

    schema_: str = Field(default=SCHEMA, alias="schema")
    desk: str
    session: date
    outcome: Outcome
    gates: tuple[Reading, ...]
    approval: Approval | None = None

    model_config = ConfigDict(populate_by_name=True, frozen=True, extra="forbid", allow_inf_nan=False)

    def that(self, outcome: Outcome) -> tuple[Reading, ...]:
        """The readings with one outcome."""
        return tuple(each for each in self.gates if each.outcome == outcome)


def worst(readings: tuple[Reading, ...]) -> Outcome:
    """The gravest outcome of several."""
    found = {reading.outcome for reading in readings}
    return "hold" if "hold" in found else "warn" if "warn" in found else "pass"
