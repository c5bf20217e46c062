"""The edition in a few plain paragraphs, for messengers: whole passages, as many as fit into four thousand bytes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol

from markupsafe import Markup

from reporter.rendering.cover import Pull
from reporter.rendering.markdown import plain
from reporter.rendering.sections import Block

MOST = 4_000
"""Bytes of UTF-8."""
ORDER = ("summary", "executive-summary", "risks-opportunities", "analysis", "insights")
"""Sections by what a reader in a hurry wants first."""


class Section(Protocol):
    """What a brief needs of a section."""

    @property
    def id(self) -> str: ...
    @property
    def title(self) -> Markup: ...
    @property
    def blocks(self) -> tuple[Block, ...]: ...


def brief(
    head: Sequence[Sequence[Markup]], pulls: Sequence[Pull], sections: Sequence[Section], foot: Sequence[Markup]
) -> str:
    """Head (paragraphs of lines), numbers, passages, foot. A section is told as far as it fits, in whole passages."""
    numbers = "\n".join(_number(pull) for pull in pulls)
    parts = [*("\n".join(plain(line) for line in lines) for lines in head), numbers]
    end = [plain(line) for line in foot]
    room = MOST - _size([*parts, *end])
    known = {section.id: section for section in sections}
    for name in ORDER:
        for paragraph in _paragraphs(known[name]) if name in known else ():
            room -= _size([paragraph])
            if room < 0:
                room += _size([paragraph])
                break
            parts.append(paragraph)
    return "\n\n".join(part for part in (*parts, *end) if part) + "\n"


def _size(parts: Iterable[str]) -> int:
    return sum(len(part.encode()) + 2 for part in parts if part)


def _number(pull: Pull) -> str:
    mark = {"up": "\u25b2 ", "down": "\u25bc "}.get(pull.way, "")
    return f"{plain(pull.about)} {mark}{plain(pull.value)} {plain(pull.note)}".rstrip()


def _paragraphs(section: Section) -> Iterator[str]:
    """Every passage with the heading above it."""
    heading = ""
    for block in section.blocks:
        if block.html is not None and block.kind == "paragraph":
            yield heading + plain(block.html)
            heading = ""
        elif block.html is not None:
            heading = plain(block.html) + "\n"
