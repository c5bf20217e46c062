"""A published article as paragraphs of plain text with their line numbers, from text, Markdown, HTML or PDF."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from reporter.errors import DataError, UsageError
from reporter.verification.numerals import fold
from reporter.verification.reader import read_page

MAX_CHARS = 300_000
MAX_SENTENCE = 700
_MARKS = re.compile(r"\*\*|__|`|^#{1,6}\s+|^>\s?|^\s*[-*+]\s+", re.MULTILINE)
_LINK = re.compile(r"!?\[([^\[\]]{1,300})\]\([^()\s]{0,600}\)")
_CITE = re.compile(r"\s?\[\d{1,3}\]")
_ISO = re.compile(r"(20\d\d)-(\d\d)-(\d\d)")
_SENTENCE_END = re.compile(r"[。！？；!?;]|\.(?=\s+[\"“(]?[A-Z0-9])|\.$")
_SHORT = re.compile(
    r"\b(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|Mr|Ms|Dr|Inc|Corp|Co|Ltd|vs|U\.S|St|No|approx|Mon|Tue|Wed|Thu|Fri)\.$"
)


@dataclass(frozen=True)
class Sentence:
    """Text of a sentence within its paragraph, half-width, citations blanked out (same length)."""

    text: str
    start: int
    line: int


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


def _of_html(text: str) -> list[tuple[int, str, bool]]:
    page = read_page(text)
    return [
        (place + 1, block.text, block.tag in ("h1", "h2", "h3", "h4", "title"))
        for place, block in enumerate(page.blocks)
    ]


def _of_pdf(path: Path) -> list[tuple[int, str, bool]]:
    from reporter.verification import portable

    text = portable.without_page_numbers(portable.visible_text(path))
    if not text.strip():
        raise DataError(f"{path}: holds no text (a scan?); recognise its text first")
    return _joined([(place + 1, line) for place, line in enumerate(text.split("\n"))], 20)


def _joined(lines: list[tuple[int, str]], wrap: int) -> list[tuple[int, str, bool]]:
    """Lines as paragraphs: a line that neither ends a sentence nor is short runs on into the next."""
    out: list[tuple[int, str, bool]] = []
    open_line = False
    for number, line in lines:
        stripped = line.strip()
        if not stripped:
            open_line = False
            continue
        runs_on = open_line and (
            stripped[0].islower() or stripped[0] in ",;)%，。、" or (len(out[-1][1]) >= wrap and not _ends(out[-1][1]))
        )
        if runs_on:
            first, text, _ = out[-1]
            joint = " " if text[-1].isascii() and stripped[0].isascii() else ""
            out[-1] = (first, text + joint + stripped, False)
        else:
            out.append((number, stripped, len(stripped) < 60 and not _ends(stripped)))
        open_line = len(stripped) >= wrap
    return out


def _ends(text: str) -> bool:
    return text.rstrip('"”』」)） ')[-1:] in "。.！!？?；;:：" or text.rstrip()[-1:] == "]"


def _sentences(text: str, line: int) -> list[Sentence]:
    """Sentences in order; one longer than `MAX_SENTENCE` is cut at commas, so that work grows with length alone."""
    out, start = [], 0
    for match in _SENTENCE_END.finditer(text):
        if match.group() == "." and _SHORT.search(text[max(0, match.start() - 8) : match.end()]):
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


def _paragraph(line: int, raw: str, heading: bool) -> Paragraph:
    text = _CITE.sub(lambda m: " " * len(m.group()), fold(raw))
    return Paragraph(text, line, _sentences(text, line), heading)


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


def read_article(path: Path) -> Article:
    """Read one file. Raises UsageError where it is missing, DataError where it holds no readable text."""
    if not path.is_file():
        raise UsageError(f"{path}: there is no such file")
    kind = path.suffix.lower()
    if path.stat().st_size == 0:
        raise DataError(f"{path}: is empty; name a file with an article in it")
    with path.open("rb") as file:
        start = file.read(5)
    if kind == ".pdf" or start == b"%PDF-":
        blocks = _of_pdf(path)
    else:
        text = _plain(path)
        if len(text) > MAX_CHARS:
            raise DataError(f"{path}: has {len(text):,} characters; at most {MAX_CHARS:,} are read, split it")
        if kind in (".html", ".htm") or text.lstrip()[:15].lower().startswith(("<!doctype", "<html")):
            blocks = _of_html(text)
        else:
            text = _LINK.sub(r"\1", _MARKS.sub("", text)) if kind in (".md", ".markdown") else text
            blocks = _joined(list(enumerate(text.replace("\r\n", "\n").split("\n"), start=1)), 48)
    paragraphs = [_paragraph(line, raw, heading) for line, raw, heading in blocks if raw.strip()]
    if not any(char.isalpha() for p in paragraphs for char in p.text):
        raise DataError(f"{path}: holds no words; name a file with an article in it")
    return Article(str(path), paragraphs, _article_day(path, paragraphs))
