"""PDFs of an edition by `reporter` and by bare WeasyPrint, a warm edition, and a page without its PDF; in one process.

    python benchmarks/paper.py [--repeat 3] [--html FILE]

Prints JSON: seconds of the processor, smallest of the repeats (everything that a busy machine adds is more), and counts
that no machine changes. Bare WeasyPrint gets the finished page for paper and its stylesheet as they are, the installed
fonts, a reused font configuration and a parsed stylesheet: no attachments, no checks. `--html` keeps a finished page.
"""

from __future__ import annotations

import argparse
import cProfile
import json
import pstats
import sys
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from time import process_time
from typing import Any

from reporter.model.page import Page, core_face
from reporter.pipeline import build
from reporter.publishing import pdf
from reporter.request import BuildRequest

NOW = datetime(2026, 1, 24, 12, tzinfo=UTC)


def seconds(work: Callable[[], Any], repeat: int) -> float:
    """Of the processor, the smallest of some calls after a first one that warms up."""
    work()
    taken = []
    for _ in range(repeat):
        began = process_time()
        work()
        taken.append(process_time() - began)
    return min(taken)


def request(folder: Path, formats: tuple[str, ...]) -> BuildRequest:
    return BuildRequest.from_settings(Path.cwd(), now=NOW, data="sample", output=folder, formats=formats)


def published(folder: Path) -> list[tuple[Page, tuple[pdf.Attachment, ...], Any]]:
    """Build an edition, and keep what its PDFs are made from."""
    seen: list[Any] = []
    real = pdf.write

    def write(page: Page, attachments: Any, moment: Any) -> bytes:
        seen.append((page, tuple(attachments), moment))
        return real(*seen[-1])

    pdf.write = write
    try:
        build(request(folder, ("html", "pdf", "md", "json")), lambda _: None)
    finally:
        pdf.write = real
    return seen


def bare(pages: list[Page]) -> Callable[[], None]:
    """Lay the pages out as WeasyPrint alone would, with the installed faces under their own names."""
    import weasyprint
    from weasyprint.text.fonts import FontConfiguration

    fonts = FontConfiguration()

    def plain(text: str, page: Page) -> str:
        for face in page.faces:
            text = text.replace(core_face(face), face)
        return text

    sheets = [weasyprint.CSS(string=plain(page.print_css, page), font_config=fonts) for page in pages]

    def work() -> None:
        for page, sheet in zip(pages, sheets, strict=True):
            html = weasyprint.HTML(string=plain(page.print_html, page))
            html.write_pdf(stylesheets=[sheet], font_config=fonts, pdf_variant=pdf.VARIANT)

    return work


def counts(page: Page, moment: Any) -> dict[str, int]:
    """What laying out a page once takes, in numbers that are the same on every machine."""
    profile = cProfile.Profile()
    made = profile.runcall(pdf.write, page, (), moment)
    return {"bytes": len(made), "calls": pstats.Stats(profile).total_calls}


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--html", type=Path)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        seen = published(Path(folder))
        pages = [page for page, _, _ in seen]
        if arguments.html:
            arguments.html.write_text(pages[0].html, encoding="utf-8")
        answer = {
            "ours": seconds(lambda: [pdf.write(*one) for one in seen], arguments.repeat),
            "bare": seconds(bare(pages), arguments.repeat),
            "edition": seconds(
                lambda: build(request(Path(folder), ("html", "pdf", "md", "json")), lambda _: None), arguments.repeat
            ),
            "no_pdf": seconds(
                lambda: build(request(Path(folder), ("html", "md", "json")), lambda _: None), arguments.repeat
            ),
            "counts": {page.locale: counts(page, moment) for page, _, moment in seen},
        }
    json.dump(answer, sys.stdout)


if __name__ == "__main__":
    main()
