"""Research notes join an edition: read, set beside the market, and what they may not say held back."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from reporter.errors import ConfigError, Problem
from reporter.language import Language
from reporter.model import Claim, Figures, Gap, Source
from reporter.model.market import Market
from reporter.notes import Note, apply_notes, load_notes, notes_from_fundamentals
from reporter.notes.prose import Named
from reporter.notes.sample import sample_notes
from reporter.project import Project
from reporter.request import BuildRequest
from reporter.verification.quantities import quantities_in

log = logging.getLogger("reporter.notes")


@dataclass(frozen=True)
class Annotated:
    """Figures and claims with what the notes brought, most salient first, and the notes' sources."""

    figures: Figures
    claims: list[Claim]
    sources: Sequence[Source]
    gaps: Sequence[Gap]
    held: Sequence[Problem]
    """What notes say and the edition does not: bad notes that were to be skipped, and those held back."""
    own: Sequence[Note] = ()
    """Editors' notes that the edition may tell."""


def annotate(
    request: BuildRequest, market: Market, figures: Figures, claims: list[Claim], locales: Sequence[str]
) -> Annotated:
    """What notes add. A ConfigError with every mistake of a note file, unless the request skips bad notes.

    An editor's words must be there in every one of `locales`: no language stands in for another.
    """
    known = min(moment for moment in (request.now, request.as_of, request.notes_until) if moment is not None)
    names = names_of(request.project)
    notes = load_notes(folders(request), known, locales=locales, quantities=quantities_of(request.project), names=names)
    bad = [problem for problem in notes.problems if problem.severity == "error"]
    for problem in bad if request.skip_bad_notes else ():
        log.warning("left out: %s", _line(problem))
    if bad and not request.skip_bad_notes:
        count = "one mistake" if len(bad) == 1 else f"{len(bad)} mistakes"
        raise ConfigError(
            f"The notes have {count}; mend them, or go on without them by --skip-bad-notes.", notes.problems
        )
    own = notes.claims
    notes += notes_from_fundamentals(market.fundamentals, known)
    result = apply_notes(notes, figures, market.session, known, first_source_id=len(market.sources), names=names)
    tell(result.held)
    together = sorted([*claims, *result.claims], key=lambda c: (-c.salience, c.id))
    held = (*(bad if request.skip_bad_notes else ()), *result.held)
    held_back = {problem.message.partition(":")[0] for problem in result.held}
    usable = [note for note in own if f"note {note.id}" not in held_back]
    merged = figures.with_more(result.figures, result.gaps)
    return Annotated(merged, together, result.sources, result.gaps, held, usable)


def tell(problems: Iterable[Problem]) -> None:
    """What notes say and the edition does not, on the log."""
    for problem in problems:
        log.warning("%s", _line(problem))


def folders(request: BuildRequest) -> list[Path]:
    """The note files of a request: those that it names, else the project's folder, else the sample's own."""
    if request.notes is not None:
        return [path for path in request.notes if str(path) != "none"]
    own = request.project.root / request.notes_folder
    if request.project.settings_file is not None and own.is_dir():
        return [own]
    return [sample_notes()] if request.data == "sample" else []


def quantities_of(project: Project) -> Callable[[str, str], list[str]]:
    """What finds the numerals in words of an editor's text in a locale that state a quantity."""

    def found(locale: str, text: str) -> list[str]:
        return quantities_in(text, locale, project.folders("locales"))

    return found


def names_of(project: Project) -> Callable[[str], Named]:
    """What knows the names and terms of each locale, a project's own among them."""
    roots = project.folders("locales")

    @cache
    def named(locale: str) -> Named:
        try:
            return Language.load(locale, roots).names.written
        except ConfigError:
            return lambda _: ()  # a locale that is nowhere is told elsewhere

    return named


def _line(problem: Problem) -> str:
    """A mistake with its place and rule; how grave it is, the word before it says."""
    place = ":".join(str(part) for part in (problem.path, problem.line, problem.column) if part is not None)
    return f"{place}: {problem.message} [{problem.rule}]"
