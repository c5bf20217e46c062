"""What stands as one piece in an article: paragraphs, headings, items of lists, tables cell by cell."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import groupby

from reporter.verification.page import Block as PageBlock

_HEADING = re.compile(r"\s{0,3}#{1,6}\s+")
_ITEM = re.compile(r"\s*(?:[-*+–]\s+|[•·●▪◆■]\s*|\d{1,2}[.)]\s+)")
_MARKS = re.compile(r"\*\*|__|`|^>\s?")
_LINK = re.compile(r"!?\[([^\[\]]{1,300})\]\([^()\s]{0,600}\)")
_RULE = re.compile(r"[\s|:+=-]+")
_DIGIT = re.compile(r"\d")
_ENDS = frozenset("。.！!？?；;:：")


@dataclass(frozen=True)
class Cell:
    """A cell told as a sentence within its block's text; `head` is the place of its column's head in that sentence."""

    start: int
    end: int
    line: int
    head: tuple[int, int]


@dataclass(frozen=True)
class Block:
    line: int
    text: str
    heading: bool = False
    cells: tuple[Cell, ...] = field(default=())


def of_lines(lines: Iterable[tuple[int, str]], wrap: int, marked: bool = False) -> list[Block]:
    """Lines as blocks: a line that neither ends a sentence nor is short runs on into the next. `marked`: Markdown."""
    out: list[Block] = []
    for table, group in groupby(lines, key=lambda line: _is_row(line[1])):
        found = list(group)
        rows = [(number, _split(text)) for number, text in found if not _RULE.fullmatch(text)] if table else []
        if len(rows) >= 2:
            out.append(_table(rows))
        else:
            out += _running(found, wrap, marked)
    return out


def _is_row(text: str) -> bool:
    return text.count("|") >= 2 or text.strip().count("\t") >= 2


def _split(text: str) -> list[str]:
    cells = text.strip().strip("|").split("|") if "|" in text else text.strip("\n\r").split("\t")
    return [_MARKS.sub("", cell).strip() for cell in cells]


def _table(rows: list[tuple[int, list[str]]]) -> Block:
    """Rows as sentences: each cell behind the name of its row and the head of its column."""
    heads = rows[0][1] if not any(_DIGIT.search(cell) for cell in rows[0][1][1:] if len(cell) < 9) else []
    out, cells, at = [], [], 0
    for number, row in rows[bool(heads) :]:
        for place, cell in enumerate(row[1:], start=1):
            head = heads[place] if place < len(heads) else ""
            share = "%" if "%" in head and _DIGIT.search(cell) and "%" not in cell else ""
            lead = f"{row[0]}: "
            text = f"{lead}{head} {cell}{share}" if head else f"{lead}{cell}"
            cells.append(Cell(at, at + len(text), number, (len(lead), len(lead) + len(head))))
            out.append(text)
            at += len(text) + 2
    return Block(rows[0][0], "; ".join(out), False, tuple(cells))


def _running(lines: list[tuple[int, str]], wrap: int, marked: bool) -> list[Block]:
    out: list[Block] = []
    open_line = False
    for number, raw in lines:
        heading, item = marked and _HEADING.match(raw) is not None, _ITEM.match(raw) is not None
        line = _ITEM.sub("", raw, count=1) if item else raw
        text = (_LINK.sub(r"\1", _MARKS.sub("", _HEADING.sub("", line))) if marked else line).strip()
        if not text:
            open_line = False
            continue
        last = out[-1].text if out else ""
        runs_on = (
            open_line
            and not (heading or item)
            and (text[0].islower() or text[0] in ",;)%，。、" or (len(last) >= wrap and not ends(last)))
        )
        if runs_on:
            joint = " " if last[-1].isascii() and text[0].isascii() else ""
            out[-1] = Block(out[-1].line, last + joint + text)
        else:
            out.append(Block(number, text, heading or (not item and len(text) < 60 and not ends(text))))
        open_line = len(text) >= wrap and not heading
    return out


def ends(text: str) -> bool:
    return text.rstrip('"”』」)） ')[-1:] in _ENDS or text.rstrip()[-1:] == "]"


def of_page(blocks: list[PageBlock]) -> list[Block]:
    """Blocks of an HTML page; the cells of a table together."""
    out: list[Block] = []
    numbered = [(place, block) for place, block in enumerate(blocks, start=1)]
    for table, group in groupby(numbered, key=lambda pair: pair[1].tag in ("td", "th")):
        found = list(group)
        if not table:
            out += [Block(place, b.text, b.tag in ("h1", "h2", "h3", "h4", "title")) for place, b in found]
            continue
        rows = [list(cells) for _, cells in groupby(found, key=lambda pair: pair[1].row)]
        if len(rows) >= 2 and all(len(row) >= 2 for row in rows):
            out.append(_table([(row[0][0], [b.text.strip() for _, b in row]) for row in rows]))
        else:
            out += [Block(place, b.text) for place, b in found]
    return out
