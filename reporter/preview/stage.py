"""What the studio shows: the real page of a frozen briefing, and the words behind one passage of it.

Everything here runs in a process of its own (`bounds.py`), since it runs templates that are being written.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from reporter.cli.explanation import explain_claim, explain_figure
from reporter.errors import ConfigError, Problem
from reporter.language import Language
from reporter.model import Briefing, Passage
from reporter.model.page import Page
from reporter.model.themes import WORDED_AS
from reporter.pipeline import phrasebooks, rendered
from reporter.preview.phrase_files import Phrase, find_phrase
from reporter.project import Project
from reporter.rendering.phrasebook import Phrasebook
from reporter.rendering.review.phrases import file_problems
from reporter.request import BuildRequest

FORMS = 6
"""Wordings of a phrase that are looked for; few have more."""


@dataclass(frozen=True)
class Said:
    """One passage: the words, who says them (`macro` in `path`, from `line`), and what they were made of."""

    macro: str
    path: str
    line: int
    text: str
    own: bool
    html: str
    variants: tuple[str, ...]
    slots: tuple[tuple[str, str], ...]
    claims: tuple[str, ...]
    heading: str | None = None
    sections: tuple[str, ...] = field(default=())


def page(request: BuildRequest, briefing: Briefing, tag: str) -> str:
    """The page of a locale, as HTML. A ConfigError where a template or phrase is wrong."""
    return _page(request, briefing, tag).html


def every_page(requests: Sequence[BuildRequest], briefing: Briefing, tags: Sequence[str]) -> list[list[str]]:
    """The pages of several builds, each in every locale: for each build a list in the order of the locales."""
    return [[page(request, briefing, tag) for tag in tags] for request in requests]


def _page(request: BuildRequest, briefing: Briefing, tag: str) -> Page:
    return rendered(briefing, phrasebooks(briefing, (tag,), request), request)[0]


def paper(request: BuildRequest, briefing: Briefing, tag: str) -> list[bytes]:
    """The pages of the PDF as PNG pictures."""
    import io

    import pypdfium2

    from reporter.publishing import pdf

    document = pypdfium2.PdfDocument(pdf.write(_page(request, briefing, tag), (), briefing.generated_at))
    pictures = []
    for sheet in document:
        stream = io.BytesIO()
        sheet.render(scale=1.2).to_pil().save(stream, "PNG")
        pictures.append(stream.getvalue())
    return pictures


def said(project: Project, briefing: Briefing, tag: str, passage_id: str) -> Said:
    """The words of a passage (`title` for the headline), where they are written, and all their wordings."""
    passage, macro = _asked(briefing, passage_id)
    where = find_phrase(project, tag, macro)
    forms = [_worded(project, briefing, tag, passage, form=form) for form in range(FORMS)]
    book = _book(project, briefing, tag)
    return Said(
        macro=macro,
        path=str(where.path),
        line=where.line,
        text=where.text,
        own=where.own,
        html=_worded(project, briefing, tag, passage),
        variants=tuple(dict.fromkeys(forms)),
        slots=tuple(_slots(book, briefing, passage)),
        claims=tuple(explain_claim(c, briefing) for c in briefing.claims if c.id in passage.claims),
        heading=f"heading_{passage.move}" if passage.heading else None,
    )


def tried(project: Project, briefings: Sequence[tuple[str, Briefing]], tag: str, phrase: Phrase) -> dict[str, str]:
    """What a phrase that is not saved yet says in each scenario that has it; a mistake says what it is."""
    found: dict[str, str] = {}
    with tempfile.TemporaryDirectory() as made:
        over = Path(made)
        (over / f"{phrase.macro}.j2").write_text(phrase.whole, encoding="utf-8")
        for name, briefing in briefings:
            for passage in _passages(briefing, phrase.macro):
                try:
                    found[name] = _worded(project, briefing, tag, passage, over=over, macro=phrase.macro)
                except ConfigError as error:
                    found[name] = str(error.problems[0].message if error.problems else error.message)
                break
    return found


def mistakes(project: Project, tag: str, phrase: Phrase) -> list[Problem]:
    """What `check` would say of a phrase that is not saved yet."""
    roots = project.folders("locales")
    folders = [folder for root in roots[::-1] if (folder := root / tag / "phrases").is_dir()]
    with tempfile.TemporaryDirectory() as made:
        path = Path(made) / f"{phrase.macro}.j2"
        path.write_text(phrase.whole, encoding="utf-8")
        found = file_problems(Language.load(tag, roots), folders, path)
    return [replace(problem, path=str(phrase.path)) for problem in found]


def explained(briefing: Briefing, figure_id: str) -> str:
    """Everything that makes up a figure."""
    for figure in briefing.figures:
        if figure.id == figure_id:
            return explain_figure(figure, briefing)
    raise ConfigError(f"This briefing has no figure {figure_id}.")


def _book(
    project: Project, briefing: Briefing, tag: str, over: Path | None = None, form: int | None = None
) -> Phrasebook:
    roots = project.folders("locales")
    folders = [folder for root in roots[::-1] if (folder := root / tag / "phrases").is_dir()]
    return Phrasebook(briefing, Language.load(tag, roots), [*([over] if over else []), *folders], form=form)


def _worded(
    project: Project,
    briefing: Briefing,
    tag: str,
    passage: Passage,
    *,
    over: Path | None = None,
    form: int | None = None,
    macro: str = "",
) -> str:
    book = _book(project, briefing, tag, over, form)
    if passage.id == "title":
        return str(book.title())
    if macro.startswith("heading_"):
        return str(book.heading(passage) or "")
    return str(book.passage(passage))


def _asked(briefing: Briefing, passage_id: str) -> tuple[Passage, str]:
    """The passage of an id and the macro that says it; `id/heading` asks for its heading."""
    name, _, part = passage_id.partition("/")
    if name == "title":
        theme = WORDED_AS.get(briefing.theme, briefing.theme)
        return Passage(id="title", move=briefing.theme, claims=briefing.theme_claims), f"title_{theme}"
    for section in briefing.sections:
        for passage in section.passages:
            if passage.id == name:
                return passage, f"{part or 'passage'}_{passage.move}"
    raise ConfigError(f"This briefing has no passage {name}.")


def _passages(briefing: Briefing, macro: str) -> Iterator[Passage]:
    """The passages of a briefing that a macro words."""
    kind, _, move = macro.partition("_")
    if kind == "title":
        if briefing.theme == move:
            yield Passage(id="title", move=briefing.theme, claims=briefing.theme_claims)
        return
    for section in briefing.sections:
        yield from (passage for passage in section.passages if passage.move == move)


def _slots(book: Phrasebook, briefing: Briefing, passage: Passage) -> Iterator[tuple[str, str]]:
    """What a phrase may read of this passage's claims, as it would write it, with the value of today."""
    seen: set[str] = set()
    for claim in (c for c in briefing.claims if c.id in passage.claims):
        if claim.kind in seen:
            continue  # p.kind is the first of a kind
        seen.add(claim.kind)
        for slot, ids in claim.slots.items():
            many: Sequence[str] = (ids,) if isinstance(ids, str) else ids
            yield f"p.{claim.kind}.{slot}", ", ".join(_plain(book.figure(i)) for i in many)
        for name, value in (*claim.roles.items(), *claim.facts.items()):
            yield f"p.{claim.kind}.{name}", _shown(value)


def _plain(html: Any) -> str:
    return str(html.striptags())


def _shown(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)
