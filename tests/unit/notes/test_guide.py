"""The editors' guide: its examples load and meet an edition, and it names every kind and no other."""

from __future__ import annotations

import re
from datetime import date, datetime
from pathlib import Path

import pytest

from reporter.model import Figures
from reporter.notes import apply_notes, load_text
from reporter.notes.kinds import KINDS

GUIDE = (Path(__file__).parents[3] / "docs" / "notes.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```yaml\n(.*?)```", GUIDE, re.DOTALL)


@pytest.mark.parametrize("number", range(len(EXAMPLES)))
def test_examples_load_and_meet_an_edition(number: int, figures: Figures) -> None:
    notes = load_text(EXAMPLES[number], datetime(2026, 1, 24))
    assert notes.claims and not notes.problems
    result = apply_notes(notes, figures, date(2026, 1, 23))
    assert not result.held and result.claims


def test_there_are_examples() -> None:
    assert len(EXAMPLES) == 2


def test_it_names_every_kind() -> None:
    table = GUIDE.split("## Kinds")[1].split("\n\n")[1]
    assert set(re.findall(r"`([a-z_]+)`", table)) == set(KINDS)
