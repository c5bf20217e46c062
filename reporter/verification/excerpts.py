"""What is sent about of an edition, its brief and its mail: each line with a number stands on the page as it is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from email import message_from_bytes
from email.policy import default
from pathlib import Path

from reporter.verification.ledger import read_text
from reporter.verification.page import Page
from reporter.verification.reader import read_page
from reporter.verification.report import Finding
from reporter.verification.visible import squash


def check(page: Page, folder: Path, tag: str) -> list[Finding]:
    """Lines of the brief and the mail in a folder that the page does not have."""
    said = _bare("".join(_uncited(page)))
    return [
        Finding("visible-text", "the page says otherwise", path, line[:200])
        for path, line in _lines(folder, tag)
        if re.search(r"\d", line) and _bare(line) not in said
    ]


def _bare(text: str) -> str:
    return squash(text).replace("·", "")


def _uncited(page: Page) -> Iterable[str]:
    """The blocks of a page without their citations."""
    return ("".join(run.text for run in block.runs if run.kind != "cite") for block in page.blocks)


def _lines(folder: Path, tag: str) -> Iterator[tuple[str, str]]:
    brief, mail = folder / f"brief.{tag}.txt", folder / f"mail.{tag}.eml"
    if brief.exists():
        yield from ((str(brief), line) for line in read_text(brief).splitlines())
    if mail.exists():
        body = message_from_bytes(mail.read_bytes(), policy=default).get_body(("html",))
        yield from ((str(mail), text) for text in _uncited(read_page(body.get_content() if body is not None else "")))
