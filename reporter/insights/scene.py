"""What a detector sees: the figures of a session through the desk's parts, and a builder that refuses unknown keys."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from reporter.model import Claim, Desk, Figure, Figures, Subject
from reporter.model.claim import Fact, Polarity, Size
from reporter.model.grade import grade
from reporter.model.kinds import KINDS

Slot = Figure | Sequence[Figure] | None
Detector = Callable[["Scene"], Iterable[Claim]]
DETECTORS: dict[str, Detector] = {}
"""Detectors of the edition of a session."""
STANDING: dict[str, Detector] = {}
"""Those among them that speak of how things stand at a close: a wrap asks them too."""
WRAPS: dict[str, Detector] = {}
"""Detectors of wraps alone."""

WEIGHT: Mapping[Size, float] = {"flat": 0.1, "mild": 0.3, "clear": 0.5, "sharp": 0.75, "extreme": 1.0}


def detector(function: Detector) -> Detector:
    """Registers a detector under its name; a second one of that name is refused."""
    return _register(function, DETECTORS)


def standing(function: Detector) -> Detector:
    """Registers a detector of what stands at a close, be it a day's, a week's or a month's."""
    return _register(function, DETECTORS, STANDING)


def wrap_detector(function: Detector) -> Detector:
    """Registers a detector of what a week or month was."""
    return _register(function, WRAPS)


def _register(function: Detector, *tables: dict[str, Detector]) -> Detector:
    name = f"{function.__module__}.{function.__name__}"
    if name in DETECTORS or name in WRAPS:
        raise ValueError(f"detector twice: {name}")
    for table in tables:
        table[name] = function
    return function


@dataclass(frozen=True)
class Scene:
    figures: Figures
    desk: Desk

    @cached_property
    def a(self) -> Subject | None:
        """The subject that the desk follows."""
        return self.desk.subject(self.desk.lead[0]) if self.desk.lead else None

    @cached_property
    def b(self) -> Subject | None:
        """The yardstick that it is held against."""
        return self.desk.subject(self.desk.lead[1]) if len(self.desk.lead) > 1 else None

    def get(
        self, subject: Subject | str | None, metric: str, window: str, comparator: Subject | str | None = None
    ) -> Figure | None:
        """The figure `subject[-comparator].metric.window`, or None."""
        if subject is None:
            return None
        name = subject if isinstance(subject, str) else subject.id
        if comparator is not None:
            name += "-" + (comparator if isinstance(comparator, str) else comparator.id)
        return self.figures.get(f"{name}.{metric}.{window}")

    def one(self, role: str) -> Subject | None:
        found = self.desk.with_role(role)
        return found[0] if found else None

    def pair(self, role: str) -> tuple[str, str] | None:
        pair = self.desk.pair(role)
        return (pair.a, pair.b) if pair else None

    @cached_property
    def funds_track(self) -> bool:
        """Whether the yardstick's fund moved as its index did; on a day when it didn't, the fund explains nothing."""
        fund = self.get(self.one("benchmark_etf"), "day_change", "1d")
        index = self.get(self.one("benchmark"), "day_change", "1d")
        return fund is None or index is None or abs(fund.value - index.value) <= 0.003 + 0.05 * abs(index.value)

    def each(self, role: str, metric: str, window: str) -> list[Figure]:
        """The figures of every subject with a role, in the desk's order, without those that are missing."""
        found = (self.get(subject, metric, window) for subject in self.desk.with_role(role))
        return [figure for figure in found if figure is not None]


def size(figure: Figure | None) -> Size:
    return grade(figure) if figure is not None else "flat"


def claim(
    kind: str,
    name: str,
    *,
    slots: Mapping[str, Slot],
    roles: Mapping[str, str | tuple[str, ...]] | None = None,
    facts: Mapping[str, Fact] | None = None,
    salience: float,
    sections: tuple[str, ...],
    polarity: Polarity = "neutral",
    grade: Size = "clear",
    rule: str = "",
) -> Claim:
    """A claim whose keys all belong to its kind. Empty slots are left out; `figures` follows from the slots."""
    filled: dict[str, str | tuple[str, ...]] = {}
    for key, value in slots.items():
        if isinstance(value, Figure):
            filled[key] = value.id
        elif value:
            filled[key] = tuple(figure.id for figure in value)
    keys = [*slots, *(roles or {}), *(facts or {})]
    unknown = sorted(set(keys) - set(KINDS[kind]))
    if unknown or len(keys) != len(set(keys)):
        raise ValueError(f"claim {kind}: unknown or repeated keys {unknown or keys}")
    return Claim(
        id=f"{kind}.{name}",
        kind=kind,
        roles=roles or {},
        slots=filled,
        facts=facts or {},
        figures=tuple(_flat(filled.values())),
        polarity=polarity,
        grade=grade,
        salience=round(min(max(salience, 0.0), 1.0), 4),
        sections=sections,
        rule=rule,
    )


def _flat(values: Iterable[str | tuple[str, ...]]) -> Iterator[str]:
    seen: set[str] = set()
    for value in values:
        for item in (value,) if isinstance(value, str) else value:
            if item not in seen:
                seen.add(item)
                yield item
