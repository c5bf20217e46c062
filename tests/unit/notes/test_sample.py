"""The notes of the embedded sample: no mistakes, every claim that the articles' facts allow, both languages."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

import pytest

from reporter.model import Figures
from reporter.model.note_kinds import CLAIM_KEYS
from reporter.notes import NotesResult, apply_notes, load_notes, sample_notes
from reporter.notes.kinds import KINDS

SESSION = date(2026, 1, 23)


@pytest.fixture
def result(figures: Figures) -> NotesResult:
    notes = load_notes(sample_notes(), datetime(2026, 1, 24))
    assert not notes.problems, "\n".join(map(str, notes.problems))
    return apply_notes(notes, figures, SESSION)


def test_it_has_every_kind_of_note_and_of_claim(result: NotesResult) -> None:
    assert {note.kind for note in load_notes(sample_notes(), datetime(2026, 1, 24)).claims} == set(KINDS)
    # of the two ends of the policy rate that differ, one does not follow from its own cuts and is set aside
    assert {claim.kind for claim in result.claims} == set(CLAIM_KEYS) - {"note_disagreement"}


def test_every_source_is_marked_and_used(result: NotesResult) -> None:
    assert all(source.sample and source.sha256 for source in result.sources)
    cited = {number for claim in result.claims for number in claim.sources}
    assert {source.id for source in result.sources} == cited - {0}
    assert {"Jefferies", "Bank of America", "J.P. Morgan Research", "Goldman Sachs", "Lazard Asset Management",
            "22V Research", "Seeking Alpha", "Federal Reserve"} <= {source.publisher for source in result.sources}


def test_what_follows_from_the_published_numbers(result: NotesResult, one: Callable, values: Callable) -> None:
    targets = one(result, "note_price_targets")
    printed = [f"{v:.4f}" for slot in ("upsides", "stretch_low_upsides", "stretch_high_upsides")
               for v in values(result, targets, slot)]
    assert printed == ["0.0584", "0.0719", "0.0584", "0.1239", "0.0584", "0.1712"]
    paths = one(result, "note_rate_paths")
    assert [f"{v:.4f}" for v in values(result, paths, "end_lows")] == ["0.0350", "0.0300"]
    assert one(result, "note_seasonal_check").facts["reading"] == "fails"


def test_words_stand_in_both_languages(result: NotesResult) -> None:
    for claim in result.claims:
        texts = [key for key in claim.facts if key.startswith("text_")]
        assert texts in ([], ["text_zh_CN", "text_zh_TW", "text_en"])
        assert all(claim.facts[key] for key in texts)


def test_only_the_season_that_no_history_backs_is_held(result: NotesResult) -> None:
    assert [p.rule for p in result.held] == ["note-history"]
