"""Research notes: what prices can't tell, typed, sourced and set beside the market.

    notes = load_notes(["notes"], now)                             every mistake at once, in notes.problems
    notes += notes_from_fundamentals(fundamentals, now)            what a data provider knows, as notes
    result = apply_notes(notes, figures, session, as_of)           figures, claims, sources, gaps; and what is held back
"""

from reporter.model.note_kinds import CLAIM_KEYS
from reporter.notes.application import apply_notes
from reporter.notes.automatic import notes_from_fundamentals
from reporter.notes.loading import load_notes, load_text
from reporter.notes.records import Note, Notes, NotesResult
from reporter.notes.sample import sample_notes
from reporter.notes.templates import note_template, notes_schema

__all__ = [
    "CLAIM_KEYS", "Note", "Notes", "NotesResult", "apply_notes", "load_notes", "load_text", "note_template",
    "notes_from_fundamentals", "notes_schema", "sample_notes",
]
