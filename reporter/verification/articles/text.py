"""A published article as paragraphs of plain text with their line numbers, from text, Markdown, HTML or PDF."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from reporter.errors import DataError, UsageError
from reporter.verification.articles.blocks import Block, of_lines, of_page
from reporter.verification.numerals import fold
from reporter.verification.reader import read_page
from reporter.verification.reading import Reading, every

MAX_CHARS = 300_000
MAX_SENTENCE = 700
_CITE = re.compile(r"\s?\[\d{1,3}\]")
_ISO = re.compile(r"(20\d\d)-(\d\d)-(\d\d)")
_SENTENCE_END = re.compile(r"[。！？；!?;]|\.(?=\s+[\"“(]?[A-Z0-9])|\.$")


@dataclass(frozen=True)
class Sentence:
    """Text of a sentence within its paragraph, half-width, citations blanked out (same length)."""

    text: str
    start: int
    line: int
    head: tuple[int, int] | None = None
    """Where the head of a table's column stands, if the sentence is a cell of one."""


@dataclass
class Paragraph:
    text: str
    line: int
    sentences: list[Sentence] = field(default_factory=list)
    heading: bool = False


@dataclass
class Article:
    """`day` is the date of publication where the article or its file's name gives one."""

    path: str
    paragraphs: list[Paragraph]
    day: date | None = None


def _plain(path: Path) -> str:
    raw = path.read_bytes()
    if not raw.strip():
        raise DataError(f"{path}: is empty; name a file with an article in it")
    if b"\x00" in raw[:8192] and not raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise DataError(f"{path}: is no text, HTML or PDF; save the article as one of them")
    for encoding in ("utf-8-sig", "utf-16" if raw.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise DataError(f"{path}: is in no known encoding; save it as UTF-8")


def _of_pdf(path: Path) -> list[Block]:
    from reporter.verification import portable

    text = portable.without_page_numbers(portable.visible_text(path))
    if not text.strip():
        raise DataError(f"{path}: holds no text (a scan?); recognise its text first")
    return of_lines(enumerate(text.split("\n"), start=1), 20)


def _sentences(text: str, line: int, reading: Reading) -> list[Sentence]:
    """Sentences in order; one longer than `MAX_SENTENCE` is cut at commas, so that work grows with length alone."""
    out, start = [], 0
    short = tuple(f" {word.lower()}" for word in reading.words.get("sentence.abbreviated", ()))
    for match in _SENTENCE_END.finditer(text):
        if match.group() == "." and f" {text[max(0, match.start() - 8) : match.end()].lower()}".endswith(short):
            continue
        out += _pieces(text, start, match.end(), line)
        start = match.end()
    if text[start:].strip():
        out += _pieces(text, start, len(text), line)
    return out


def _pieces(text: str, start: int, end: int, line: int) -> list[Sentence]:
    out = []
    while end - start > MAX_SENTENCE:
        cut = max(text.rfind(mark, start + MAX_SENTENCE // 2, start + MAX_SENTENCE) for mark in ",、 ")
        cut = cut + 1 if cut > start else start + MAX_SENTENCE
        out.append(Sentence(text[start:cut], start, line))
        start = cut
    return [*out, Sentence(text[start:end], start, line)]


def _paragraph(block: Block, reading: Reading) -> Paragraph:
    text = _CITE.sub(lambda m: " " * len(m.group()), fold(block.text))
    told = [Sentence(text[c.start : c.end], c.start, c.line, c.head) for c in block.cells]
    return Paragraph(text, block.line, told or _sentences(text, block.line, reading), block.heading)


def _article_day(path: Path, paragraphs: list[Paragraph]) -> date | None:
    """A date that stands alone on a line, else the file name's, else that of the first lines."""
    from reporter.verification.articles.dates import full_dates

    for paragraph in paragraphs[:25]:
        found = full_dates(paragraph.text)
        if len(found) == 1 and len(paragraph.text.strip()) <= found[0][1] - found[0][0] + 14:
            return found[0][2]
    named = _ISO.search(path.name)
    if named:
        try:
            return date(int(named[1]), int(named[2]), int(named[3]))
        except ValueError:
            pass
    early = [d for paragraph in paragraphs[:8] for _, _, d in full_dates(paragraph.text)]
    return early[0] if early else None


def read_article(path: Path, reading: Reading | None = None) -> Article:
    """Read one file. Raises UsageError where it is missing, DataError where it holds no readable text."""
    if not path.is_file():
        raise UsageError(f"{path}: there is no such file")
    kind = path.suffix.lower()
    if path.stat().st_size == 0:
        raise DataError(f"{path}: is empty; name a file with an article in it")
    with path.open("rb") as file:
        start = file.read(5)
    blocks = _of_pdf(path) if kind == ".pdf" or start == b"%PDF-" else _of_text(path, kind)
    words = reading or every()
    paragraphs = [_paragraph(block, words) for block in blocks if block.text.strip()]
    if not any(char.isalpha() for p in paragraphs for char in p.text):
        raise DataError(f"{path}: holds no words; name a file with an article in it")
    return Article(str(path), paragraphs, _article_day(path, paragraphs))


def _of_text(path: Path, kind: str) -> list[Block]:
    text = _plain(path)
    if len(text) > MAX_CHARS:
        raise DataError(f"{path}: has {len(text):,} characters; at most {MAX_CHARS:,} are read, split it")
    if kind in (".html", ".htm") or text.lstrip()[:15].lower().startswith(("<!doctype", "<html")):
        return of_page(read_page(text).blocks)
    lines = text.replace("\r\n", "\n").split("\n")
    return of_lines(enumerate(lines, start=1), 48, kind in (".md", ".markdown"))
