"""Reads a page from the tree that a browser would build of it."""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Sequence
from typing import NamedTuple

from selectolax.lexbor import LexborHTMLParser, LexborNode

from reporter.verification.page import Block, Page, Run

MOST_CARRIED = 30_000_000
"""Bytes of data that a page may carry."""
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
    "dialog",
}
HOME_CLASSES = {"cite": "cite", "name": "name", "term": "term", "quote": "quote"}
HOME_TAGS = {"time": "time", "code": "quote", "pre": "quote"}
PROSE = frozenset({"executive-summary", "analysis", "insights", "risks-opportunities", "summary"})
"""Sections whose paragraphs are written by claims; other sections hold method, tables, sources."""


_NOTHING_GIVEN: dict[str, str] = {}


class _Place(NamedTuple):
    """What the elements around a text say of it: its home, its block, its passage and section."""

    tag: str = ""
    kind: str = "text"
    attrs: dict[str, str] = _NOTHING_GIVEN
    block: str = "body"
    passage: str | None = None
    section: str | None = None
    named: bool = False
    exhibit: bool = False
    screen: bool = False
    head: bool = False
    unseen: bool = False
    drawn: bool = False
    row: int | None = None
    figure: tuple[str, str | None] | None = None

    def inside(self, tag: str, given: dict[str, str], count: int = 0) -> _Place:
        """The place within one more element, the `count`th of the page."""
        classes = given["class"].split() if "class" in given else ()
        kind, attrs = _home(tag, given, classes) or (self.kind, self.attrs)
        named = "data-section" in given or (
            # a section without an id is a frame around a table
            ("id" in given) if tag == "section" else tag in ("header", "footer") and ("id" in given or "class" in given)
        )
        section = self.section
        if named:
            section = given.get("data-section") or given.get("id") or given.get("class")
        elif tag in ("header", "footer") and not self.named:
            section = tag
        figure = self.figure
        if "data-figure" in given:
            figure = given["data-figure"], given.get("data-value", given.get("value"))
        return _Place(
            tag, kind, attrs,
            tag if tag in BLOCKS else self.block,
            given.get("data-passage", self.passage),
            section, named or self.named,
            self.exhibit or tag in ("figure", "table"),
            self.screen or tag in ("details", "dialog") or "skip" in classes,
            self.head or tag == "thead",
            self.unseen or (tag in UNSEEN and tag != "svg"),
            self.drawn or tag == "svg",
            count if tag in ("tr", "li") or (tag == "div" and self.tag == "dl") else self.row,
            figure,
        )  # fmt: skip


def _home(tag: str, given: dict[str, str], classes: Sequence[str]) -> tuple[str, dict[str, str]] | None:
    """The kind of text that an element is home to; None where it says nothing about it."""
    if tag == "data":
        return "figure" if "figure" in classes else "place", given
    if tag in HOME_TAGS:
        return HOME_TAGS[tag], given
    for name in classes:
        if name in HOME_CLASSES:
            return HOME_CLASSES[name], given
    return None


class _Reader:
    """Walks the tree that a browser would build of a page, and gathers its blocks."""

    def __init__(self) -> None:
        self.page = Page("", [], set(), set(), [])
        self.block: Block | None = None
        self.count = 0

    def read(self, root: LexborNode) -> Page:
        """Without recursion, so that no depth of nesting is too deep."""
        node: LexborNode | None = root
        places = [_Place()]
        while node is not None:
            inner = self._enter(node, places[-1])
            if inner is not None:
                places.append(inner)
                node = node.child
                continue
            while node is not None and node.next is None and len(places) > 1:
                node = node.parent
                self._leave(places.pop())
            node = node.next if node is not None and len(places) > 1 else None
        return self.page

    def _enter(self, node: LexborNode, place: _Place) -> _Place | None:
        """Take in a node. The place of what is inside it, None where that is nothing or has been taken in too."""
        tag = str(node.tag)
        if tag == "-text":
            self._text(node.text_content or "", place)
        if tag[:1] in "-!":
            return None
        given = {key: value or "" for key, value in node.attributes.items()}
        self._note(tag, given)
        if tag == "br" and self.block is not None:
            self._add("\n", _Place())
        if tag in VOID:
            return None
        if tag == "svg":
            self.page.drawn.append([])
        if tag in BLOCKS:
            self.block = None
        if tag == "script":
            self._embedded(given, node.text(deep=True) or "")
            return None
        self.count += 1
        return place.inside(tag, given, self.count) if node.child is not None else None

    def _leave(self, place: _Place) -> None:
        if place.tag in BLOCKS:
            self.block = None

    def _note(self, tag: str, given: dict[str, str]) -> None:
        if tag == "html":
            self.page.language = given.get("lang", "")
        if "id" in given:
            self.page.anchors.add(given["id"])
        if "data-gap" in given:
            self.page.gaps.update(given["data-gap"].split())

    def _text(self, data: str, place: _Place) -> None:
        if place.drawn:
            if place.figure is not None:
                self.page.charts.append(place.figure)
                if any(char.isdigit() for char in data):
                    self.page.numbered.append((place.figure[0], data.strip()))
            if data.strip() and place.tag not in ("title", "desc", "style"):
                self.page.drawn[-1].append(data)
        elif not place.unseen and (data.strip() or self.block is not None):
            self._add(data, place)

    def _add(self, text: str, place: _Place) -> None:
        if self.block is None:
            self.block = Block(
                place.block, place.passage, place.section, place.exhibit, place.screen, place.head, place.row
            )
            self.page.blocks.append(self.block)
            text = text.lstrip()
        text = " ".join(text.split()) if "\n" in text.strip("\n") else text.replace("\n", " ")
        if text:
            start = self.block.runs[-1].end if self.block.runs else 0
            self.block.runs.append(Run(text, place.kind, place.attrs, start))

    def _embedded(self, attrs: dict[str, str], raw: str) -> None:
        if attrs.get("type") == "application/gzip" and attrs.get("data-name") == "briefing.json":
            raw = _unpacked(raw)
        elif attrs.get("type") != "application/json":
            return
        if '"reporter.briefing/1"' in raw:
            try:
                loaded = json.loads(raw)
            except ValueError:
                return
            if isinstance(loaded, dict):
                self.page.briefing = loaded


def _unpacked(packed: str) -> str:
    """What a page carries compressed; nothing where it is broken, or bigger than a briefing is."""
    try:
        unpacking = zlib.decompressobj(wbits=31)
        raw = unpacking.decompress(base64.b64decode(packed, validate=True), MOST_CARRIED)
        return raw.decode("utf-8") if unpacking.eof else ""
    except (ValueError, zlib.error):
        return ""


def read_page(text: str) -> Page:
    """A page from its HTML, as a browser would read it. Nothing raises."""
    root = LexborHTMLParser(text).root
    page = _Reader().read(root) if root is not None else Page("", [], set(), set(), [])
    page.blocks = [block for block in page.blocks if block.text.strip()]
    _number_paragraphs(page.blocks)
    return page


def _number_paragraphs(blocks: list[Block]) -> None:
    places: dict[tuple[str, str], int] = {}
    for block in blocks:
        told = block.section in PROSE or (block.section == "cover" and block.tag == "p" and block.figures())
        if (
            block.passage is None
            and told
            and not block.exhibit
            and block.tag in ("p", "li", "h3", "h4")
        ):
            kind = "p" if block.tag in ("p", "li") else "h"
            key = (str(block.section), kind)
            places[key] = places.get(key, 0) + 1
            block.passage = f"{block.section}/{kind}{places[key]}"
