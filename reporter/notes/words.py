"""Views for and against, events, causes, facts of the economy and editors' paragraphs (K40, K46-K63)."""

from __future__ import annotations

from collections.abc import Iterator

from reporter.model import Claim, Figure
from reporter.model.claim import Fact, Polarity
from reporter.notes.amounts import Amount
from reporter.notes.attribution import alone
from reporter.notes.ledger import Ledger, word_builder
from reporter.notes.shapes import Worded
from reporter.notes.texts import worded
from reporter.notes.word_kinds import Driver, Event, ExpertView, MacroState, Paragraph, Provenance

FACTS = ("valuation_state", "balance_sheet_and_margin", "quality_dispersion", "ai_theme", "analog_and_cycle")
_POLARITY: dict[str, Polarity] = {"bull": "positive", "bear": "negative", "up": "positive", "down": "negative"}


@word_builder
def views(ledger: Ledger) -> Iterator[Claim]:
    """What somebody thinks or said, with their stance."""
    for note in ledger.of("expert_view", "expert_quote"):
        fields = note.fields
        assert isinstance(fields, ExpertView)
        quotes: dict[str, Fact] = {f"quote_{locale}": words for locale, words in (fields.quote or {}).items()}
        facts = {**alone(note), "stance": fields.stance, "quoted": bool(quotes), **quotes}
        if fields.concept:
            facts["concept"] = fields.concept
        if fields.quote_language:
            facts["quote_language"] = fields.quote_language
        yield from worded(ledger, note, "note_expert_view", roles={"subject": ledger.about(note)}, facts=facts,
                          salience=0.55, sections=("analysis",), polarity=_POLARITY.get(fields.stance, "neutral"),
                          rule="as published")


@word_builder
def events(ledger: Ledger) -> Iterator[Claim]:
    """What will happen and in how many days, or what has just happened."""
    for note in ledger.of("event"):
        fields = note.fields
        assert isinstance(fields, Event)
        ahead = (fields.date - ledger.session).days
        days = ledger.given(note, "days", Amount(float(ahead), "days", 0), metric="event_distance")
        days = days.model_copy(update={"dates": {**days.dates, "event": fields.date}, "as_of": ledger.session,
                                       "formula": "event date - session"})
        ledger.made[days.id] = days
        yield from worded(
            ledger, note, "note_event", roles={"subject": ledger.about(note)}, slots={"days": days},
            facts={**alone(note), "date": fields.date.isoformat(), "event": fields.event, "past": ahead < 0,
                   "today": ahead == 0},
            salience=0.5 if 0 <= ahead <= 14 else 0.3, sections=("risks-opportunities", "analysis"),
            rule="event date - session",
        )


@word_builder
def drivers(ledger: Ledger) -> Iterator[Claim]:
    """A cause that a source names."""
    for note in ledger.of("driver"):
        fields = note.fields
        assert isinstance(fields, Driver)
        yield from worded(ledger, note, "note_driver", roles={"subject": ledger.about(note)},
                          facts={**alone(note), "direction": fields.direction}, salience=0.6, sections=("analysis",),
                          polarity=_POLARITY.get(fields.direction, "neutral"), rule="as published")


@word_builder
def macro(ledger: Ledger) -> Iterator[Claim]:
    """A figure of the economy, and its change where the one before is known."""
    for note in ledger.of("macro_state"):
        fields = note.fields
        assert isinstance(fields, MacroState)
        value, high = ledger.ends(note)
        previous = ledger.optional(note, "previous")
        change = _change(ledger, note.id, value, previous)
        direction = fields.direction or ("flat" if change is None or change.printed == 0 else
                                         "up" if change.printed > 0 else "down")
        yield from worded(
            ledger, note, "note_macro", roles={"subject": ledger.about(note)},
            slots={"value": value, "value_high": high, "previous": previous, "change": change},
            facts={**alone(note), "series": fields.series, "direction": direction, "period": fields.period or ""},
            salience=0.4, sections=("analysis",), rule="value - previous" if change else "as published",
        )


def _change(ledger: Ledger, note_id: str, value: Figure | None, previous: Figure | None) -> Figure | None:
    if value is None or previous is None:
        return None
    note = next(note for note in ledger.notes if note.id == note_id)
    unit = "pp" if value.unit == "fraction" else value.unit
    return ledger.derived(note, "change", "macro_change", value.value - previous.value, unit,
                          max(value.decimals, previous.decimals), "value - previous", (value, previous))


@word_builder
def facts_told(ledger: Ledger) -> Iterator[Claim]:
    """What phrases cannot know the meaning of: the editor's words, with the number behind them."""
    for note in ledger.of(*FACTS):
        fields = note.fields
        assert isinstance(fields, Worded)
        value, high = ledger.ends(note)
        yield from worded(
            ledger, note, "note_fact", roles={"subject": ledger.about(note)},
            slots={"value": value, "value_high": high},
            facts={**alone(note), "metric": note.kind, "direction": fields.direction or "",
                   "stance": fields.stance or "neutral"},
            polarity=_POLARITY.get(fields.stance or "", "neutral"), salience=0.4,
            sections=("risks-opportunities", "insights"), rule="as published",
        )


@word_builder
def paragraphs(ledger: Ledger) -> Iterator[Claim]:
    """An editor's paragraph for a section."""
    for note in ledger.of("paragraph"):
        fields = note.fields
        assert isinstance(fields, Paragraph)
        yield from worded(ledger, note, "note_paragraph", roles={"subject": ledger.about(note)},
                          facts={**alone(note), "section": fields.section}, salience=0.8, sections=(fields.section,),
                          blocks=True, rule="an editor's words; every number is a figure or quoted")


@word_builder
def provenance(ledger: Ledger) -> Iterator[Claim]:
    """The report that a briefing starts from."""
    for note in ledger.of("provenance"):
        fields = note.fields
        assert isinstance(fields, Provenance)
        source = note.source.fields
        facts = {**alone(note), "title": source.title, "url": source.url or "", "via": fields.via or ""}
        yield ledger.claim("note_provenance", note.id, [note], roles={"subject": ledger.about(note)}, facts=facts,
                           salience=0.2, sections=("analysis",), rule="as published")
