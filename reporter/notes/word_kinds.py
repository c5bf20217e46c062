"""Kinds of notes that carry words: views, quotations, events, causes, history told by others, editors' paragraphs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, ClassVar, Literal

from pydantic import Field

from reporter.notes.amounts import NoteUnit
from reporter.notes.fields import Count, Day, Direction, Line, NameId, Number, Period, Stance, SubjectId, Texts
from reporter.notes.shapes import GAPS, SHARES, Mistake, NoteFields, Valued, Worded

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
FIRST_DAYS = {
    "rut": date(1978, 12, 29), "ixic": date(1971, 2, 5), "spx": date(1927, 12, 30), "dji": date(1896, 5, 26),
    "vix": date(1990, 1, 2), "rsp": date(2003, 4, 30), "spy": date(1993, 1, 29), "iwm": date(2000, 5, 22),
    "iwc": date(2005, 8, 12), "qqq": date(1999, 3, 10),
}
"""First day for which an index has values or a fund has traded, from its sponsor. Nothing can be true of it before."""
_SYMBOLS = {"^rut": "rut", "^ixic": "ixic", "^gspc": "spx", "^dji": "dji", "^vix": "vix"}


def too_early(since: int, *subjects: str | None) -> str | None:
    """Why history since a year cannot speak of these subjects, or None."""
    for subject in subjects:
        key = _SYMBOLS.get((subject or "").lower(), (subject or "").lower())
        first = FIRST_DAYS.get(key)
        if first is not None and since < first.year:
            return f"since {since}, but {key} has no history before {first}; correct `since` or leave it out"
    return None


class CalendarEffect(Valued):
    kind: Literal["calendar_effect"]
    title: ClassVar = "a seasonal pattern that somebody names; it is set beside our own history"
    units: ClassVar = (*SHARES, *GAPS)
    optional: ClassVar = True
    lasts: ClassVar = None
    measure: str = Field(pattern=f"^({'|'.join(MONTHS)}|midterm)$", description="jan … dec, midterm", examples=["jan"])
    direction: Direction = Field("up", description="up: the subject does well, or better than the comparator")
    effect: NameId | None = Field(None, description="its name: an id of names.toml", examples=["january_effect"])
    cases: Count | None = Field(None, description="number of cases that the source counts")
    hits: Count | None = Field(None, description="how often it held")
    since: int | None = Field(None, ge=1800, le=2100, description="first year of the source's history")

    def counted(self) -> dict[str, NoteUnit]:
        return {"cases": "count", "hits": "count"}

    def mistakes(self) -> Iterator[Mistake]:
        yield from super().mistakes()
        yield from history_mistakes(self)


class BaseRate(NoteFields):
    kind: Literal["base_rate"]
    title: ClassVar = "how often something followed something, as a source counts it"
    worded: ClassVar = True
    lasts: ClassVar = None
    cases: Count = Field(description="number of cases", examples=[8])
    hits: Count | None = Field(None, description="how often it followed")
    months: Count | None = Field(None, description="over how many months", examples=[12])
    threshold: Number | None = Field(None, description="the condition's threshold, in percentage points")
    rule: str | None = Field(None, pattern=r"^[a-z0-9_]{2,40}$", description="our rule that it resembles")
    since: int | None = Field(None, ge=1800, le=2100, description="first year of the source's history")

    def counted(self) -> dict[str, NoteUnit]:
        return {"cases": "count", "hits": "count", "months": "count", "threshold": "percentage_points"}

    def mistakes(self) -> Iterator[Mistake]:
        yield from super().mistakes()
        yield from history_mistakes(self)


def history_mistakes(note: CalendarEffect | BaseRate) -> Iterator[Mistake]:
    """Counts that cannot be, and history from before there was any."""
    cases, hits = note.cases, note.hits
    why = too_early(note.since, note.subject, note.comparator) if note.since else None
    if why:
        yield Mistake("since", why, "note-contradiction")
    if hits is not None and cases is None:
        yield Mistake("hits", "hits need the number of cases", "note-value")
    if cases is not None and hits is not None and hits > cases:
        yield Mistake("hits", f"{hits} hits of {cases} cases cannot be", "note-contradiction")


class ValuationState(Worded):
    kind: Literal["valuation_state"]
    title: ClassVar = "where a valuation stands against its own past"
    lasts: ClassVar = 60


class BalanceSheet(Worded):
    kind: Literal["balance_sheet_and_margin"]
    title: ClassVar = "leverage, floating-rate debt, interest cover, margins"
    lasts: ClassVar = 130


class QualityDispersion(Worded):
    kind: Literal["quality_dispersion"]
    title: ClassVar = "how good the members of an index are, and how different"
    lasts: ClassVar = 130


class AiTheme(Worded):
    kind: Literal["ai_theme"]
    title: ClassVar = "spending on or use of artificial intelligence"
    lasts: ClassVar = 130


class AnalogAndCycle(Worded):
    kind: Literal["analog_and_cycle"]
    title: ClassVar = "a named episode or cycle of the past"
    lasts: ClassVar = None


class MacroState(Worded):
    kind: Literal["macro_state"]
    title: ClassVar = "a figure of the economy with its date and direction"
    lasts: ClassVar = 60
    series: NameId = Field(description="which series: an id of names.toml", examples=["inflation"])
    previous: Number | None = Field(None, description="the figure before, in the same unit")
    period: Period | None = Field(None, description="what it measures: 2025-12, 2025-Q4")

    def numbers(self) -> tuple[str, ...]:
        return (*super().numbers(), *(("previous",) if self.previous is not None else ()))

    def mistakes(self) -> Iterator[Mistake]:
        yield from super().mistakes()
        if self.value is None and self.direction is None:
            yield Mistake("kind", "macro_state needs value or direction", "note-value")
        if self.value is not None and self.previous is not None and self.direction is not None:
            change = "up" if self.value > self.previous else "down" if self.value < self.previous else "flat"
            if change != self.direction:
                message = f"direction says {self.direction}, but {self.previous:g} to {self.value:g} is {change}"
                yield Mistake("direction", message, "note-contradiction")


class ExpertView(NoteFields):
    kind: Literal["expert_view"]
    title: ClassVar = "what somebody thinks, in your words"
    worded: ClassVar = True
    stance: Stance = Field(description="bull, bear or neutral", examples=["bull"])
    concept: NameId | None = Field(None, description="a concept that they named: an id of names.toml")
    quote: Texts | None = Field(None, description="their words, in each language")
    quote_language: str | None = Field(None, pattern=r"^[a-z]{2}(_[A-Z]{2})?$", description="language of the words")

    def mistakes(self) -> Iterator[Mistake]:
        yield from super().mistakes()
        if self.quote and self.quote_language is None:
            yield Mistake("quote", "a quotation needs quote_language, the language it was made in", "note-quote")


class ExpertQuote(ExpertView):
    kind: Literal["expert_quote"]  # type: ignore[assignment]
    title: ClassVar = "somebody's own words"
    worded: ClassVar = False
    stance: Stance = Field("neutral", description="bull, bear or neutral", examples=["bull"])
    quote: Texts = Field(description="their words, in each language")
    quote_language: str = Field(pattern=r"^[a-z]{2}(_[A-Z]{2})?$", description="language they were spoken in",
                                examples=["en"])


class Event(NoteFields):
    kind: Literal["event"]
    title: ClassVar = "something that will happen, or has just happened, on a day"
    worded: ClassVar = True
    lasts: ClassVar = None
    date: Day = Field(description="the day", examples=["2026-01-28"])
    event: Literal["policy_meeting", "inflation_release", "jobs_release", "earnings", "ex_dividend", "index_change",
                   "other"] = Field("other", description="which sort; other needs text", examples=["policy_meeting"])

    @classmethod
    def needs_words(cls, data: Mapping[str, Any]) -> bool:
        return bool(data.get("event", "other") == "other")


class Driver(NoteFields):
    kind: Literal["driver"]
    title: ClassVar = "a cause that a source names; the only place for a because"
    worded: ClassVar = True
    lasts: ClassVar = 10
    direction: Direction = Field(description="what it did to the subject", examples=["up"])


class Paragraph(NoteFields):
    kind: Literal["paragraph"]
    title: ClassVar = "an editor's paragraph in Markdown for a section"
    worded: ClassVar = True
    lasts: ClassVar = 5
    subject: SubjectId = Field("market", description="whom it is about", examples=["rut"])
    section: Literal["executive-summary", "analysis", "insights", "risks-opportunities", "summary"] = Field(
        description="where it stands", examples=["analysis"])


class Provenance(NoteFields):
    kind: Literal["provenance"]
    title: ClassVar = "the report that a briefing starts from"
    lasts: ClassVar = 14
    subject: SubjectId = Field("market", description="whom it is about", examples=["rut"])
    via: Line | None = Field(None, description="through whom it was read, where not directly")
