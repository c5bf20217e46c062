"""Clauses of an editor's sentences: who is named in them, of which time they speak, whether they assert at all."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from reporter.verification.articles import periods
from reporter.verification.articles.dates import days
from reporter.verification.numerals import fold
from reporter.verification.page import Block, sentence_span
from reporter.verification.reading import Reading

_MARKS = r"[,;:。，；：!?！？—]|\.(?=\s|$)"
_BLANK = "\ufffc"


@dataclass(frozen=True)
class Clause:
    """A part of a sentence, half-width, with quotations and citations blanked; positions are within the block."""

    text: str
    start: int
    names: tuple[tuple[int, int, str], ...]
    """Subjects named in it: start and end within the clause, id."""
    before: str | None
    """The subject named last before it."""
    window: str | None
    """1d, ytd or period; None where another time is meant, or none that an edition knows."""
    vague: bool
    """True where no window is named and the words leave it open: have outperformed, 一直跑赢."""

    def ahead(self, at: int) -> str:
        return self.text[:at]


def _cut(reading: Reading) -> re.Pattern[str]:
    return re.compile(f"{_MARKS}|{reading.pattern('stated.cut').pattern}", re.IGNORECASE)


def asserted(
    block: Block, reading: Reading, session: date, usual: str, spans: list[tuple[int, int]]
) -> Iterator[Clause]:
    """The clauses of some stretches of a block that say how things are; `usual` is the window of plain words."""
    text = _bare(block)
    names = _names(block, text, reading)
    at, last = 0, None
    while at < len(text):
        _, end = sentence_span(text, at)
        end = max(end, at + 1)
        cuts = [
            (m.start(), m.end())
            for m in _cut(reading).finditer(text, at, end)
            if not any(s < m.end() and m.start() < e for s, e, _ in names)
        ]
        edges = [(at, at), *cuts, (end, end)]
        pieces = [(a, b) for (_, a), (b, _) in itertools.pairwise(edges) if text[a:b].strip()]
        open_piece = _Supposed(reading, [text[a:b] for a, b in pieces], text[at:end])
        window: tuple[str | None, bool] = (usual, False)
        for number, (a, b) in enumerate(pieces):
            own = tuple((s - a, e - a, who) for s, e, who in names if a <= s < b)
            inside = any(first < b and a < behind for first, behind in spans)
            window = _window(block, text[a:b], a, b, reading, session) or (window[0], _vague(text[a:b], reading))
            if inside and not open_piece.at(number):
                yield Clause(text[a:b], a, own, last, *window)
            last = own[-1][2] if own else last
        at = end


def _bare(block: Block) -> str:
    """The text of a block, as long as it was, without what others say and without marks of sources."""
    return fold("".join(_BLANK * len(r.text) if r.kind in ("quote", "cite") else r.text for r in block.runs))


def _names(block: Block, text: str, reading: Reading) -> list[tuple[int, int, str]]:
    marked = [(r.start, r.end, r.attrs.get("data-subject", "")) for r in block.runs if r.kind == "name"]
    marked = [each for each in marked if each[2]]
    plain = [f for f in reading.name_spans(text) if not any(s < f[1] and f[0] < e for s, e, _ in marked)]
    return sorted([*marked, *plain])


class _Supposed:
    """Which clauses of a sentence tell a view or a condition, or ask."""

    def __init__(self, reading: Reading, pieces: list[str], whole: str) -> None:
        self._reading, self._pieces = reading, pieces
        self._asked = whole.rstrip().endswith(("?", "？"))

    def at(self, number: int) -> bool:
        piece = self._pieces[number]
        keys = ("stated.opinion", "stated.supposed", "stated.conditional")
        if self._asked or self._reading.pattern(*keys).search(piece):
            return True
        earlier = self._pieces[:number]
        if any(self._reading.finds("stated.conditional", each) or self._leads_on(each) for each in earlier):
            return True
        later = self._pieces[number + 1 :]
        return bool(later) and len(later[-1].split()) <= 5 and self._leads_on(later[-1])

    def _leads_on(self, piece: str) -> bool:
        """Whether a clause ends with words of a view, so that what follows is the view: 高盛认为，…"""
        trimmed = piece.rstrip(" ,，:：;；.。")
        return any(end >= len(trimmed) - 5 for _, end, _ in self._reading.spans("stated.opinion", trimmed))


def _window(
    block: Block, piece: str, a: int, b: int, reading: Reading, session: date
) -> tuple[str | None, bool] | None:
    """The window that a clause names, which also holds for those behind it; None where it names none."""
    stamps = {r.attrs.get("datetime", "")[:10] for r in block.runs if r.kind == "time" and a <= r.start < b}
    stamps |= {d.day.isoformat() for d in days(piece, session, reading)}
    named = [w for key in ("dates.weekdays", "dates.weekdays_alt") for w in reading.words.get(key, ())]
    elsewhen = reading.pattern("stated.elsewhen", "stated.earlier", "stated.habit", "dates.months")
    other = elsewhen.search(reading.pattern("windows.ytd").sub("", piece))
    weekdays = {place % 7 for place, name in enumerate(named) if name in piece}
    if other is not None or weekdays - {session.weekday()} or stamps - {session.isoformat()}:
        return None, False
    spans = {span.name for _, _, span in periods.named(piece, session, reading)}
    if "ytd" in spans or reading.finds("stated.ytd", piece):
        return "ytd", False
    if spans - {"1d"}:
        return None, False
    return ("1d", False) if spans or stamps or weekdays else None


def _vague(piece: str, reading: Reading) -> bool:
    return reading.finds("stated.perfect", piece)
