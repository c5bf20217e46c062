"""What became of a desk's session in a run, and of the run as a whole."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Literal

from reporter.request import Built

Status = Literal[
    "published", "unchanged", "held", "no_session", "failed", "due", "compared", "released", "corrected", "removed"
]
GRAVEST = (1, 50, 40, 2, 30, 10, 12, 11, 0, 20)
"""Exit codes of several desks: the first of these that occurs is the run's."""


@dataclass(frozen=True)
class Outcome:
    """One desk and session. `message` is a sentence for people."""

    desk: str
    session: date | None
    status: Status
    message: str
    exit_code: int = 0
    folder: Path | None = None
    built: Built | None = None
    details: Mapping[str, Any] = field(default_factory=dict)
    undelivered: bool = False
    """Whether it could not be sent to all of its readers."""

    def as_json(self) -> dict[str, Any]:
        return {
            "desk": self.desk,
            "session": self.session.isoformat() if self.session else None,
            "status": self.status,
            "message": self.message,
            "exit_code": self.exit_code,
            "folder": str(self.folder) if self.folder else None,
            **({"built": self.built.summary()} if self.built else {}),
            **({"details": dict(self.details)} if self.details else {}),
        }


@dataclass(frozen=True)
class Run:
    """All outcomes of a run."""

    outcomes: Sequence[Outcome]

    @property
    def exit_code(self) -> int:
        codes = {outcome.exit_code for outcome in self.outcomes}
        return next((code for code in GRAVEST if code in codes), 0)

    def that(self, *status: Status) -> list[Outcome]:
        """The outcomes of some kinds."""
        return [outcome for outcome in self.outcomes if outcome.status in status]

    def as_json(self) -> dict[str, Any]:
        return {"exit_code": self.exit_code, "outcomes": [outcome.as_json() for outcome in self.outcomes]}
