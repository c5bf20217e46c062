"""An editor's own words in place of the phrases': a headline, a passage, or one sentence of a passage."""

from __future__ import annotations

import re
from collections.abc import Sequence

from markupsafe import Markup

from reporter.errors import ConfigError
from reporter.model.briefing import Override

_PIECE = re.compile(r"(<[^>]+>)")
_END = re.compile(r"[。！？]+[”’」』）]*|[.!?]+[”’)]*(?=\s|$)")
_LAST = re.compile(r"([。！？.!?]*)\s*$")
_VOID = ("<br", "<hr")


def find(overrides: Sequence[Override], place: str, locale: str) -> list[Override]:
    """The words for a place in one locale: those for all of it first, then sentences in order."""
    own = [each for each in overrides if each.place == place and each.locale == locale]
    return sorted(own, key=lambda each: each.sentence or 0)


def sentences(html: str) -> list[str]:
    """A paragraph's inline HTML in sentences, with the space behind each; joined they are the paragraph again.

    A full stop inside an element (a name, a quotation, a number) ends none.
    """
    made, current, depth = [], "", 0
    for piece in _PIECE.split(html):
        if piece.startswith("<"):
            if not piece.startswith(_VOID):
                depth += -1 if piece.startswith("</") else 1
            current += piece
            continue
        at = 0
        for match in _END.finditer(piece) if depth == 0 else ():
            stop = match.end() + len(piece[match.end() :]) - len(piece[match.end() :].lstrip())
            made.append(current + piece[at:stop])
            current, at = "", stop
        current += piece[at:]
    return [*made, current] if current.strip() else [*made[:-1], made[-1] + current] if made else [current]


def cited(html: str, citation: str) -> Markup:
    """Words with their citation before the last full stop, as the phrases have theirs."""
    return Markup(_LAST.sub(lambda match: citation + match[1], html, count=1))


def replaced(html: str, number: int, words: str, passage: str) -> str:
    """The paragraph with one sentence replaced; a ConfigError where it has no such sentence."""
    parts = sentences(html)
    if number > len(parts):
        count = "one sentence" if len(parts) == 1 else f"{len(parts)} sentences"
        raise ConfigError(f"The passage {passage} has {count}, none with the number {number}.")
    old = parts[number - 1]
    parts[number - 1] = words + old[len(old.rstrip()) :]
    return "".join(parts)
