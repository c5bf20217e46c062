"""What a verification found: a finding names place, sentence and rule; a report counts and prints."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from reporter.errors import Problem


@dataclass(frozen=True)
class Finding:
    """One thing that does not hold. `sentence` is what a reader sees at that place."""

    rule: str
    message: str
    path: str
    sentence: str = ""
    figure: str | None = None

    def as_problem(self) -> Problem:
        shown = f" in {self.sentence!r}" if self.sentence else ""
        return Problem(path=self.path, message=f"{self.message}{shown}", rule=self.rule)

    def __str__(self) -> str:
        return str(self.as_problem())


@dataclass
class Report:
    """The outcome of `verify`. `numbers` were seen on pages, `verified` of them hold, `unexplained` have no figure.

    `not_recomputed` lists the metrics of figures that no independent definition exists for, with their count.
    """

    path: str
    findings: list[Finding] = field(default_factory=list)
    numbers: int = 0
    verified: int = 0
    unexplained: int = 0
    recomputed: int = 0
    not_recomputed: dict[str, int] = field(default_factory=dict)

    @property
    def clean(self) -> bool:
        return not self.findings

    @property
    def exit_code(self) -> int:
        return 0 if self.clean else 12

    def add(self, findings: Iterable[Finding]) -> None:
        self.findings.extend(findings)

    def summary(self) -> str:
        return f"{self.verified} of {self.numbers} numbers verified, {self.unexplained} unexplained"

    def as_text(self) -> str:
        """Findings line by line, then the count."""
        lines = [str(finding) for finding in self.findings]
        if self.not_recomputed:
            left = ", ".join(f"{metric} ({count})" for metric, count in sorted(self.not_recomputed.items()))
            lines.append(f"not recomputed: {left}")
        return "\n".join([*lines, self.summary()])

    def as_json(self) -> dict[str, object]:
        return {
            "path": self.path,
            "clean": self.clean,
            "numbers": self.numbers,
            "verified": self.verified,
            "unexplained": self.unexplained,
            "recomputed": self.recomputed,
            "not_recomputed": self.not_recomputed,
            "findings": [
                {"rule": f.rule, "message": f.message, "path": f.path, "sentence": f.sentence, "figure": f.figure}
                for f in self.findings
            ],
        }
