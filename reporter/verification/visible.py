"""Whether the text of one form of an edition (PDF, Markdown) is the text of its page: sentence by sentence."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

_SPACE = re.compile(r"[\s\u00ad\u200b\u2060\ufeff\ufffe\u0002\u2191]+")
"""Blanks, and the arrow of a way back, which is a mark and no text."""
_HYPHEN = re.compile(r"(?<=[A-Za-z0-9])-(?=[A-Za-z])")
"""Between the parts of a word: a line that ends with one may lose it. A minus stands before digits."""
_SENTENCE = re.compile(r"[^。！？；!?;]*[。！？；!?;]?")
_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
_LETTERS = re.compile(r"[^\W\d_][^\s]*")


def squash(text: str) -> str:
    """Compatibility forms unified, spaces and soft hyphens gone: what two renderings of one text share."""
    folded = unicodedata.normalize("NFKC", text)
    closed = _SPACE.sub("", folded.replace("−", "-").replace("‐", "-").replace("‑", "-"))
    return _HYPHEN.sub("", closed)


@dataclass
class Comparison:
    """Sentences of the expected text that were not found, and numbers of the seen text that nothing expects."""

    missing: list[str] = field(default_factory=list)
    surplus: list[str] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    """Runs of letters that nothing expects, with what stands around them."""


class _Seen:
    """The seen text, with what has been accounted for."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.covered = bytearray(len(text))
        self.at = 0

    def take(self, piece: str) -> bool:
        """Find a piece behind the last one, else anywhere; cover it."""
        place = self.text.find(piece, self.at)
        if place < 0:
            place = self._free(piece)
        if place < 0:
            return False
        self.covered[place : place + len(piece)] = b"\x01" * len(piece)
        self.at = place + len(piece)
        return True

    def take_whole(self, words: Sequence[str]) -> bool:
        """Cover the words of a chart where they stand one behind the other; short numbers alone would fit anywhere."""
        whole = squash("".join(words))
        place = self.text.find(whole) if whole else -1
        while place >= 0 and any(self.covered[place : place + len(whole)]):
            place = self.text.find(whole, place + 1)
        if place < 0:
            return False
        self.covered[place : place + len(whole)] = b"\x01" * len(whole)
        return True

    def take_free(self, piece: str, times: int = 1_000, start: int = 0) -> int:
        """Cover places of a piece that nothing else has covered, as often as it may stand there; how many."""
        place, taken = self.text.find(piece, start) if piece else -1, 0
        while place >= 0 and taken < times:
            if not any(self.covered[place : place + len(piece)]):
                self.covered[place : place + len(piece)] = b"\x01" * len(piece)
                taken += 1
            place = self.text.find(piece, place + 1)
        return taken

    def left_over(self) -> list[str]:
        """Runs of letters that were not covered."""
        bare = "".join(" " if done else char for char, done in zip(self.text, self.covered, strict=True))
        return [
            self.text[max(0, m.start() - 10) : m.end() + 10]
            for m in _LETTERS.finditer(bare)
            if not any(self.covered[m.start() : m.end()])
        ]

    def _free(self, piece: str) -> int:
        """The first place of a piece that is not covered yet, else the first place at all."""
        place = first = self.text.find(piece)
        while place >= 0 and self.covered[place]:
            place = self.text.find(piece, place + 1)
        return place if place >= 0 else first

    def take_broken(self, piece: str, room: int = 400) -> bool:
        """Find a piece that a page break (footer, header, footnote) interrupts once."""
        low, high = 1, len(piece) - 1
        start = self.text.find(piece[:4], max(0, self.at - 4))
        while start >= 0:
            length = 0
            while (
                length < len(piece) and start + length < len(self.text) and self.text[start + length] == piece[length]
            ):
                length += 1
            if low <= length <= high:
                rest = self.text.find(piece[length:], start + length, start + length + room + len(piece))
                if rest >= 0 and length >= 4:
                    for place, size in ((start, length), (rest, len(piece) - length)):
                        self.covered[place : place + size] = b"\x01" * size
                    self.at = rest + len(piece) - length
                    return True
            start = self.text.find(piece[:4], start + 1)
        return False


def compare(
    expected: Iterable[str], seen: str, drawn: Iterable[Sequence[str]] = (), repeated: Iterable[str] = (),
    cells: Iterable[tuple[str, bool]] = (), lead: str = "",
) -> Comparison:
    """Each expected paragraph must stand in the seen text; nothing else may.

    `drawn` are the words of each chart, which stand together, else one by one wherever they are; `repeated` may stand
    any number of times (heads of tables). `cells` stand in any order, those that are numbers as often as they are
    given, the others once or more, behind `lead`: a page and its paper group them by different things that they share.
    """
    page, out = _Seen(squash(seen)), Comparison()
    for paragraph in expected:
        whole = squash(paragraph)
        if not whole or page.take(whole):
            continue
        for sentence in _SENTENCE.findall(whole):
            if sentence and not page.take(sentence) and not (len(sentence) > 8 and page.take_broken(sentence)):
                out.missing.append(sentence)
    free = Counter(text for chart in drawn if not page.take_whole(chart) for text in map(squash, chart))
    for text in sorted({squash(text) for text in repeated}, key=len, reverse=True):
        page.take_free(text)
    _take_cells(page, cells, max(0, page.text.rfind(squash(lead))) if lead else 0, out)
    for text in sorted(free, key=len, reverse=True):
        page.take_free(text, free[text])
    for match in _NUMBER.finditer(page.text):
        if not all(page.covered[match.start() : match.end()]):
            out.surplus.append(page.text[max(0, match.start() - 20) : match.end() + 20])
    out.words += page.left_over()
    return out


def _take_cells(page: _Seen, cells: Iterable[tuple[str, bool]], start: int, out: Comparison) -> None:
    counted = Counter((squash(text), number) for text, number in cells)
    for (text, number), times in sorted(counted.items(), key=lambda one: (-len(one[0][0]), one[0])):
        taken = page.take_free(text, times if number else 1_000, start)
        if text and (taken < times if number else not taken and text not in page.text):
            out.missing.append(text)
