"""Which notes an edition may use: none from its future, none that has expired or gone stale."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from reporter.errors import Problem
from reporter.notes.fields import dated
from reporter.notes.records import Note
from reporter.notes.word_kinds import Event

PAST_EVENT = timedelta(days=5)
"""An event is told for some days after it happened."""

DRAFT = "is a draft and not published; put your own words in place of the examples and delete `draft: true`"


def fresh(notes: Iterable[Note], session: date, known: date) -> tuple[list[Note], list[Problem]]:
    """Notes that the edition of `session` may use, and why the others are held back.

    Editors' notes must not be dated after the session; what a provider knew may be as late as `known`.
    A note for another session's edition is left out without a word.
    """
    good: list[Note] = []
    held: list[Problem] = []
    for note in notes:
        if note.fields.session not in (None, session):
            continue
        why = _why_not(note, session, max(session, known) if note.source.provider else session)
        if why is None:
            good.append(note)
        else:
            held.append(note.problem(*why, "warning"))
    return good, held


def _why_not(note: Note, session: date, limit: date) -> tuple[str | None, str, str] | None:
    """Field, message and rule of what keeps a note back."""
    fields, source = note.fields, note.source.fields
    if fields.draft:
        return "draft", DRAFT, "note-draft"
    latest = max(source.date, note.as_of)
    if latest > limit:
        return None, f"is dated {latest}, after the session {session}; held back", "note-later"
    if fields.expires is not None and fields.expires < session:
        return "expires", f"expired on {fields.expires}; held back from {session}", "note-expired"
    end = dated(fields.horizon, source.date)
    if end is not None and end < session:
        return "horizon", f"looks ahead to {end}, which is past; held back from {session}", "note-expired"
    if isinstance(fields, Event) and fields.date < session - PAST_EVENT:
        return "date", f"happened on {fields.date}, too long before {session}; held back", "note-stale"
    age = (session - note.as_of).days
    if fields.lasts is not None and fields.expires is None and age > fields.lasts:
        message = f"is {age} days old, and a {note.kind} lasts {fields.lasts}; renew it or say when it `expires`"
        return None, message, "note-stale"
    return None
