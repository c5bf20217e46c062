"""`reporter ask`: a question answered with what an edition prints, word for word, or not at all.

A question is read with the words of the locales: subjects, windows, measures, best and worst. Every word of it must be
understood; what is left over means that the edition does not say. An answer is a sentence or a row of the page.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import takewhile
from pathlib import Path

from reporter.model import Briefing, Figure
from reporter.verification.asked import MEASURES, UNNAMED, Question, read_question
from reporter.verification.numerals import fold
from reporter.verification.page import Block, Page, sentence_span
from reporter.verification.reader import read_page
from reporter.verification.reading import Locales, Reading, every, load

_CITED = re.compile(r"\[(\d+)\]")


@dataclass(frozen=True)
class Answer:
    """Lines as the edition prints them, the figures that they rest on, and the sources that they cite."""

    question: str
    lines: tuple[str, ...] = ()
    figures: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    silence: str = ""
    """What is said where the edition does not say."""

    @property
    def answered(self) -> bool:
        return bool(self.lines)

    def as_text(self) -> str:
        if not self.lines:
            return self.silence
        return "\n".join([*self.lines, *(f"  {figure}" for figure in self.figures), *(f"  {s}" for s in self.sources)])

    def as_json(self) -> dict[str, object]:
        return {
            "question": self.question, "answered": self.answered, "answer": list(self.lines),
            "figures": list(self.figures), "sources": list(self.sources),
        }  # fmt: skip


@dataclass
class _Told:
    lines: list[str] = field(default_factory=list)
    figures: list[str] = field(default_factory=list)


def ask(question: str, briefing: Briefing, folder: Path, locales: Locales = None) -> Answer:
    """Answer from the edition in `folder`, in the language of the question where it has a page in it."""
    chinese = any("\u4e00" <= char <= "\u9fff" for char in question)
    pages = sorted(path for path in folder.glob("*.html"))
    chosen = next((p for p in pages if p.stem.startswith("zh") == chinese), pages[0] if pages else None)
    tag = chosen.stem if chosen is not None else "zh_CN" if chinese else "en"
    reading = load(tag, locales)
    silence = next(iter(reading.words.get("ask.silent", ())), "")
    if chosen is None:
        return Answer(question, silence=silence)
    page = read_page(chosen.read_text(encoding="utf-8"))
    asked = read_question(question, briefing, page, reading, every(locales))
    told = _told(asked, briefing, page, reading) if asked is not None else _Told()
    cited = dict.fromkeys(number for line in told.lines for number in _CITED.findall(line))
    known = {source.id: source for source in briefing.sources}
    sources = [known[int(n)] for n in cited if int(n) in known]
    return Answer(
        question, tuple(told.lines), tuple(told.figures),
        tuple(f"[{s.id}] {s.publisher}: {s.title}, {s.date}" for s in sources), silence,
    )  # fmt: skip


def _told(asked: Question, briefing: Briefing, page: Page, reading: Reading) -> _Told:
    if asked.names:
        return _sentences_with(asked, page)
    if asked.measure == "watch":
        return _watched(asked, briefing, page)
    chosen = _figures(asked, briefing)
    told = _Told()
    for figure in chosen:
        line = _sentence(page, figure.id) or _row(page, figure.id, reading)
        if line and not _CITED.search(line):
            line = f"{line} {''.join(f'[{number}]' for number in figure.sources)}".strip()
        if line and line not in told.lines:
            told.lines.append(line)
        if line:
            told.figures.append(figure.id)
    if asked.why and told.lines:
        reasons = _reasons(asked, chosen, page, reading)
        told.lines += reasons or list(reading.words.get("ask.no_reason", ()))
    return told


def _figures(asked: Question, briefing: Briefing) -> list[Figure]:
    """The figures that a question asks for; where it asks for the best or worst, that one alone."""
    found = [
        f for f in briefing.figures
        if f.metric in MEASURES[asked.measure] and (not asked.windows or f.window.name in asked.windows)
    ]  # fmt: skip
    if asked.rank:
        pool = [f for f in found if f.subject in asked.pool and f.comparator is None]
        if not asked.pool or {f.subject for f in pool} != set(asked.pool):
            return []
        return [(max if asked.rank > 0 else min)(pool, key=lambda f: f.value)]
    both = set(asked.subjects)
    if asked.measure == "relative" or len(both) == 2:
        pairs = [f for f in found if f.comparator is not None and both <= {f.subject, f.comparator}]
        if pairs or asked.measure in ("relative", "correlation"):
            return pairs[:3] if both else []
    if not both and asked.measure in UNNAMED:
        return found[:2]
    if asked.measure == "streak":
        return [f for f in found if both & {f.subject, f.comparator}][:2]
    return [f for f in found if f.subject in both and f.comparator is None][:3]


def _line(block: Block, at: int) -> str:
    start, end = sentence_span(block.text, at)
    cites = "".join(f"[{n}]" for n in dict.fromkeys(_CITED.findall(block.text[end:])))
    sentence = block.text[start:end].strip()
    sentence = sentence.rstrip("；;")
    return sentence if _CITED.search(sentence) or not cites else f"{sentence} {cites}"


def _sentence(page: Page, figure: str) -> str | None:
    """The first sentence of prose that prints a figure, with its citations."""
    for block in page.blocks:
        if block.passage is None or block.tag not in ("p", "li"):
            continue
        for run in block.figures():
            if run.attrs.get("data-figure") == figure:
                return _line(block, run.start)
    return None


def _watched(asked: Question, briefing: Briefing, page: Page) -> _Told:
    """The sentences of what to watch; of the subjects asked about where there are any."""
    watch = {p.id for section in briefing.sections for p in section.passages if p.move in ("watch", "signals")}
    told = _Told()
    for block in page.blocks:
        if block.passage not in watch or block.tag not in ("p", "li"):
            continue
        about = {r.attrs.get("data-subject") for r in block.runs if r.kind == "name"}
        if asked.subjects and not about & set(asked.subjects):
            continue
        told.lines.append(block.text.strip())
        told.figures += [r.attrs["data-figure"] for r in block.figures()]
    return _Told(told.lines[:4], list(dict.fromkeys(told.figures)))


def _column(page: Page, place: int) -> tuple[str, str] | None:
    """The subject and the column's head of a cell in a table of many columns; None in a table of figures."""
    heads: list[str] = []
    column, at = 0, place
    while at > 0 and page.blocks[at - 1].tag == "td":
        at, column = at - 1, column + 1
    about = page.blocks[at - 1] if at and page.blocks[at - 1].tag == "th" and not page.blocks[at - 1].head else None
    for block in page.blocks[at - 1 :: -1] if at else ():
        if block.tag not in ("td", "th"):
            break
        if block.tag == "th" and block.head:
            heads.insert(0, block.text.strip())
        elif heads:
            break
    cells = list(takewhile(lambda b: b.tag == "td", page.blocks[at:]))
    if about is None or len([b for b in cells if b.figures()]) < 2 or len(cells) > len(heads):
        return None
    return about.text.strip(), heads[-len(cells) :][column]


