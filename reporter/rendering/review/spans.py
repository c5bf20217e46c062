"""Where the blocks and macros of a template begin and end in its text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_TAG = re.compile(r"\{#.*?#\}|\{%[-+]?\s*(?P<words>\w+(?:\s+\w+)?).*?[-+]?%\}", re.DOTALL)


@dataclass(frozen=True)
class Span:
    """`start` to `end` with its tags, `inner` to `inner_end` without them; positions in the text, `line` from 1."""

    name: str
    start: int
    inner: int
    inner_end: int
    end: int
    line: int


def spans(source: str, kind: str) -> list[Span]:
    """Every `block` or `macro` of a template, in the order in which they begin."""
    found: list[Span] = []
    opened: list[tuple[str, int, int, int]] = []
    for words, start, end, line in _tags(source):
        if words[:1] == [kind] and len(words) > 1:
            opened.append((words[1], start, end, line))
        elif words[:1] == [f"end{kind}"] and opened:
            name, begun, inner, first = opened.pop()
            found.append(Span(name, begun, inner, start, end, first))
    return sorted(found, key=lambda span: span.start)


def _tags(source: str) -> Iterator[tuple[list[str], int, int, int]]:
    """The words of each `{% … %}` with its place and line; what stands in comments is none."""
    for match in _TAG.finditer(source):
        if match["words"] is not None:
            yield match["words"].split(), match.start(), match.end(), source.count("\n", 0, match.start()) + 1


def macro_names(source: str) -> frozenset[str]:
    """Names that a template's text may call."""
    return frozenset(re.findall(r"\b([a-z_]\w*)\(", source))
