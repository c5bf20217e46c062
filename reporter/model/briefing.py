"""The briefing: everything that an edition says, before any language."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Literal

from pydantic import ConfigDict, Field

from reporter.model.base import Noun
from reporter.model.claim import Claim
from reporter.model.figure import Figure, Gap
from reporter.model.period import Period, PeriodKind
from reporter.model.source import Source
from reporter.model.subject import Subject

SCHEMA = "reporter.briefing/1"
Sentiment = Literal["bullish", "bearish", "mixed", "neutral"]
Group = Literal["risk_factors", "opportunities", "signals", "expert_views"]


class Passage(Noun):
    """One paragraph's argument. `move` names its shape in each locale's phrases; `relation` how its claims relate.

    `heading` is True where a subheading (a finding, worded by the locale from the same claims) stands above it.
    `group` collects passages under a fixed subheading (risk factors, opportunities, signals).
    """

    id: str
    move: str
    claims: tuple[str, ...]
    relation: str | None = None
    heading: bool = False
    group: Group | None = None


class Section(Noun):
    id: str
    passages: tuple[Passage, ...]


class Exhibit(Noun):
    """A table or chart: `kind` names its template, `figures` what it shows, in order.

    `series` holds the points of line charts, already rounded: name → (ISO date, value) pairs.
    """

    id: str
    kind: str
    figures: tuple[str, ...] = ()
    subjects: tuple[str, ...] = ()
    series: Mapping[str, tuple[tuple[str, float], ...]] = {}
    section: str = "analysis"


class Earlier(Noun):
    """The edition before, where one was read: an input, by the checksum of its `briefing.json`."""

    desk: str
    session: date
    sha256: str
    period: PeriodKind | None = None

    @property
    def folder(self) -> str:
        """Its place in the output, `SESSION/DESK`."""
        return f"{self.session.isoformat()}/{edition_name(self.desk, self.period)}"


def heading_of(passage: str) -> str:
    """The place of a passage's subheading among an editor's own words."""
    return f"heading {passage}"


class Override(Noun):
    """An editor's own words in place of the phrases': of the headline, a subheading, a passage, or a sentence of it.

    `text` is what the editor wrote; `html` the same made safe, its numbers as `[[figure:ID]]`.
    """

    place: str
    """`headline`, the id of a passage, or `heading_of` one."""
    locale: str
    sentence: int | None = None
    """Which sentence of the passage, from 1; None for all of it."""
    text: str
    html: str
    figures: tuple[str, ...] = ()


class Edited(Noun):
    """The plan that an editor changed, by its checksum, and what was changed in the order of the story."""

    sha256: str
    changes: tuple[str, ...] = ()


def edition_name(desk: str, period: PeriodKind | None = None) -> str:
    """The name of an edition beside others of its session: the desk's, for a wrap with its period behind it."""
    return desk if period is None else f"{desk}.{period}"


class Briefing(Noun):
    schema_: str = Field(default=SCHEMA, alias="schema")
    desk: str
    session: date
    as_of: datetime
    generated_at: datetime
    sample: bool = False
    theme: str
    theme_claims: tuple[str, ...] = ()
    """The claims that the title is worded from."""
    sentiment: Sentiment
    market: str
    tags: tuple[str, ...] = ()
    subjects: tuple[Subject, ...]
    related: tuple[str, ...] = ()
    figures: tuple[Figure, ...]
    claims: tuple[Claim, ...]
    sections: tuple[Section, ...]
    exhibits: tuple[Exhibit, ...] = ()
    sources: tuple[Source, ...]
    gaps: tuple[Gap, ...] = ()
    period: Period | None = None
    """The week or month that a wrap tells of; None for the edition of a session."""
    requested_on: date | None = None
    """The date that was asked for, where it was no session."""
    length: Literal["brief", "standard", "full"] = "standard"
    memory: Mapping[str, str] = {}
    """Variants that the last editions used, by slot (an input of deterministic variation)."""

    previous: Earlier | None = None
    """The edition that the follow-up was taken from."""

    overrides: tuple[Override, ...] = ()
    plan: Edited | None = None
    """Where an editor's plan was followed that differs from the one made automatically."""

    @property
    def folder(self) -> str:
        """Its place in the output, `SESSION/DESK` or `SESSION/DESK.PERIOD`."""
        return f"{self.session.isoformat()}/{edition_name(self.desk, self.period.kind if self.period else None)}"

    model_config = ConfigDict(populate_by_name=True, frozen=True, extra="forbid", allow_inf_nan=False)
