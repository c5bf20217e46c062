"""No edition knows its future, repeats what has expired, or leans on what is stale."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

import pytest

from reporter.model import Figures
from reporter.notes import Notes, NotesResult, apply_notes

Meet = Callable[..., NotesResult]
TEXT = "text: {zh_CN: 好, en: good}"
VIEW = "- {id: v, source: house, kind: expert_view, subject: rut, stance: bull, " + TEXT
TARGET = "- {id: t, source: house, kind: price_target, subject: rut, value: 2825, unit: points"


@pytest.mark.parametrize(("claim", "rule"), [
    (VIEW + ", as_of: 2026-01-24}", "note-later"),
    (VIEW + ", expires: 2026-01-22}", "note-expired"),
    (VIEW + ", as_of: 2025-09-01}", "note-stale"),
    (TARGET + ", horizon: 2025}", "note-expired"),
    ("- {source: house, kind: event, subject: fed_funds, date: 2026-01-10, event: policy_meeting}", "note-stale"),
    ("- {source: house, kind: driver, subject: rut, direction: up, as_of: 2026-01-05, " + TEXT + "}", "note-stale"),
])
def test_held_back_and_listed(meet: Meet, claim: str, rule: str) -> None:
    result = meet(claim + "\n")
    assert not result.claims and not result.figures and not result.sources
    assert [(p.rule, p.severity) for p in result.held] == [(rule, "warning")]
    assert result.held[0].line in (4, 5) and "note " in result.held[0].message


@pytest.mark.parametrize("claim", [
    VIEW + ", as_of: 2025-09-01, expires: 2026-01-23}", VIEW + ", expires: 2026-01-23}",
    TARGET + ", horizon: 2026-01-23}", TARGET + ", horizon: 12m}",
])
def test_still_good_on_the_day(meet: Meet, claim: str) -> None:
    result = meet(claim + "\n")
    assert len(result.claims) == 1 and not result.held


def test_a_note_for_another_session_is_left_out_without_a_word(meet: Meet) -> None:
    result = meet(VIEW + ", session: 2026-01-22}\n")
    assert not result.claims and not result.held
    assert len(meet(VIEW + ", session: 2026-01-23}\n").claims) == 1


def test_a_later_source_is_held_from_an_earlier_edition(good: Callable[..., Notes], figures: Figures) -> None:
    notes = good(VIEW + "}\n")
    result = apply_notes(notes, figures, date(2026, 1, 16), datetime(2026, 1, 24))
    assert [p.rule for p in result.held] == ["note-later"]


def test_what_a_reader_would_expect_and_nobody_says_is_a_gap(meet: Meet) -> None:
    without = meet("[]\n", sources="sources: []\n")
    assert {g.what for g in without.gaps if g.why == "no_source"} == {
        "price_target", "rate_path", "pe_forward", "eps_forecast", "flows", "expert_view"}
    assert {g.what for g in meet(VIEW + "}\n").gaps if g.why == "no_source"} == {
        "price_target", "rate_path", "pe_forward", "eps_forecast", "flows"}


def test_sources_are_numbered_from_what_is_given(good: Callable[..., Notes], figures: Figures) -> None:
    result = apply_notes(good(TARGET + "}\n"), figures, date(2026, 1, 23), first_source_id=4)
    assert [s.id for s in result.sources] == [4]
    assert result.claims[0].sources == (0, 4)
    assert {f.sources for f in result.figures} == {(4,), (0, 4)}
