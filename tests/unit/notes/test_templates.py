"""The text of a new note loads as it stands, and the schema knows every kind."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from reporter.errors import UsageError
from reporter.model import Figures
from reporter.model.note_kinds import CLAIM_KEYS
from reporter.notes import apply_notes, load_text, note_template, notes_schema
from reporter.notes.kinds import EVERYDAY, KINDS


@pytest.mark.parametrize("kind", KINDS)
def test_a_new_note_loads_and_brings_its_claim(kind: str, figures: Figures) -> None:
    text = note_template(kind).replace("2026-01-09", "2026-01-20")
    notes = load_text(text, datetime(2026, 1, 24))
    assert [note.kind for note in notes.claims] == [kind] and not notes.problems
    draft = apply_notes(notes, figures, date(2026, 1, 23))
    assert not draft.claims and [problem.rule for problem in draft.held] == ["note-draft"]
    ready = load_text(text.replace("draft: true", "draft: false"), datetime(2026, 1, 24))
    claims = apply_notes(ready, figures, date(2026, 1, 23)).claims
    assert len(claims) == (0 if kind == "market_claim" else 1)
    for claim in claims:
        keys = {*claim.slots, *claim.roles, *claim.facts}
        assert keys <= set(CLAIM_KEYS[claim.kind])


@pytest.mark.parametrize("name", EVERYDAY)
def test_everyday_names_are_read(name: str) -> None:
    assert f"kind: {EVERYDAY[name]}" in note_template(name)


def test_an_unknown_kind_names_the_nearest() -> None:
    with pytest.raises(UsageError, match="did you mean 'price_target'"):
        note_template("price_targt")


def test_the_schema_has_every_kind_with_its_fields() -> None:
    schema = notes_schema()
    references = schema["properties"]["claims"]["items"]["oneOf"]
    shapes = [schema["$defs"][reference["$ref"].rsplit("/", 1)[1]] for reference in references]
    by_kind = {shape["properties"]["kind"]["enum"][0]: shape for shape in shapes}
    assert set(by_kind) == set(KINDS)
    assert by_kind["price_target"]["properties"]["kind"]["enum"] == ["price_target", "target"]
    assert "text" in by_kind["expert_view"]["required"] and "text" not in by_kind["event"]["required"]
    for kind, shape in by_kind.items():
        assert shape["additionalProperties"] is False
        assert set(shape["properties"]) == set(KINDS[kind].model_fields)
        assert {"source", "kind"} <= set(shape["required"])
