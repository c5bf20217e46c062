"""The catalogue of metrics: id, unit, printed decimals, formula and definition of everything that is measured.

A family declares its metrics when its module is imported. The docs page and `reporter explain` read them here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from reporter.model import Subject
from reporter.model.figure import Unit
from reporter.registry import Registry

MetricUnit = Unit | Literal["level"]
"""`level` stands for the unit of the subject's own level: points, a currency, or a yield's fraction."""

MONEY = ("USD", "CNY", "HKD")
"""Currencies that are units of ours; an exchange rate in another one is a plain ratio."""


@dataclass(frozen=True)
class Metric:
    """One kind of figure. `decimals` counts printed decimals of the unrounded canonical value."""

    id: str
    unit: MetricUnit
    decimals: int
    formula: str
    definition: str

    def unit_for(self, subject: Subject | None) -> Unit:
        """The unit of a figure about this subject; a level takes the subject's own."""
        if self.unit != "level":
            return self.unit
        if subject is None:
            raise ValueError(f"metric {self.id} is a level and needs a subject with a level of its own")
        if subject.kind == "currency" and subject.level_unit not in MONEY:
            return "ratio"
        return subject.level_unit  # type: ignore[return-value]

    def decimals_for(self, subject: Subject | None) -> int:
        """Printed decimals: yields are fractions and show two decimals of a percent, exchange rates have four."""
        if self.unit == "level" and self.decimals and subject is not None and subject.kind in ("yield", "currency"):
            return 4
        return self.decimals


_METRICS: Registry[Metric] = Registry("metric")


def metric(name: str, unit: MetricUnit, decimals: int, formula: str, definition: str) -> Metric:
    """Declare a metric; a second declaration of the same name is refused."""
    declared = Metric(name, unit, decimals, formula, " ".join(definition.split()))
    _METRICS.add(name, declared)
    return declared


def declared(name: str) -> Metric:
    """The metric that a family has declared under a name; a ConfigError names one that nobody has."""
    return _METRICS[name]


def all_declared() -> tuple[Metric, ...]:
    """Every declared metric in order of id."""
    return tuple(_METRICS[name] for name in sorted(_METRICS))
