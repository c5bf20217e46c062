"""Sheets → PNG pictures: laid out by WeasyPrint, drawn by PDFium. The same input gives the same bytes."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import datetime

from reporter.model.page import Page, Sheet
from reporter.publishing import pdf

PIXELS = 96 / 72
"""CSS pixels a point."""


def pictures(page: Page, sheet: Sheet, moment: datetime, *, scale: float = 1.0) -> list[bytes]:
    """A PNG of each page of a sheet, in CSS pixels times `scale`; the faces are the page's."""
    import pypdfium2

    laid_out = pdf.write(replace(page, print_html=sheet.html, print_css=sheet.css), (), moment)
    document = pypdfium2.PdfDocument(laid_out)
    try:
        made = []
        for one in document:
            bitmap = one.render(scale=PIXELS * scale)
            buffer = io.BytesIO()
            bitmap.to_pil().convert("RGB").save(buffer, "PNG", optimize=True)
            made.append(buffer.getvalue())
            one.close()
        return made
    finally:
        document.close()
