"""A published PDF: its visible text and the files that it carries."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from reporter.errors import DataError
from reporter.verification.visible import squash

MAX_BYTES = 60_000_000
_PAGE_NUMBER = re.compile(r"^\s*[-–—]?\s*\d{1,4}(\s*/\s*\d{1,4})?\s*[-–—]?\s*$")


def attachments(path: Path) -> dict[str, bytes]:
    """Files embedded in a PDF, by name. DataError where the file is no PDF."""
    import pikepdf

    try:
        with pikepdf.open(path) as document:
            return {name: bytes(document.attachments[name].get_file().read_bytes()) for name in document.attachments}
    except pikepdf.PasswordError as error:
        raise DataError(f"{path}: the PDF asks for a password; save it without one") from error
    except pikepdf.PdfError as error:
        raise DataError(f"{path}: is no readable PDF ({error})") from error


def visible_text(path: Path) -> list[str]:
    """The text of each page as a reader sees it."""
    import pypdfium2

    if path.stat().st_size > MAX_BYTES:
        raise DataError(f"{path}: has {path.stat().st_size} bytes; at most {MAX_BYTES} are read")
    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        raise DataError(f"{path}: is no readable PDF ({error})") from error
    pages = []
    try:
        for page in document:
            text = page.get_textpage()
            pages.append(str(text.get_text_range()).replace("\r\n", "\n"))
            text.close()
            page.close()
    finally:
        document.close()
    return pages


def without_page_numbers(pages: list[str]) -> str:
    """Pages joined, without lines that only hold a page number at a page's first or last lines."""
    kept: list[str] = []
    for page in pages:
        lines = [line for line in page.split("\n") if line.strip()]
        kept += [
            line
            for place, line in enumerate(lines)
            if not (_PAGE_NUMBER.match(line) and (place < 2 or place >= len(lines) - 2))
        ]
    return "\n".join(kept)


def body(pages: list[str], heads: Iterable[str] = ()) -> str:
    """Pages joined, spaces gone, without what repeats at the end of each: running heads, and the page's number.

    `heads` are texts of the page's own head; a page's number is its place, alone or with the number of pages.
    """
    repeated = sorted({squash(head) for head in heads if head.strip()}, key=len, reverse=True)
    kept = []
    for place, page in enumerate(pages, start=1):
        number = rf"\D{{0,12}}(?<!\d){place}(?:\D{{1,12}}{len(pages)})?\D{{0,4}}$"
        lines = page.rstrip().split("\n")
        if re.fullmatch(number, squash(lines[-1])):
            text = squash("\n".join(lines[:-1]))
        else:
            text = squash(page)
            for head in repeated:
                if match := re.search(re.escape(head) + number, text):
                    text = text[: match.start() + len(head)]
                    break
        while (head_at_end := next((h for h in repeated if text.endswith(h)), None)) is not None:
            text = text[: -len(head_at_end)]
        kept.append(text)
    return "".join(kept)
