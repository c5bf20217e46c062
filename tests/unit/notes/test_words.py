"""Views, events, drivers, facts of the economy."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from reporter.notes import NotesResult

Meet = Callable[..., NotesResult]
TEXT = "text: {zh_CN: 好, en: good}"


def test_a_view_for_and_one_against(meet: Meet) -> None:
    result = meet(f"""\
        - {{id: v, source: house, kind: expert_view, subject: rut, stance: bull, concept: ai_gravity, {TEXT}}}
        - {{id: w, source: house, kind: expert_view, subject: rut, stance: bear, institution: lazard, {TEXT}}}
        """)
    bull, bear = (c for c in result.claims if c.kind == "note_expert_view")
    assert (bull.polarity, bear.polarity) == ("positive", "negative")
    assert (bull.facts["person"], bull.facts["institution"]) == ("jane_doe", "example_securities")
    assert (bear.facts["person"], bear.facts["institution"]) == ("", "lazard")
    assert bull.facts["text_zh_CN"] == "好" and bull.facts["quoted"] is False and bull.facts["concept"] == "ai_gravity"


def test_a_quotation_is_word_for_word(meet: Meet, one: Callable) -> None:
    result = meet("""\
        - {id: q, source: house, kind: expert_quote, subject: rut, quote_language: en, person: jane_doe,
           quote: {zh_CN: 涨幅可能达到40%, en: it could be 40%}}
        """)
    claim = one(result, "note_expert_view")
    assert claim.facts["quote_en"] == "it could be 40%" and claim.facts["quote_zh_CN"] == "涨幅可能达到40%"
    assert claim.facts["quote_language"] == "en" and claim.facts["quoted"] is True
    # a paper that quotes a person has not said it
    assert claim.facts["person_name"] == "Jane Doe" and claim.facts["institution"] == ""


@pytest.mark.parametrize(("day", "ahead", "past"), [("2026-01-28", 5, False), ("2026-01-23", 0, False),
                                                    ("2026-01-20", -3, True)])
def test_days_to_an_event(meet: Meet, one: Callable, value: Callable, day: str, ahead: int, past: bool) -> None:
    result = meet(f"- {{id: e, source: house, kind: event, subject: fed_funds, date: {day}, event: policy_meeting}}\n")
    claim = one(result, "note_event")
    assert value(result, claim, "days") == ahead
    assert (claim.facts["past"], claim.facts["today"], claim.facts["date"]) == (past, ahead == 0, day)
    assert result.figures[0].dates["event"].isoformat() == day


def test_a_cause_has_its_source(meet: Meet, one: Callable) -> None:
    result = meet(f"- {{id: d, source: house, kind: driver, subject: rut, direction: down, {TEXT}}}\n")
    claim = one(result, "note_driver")
    assert claim.polarity == "negative" and claim.sources == (1,) and claim.facts["direction"] == "down"


def test_the_change_of_a_series(meet: Meet, one: Callable, value: Callable) -> None:
    result = meet(f"""\
        - {{id: m, source: house, kind: macro_state, subject: us_economy, series: inflation, value: 2.7, previous: 3.0,
           unit: percent, period: 2025-12, {TEXT}}}
        """)
    claim = one(result, "note_macro")
    assert value(result, claim, "change") == pytest.approx(-0.003) and claim.facts["direction"] == "down"
    assert next(f for f in result.figures if f.metric == "macro_change").unit == "pp"


@pytest.mark.parametrize("kind", ["valuation_state", "balance_sheet_and_margin", "quality_dispersion", "ai_theme",
                                  "analog_and_cycle"])
def test_what_only_words_can_tell(meet: Meet, one: Callable, value: Callable, kind: str) -> None:
    result = meet(f"- {{id: f, source: house, kind: {kind}, subject: rut, value: 40, unit: percent, "
                  "text: {zh_CN: 占40%, en: 40% of them}}\n")
    claim = one(result, "note_fact")
    assert claim.facts["metric"] == kind and value(result, claim, "value") == 0.4
    assert claim.slots["cited"] == (f"rut.{kind}.f",)


def test_a_report_that_an_edition_starts_from(meet: Meet, one: Callable) -> None:
    claim = one(meet("- {id: p, source: house, kind: provenance, subject: rut, via: A Paper}\n"), "note_provenance")
    assert (claim.facts["title"], claim.facts["via"]) == ("Outlook", "A Paper")