def _row(page: Page, figure: str, reading: Reading) -> str | None:
    """The row of the table of figures, or the cell with its column's head, that prints a figure."""
    for place, block in enumerate(page.blocks):
        if block.tag == "td" and any(r.attrs.get("data-figure") == figure for r in block.figures()):
            named = _column(page, place)
            shape = next(iter(reading.words.get("ask.cell", ())), "")
            if named is not None and shape:
                return shape.format(subject=named[0], head=named[1], value=block.text.strip("↑ "))
            row = [b for b in page.blocks[max(0, place - 2) : place + 5] if b.tag == "td" and not b.screen]
            about = next((b for b in reversed(page.blocks[:place]) if b.tag == "th" and not b.head), None)
            cells = [b.text.rstrip("↑ ") for b in (about, *row[:3]) if b is not None]
            cites = next((b.text for b in row if b.text.startswith("[")), "")
            return f"{', '.join(dict.fromkeys(cells))} {cites}".strip()
    return None


def _sentences_with(asked: Question, page: Page) -> _Told:
    """Sentences of prose that hold every name asked about (a person, an institution)."""
    told = _Told()
    for block in page.blocks:
        if block.passage is None or block.tag not in ("p", "li"):
            continue
        place = 0
        while place < len(block.text):
            start, end = sentence_span(block.text, place)
            held = [r for r in block.runs if r.kind == "name" and start <= r.start < end]
            if all(any(name in fold(r.text) for r in held) for name in asked.names):
                told.lines.append(_line(block, place))
                told.figures += [r.attrs["data-figure"] for r in block.figures() if start <= r.start < end]
            place = max(end, place + 1)
    return _Told(told.lines[:3], list(dict.fromkeys(told.figures)))


def _reasons(asked: Question, chosen: list[Figure], page: Page, reading: Reading) -> list[str]:
    """Sentences about the subjects that name a cause, or say that none is known."""
    subjects = set(asked.subjects) | {f.subject for f in chosen}
    told: list[str] = []
    for block in page.blocks:
        if block.passage is None or block.tag not in ("p", "li"):
            continue
        about = {r.attrs.get("data-subject") for r in block.runs if r.kind == "name"}
        if not subjects & about:
            continue
        text = fold(block.text)
        for key in ("cause.cause", "cause.negated"):
            told += [_line(block, start) for start, _, _ in reading.spans(key, text)]
    return list(dict.fromkeys(told))[:3]
