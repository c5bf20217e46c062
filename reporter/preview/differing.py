"""Before and after: what a project's templates and words change in each scenario, sentence by sentence and in pictures.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from selectolax.lexbor import LexborHTMLParser

from reporter.model import Briefing
from reporter.preview import scenarios, stage
from reporter.preview.bounds import bounded
from reporter.project import Project
from reporter.request import BuildRequest

SENTENCE = re.compile(r"(?:[^。！？；.!?]|[.!?](?!\s|$))*(?:[。！？；]|[.!?]|$)(?:\[\d+\])*")


@dataclass(frozen=True)
class Change:
    """A sentence that was or is there alone; `place` is the paragraph's passage."""

    scenario: str
    locale: str
    place: str
    before: str
    after: str


@dataclass(frozen=True)
class Sheets:
    """Pictures of the pages that look otherwise: number, before and after as PNG (none where there is no such page)."""

    scenario: str
    locale: str
    pages: tuple[tuple[int, bytes | None, bytes | None], ...]


def sides(project: Project, briefing: Briefing, against: Project | None) -> tuple[BuildRequest, BuildRequest]:
    """The builds before and after: the program as it came, or another project, and this project."""
    after = scenarios.request(project, briefing.session)
    if against is None:
        return replace(after, project=Project(project.root)), after
    return scenarios.request(against, briefing.session), after


def changes(
    project: Project, names: Sequence[str], locales: Sequence[str], against: Project | None = None
) -> Iterator[Change]:
    """Every sentence that differs, scenario by scenario."""
    for name in names:
        briefing = scenarios.frozen(scenarios.SCENARIOS[name], project)
        pages = bounded(stage.every_page, sides(project, briefing, against), briefing, locales, seconds=90)
        for tag, *both in zip(locales, *pages, strict=True):
            old, new = map(paragraphs, both)
            for place in dict.fromkeys([*old, *new]):
                for one, other in _unlike(old.get(place, ""), new.get(place, "")):
                    yield Change(name, tag, place, one, other)


def pictures(
    project: Project, names: Sequence[str], locales: Sequence[str], against: Project | None = None
) -> Iterator[Sheets]:
    """The pages on paper that look otherwise."""
    for name in names:
        briefing = scenarios.frozen(scenarios.SCENARIOS[name], project)
        before, after = sides(project, briefing, against)
        for tag in locales:
            old = bounded(stage.paper, before, briefing, tag, seconds=120)
            new = bounded(stage.paper, after, briefing, tag, seconds=120)
            unlike = [
                (i + 1, old[i] if i < len(old) else None, new[i] if i < len(new) else None)
                for i in range(max(len(old), len(new)))
                if old[i : i + 1] != new[i : i + 1]
            ]
            if unlike:
                yield Sheets(name, tag, tuple(unlike))


def paragraphs(html: str) -> dict[str, str]:
    """The text of a page by its passages, and what stands outside them by its nearest id."""
    found: dict[str, str] = {}
    page = LexborHTMLParser(html)
    for node in page.css("h1, h2, h3, h4, p, li, td, th, caption, figcaption"):
        if any(inner.mem_id != node.mem_id for inner in node.css("p, li, td, th")):
            continue
        place = node.attributes.get("data-passage") or _near(node)
        place += "/heading" if node.tag in ("h3", "h4") else ""
        text = re.sub(r"\s+", " ", node.text()).strip()
        found[place] = f"{found[place]} {text}" if place in found else text
    return found


def _near(node: object) -> str:
    at = node
    while at is not None:
        name = getattr(at, "attributes", {}).get("id")
        if name:
            return str(name)
        at = getattr(at, "parent", None)
    return "page"


def _unlike(before: str, after: str) -> Iterator[tuple[str, str]]:
    """Sentences of two versions of a paragraph that differ, paired in order."""
    if before == after:
        return
    old, new = ([part.strip() for part in SENTENCE.findall(text) if part.strip()] for text in (before, after))
    for kind, a, b, c, d in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind != "equal":
            yield " ".join(old[a:b]), " ".join(new[c:d])
