"""A published page as verification sees it: blocks of visible text, and which number of it belongs to which figure."""

from __future__ import annotations

import html.parser
import json
from dataclasses import dataclass, field
from typing import Any

VOID = {"meta", "link", "br", "hr", "img", "input", "source", "wbr", "col", "area", "base", "embed", "track"}
UNSEEN = {"style", "title", "template", "noscript", "head", "script", "svg"}
BLOCKS = {
    "p",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "li",
    "td",
    "th",
    "tr",
    "figcaption",
    "dd",
    "dt",
    "caption",
    "div",
    "section",
    "header",
    "footer",
    "main",
    "article",
    "ul",
    "ol",
    "table",
    "tbody",
    "thead",
    "figure",
    "blockquote",
    "body",
    "nav",
    "aside",
    "summary",
    "details",
    "dl",
}
HOME_CLASSES = {"cite": "cite", "name": "name", "term": "term", "quote": "quote"}
HOME_TAGS = {"time": "time", "code": "quote", "pre": "quote"}


@dataclass(frozen=True)
class Run:
    """Text of one kind: text, figure, time, cite, name, term or quote; `attrs` are those of its home element."""

    text: str
    kind: str
    attrs: dict[str, str] = field(default_factory=dict)
    start: int = 0
    """Position in the block's text."""

    @property
    def end(self) -> int:
        return self.start + len(self.text)


PROSE = frozenset({"executive-summary", "analysis", "insights", "risks-opportunities", "summary"})
"""Sections whose paragraphs are written by claims; other sections hold method, tables, sources."""


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
    runs: list[Run] = field(default_factory=list)

    @property
    def text(self) -> str:
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
    drawn: list[list[str]] = field(default_factory=list)
    """Words and numbers of each chart, in the order that they are drawn in."""


class _Reader(html.parser.HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.stack: list[tuple[str, dict[str, str]]] = []
        self.page = Page("", [], set(), set(), [])
        self.block: Block | None = None
        self.script: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {key: value or "" for key, value in attrs}
        if tag == "html":
            self.page.language = given.get("lang", "")
        if "id" in given:
            self.page.anchors.add(given["id"])
        if "data-gap" in given:
            self.page.gaps.update(str(given["data-gap"]).split())
        if tag == "br" and self.block is not None:
            self._add("\n", "text", {})
        if tag in VOID:
            return
        if tag == "svg":
            self.page.drawn.append([])
        self.stack.append((tag, given))
        if tag in BLOCKS:
            self.block = None

    def handle_endtag(self, tag: str) -> None:
        for place in range(len(self.stack) - 1, -1, -1):
            if self.stack[place][0] == tag:
                if tag == "script":
                    self._embedded(self.stack[place][1])
                del self.stack[place:]
                if tag in BLOCKS:
                    self.block = None
                return

    def handle_data(self, data: str) -> None:
        tags = [tag for tag, _ in self.stack]
        if tags and tags[-1] == "script":
            self.script.append(data)
            return
        if "svg" in tags:
            self._charted()
            if data.strip() and tags[-1] not in ("title", "desc", "style"):
                self.page.drawn[-1].append(data)
            return
        if UNSEEN.intersection(tags):
            return
        kind, attrs = self._home()
        if data.strip() or self.block is not None:
            self._add(data, kind, attrs)

    def _charted(self) -> None:
        for _, attrs in reversed(self.stack):
            if "data-figure" in attrs:
                self.page.charts.append((attrs["data-figure"], attrs.get("data-value", attrs.get("value"))))
                return

    def _home(self) -> tuple[str, dict[str, str]]:
        """The innermost element that gives a number its home."""
        for tag, attrs in reversed(self.stack):
            classes = attrs.get("class", "").split()
            if tag == "data" and "figure" in classes:
                return "figure", attrs
            if tag in HOME_TAGS:
                return HOME_TAGS[tag], attrs
            for name in classes:
                if name in HOME_CLASSES:
                    return HOME_CLASSES[name], attrs
        return "text", {}

    def _nearest(self, key: str) -> str | None:
        return next((attrs[key] for _, attrs in reversed(self.stack) if key in attrs), None)

    def _section(self) -> str | None:
        for tag, attrs in reversed(self.stack):
            if "data-section" in attrs or (
                tag in ("section", "header", "footer") and ("id" in attrs or "class" in attrs)
            ):
                return attrs.get("data-section") or attrs.get("id") or attrs.get("class")
        return next((tag for tag, _ in reversed(self.stack) if tag in ("header", "footer")), None)

    def _add(self, text: str, kind: str, attrs: dict[str, str]) -> None:
        if self.block is None:
            tag = next((t for t, _ in reversed(self.stack) if t in BLOCKS), "body")
            self.block = Block(
                tag,
                self._nearest("data-passage"),
                self._section(),
                any(t in ("figure", "table") for t, _ in self.stack),
                any(t == "details" or "skip" in a.get("class", "").split() for t, a in self.stack),
                any(t == "thead" for t, _ in self.stack),
            )
            self.page.blocks.append(self.block)
            text = text.lstrip()
        text = " ".join(text.split()) if "\n" in text.strip("\n") else text.replace("\n", " ")
        if text:
            start = self.block.runs[-1].end if self.block.runs else 0
            self.block.runs.append(Run(text, kind, attrs, start))

    def _embedded(self, attrs: dict[str, str]) -> None:
        raw, self.script = "".join(self.script), []
        if attrs.get("type") == "application/json" and '"reporter.briefing/1"' in raw:
            try:
                loaded = json.loads(raw)
            except ValueError:
                return
            if isinstance(loaded, dict):
                self.page.briefing = loaded


def read_page(text: str) -> Page:
    """A page from its HTML. Anything a browser reads is read; nothing raises."""
    reader = _Reader()
    reader.feed(text)
    reader.close()
    reader.page.blocks = [block for block in reader.page.blocks if block.text.strip()]
    _number_paragraphs(reader.page.blocks)
    return reader.page


def _number_paragraphs(blocks: list[Block]) -> None:
    places: dict[tuple[str, str], int] = {}
    for block in blocks:
        if (
            block.passage is None
            and block.section in PROSE
            and not block.exhibit
            and block.tag in ("p", "li", "h3", "h4")
        ):
            kind = "p" if block.tag in ("p", "li") else "h"
            key = (str(block.section), kind)
            places[key] = places.get(key, 0) + 1
            block.passage = f"{block.section}/{kind}{places[key]}"
