"""Research notes read again before anybody publishes them: against market, names and edition."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime

from reporter.annotating import folders, names_of, quantities_of
from reporter.desk_files import load_desk
from reporter.errors import ConfigError, Problem, ReporterError
from reporter.gathering import gather
from reporter.language import Language
from reporter.metrics import measure
from reporter.model import Briefing
from reporter.notes import Note, Notes, apply_notes, load_notes
from reporter.notes.fields import named_in
from reporter.notes.freshness import DRAFT
from reporter.project import Project
from reporter.request import BuildRequest

LATER = "note-later"
"""Notes of days after the last session are the rule between two sessions, and no mistake."""
SILENT = frozenset({"market_claim"})
"""Kinds that are compared and never told."""


def review(project: Project, now: datetime, data: str | None = None, on: date | None = None) -> Iterator[Problem]:
    """What is wrong with a project's notes: by themselves, and where prices are at hand against the market.

    Prices are never fetched for it: a project that takes them from Yahoo is compared with what its store has kept.
    """
    request = BuildRequest.from_settings(project.root, now=now, data=data, on=on)
    locales = request.usual_locales
    names = names_of(project)
    notes = load_notes(folders(request), now, locales=locales, quantities=quantities_of(project), names=names)
    yield from notes.problems
    yield from (note.problem("draft", DRAFT, "note-draft", "warning") for note in notes.claims if note.fields.draft)
    if not notes.claims:
        return
    try:
        desk_file = load_desk(request.desk, project)
        languages = {tag: Language.load(tag, project.folders("locales")) for tag in locales}
    except ConfigError:
        return  # the desk's or the locale's own mistakes, which are told by name
    symbols = {subject.symbol.lower() for subject in desk_file.subjects.values() if subject.symbol}
    yield from unnamed(notes.claims, languages, symbols)
    local = replace(request, data="store" if request.data == "yahoo" and data is None else request.data)
    try:
        desk, market = gather(local)
        figures = measure(market, desk)
    except ReporterError as error:
        message = f"notes are not compared with prices: {error.message}"
        yield Problem(notes.files[0], message, "note-market", severity="warning")
        return
    for problem in apply_notes(Notes(notes.claims), figures, market.session, now, names=names).held:
        if problem.rule != LATER:
            yield problem


def unnamed(
    notes: Iterable[Note], languages: Mapping[str, Language], symbols: Collection[str] = ()
) -> Iterator[Problem]:
    """Ids that a locale has no name for: a reader would see the id. `symbols` name subjects too, in lower case."""
    for note in notes:
        for field, name in named_in(note.fields):
            if name.lower() in symbols:
                continue
            lacking = [tag for tag, language in languages.items() if name.lower() not in language.names]
            if lacking:
                message = f"{name} has no name in {', '.join(lacking)}; add [{name}] to names.toml"
                yield note.problem(field, message, "note-name", "warning")


def untold(notes: Sequence[Note], briefing: Briefing) -> Iterator[Problem]:
    """Notes that an edition could use and does not tell. A brief one is asked for without most of them."""
    if briefing.length == "brief":
        return
    tied = {each for section in briefing.sections for passage in section.passages for each in passage.claims}
    told: set[str] = set()
    for claim in briefing.claims:
        if claim.id in tied:
            several = claim.facts.get("notes", ())
            told |= {str(claim.facts.get("note", "")), *(several if isinstance(several, tuple) else ())}
    listed = {source.key for source in briefing.sources}
    for note in notes:
        if note.kind == "provenance" and note.source.fields.id in listed:
            continue  # a title and its publisher stand in the list of sources
        if note.id not in told and note.kind not in SILENT:
            message = "is not told: this edition has no room for it"
            yield note.problem(None, message, "note-untold", "warning")
