"""A desk: which subjects a briefing covers, in which parts, and by which thresholds."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from reporter.model.base import Noun
from reporter.model.period import Period
from reporter.model.subject import Subject


class Pair(Noun):
    """Two subjects compared over shared windows. `role` says why: size, style_large, weighting, credit, …"""

    a: str
    b: str
    role: str

    @property
    def id(self) -> str:
        return f"{self.a}-{self.b}"


class Chain(Noun):
    """A chain of instruments along which a return difference is split (K89): first − last, link by link."""

    links: tuple[str, ...]


class Desk(Noun):
    """Everything a desk file says, resolved. Numbers in `thresholds` are documented in docs/desks.md."""

    id: str
    market: str
    calendar: str = "XNYS"
    subjects: tuple[Subject, ...]
    pairs: tuple[Pair, ...] = ()
    chains: tuple[Chain, ...] = ()
    lead: tuple[str, ...] = ()
    """Subject ids of the lead: the desk's own index first, then the yardstick, then others."""
    since: tuple[date, ...] = ()
    """Start dates of extra windows (`since`)."""
    thresholds: Mapping[str, float] = {}
    sections: tuple[str, ...] = ()
    locales: tuple[str, ...] = ("zh_CN", "en")
    related: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    minimum_subjects: int = 1
    publish_prices: str = "used"
    period: Period | None = None
    """The week or month that a wrap tells of; None for the edition of a session."""

    def subject(self, subject_id: str) -> Subject | None:
        return next((s for s in self.subjects if s.id == subject_id), None)

    def with_role(self, role: str) -> tuple[Subject, ...]:
        """Subjects that play a role, in the desk's order."""
        return tuple(s for s in self.subjects if role in s.roles)

    def pair(self, role: str) -> Pair | None:
        return next((p for p in self.pairs if p.role == role), None)
