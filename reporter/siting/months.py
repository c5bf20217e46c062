"""The part of the site that one month is: its editions' pages and files, their style sheets, its list, its sitemap."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from functools import lru_cache, partial
from pathlib import Path

from reporter.model.site import Card, data_path, edition_path
from reporter.publishing.site.reading import Pieces, pieces
from reporter.publishing.site.sitemaps import Listed, sitemap
from reporter.publishing.site.store import Maker, Part
from reporter.rendering.site.views import Group, Link, Listing
from reporter.siting.book import Book, Page
from reporter.siting.editions import (
    Around,
    edition_page,
    former_folders,
    former_page,
    place_of,
    published_files,
    tongues_of,
    withdrawn_page,
)
from reporter.siting.kinship import MONTHS, Kinship
from reporter.siting.shelf import Pages, Slip
from reporter.siting.tongue import Tongue

Files = Iterator[tuple[str, tuple[str, Maker]]]


def month_parts(book: Book, pages: Pages) -> list[Part]:
    """One part a month. A month depends on its own editions, those next to them, and a year of possible kin."""
    names = list(book.shelf.months)
    marks = {name: book.key([slip.mark for slip in slips]) for name, slips in book.shelf.months.items()}
    parts = []
    for at, name in enumerate(names):
        beside = (names[at - 1] if at else None, names[at + 1] if at + 1 < len(names) else None)
        kin = {slip.month for slip in book.shelf.since(name, MONTHS)}
        steps = [[one.mark if one else "" for one in book.shelf.beside(slip)] for slip in book.shelf.months[name]]
        key = book.key("month", name, beside, steps, {one: marks[one] for one in sorted(kin)})
        folder = name.replace("-", "/")
        mounts = (
            *(f"{tongue.path}/{folder}" for tongue in book.tongues),
            f"editions/{folder}", f"assets/{name}", f"sitemaps/{name}.xml",
        )  # fmt: skip
        parts.append(Part(f"month {name}", key, mounts, partial(_files, book, pages, name, beside)))
    return parts


def _files(
    book: Book, pages: Pages, month: str, beside: tuple[str | None, str | None]
) -> Mapping[str, tuple[str, Maker]]:
    made: dict[str, tuple[str, Maker]] = {}
    slips = book.shelf.months[month]
    kinship = Kinship(book.shelf.since(month, MONTHS))
    folder = month.replace("-", "/")
    for slip in slips:
        made.update(_edition(book, pages, slip, kinship))
    marks = [slip.mark for slip in slips]
    for tongue in book.tongues:
        key = book.key("list", marks, beside)
        made[f"{tongue.path}/{folder}/index.html"] = (key, partial(_list, book, tongue, month, beside))
    made[f"sitemaps/{month}.xml"] = (book.key("sitemap", marks), partial(_sitemap, book, month))
    # Every mount is there, if only as an empty folder's placeholder.
    for mount in (f"editions/{folder}", f"assets/{month}"):
        if not any(name.startswith(f"{mount}/") for name in made):
            made[f"{mount}/.keep"] = ("", lambda: b"")
    return made


def _edition(book: Book, pages: Pages, slip: Slip, kinship: Kinship) -> Files:
    shelf = book.shelf
    folder, card = shelf.folder(slip), shelf.card(slip)
    earlier, later = shelf.beside(slip)
    related = kinship.of(slip, earlier)
    marks = [one.mark if one else "" for one in (slip, earlier, later, *related)]
    key = book.key("edition", marks)
    around = Around(_card(book, earlier), _card(book, later), tuple(shelf.card(one) for one in related))
    for tongue in tongues_of(book, card):
        here = edition_path(tongue.path, card.session, card.desk)
        if card.withdrawn:
            yield f"{here}index.html", (key, partial(withdrawn_page, book, tongue, card))
        else:
            yield f"{here}index.html", (key, partial(_page, book, pages, tongue, card, around, folder))
            yield from _worn(pages, card.month, folder, tongue.tag)
        for number, former in former_folders(folder, card).items():
            old = _taken(pages, former, tongue.tag)
            yield from _worn(pages, card.month, former, tongue.tag)
            yield f"{here}revisions/{number}/index.html", (key, partial(_former, book, tongue, card, number, old))
    if not card.withdrawn:
        for name in published_files(card):
            yield data_path(card.session, card.desk) + name, (slip.seal, partial(Path, folder / name))


def _card(book: Book, slip: Slip | None) -> Card | None:
    return book.shelf.card(slip) if slip is not None else None


@lru_cache(maxsize=8)
def _pieces(page: str) -> Pieces:
    return pieces(page)


def _taken(pages: Pages, folder: Path, tag: str) -> Pieces:
    return _pieces(pages(folder)[tag])


def _paths(month: str, made: Pieces) -> tuple[str, str]:
    """An edition keeps the style sheet and the script that it was published with; editions of a month share them."""
    names = (hashlib.sha256(text.encode()).hexdigest()[:10] if text else "" for text in (made.style, made.script))
    style, script = names
    return f"assets/{month}/{style}.css", f"assets/{month}/{script}.js" if script else ""


def _worn(pages: Pages, month: str, folder: Path, tag: str) -> Files:
    style, script = _paths(month, _taken(pages, folder, tag))
    yield style, (style, lambda: _taken(pages, folder, tag).style.encode())
    if script:
        yield script, (script, lambda: _taken(pages, folder, tag).script.encode() + b"\n")


def _wear(book: Book, month: str, made: Pieces) -> tuple[str, str]:
    style, script = (book.place.link(path) if path else "" for path in _paths(month, made))
    return style, script


def _page(book: Book, pages: Pages, tongue: Tongue, card: Card, around: Around, folder: Path) -> bytes:
    made = _taken(pages, folder, tongue.tag)
    return edition_page(book, tongue, card, around, made, _wear(book, card.month, made))


def _former(book: Book, tongue: Tongue, card: Card, number: int, made: Pieces) -> bytes:
    return former_page(book, tongue, card, number, made, _wear(book, card.month, made))


def _list(book: Book, tongue: Tongue, month: str, beside: tuple[str | None, str | None]) -> bytes:
    cards = [book.shelf.card(slip) for slip in reversed(book.shelf.months[month]) if tongue.tag in slip.locales]
    title, about = (tongue.t(f"site.month.{key}", month=tongue.month(month)) for key in ("title", "about"))
    page = Page(
        path=f"{month.replace('-', '/')}/", title=title, description=about,
        tongues=book.tongues, here="archive", trail=(Link(tongue.t("site.archive.nav"), tongue.link("archive/")),),
    )  # fmt: skip
    steps = [Link(tongue.month(one), tongue.link(f"{one.replace('-', '/')}/")) if one else None for one in beside]
    listing = Listing((Group(entries=tuple(tongue.entry(card) for card in cards)),), earlier=steps[0], later=steps[1])
    return tongue.site.page("list", book.shell(tongue, page), list=listing)


def _sitemap(book: Book, month: str) -> bytes:
    pages = []
    for tongue in book.tongues:
        path = f"{month.replace('-', '/')}/"
        pages.append(_listed(book, tongue, path, book.tongues))
        for slip in book.shelf.months[month]:
            card = book.shelf.card(slip)
            if tongue.tag in card.titles and not card.withdrawn:
                pages.append(_listed(book, tongue, place_of(card), tongues_of(book, card), card))
    return sitemap(pages)


def _listed(book: Book, tongue: Tongue, path: str, tongues: tuple[Tongue, ...], card: Card | None = None) -> Listed:
    return Listed(
        book.place.absolute(f"{tongue.path}/{path}"),
        tuple((one.language, one.url) for one in book.alternates(tongues, path)),
        card.modified if card is not None else None,
    )
