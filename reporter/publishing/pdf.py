"""Pages → PDF. The only module that imports WeasyPrint.

One font configuration and one parsed stylesheet serve the whole process. A warning of WeasyPrint's, a missing
glyph, or an embedded family that the locale does not name fails the build: a PDF is right or it is not published.
"""

from __future__ import annotations

import gc
import logging
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from reporter.errors import ConfigError, ReporterError
from reporter.model.page import Page, core_face
from reporter.publishing.faces import installed, small_font
from reporter.publishing.harfbuzz import INSTALL, libraries

if TYPE_CHECKING:
    from weasyprint.urls import URLFetcher

VARIANT = "pdf/a-3a"
"""Tagged and archival, with files attached. Declared, not certified."""


@dataclass(frozen=True)
class Attachment:
    """A file that travels in the PDF: its relation to it by the names of PDF/A-3 (Source, Data, Alternative)."""

    name: str
    data: bytes
    description: str
    relationship: str


def write(page: Page, attachments: Iterable[Attachment], moment: datetime) -> bytes:
    """The PDF of a page. `moment` dates the attachments; nothing reads the clock.

    Raises ConfigError where fonts or libraries are missing, ReporterError where the result is not fit to publish.
    """
    weasyprint = _weasyprint()
    faces = installed(page.faces)
    fonts = _fonts()
    sheet = _stylesheet(page.print_css, tuple((face.family, face.weight) for face in faces), page.faces)
    with _listening() as heard, _uncollected():
        document = _laid_out(weasyprint, page, sheet, fonts)
        made: bytes = document.write_pdf(
            pdf_variant=VARIANT, attachments=[_attached(weasyprint, one, moment) for one in attachments]
        )
    allowed = {*page.faces, *(core_face(face) for face in page.faces)}
    strange = sorted({font.family for font in document.fonts.values()} - allowed)
    if strange:
        heard.append(f"it embeds {', '.join(strange)}, which the locale does not name")
    if heard:
        what = "; ".join(dict.fromkeys(heard))
        raise ReporterError(f"The PDF for {page.locale} is not fit to publish: {what}.")
    return made


def _laid_out(weasyprint: Any, page: Page, sheet: Any, fonts: Any) -> Any:
    """The document in pages; a page that asks for a file or an address is a ReporterError."""
    from weasyprint.urls import FatalURLFetchingError

    html = weasyprint.HTML(string=page.print_html, base_url="about:blank", url_fetcher=_fetcher())
    try:
        return html.render(stylesheets=[sheet], font_config=fonts, pdf_variant=VARIANT)
    except FatalURLFetchingError as error:
        raise ReporterError(
            f"The PDF for {page.locale} is not fit to publish: {error}; a page may use data: addresses only."
        ) from error


def version() -> str:
    return str(_weasyprint().__version__)


@lru_cache(maxsize=1)
def _weasyprint() -> Any:
    """WeasyPrint, once the libraries that it needs are known to be there."""
    libraries()
    try:
        import weasyprint
    except OSError as error:
        raise ConfigError(f"The PDF needs system libraries that cannot be loaded ({error}): run {INSTALL}") from error
    return weasyprint


@lru_cache(maxsize=1)
def _fonts() -> Any:
    from weasyprint.text.fonts import FontConfiguration

    return FontConfiguration()


@lru_cache(maxsize=8)
def _stylesheet(css: str, weights: tuple[tuple[str, int], ...], families: tuple[str, ...]) -> Any:
    """The parsed stylesheet with a font-face for each small font. Only it can fetch them, by names of ours."""
    small = {f"face:{place}": (family, weight) for place, (family, weight) in enumerate(weights)}
    data = {
        url: small_font(face) for url, (family, weight) in small.items()
        for face in installed(families) if (face.family, face.weight) == (family, weight)
    }
    rules = "".join(
        f'@font-face {{ font-family: "{core_face(family)}"; font-weight: {weight}; src: url({url}); }}\n'
        for url, (family, weight) in small.items()
    )
    with _listening() as heard:
        sheet = _weasyprint().CSS(string=rules + css, font_config=_fonts(), url_fetcher=_fetcher(data))
    if heard:
        raise ConfigError("The stylesheet for paper has mistakes: " + "; ".join(heard) + ".")
    return sheet


def _fetcher(fonts: Mapping[str, bytes] | None = None) -> URLFetcher:
    """A fetcher for `data:` and for the fonts that it is given. No page can read a file or reach the network."""
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class Fetcher(URLFetcher):  # type: ignore[misc, unused-ignore]  # WeasyPrint has no types
        def fetch(self, url: str, headers: Any = None) -> Any:
            if fonts is not None and url in fonts:
                return URLFetcherResponse(url, fonts[url], {"Content-Type": "font/otf"})
            return super().fetch(url, headers)

    return Fetcher(allowed_protocols=("data",), allow_redirects=False, fail_on_errors=True)


def _attached(weasyprint: Any, one: Attachment, moment: datetime) -> Any:
    return weasyprint.Attachment(
        string=one.data, name=one.name, description=one.description, created=moment, modified=moment,
        relationship=one.relationship, url_fetcher=_fetcher(),
    )


@contextmanager
def _uncollected() -> Iterator[None]:
    """Without the garbage collector, which would walk a document's objects again and again: they live to its end."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


@contextmanager
def _listening() -> Iterator[list[str]]:
    """What WeasyPrint and fontTools complain of meanwhile, as sentences without their full stop."""
    heard: list[str] = []

    class Ear(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            heard.append(re.sub(r"\s+", " ", record.getMessage()).rstrip("."))

    ear = Ear(level=logging.WARNING)
    loggers = [logging.getLogger(name) for name in ("weasyprint", "fontTools")]
    before = [(logger, logger.propagate) for logger in loggers]
    for logger in loggers:
        logger.addHandler(ear)
        logger.propagate = False
    try:
        yield heard
    finally:
        for logger, propagate in before:
            logger.removeHandler(ear)
            logger.propagate = propagate
