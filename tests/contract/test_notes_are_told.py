"""A note is told whatever other notes there are: each kind alone brings words, its source and its number to the page."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from reporter.model import Briefing
from reporter.narrative import Edition, compose
from reporter.notes import apply_notes, load_text
from reporter.notes.sample import sample_notes
from reporter.rendering.phrasebook import Phrasebook

from .conftest import LAST, LOCALES, MADE_NOTES, NOW, edition, made_market

SILENT = {"market_claim"}
"""Compared with our own figure and never repeated."""
SAMPLE = sample_notes() / "us-small-caps.yaml"


@cache
def notes_of(path: Path) -> tuple[dict[str, Any], dict[str, Any]]:
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    return {claim["id"]: claim for claim in data["claims"]}, {each["id"]: each for each in data["sources"]}


CASES = [(path, name) for path in (SAMPLE, MADE_NOTES) for name, claim in notes_of(path)[0].items()
         if claim["kind"] not in SILENT]  # fmt: skip


@cache
def plain_edition() -> Any:
    return edition(17, 0, years=14)


def alone(path: Path, name: str) -> Briefing:
    """A made edition with one note and nothing else from outside."""
    claims, sources = notes_of(path)
    claim = claims[name]
    text = yaml.safe_dump({"sources": [sources[claim["source"]]], "claims": [claim]}, allow_unicode=True)
    loaded = load_text(text, NOW, locales=LOCALES)
    assert not loaded.problems, loaded.problems
    made = plain_edition()
    told = apply_notes(loaded, made.figures, LAST, NOW, first_source_id=1)
    assert {problem.rule for problem in told.held} <= {"note-history"}, told.held
    if told.held:
        pytest.skip("the made market has too few years of such a season")
    desk, market = made_market(17, 14)
    figures = made.figures.with_more(told.figures, told.gaps)
    when = Edition(NOW, NOW, "quiet", "standard", sources=told.sources)
    return compose([*made.claims, *told.claims], figures, desk, market, when)


@pytest.mark.parametrize(("path", "name"), CASES, ids=[name for _, name in CASES])
def test_a_note_alone_is_told(path: Path, name: str, book: Callable[..., Phrasebook]) -> None:
    briefing = alone(path, name)
    own = {source.id for source in briefing.sources if source.kind == "note"}
    assert own, "no passage of the edition ties the note's claim"
    for tag in LOCALES:
        phrases = book(briefing, tag)
        said = " ".join(str(phrases.passage(p)) for section in briefing.sections for p in section.passages)
        cited = {int(number) for number in re.findall(r'href="#source-(\d+)"', said)}
        assert own <= cited, f"{tag} does not tell it"


def test_a_day_that_has_passed_is_not_told_as_one_to_come(book: Callable[..., Phrasebook]) -> None:
    claim = {"id": "past", "source": "s", "kind": "event", "subject": "fed_funds", "event": "policy_meeting"}
    source = {"id": "s", "title": "T", "publisher": "P", "date": date(2026, 1, 2)}
    days = (date(2026, 1, 21), date(2026, 1, 28))
    claims = [{**claim, "id": f"e{number}", "date": day} for number, day in enumerate(days)]
    loaded = load_text(yaml.safe_dump({"sources": [source], "claims": claims}), NOW)
    made = plain_edition()
    told = apply_notes(loaded, made.figures, LAST, NOW, first_source_id=1)
    desk, market = made_market(17, 14)
    when = Edition(NOW, NOW, "quiet", "standard", sources=told.sources)
    figures = made.figures.with_more(told.figures, told.gaps)
    briefing = compose([*made.claims, *told.claims], figures, desk, market, when)
    passage = next(p for section in briefing.sections for p in section.passages if p.move == "ahead")
    words = re.sub(r"<[^>]+>", "", str(book(briefing, "en").passage(passage)))
    assert words.index("Dates ahead") < words.index("January 28") < words.index("Just behind us")
    assert words.index("Just behind us") < words.index("January 21")
