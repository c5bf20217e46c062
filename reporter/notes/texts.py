"""Claims that carry an editor's words: safe HTML by locale, and the figures that the words name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from reporter.model import Claim, Figure
from reporter.model.claim import Fact, Polarity
from reporter.notes.ledger import Ledger, Slot
from reporter.notes.prose import render
from reporter.notes.records import Note


def words(ledger: Ledger, note: Note, *, blocks: bool = False) -> tuple[dict[str, Fact], list[Figure]] | None:
    """Facts `text_LOCALE` and the figures that they name; None, and held back, where one of them is missing."""
    facts: dict[str, Fact] = {}
    cited: dict[str, Figure] = {}
    mistakes: list[str] = []
    for locale, text in (note.fields.text or {}).items():
        names = ledger.names(locale) if ledger.names is not None else None
        rendered = render(text, ledger, own=note.id, blocks=blocks, names=names)
        mistakes += [f"text in {locale} {message}" for message, _ in rendered.mistakes]
        facts[f"text_{locale}"] = rendered.html if blocks else unstopped(rendered.html)
        cited |= {identity: ledger.figure(identity) for identity in rendered.figures}
    if mistakes:
        for mistake in mistakes:
            ledger.hold(note, "text", f"{mistake}; held back from this edition", "note-reference")
        return None
    return facts, list(cited.values())


def unstopped(html: str) -> str:
    """A line without its full stop, which the phrase around it sets; an abbreviation keeps its own."""
    last = html.rsplit(maxsplit=1)[-1:] or [""]
    return html[:-1] if html.endswith("\u3002") or (html.endswith(".") and last[0].count(".") == 1) else html


def worded(
    ledger: Ledger, note: Note, kind: str, *, roles: Mapping[str, str | tuple[str, ...]], facts: Mapping[str, Fact],
    slots: Mapping[str, Slot] | None = None, salience: float, sections: tuple[str, ...], blocks: bool = False,
    polarity: Polarity = "neutral", rule: str = "",
) -> Iterator[Claim]:
    """The claim of one note with its words, or nothing where the words cannot be said."""
    said = words(ledger, note, blocks=blocks)
    if said is not None:
        texts, cited = said
        yield ledger.claim(kind, note.id, [note], roles=roles, slots={**(slots or {}), "cited": cited},
                           facts={**facts, **texts}, salience=salience, sections=sections, polarity=polarity, rule=rule)
