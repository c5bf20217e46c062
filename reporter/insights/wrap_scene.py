"""A scene seen through its week or month: the names of the windows, and the figures that every detector asks for."""

from __future__ import annotations

from dataclasses import dataclass

from reporter.insights.scene import Scene
from reporter.model import Figure, PeriodKind, Subject
from reporter.model.claim import Fact

SMALL = {"week": 0.003, "month": 0.006}
"""A return inside it is told as hardly moved."""


@dataclass(frozen=True)
class Wrap:
    """The two lead subjects of a wrap, and its week or month."""

    scene: Scene
    a: Subject
    b: Subject
    kind: PeriodKind
    complete: bool

    @classmethod
    def of(cls, scene: Scene) -> Wrap | None:
        period = scene.desk.period
        if period is None or scene.a is None or scene.b is None:
            return None
        return cls(scene, scene.a, scene.b, period.kind, period.complete)

    @property
    def prior(self) -> str:
        return f"prior_{self.kind}"

    @property
    def facts(self) -> dict[str, Fact]:
        return {"span": self.kind, "complete": self.complete}

    @property
    def a_return(self) -> Figure | None:
        return self.scene.get(self.a, "period_return", self.kind)

    @property
    def b_return(self) -> Figure | None:
        return self.scene.get(self.b, "period_return", self.kind)

    @property
    def gap(self) -> Figure | None:
        return self.scene.get(self.a, "relative_return", self.kind, self.b)

    @property
    def prior_gap(self) -> Figure | None:
        return self.scene.get(self.a, "relative_return", self.prior, self.b)

    @property
    def several(self) -> bool:
        """Whether more than one session of it has closed."""
        return self.gap is not None and self.gap.window.sessions > 1


def shape_of(a: Figure, b: Figure) -> str:
    """How the two moves stand to one another."""
    small = SMALL["month" if a.window.name.endswith("month") else "week"]
    if abs(a.value) < small and abs(b.value) < small:
        return "both_flat"
    if a.printed * b.printed > 0:
        return "both_up" if a.value > 0 else "both_down"
    return "a_up" if a.value > b.value else "b_up"
