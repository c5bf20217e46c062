"""Pages → PDF. The only module that imports WeasyPrint.

One parsed stylesheet serves the whole process; each document has fonts that hold its own characters and no others. A
warning of WeasyPrint's, a missing glyph, or an embedded family that the locale does not name fails the build: a PDF is
right or it is not published.
"""

from __future__ import annotations

import gc
import logging
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any

from reporter.errors import ConfigError, ReporterError
from reporter.model.page import Page, core_face
from reporter.publishing.faces import characters, installed
from reporter.publishing.harfbuzz import INSTALL, cut, libraries
from reporter.publishing.paper import named, tree
from reporter.publishing.settling import settle
from reporter.publishing.structure import lighten

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
    with _listening() as heard, _uncollected(), _fonts() as fonts:
        document = _laid_out(page, fonts)
        made: bytes = document.write_pdf(
            pdf_variant=VARIANT,
            attachments=[_attached(weasyprint, one, moment) for one in attachments],
            finisher=partial(_finish, links=page.links),
        )
    allowed = {*page.faces, *(core_face(face) for face in page.faces)}
    strange = sorted({font.family for font in document.fonts.values()} - allowed)
    if strange:
        heard.append(f"it embeds {', '.join(strange)}, which the locale does not name")
    if heard:
        what = "; ".join(dict.fromkeys(heard))
        raise ReporterError(f"The PDF for {page.locale} is not fit to publish: {what}.")
    return made


def _finish(_document: Any, objects: Any, *, links: Sequence[tuple[str, str]]) -> None:
    """WeasyPrint's last call before it writes the file: nothing changes an object after it."""
    lighten(objects)
    settle(objects, links=links)


def _laid_out(page: Page, fonts: Any) -> Any:
    """The document in pages; a page that asks for a file or an address is a ReporterError."""
    from weasyprint.urls import FatalURLFetchingError

    sheets = [_faces(page, fonts), _stylesheet(page.print_css)]
    try:
        return _html(page).render(stylesheets=sheets, font_config=fonts, pdf_variant=VARIANT)
    except FatalURLFetchingError as error:
        raise ReporterError(
            f"The PDF for {page.locale} is not fit to publish: {error}; a page may use data: addresses only."
        ) from error


def _html(page: Page) -> Any:
    """WeasyPrint's document of a page, from a tree of our own instead of its parser's."""
    from cssselect2 import ElementWrapper

    root = tree(page.print_html, named(page.print_css))

    class Parsed(_weasyprint().HTML):  # type: ignore[misc, unused-ignore]  # WeasyPrint has no types
        def __init__(self) -> None:
            self.base_url = "about:blank"
            self.url_fetcher = _fetcher()
            self.media_type = "print"
            self.wrapper_element = ElementWrapper.from_html_root(root, content_language=None)
            self.etree_element = self.wrapper_element.etree_element

        def _ua_stylesheets(self, forms: bool = False) -> Any:
            return super()._ua_stylesheets(forms) if forms or _NOTES.search(page.print_css) else [_defaults()]

    return Parsed()


_NOTES = re.compile(r"footnote|::note")


@lru_cache(maxsize=1)
def _defaults() -> Any:
    """WeasyPrint's own stylesheet without footnotes, whose rules would give every element of a page five styles more.
    Its styles of counters are no part of it: WeasyPrint adds them to every document."""
    from weasyprint.html import UA

    rules = re.sub(r"^::(?:foot)?note-[^}]*}\n", "", UA.partition("@counter-style")[0], flags=re.MULTILINE)
    return _weasyprint().CSS(string=rules)


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


@lru_cache(maxsize=8)
def _stylesheet(css: str) -> Any:
    """The parsed stylesheet, once a process."""
    with _listening() as heard:
        sheet = _weasyprint().CSS(string=css, url_fetcher=_fetcher())
    if heard:
        raise ConfigError("The stylesheet for paper has mistakes: " + "; ".join(heard) + ".")
    return sheet


@contextmanager
def _fonts() -> Iterator[Any]:
    """A font configuration for one document. Pango's map of fonts keeps it for ever (0.2 MB each), unless told to drop
    it."""
    from weasyprint.text.ffi import ffi, pangoft2
    from weasyprint.text.fonts import FontConfiguration

    fonts = FontConfiguration()
    try:
        yield fonts
    finally:
        pangoft2.pango_fc_font_map_set_config(ffi.cast("PangoFcFontMap *", fonts.font_map), ffi.NULL)


def _faces(page: Page, fonts: Any) -> Any:
    """A sheet with a font-face for each small font of a page. Only it can fetch them, by names of ours."""
    used = characters(page.print_html, page.print_css)
    faces = {f"face:{place}": face for place, face in enumerate(installed(page.faces))}
    rules = "".join(
        f'@font-face {{ font-family: "{core_face(face.family)}"; font-weight: {face.weight}; src: url({url}); }}\n'
        for url, face in faces.items()
    )
    data = {url: cut(face.path, face.index, used) for url, face in faces.items()}
    return _weasyprint().CSS(string=rules, font_config=fonts, url_fetcher=_fetcher(data))


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
