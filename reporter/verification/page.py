"""A published page as verification sees it: blocks of visible text, and which number of it belongs to which figure."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any


@dataclass(frozen=True)
class Run:
    """Text of one kind: text, figure, time, cite, name, term, quote, or place, a number of a figure's history.

    `attrs` are those of its home element.
    """

    text: str
    kind: str
    attrs: dict[str, str] = field(default_factory=dict)
    start: int = 0
    """Position in the block's text."""

    @property
    def end(self) -> int:
        return self.start + len(self.text)


@dataclass
class Block:
    """A paragraph, heading, cell or item: its runs in order. `passage` and `section` are ids of what holds it.

    A paragraph of a section of prose that names no passage gets the section's id and its place there.
    """

    tag: str
    passage: str | None
    section: str | None
    exhibit: bool = False
    """Inside a chart or table."""
    screen: bool = False
    """Shown on a screen only."""
    head: bool = False
    """A cell of a table's head."""
    row: int | None = None
    """Which row of a table, item of a list or pair of a list of numbers it stands in."""
    runs: list[Run] = field(default_factory=list)

    @property
    def key(self) -> object:
        """Equal for blocks in which a rule sees the same."""
        runs = tuple((run.kind, run.text, tuple(run.attrs.items())) for run in self.runs)
        return self.tag, self.passage, self.section, self.exhibit, runs

    @cached_property
    def text(self) -> str:
        """All runs together, once they are all there."""
        return "".join(run.text for run in self.runs)

    def figures(self) -> list[Run]:
        return [run for run in self.runs if run.kind == "figure"]

    def sentence(self, at: int) -> str:
        """The sentence around a position, for a finding."""
        start, end = sentence_span(self.text, at)
        return self.text[start:end].strip()[:200]


def sentence_span(text: str, at: int) -> tuple[int, int]:
    """Start and end of the sentence around a position: up to 。！？； or a full stop with a space behind it."""

    def ends(place: int) -> bool:
        return text[place] in "。！？；!?;\n" or (text[place] == "." and text[place + 1 : place + 2] in ("", " "))

    start = next((place + 1 for place in range(min(at, len(text)) - 1, -1, -1) if ends(place)), 0)
    end = next((place + 1 for place in range(max(at, start), len(text)) if ends(place)), len(text))
    return start, end


@dataclass
class Page:
    """`anchors` are ids on the page, `gaps` the told absences (`data-gap`), `charts` figures drawn in an svg."""

    language: str
    blocks: list[Block]
    anchors: set[str]
    gaps: set[str]
    charts: list[tuple[str, str | None]]
    briefing: dict[str, Any] | None = None
    numbered: list[tuple[str, str]] = field(default_factory=list)
    """Figures of charts, with the words with digits that stand in their marks."""
    drawn: list[list[str]] = field(default_factory=list)
    """Words and numbers of each chart, in the order that they are drawn in."""
