"""Who says it, as ids that locales name, with the printed name where they don't."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from reporter.model.claim import Fact
from reporter.notes.records import Note


@dataclass(frozen=True)
class Voice:
    """A person and an institution; empty where the note names none."""

    person: str = ""
    person_name: str = ""
    institution: str = ""
    institution_name: str = ""


def slug(name: str) -> str:
    """A printed name as an id: J.P. Morgan Research → jp_morgan_research."""
    return re.sub(r"[^\w]+", "_", name.lower().replace(".", "").replace("'", "").replace("\u2019", "")).strip("_")


def voice(note: Note) -> Voice:
    """What the claim says of itself, else its source's author and publisher.

    A claim that names only a person is not put into the mouth of the paper that quotes them.
    """
    fields, source = note.fields, note.source.fields
    if fields.person is None and fields.institution is None:
        author = source.author or ""
        return Voice(slug(author), author, slug(source.publisher), source.publisher)
    return Voice(
        fields.person or "", _printed(fields.person, source.author, source.publisher),
        fields.institution or "", _printed(fields.institution, source.publisher, source.author),
    )


def _printed(name: str | None, *candidates: str | None) -> str:
    """The source's own spelling of an id, else the id as words."""
    if not name:
        return ""
    found = next((c for c in candidates if c and slug(c) == name), None)
    return found or name.replace("_", " ").title()


def alone(note: Note) -> dict[str, Fact]:
    """The facts about origin of a claim that is made of one note."""
    said = voice(note)
    return {
        "note": note.id, "person": said.person, "person_name": said.person_name, "institution": said.institution,
        "institution_name": said.institution_name, "published": note.source.fields.date.isoformat(),
        "approximate": note.fields.approximate,
    }


def together(notes: Iterable[Note]) -> dict[str, Fact]:
    """The facts about origin of a claim that is made of several notes, in parallel."""
    listed = list(notes)
    voices = [voice(note) for note in listed]
    return {
        "notes": tuple(note.id for note in listed),
        "persons": tuple(v.person for v in voices), "person_names": tuple(v.person_name for v in voices),
        "institutions": tuple(v.institution for v in voices),
        "institution_names": tuple(v.institution_name for v in voices),
        "approximates": tuple("yes" if note.fields.approximate else "no" for note in listed),
    }
