"""What an article states, one number or one judgement at a time, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

from reporter.verification.articles.dates import Span
from reporter.verification.numerals import Number

Verdict = Literal["right", "contradicts-itself", "contradicts-data", "mislabelled", "not-checkable"]
FINDINGS = frozenset({"contradicts-itself", "contradicts-data", "mislabelled"})
PERCENT = frozenset({"fraction", "pp", "percentile"})


@dataclass(eq=False)
class Statement:
    """One statement. `value` is signed and canonical (fractions for percent); `number` is as printed.

    `paragraph` and `sentence` place it in its article; `at` is its position in the paragraph. `approx` is the kind
    of approximation word before the number. `facts` hold what rules need beside (a range's other end, a target).
    """

    text: str
    file: str
    line: int
    metric: str
    subject: str | None = None
    comparator: str | None = None
    window: Span | None = None
    value: float | None = None
    unit: str | None = None
    verdict: Verdict = "not-checkable"
    rule: str | None = None
    computed: float | str | None = None
    explanation: str = ""
    convention: str | None = None
    number: Number | None = None
    approx: str | None = None
    direction: int = 0
    paragraph: int = 0
    sentence: int = 0
    at: int = 0
    facts: dict[str, Any] = field(default_factory=dict)

    @property
    def found(self) -> bool:
        return self.verdict in FINDINGS

    @property
    def low(self) -> float:
        """Lower end of what the printed size stands for, canonical, unsigned."""
        return self._bounds()[0]

    @property
    def high(self) -> float:
        return self._bounds()[1]

    @property
    def factor(self) -> float:
        return 0.01 if self.unit in PERCENT else 1.0

    def _bounds(self) -> tuple[float, float]:
        if self.number is None or self.value is None:
            size = abs(self.value or 0.0)
            return size, size
        low, high, factor = self.number.low, self.number.high, self.factor
        if self.approx == "about":
            low, high = low - self.number.step / 2, high + self.number.step / 2
        elif self.approx == "nearly":
            low, high = min(low, self.number.value * 0.9), self.number.value
        elif self.approx == "over":
            low, high = self.number.value, max(high, self.number.value * 1.25)
        elif self.approx == "under":
            low, high = min(low, self.number.value * 0.75), self.number.value
        return low * factor - 1e-12, high * factor + 1e-12

    @property
    def signed_low(self) -> float:
        return -self.high if (self.value or 0.0) < 0 else self.low

    @property
    def signed_high(self) -> float:
        return -self.low if (self.value or 0.0) < 0 else self.high

    def holds(self, value: float) -> bool:
        """Whether a signed value rounds to what is printed."""
        return self.signed_low <= value <= self.signed_high or (
            "elided" in self.facts and self.low <= abs(value) <= self.high
        )

    def tells(self, value: float) -> bool:
        """Whether a level or a move in points is what is printed; vendors differ by a cent."""
        if self.holds(value):
            return True
        cent = self.number is not None and self.number.decimals >= 2 and abs(self.value or 0.0) >= 50
        return cent and self.number is not None and abs(value - (self.value or 0.0)) <= 1.6 * self.number.step

    def judge(
        self,
        verdict: Verdict,
        rule: str,
        explanation: str,
        computed: float | str | None = None,
        convention: str | None = None,
    ) -> None:
        """Record a judgement; a finding is kept over anything that is none, the first finding over later ones."""
        if self.found or (self.verdict == "right" and verdict == "not-checkable"):
            return
        self.verdict, self.rule, self.explanation = verdict, rule, explanation
        self.computed, self.convention = computed, convention

    def as_json(self) -> dict[str, object]:
        out: dict[str, object] = {
            "text": self.text.strip(),
            "file": self.file,
            "line": self.line,
            "subject": self.subject,
            "metric": self.metric,
            "window": self.window.label if self.window else None,
            "value": self.value,
            "unit": self.unit,
            "verdict": self.verdict,
            "rule": self.rule,
            "computed": self.computed,
            "explanation": self.explanation,
        }
        if self.comparator is not None:
            out["comparator"] = self.comparator
        if self.convention is not None:
            out["convention"] = self.convention
        return out
