"""Makes docs/briefing.png: the first pages of an edition's PDFs side by side.

    python scripts/picture.py output/editions/2026-01-23/us-small-caps
"""

from __future__ import annotations

import sys
from pathlib import Path

import pypdfium2
from PIL import Image

SCALE = 1.3
"""Pixels a point."""


def first_page(path: Path) -> Image.Image:
    document = pypdfium2.PdfDocument(path)
    try:
        picture: Image.Image = document[0].render(scale=SCALE).to_pil().convert("RGB")
    finally:
        document.close()
    return picture


def main(edition: Path) -> None:
    pages = [first_page(path) for path in sorted(edition.glob("*.pdf"))]
    if not pages:
        sys.exit(f"{edition} holds no PDF.")
    sheet = Image.new("RGB", (sum(page.width for page in pages), max(page.height for page in pages)), "white")
    left = 0
    for page in pages:
        sheet.paste(page, (left, 0))
        left += page.width
    sheet.quantize(200).save(Path(__file__).resolve().parents[1] / "docs" / "briefing.png", optimize=True)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(Path(sys.argv[1]))
