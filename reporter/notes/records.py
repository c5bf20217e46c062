"""What the notes room works with and gives back: notes with their places, and the result of meeting the market."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from reporter.errors import Problem
from reporter.model import Claim, Figure, Gap, Source
from reporter.notes.amounts import Amount, amount
from reporter.notes.document import Document, Keys
from reporter.notes.shapes import NoteFields, SourceFields, Valued
from reporter.notes.shapes import published as as_of


@dataclass(frozen=True)
class NoteSource:
    """A publication, the checksum of the file that names it, and when it was retrieved (automatic notes)."""

    fields: SourceFields
    sha256: str | None = None
    retrieved_at: datetime | None = None
    sample: bool = False
    provider: bool = False
    """Whether a data provider made it and no editor."""


@dataclass(frozen=True)
class Note:
    """One claim that reads well: its fields, its source, its place, and its numbers as typed."""

    id: str
    kind: str
    fields: NoteFields
    source: NoteSource
    document: Document
    keys: Keys = ()

    @property
    def as_of(self) -> date:
        """The day on which it was true."""
        return as_of(self.fields, self.source.fields.date)

    def amount(self, name: str) -> Amount:
        """The canonical amount of a field that `fields.measured()` lists."""
        fields = self.fields
        unit = fields.measured()[name]
        typed = self.document.typed.get((*self.keys, name)) or repr(getattr(fields, name))
        scale = fields.scale if isinstance(fields, Valued) and name in fields.numbers() else None
        return amount(typed, unit, scale)

    def problem(self, name: str | None, message: str, rule: str, severity: str = "error") -> Problem:
        """A mistake of this note, at one of its fields."""
        found = self.document.problem((*self.keys, name) if name else self.keys, f"note {self.id}: {message}", rule)
        return found if severity == "error" else Problem(
            found.path, found.message, found.rule, found.line, found.column, "warning")


@dataclass(frozen=True)
class Notes:
    """All notes of some files. `claims` are the good ones; `problems` say what is wrong with the others."""

    claims: tuple[Note, ...] = ()
    problems: tuple[Problem, ...] = ()
    files: tuple[str, ...] = ()

    def __add__(self, other: Notes) -> Notes:
        """Both sets; of two notes with one id the first stays (an editor's goes before an automatic one)."""
        known = {note.id for note in self.claims}
        more = tuple(note for note in other.claims if note.id not in known)
        return Notes((*self.claims, *more), (*self.problems, *other.problems), (*self.files, *other.files))

    def by_id(self) -> Mapping[str, Note]:
        return {note.id: note for note in self.claims}


@dataclass(frozen=True)
class NotesResult:
    """What notes bring to one edition. `held` lists what they say and an edition must not repeat, with the reason."""

    figures: list[Figure] = field(default_factory=list)
    claims: list[Claim] = field(default_factory=list)
    sources: list[Source] = field(default_factory=list)
    gaps: list[Gap] = field(default_factory=list)
    held: list[Problem] = field(default_factory=list)
