"""A site, built: what is new is made, what has not changed is taken over, and readers see the whole or none of it."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path

from reporter import __version__
from reporter.errors import HeldError
from reporter.language import Language
from reporter.model.revision import FOLDER
from reporter.project import packaged
from reporter.publishing.fingerprint import fingerprint
from reporter.publishing.site.store import Made, Part, Store
from reporter.publishing.site.teaser import public
from reporter.siting.book import Book
from reporter.siting.fixed import fixed_part, fixed_paths
from reporter.siting.front import front_part
from reporter.siting.instruments import instrument_parts
from reporter.siting.lists import list_parts
from reporter.siting.months import month_parts
from reporter.siting.request import SiteRequest
from reporter.siting.searching import available, search_parts
from reporter.siting.shelf import Pages, Shelf
from reporter.siting.tongue import Tongue
from reporter.siting.wording import worded
from reporter.verification.site import check_site

Step = Callable[[str], None]
NAMED = 20
"""Findings beyond this many are counted, not listed."""
CODE = ("siting", "publishing/site", "rendering/site")
"""What the program's own part of a page is made by; its checksum is in every key."""


@dataclass(frozen=True)
class SiteBuilt:
    """A site that was published, for the sentence at the end of a run."""

    site: Path
    url: str
    editions: int
    languages: tuple[str, ...]
    files: int
    parts: int
    kept: int
    checked: int
    changed: bool
    local: bool
    search: bool

    def summary(self) -> dict[str, object]:
        return {
            "site": str(self.site), "url": self.url, "editions": self.editions, "languages": list(self.languages),
            "files_made": self.files, "parts_made": self.parts, "parts_kept": self.kept,
            "pages_checked": self.checked, "changed": self.changed, "search": self.search,
        }  # fmt: skip


def build(request: SiteRequest, step: Step) -> SiteBuilt:
    """Build and publish the site, and where desks keep sections for members, theirs beside it.

    A HeldError where a check finds something; readers then see the site as it was.
    """
    built = _build(request, step)
    if request.members:
        _build(request.for_members(), step)
    return built


def _build(request: SiteRequest, step: Step) -> SiteBuilt:
    store = Store(request.site)
    with store.locked():
        step("reading editions")
        book, pages = open_book(request, store)
        made = Made()
        step("making pages")
        parts = parts_of(book, pages, request)
        before = store.index(store.current())
        if before == {part.name: part.key for part in parts}:
            return _told(request, book, Made(kept=len(parts)), 0, False)
        release = store.assemble(parts, made)
        checked = 0
        if request.check:
            step("checking")
            gone = set(before) - {part.name for part in parts}
            report = check_site(release / "public", book.place, None if gone else store.fresh(release))
            checked = report.pages
            if report.findings:
                store.discard(release)
                store.tidy()
                many = len(report.findings)
                shown = list(report.findings[:NAMED])
                raise HeldError(f"The site is held back; checking its pages found {many} mistakes:", shown)
        step("publishing")
        store.publish(release)
        store.tidy()
        _forget(store, book.stamp)
        return _told(request, book, made, checked, True)


def back(request: SiteRequest) -> Path:
    """Let readers see the release before this one."""
    if request.members:
        members = Store(request.for_members().site)
        with members.locked():
            members.back()
    store = Store(request.site)
    with store.locked():
        return store.back()


def open_book(request: SiteRequest, store: Store) -> tuple[Book, Pages]:
    roots = request.project.folders("locales")
    templates = request.project.folders("templates")[::-1]
    design = request.design.model_copy(update={"logo": ""})
    tongues = tuple(Tongue(Language.load(tag, roots), request.place, templates, design) for tag in request.locales)
    stamp = _stamp(request)
    teasers = {tongue.tag: tongue.t("site.members.teaser") for tongue in tongues}
    pages = _reader(request, partial(worded, request, store.folder / "worded", stamp), teasers)
    shelf = Shelf(request.editions, store.folder / "shelf", stamp, pages, request.left_out)
    return Book(shelf, request.place, tongues, stamp, request.search and available()), pages


def parts_of(book: Book, pages: Pages, request: SiteRequest) -> list[Part]:
    assets = request.project.folders("templates")
    return [
        *month_parts(book, pages),
        *list_parts(book),
        *instrument_parts(book),
        *(search_parts(book, pages) if book.search else ()),
        fixed_part(book, _asset(assets, "icon.svg"), _asset(assets, "search.js")),
        front_part(book, pages, fixed_paths(book)),
    ]


def _asset(folders: tuple[Path, ...], name: str) -> bytes:
    """A file of templates/site/, the project's own before the packaged one."""
    return next(path for folder in folders[::-1] if (path := folder / "site" / name).is_file()).read_bytes()


def _stamp(request: SiteRequest) -> str:
    """A checksum of everything but the editions that the site depends on."""
    code = fingerprint([packaged(name) for name in CODE])
    words = [fingerprint(request.project.folders(kind)) for kind in ("templates", "locales")]
    whole = "\n".join([__version__, code, *words, request.place.url, *request.locales, str(request.search),
                       request.design.model_dump_json(), repr(sorted(request.members.items())),
                       str(request.whole)])  # fmt: skip
    return hashlib.sha256(whole.encode()).hexdigest()[:24]


def _reader(request: SiteRequest, word: Pages, teasers: Mapping[str, str]) -> Pages:
    """Pages as they were published; an edition without any is worded now, from its briefing.

    On the public site what is for members is gone from them before anything else sees them.
    """

    @lru_cache(maxsize=64)
    def pages(folder: Path) -> Mapping[str, str]:
        found = {tag: folder / f"{tag}.html" for tag in request.locales}
        made: Mapping[str, str] = {
            tag: path.read_text(encoding="utf-8") for tag, path in found.items() if path.is_file()
        }
        made = made or word(folder)
        edition = folder.parents[1].name if folder.parent.name == FOLDER else folder.name
        sections = request.left_out(edition)
        return {tag: public(page, sections, teasers[tag]) for tag, page in made.items()} if sections else made

    return pages


def _forget(store: Store, stamp: str) -> None:
    """Let go of pages that were worded with other templates, words or code."""
    for folder in (store.folder / "worded").glob("*"):
        if folder.name != stamp:
            shutil.rmtree(folder, ignore_errors=True)


def _told(request: SiteRequest, book: Book, made: Made, checked: int, changed: bool) -> SiteBuilt:
    return SiteBuilt(
        site=request.site, url=book.place.absolute(""), editions=len(book.shelf.slips),
        languages=tuple(tongue.tag for tongue in book.tongues), files=len(made.files), parts=made.parts,
        kept=made.kept, checked=checked, changed=changed, local=request.usual, search=book.search,
    )  # fmt: skip
