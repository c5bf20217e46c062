"""Sections of the page: what folders there are in `templates/sections/`, and what of the briefing stands in each.

A folder holds `section.toml` (title label, order, what it needs), `body.html.j2` and `body.md.j2`.
A new folder is a new section.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal

from markupsafe import Markup
from pydantic import BaseModel, ConfigDict

from reporter import toml
from reporter.errors import ConfigError
from reporter.model import Passage, Section
from reporter.rendering.context import Edition
from reporter.rendering.pictures import Picture


class SectionFile(BaseModel):
    """`section.toml`. `order` is its place on the page; `needs` what must be there for it to stand at all.

    `charts_after` says by a chart's kind behind which moves it belongs; other charts close the headed parts in turn.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    title: str
    order: int
    needs: Literal["passages", "gaps", "nothing"] = "passages"
    charts_after: Mapping[str, tuple[str, ...]] = {}


@dataclass(frozen=True)
class SectionPlan:
    id: str
    file: SectionFile

    @property
    def template(self) -> str:
        return f"sections/{self.id}/body.html.j2"

    @property
    def markdown(self) -> str:
        return f"sections/{self.id}/body.md.j2"


@dataclass(frozen=True)
class Block:
    """A piece of a section, in reading order. `group` names the collection that a paragraph belongs to.

    `passage` is the id of the passage that a heading or paragraph words: languages are compared by it.
    """

    kind: Literal["heading", "group", "paragraph", "chart"]
    html: Markup | None = None
    group: str | None = None
    picture: Picture | None = None
    anchor: str = ""
    passage: str = ""


@lru_cache(maxsize=8)
def plans(folders: tuple[Path, ...]) -> tuple[SectionPlan, ...]:
    """Every section of the template folders (strongest first), in order; all mistakes of their files at once."""
    found: dict[str, Path] = {}
    for folder in reversed(folders):
        for path in sorted((folder / "sections").glob("*/section.toml")):
            found[path.parent.name] = path
    problems, made = [], []
    for name, path in found.items():
        file = toml.read(path, "section")
        mistakes = toml.mistakes(file, SectionFile, "section")
        problems += mistakes
        if not mistakes:
            made.append(SectionPlan(name, SectionFile.model_validate(file.data)))
    if problems:
        raise ConfigError("A section's settings are wrong; mend the lines that are named.", problems)
    return tuple(sorted(made, key=lambda plan: (plan.file.order, plan.id)))


def check_known(sections: Sequence[Section], known: Sequence[SectionPlan]) -> None:
    """Every section of the briefing has a folder, else a ConfigError that says which are missing."""
    missing = sorted({section.id for section in sections} - {plan.id for plan in known})
    if missing:
        raise ConfigError(
            f"No template for the section {', '.join(missing)}: make templates/sections/{missing[0]}/ with "
            "section.toml and body.html.j2, or take it out of the desk's sections."
        )


def blocks(section: Section, plan: SectionPlan, edition: Edition, pictures: Sequence[Picture]) -> tuple[Block, ...]:
    """Headings, paragraphs and charts of a section in reading order; charts close the headed parts."""
    made: list[Block] = []
    group: str | None = None
    parts = _parts(section, edition)
    closing = _placed(parts, plan, pictures)
    for part, charts in zip(parts, closing, strict=True):
        for passage, heading, texts in part:
            if passage.group is not None and passage.group != group:
                title = edition.term(f"group.{passage.group}")
                made.append(Block("group", title, passage.group, anchor=f"{section.id}-{passage.group}"))
            group = passage.group
            if heading is not None:
                anchor = f"{section.id}-{passage.id}"
                made.append(Block("heading", heading, passage.group, anchor=anchor, passage=passage.id))
            made += [Block("paragraph", html, passage.group, passage=passage.id) for html in texts]
        made += [Block("chart", picture=picture) for picture in charts]
    return tuple(made)


Part = list[tuple[Passage, Markup | None, list[Markup]]]
"""Passages that stand under one heading or group, each with its heading and its paragraphs."""


def _parts(section: Section, edition: Edition) -> list[Part]:
    """Passages by headed part, worded in reading order: a new part begins with a heading or a group."""
    parts: list[Part] = []
    group: str | None = None
    for passage in section.passages:
        heading = edition.phrasebook.heading(passage)
        if not parts or heading is not None or passage.group != group:
            parts.append([])
        group = passage.group
        parts[-1].append((passage, heading, paragraphs(edition, passage)))
    return parts or [[]]


def _placed(parts: Sequence[Part], plan: SectionPlan, pictures: Sequence[Picture]) -> list[list[Picture]]:
    """The charts that close each part: those that belong to one of its moves, the others one a part in turn."""
    closing: list[list[Picture]] = [[] for _ in parts]
    homeless = []
    for picture in pictures:
        moves = plan.file.charts_after.get(picture.kind, ())
        home = next((i for i, part in enumerate(parts) if any(passage.move in moves for passage, _, _ in part)), None)
        if home is None:
            homeless.append(picture)
        else:
            closing[home].append(picture)
    free = [charts for charts in closing if not charts]
    for picture in homeless:
        (free.pop(0) if free else closing[-1]).append(picture)
    return closing


def paragraphs(edition: Edition, passage: Passage) -> list[Markup]:
    """The paragraphs of a passage; a phrase parts them with `<hr>` or blank lines that survive as `</p><p>`."""
    html = str(edition.phrasebook.passage(passage))
    parts = [part.strip() for part in html.replace("</p><p>", "<hr>").split("<hr>")]
    return [Markup(part) for part in parts if part]
