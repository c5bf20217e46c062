"""What all kinds of notes share: who says it, when it was true, and how a number is typed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar, Literal

from pydantic import Field

from reporter.notes.amounts import UNITS, NoteUnit, Scale, implausible
from reporter.notes.fields import (
    LOCALES,
    Address,
    Day,
    Fields,
    Horizon,
    Line,
    NameId,
    NoteId,
    Number,
    Stance,
    SubjectId,
    Texts,
)

MONEY = ("USD", "CNY", "HKD")
LEVELS = ("points", *MONEY)
SHARES = ("percent", "fraction")
GAPS = ("percentage_points", "pp")
MULTIPLES = ("times", "ratio")


@dataclass(frozen=True)
class Mistake:
    """What is wrong with one field of a note that reads well by itself."""

    field: str
    message: str
    rule: str


class SourceFields(Fields):
    """A publication: where its claims were read."""

    id: NoteId = Field(description="what claims call it", examples=["house-outlook"])
    title: Line = Field(description="the title as published", examples=["Small-cap outlook"])
    publisher: Line = Field(description="the house or paper", examples=["Example Securities"])
    author: Line | None = Field(None, description="the person, as printed", examples=["Jane Doe"])
    url: Address | None = Field(None, description="http(s) address", examples=["https://example.org/outlook"])
    date: Day = Field(description="day of publication", examples=["2026-01-09"])
    language: str | None = Field(None, pattern=r"^[a-z]{2,3}([_-][A-Za-z0-9]{2,8})*$", description="language of the "
                                 "publication", examples=["en"])


class NoteFields(Fields):
    """Fields that every claim may have."""

    units: ClassVar[tuple[str, ...]] = ()
    """Units that a value of this kind can have; empty where the kind has no value."""
    worded: ClassVar[bool] = False
    """Whether readers see the editor's own words: they are then needed in every language."""
    lasts: ClassVar[int | None] = 90
    """Days after `as_of` until the note is stale, unless it says when it expires; None for history."""
    title: ClassVar[str] = ""
    """What the kind is, in a line, for the template of a new note."""

    id: NoteId | None = Field(None, description="your name for it; figures and paragraphs refer to it")
    source: NoteId = Field(description="id of the source", examples=["house-outlook"])
    kind: str
    subject: SubjectId = Field(description="whom it is about", examples=["rut"])
    comparator: SubjectId | None = Field(None, description="whom it is compared with")
    person: NameId | None = Field(None, description="who says it: an id of names.toml (default: the source's author)")
    institution: NameId | None = Field(None, description="for whom (default: the source's publisher)")
    as_of: Day | None = Field(None, description="day on which it was true (default: the source's date)")
    expires: Day | None = Field(None, description="last day on which it may be published")
    session: Day | None = Field(None, description="publish in the edition of this session only")
    horizon: Horizon | None = Field(None, description="what it looks ahead to: a date, a year, a month, 12m")
    stance: Stance | None = Field(None, description="bull, bear or neutral")
    draft: bool = Field(False, description="delete this line once every example is yours: a draft is not published")
    approximate: bool = Field(False, description="true where the source says about")
    text: Texts | None = Field(None, description="the editor's words, one for each language")

    @classmethod
    def needs_words(cls, data: Mapping[str, Any]) -> bool:
        """Whether a note of this kind, as typed, must carry text."""
        return cls.worded

    def mistakes(self) -> Iterator[Mistake]:
        """Fields that contradict one another."""
        if self.as_of and self.expires and self.expires < self.as_of:
            yield Mistake("expires", f"expires {self.expires}, before its as_of {self.as_of}", "note-date")
        if self.comparator is not None and self.comparator == self.subject:
            yield Mistake("comparator", f"compares {self.subject} with itself", "note-subject")

    @property
    def metric(self) -> str:
        """What its value is called among the figures of an edition."""
        return self.kind

    def numbers(self) -> tuple[str, ...]:
        """Names of the fields that hold a value in `unit`."""
        return ()

    def counted(self) -> dict[str, NoteUnit]:
        """Fields whose unit is fixed by the kind, with that unit."""
        return {}

    def measured(self) -> dict[str, NoteUnit]:
        """Every field that is given and prints a number, with its unit."""
        return {name: unit for name, unit in self.counted().items() if getattr(self, name) is not None}


class Valued(NoteFields):
    """A claim with a value, or a range from `low` to `high`."""

    optional: ClassVar[bool] = False
    """Whether a direction or words will do where the source gives no number."""

    value: Number | None = Field(None, description="the number as published", examples=[2825])
    low: Number | None = Field(None, description="lower end of a range")
    high: Number | None = Field(None, description="upper end of a range")
    unit: NoteUnit | None = Field(None, description="unit of the value")
    scale: Scale | None = Field(None, description="thousand, million, billion or trillion")

    def numbers(self) -> tuple[str, ...]:
        return tuple(name for name in ("value", "low", "high") if getattr(self, name) is not None)

    def mistakes(self) -> Iterator[Mistake]:
        yield from super().mistakes()
        if (self.low is None) != (self.high is None):
            there, lacking = ("low", "high") if self.high is None else ("high", "low")
            yield Mistake(there, f"{there} stands without {lacking}; give both, or value", "note-value")
        elif self.low is not None and self.high is not None and self.low >= self.high:
            yield Mistake("low", f"low {self.low:g} is not below high {self.high:g}", "note-value")
        if not self.numbers() and not self.lacks_number():
            yield Mistake("kind", f"{self.kind} needs value, or low and high", "note-value")
        if self.unit is not None and self.unit not in self.units:
            yield Mistake("unit", f"unit {self.unit} does not fit {self.kind}; it takes {' or '.join(self.units)}",
                          "note-unit")
            return
        for name in self.numbers():
            why = implausible(float(getattr(self, name)), self.unit) if self.unit else None
            if why:
                yield Mistake(name, f"{name} {getattr(self, name):g} {why}", "note-value")

    def measured(self) -> dict[str, NoteUnit]:
        own = dict.fromkeys(self.numbers(), self.unit) if self.unit is not None else {}
        return {**own, **super().measured()}

    def lacks_number(self) -> bool:
        """Whether this claim may stand without a number."""
        return self.optional


class Worded(Valued):
    """A claim whose meaning is in its words; a number is optional and may have any unit."""

    units: ClassVar[tuple[str, ...]] = UNITS
    optional: ClassVar[bool] = True
    worded: ClassVar[bool] = True
    direction: Literal["up", "down", "flat"] | None = Field(None, description="up, down or flat")


def published(fields: NoteFields, source_date: date) -> date:
    """The day on which the claim was true."""
    return fields.as_of or source_date


def missing_languages(text: dict[str, str] | None, locales: tuple[str, ...] = LOCALES) -> list[str]:
    """Locales that a text lacks, where there is any text at all."""
    return [] if not text else [tag for tag in locales if not str(text.get(tag) or "").strip()]
