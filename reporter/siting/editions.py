"""An edition's pages on the site: as it stands, as it stood before each revision, or the stone where it stood."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from markupsafe import Markup

from reporter.model.revision import FOLDER
from reporter.model.site import Card, data_path, day_path, edition_path, slug
from reporter.publishing.site.reading import Pieces
from reporter.publishing.site.structured import Article, Correction, article
from reporter.rendering.site.views import EditionPage, Link, Property
from reporter.siting.book import Book, Page
from reporter.siting.corrections import notice, told
from reporter.siting.tongue import Tongue

INSTRUMENTS = 12
"""Instruments that an edition's page links to: those that its desk names first."""


@dataclass(frozen=True)
class Around:
    """The editions that an edition's page links to."""

    earlier: Card | None
    later: Card | None
    related: tuple[Card, ...]


def tongues_of(book: Book, card: Card) -> tuple[Tongue, ...]:
    """The languages that the edition was published in."""
    return tuple(tongue for tongue in book.tongues if tongue.tag in card.titles)


def place_of(card: Card) -> str:
    """An edition's address below a language's own path."""
    return f"{day_path(card.session)}/{card.desk}/"


def edition_page(book: Book, tongue: Tongue, card: Card, around: Around, made: Pieces, wear: tuple[str, str]) -> bytes:
    """The page of an edition as it stands, in the style sheet and with the script that it was published with."""
    view = EditionPage(
        body=Markup(made.body),
        earlier=_step(tongue, around.earlier), later=_step(tongue, around.later),
        related=tuple(tongue.entry(one) for one in around.related if tongue.tag in one.titles),
        tags=tongue.tag_links(card.tags), instruments=_instruments(tongue, card), files=_files(book, tongue, card),
    )  # fmt: skip
    page = Page(
        path=place_of(card), title=tongue.title(card), description=made.description or tongue.lead(card),
        tongues=tongues_of(book, card), styles=wear[:1], script=wear[1], trail=trail(tongue, card), kind="article",
        image=_image(book, tongue, card), properties=_properties(tongue, card),
        json_ld=_json_ld(book, tongue, card), feeds="",
    )  # fmt: skip
    return tongue.site.page("edition", book.shell(tongue, page), edition=view, notice=notice(tongue, card))


def former_page(book: Book, tongue: Tongue, card: Card, number: int, made: Pieces, wear: tuple[str, str]) -> bytes:
    """The page of an edition as it stood before revision `number`; search engines are sent to the present one."""
    view = EditionPage(Markup(made.body), None, None, (), (), (), ())
    page = Page(
        path=place_of(card), title=made.title, description=made.description, tongues=tongues_of(book, card),
        styles=wear[:1], script=wear[1], trail=trail(tongue, card), hidden=True, kind="article",
    )  # fmt: skip
    return tongue.site.page(
        "edition", book.shell(tongue, page), edition=view, notice=notice(tongue, card, before=number)
    )


def withdrawn_page(book: Book, tongue: Tongue, card: Card) -> bytes:
    """What stands where an edition was withdrawn: that it was there, when and why it went."""
    page = Page(
        path=place_of(card), title=tongue.title(card), description=told(tongue, card.revisions[-1]),
        tongues=tongues_of(book, card), trail=trail(tongue, card), hidden=True,
    )  # fmt: skip
    about = Markup("{} {}").format(tongue.day(card.session), tongue.desk(card.desk))
    return tongue.site.page("withdrawn", book.shell(tongue, page), notice=notice(tongue, card), about=about)


def trail(tongue: Tongue, card: Card) -> tuple[Link, ...]:
    return (
        Link(tongue.t("site.archive.nav"), tongue.link("archive/")),
        Link(tongue.month(card.month), tongue.link(f"{card.session:%Y/%m}/")),
        Link(tongue.desk(card.desk), tongue.link(f"desks/{slug(card.desk)}/")),
    )


def _step(tongue: Tongue, card: Card | None) -> Link | None:
    if card is None or tongue.tag not in card.titles:
        return None
    return Link(f"{tongue.plain_date(card.session)}{tongue.t('colon')}{tongue.title(card)}", tongue.edition(card))


def _instruments(tongue: Tongue, card: Card) -> tuple[Link, ...]:
    return tuple(
        Link(tongue.subject(name, row.symbol), tongue.link(f"instruments/{slug(name)}/"))
        for name, row in list(card.rows.items())[:INSTRUMENTS]
    )


def published_files(card: Card) -> tuple[str, ...]:
    """The files of an edition that readers may have: its documents, data, and what they are checked by."""
    kinds = (".html", ".pdf", ".md", ".json", ".csv", ".png", ".txt")
    return tuple(name for name in card.files if name.endswith(kinds))


def _files(book: Book, tongue: Tongue, card: Card) -> tuple[Link, ...]:
    named = (
        (f"{tongue.tag}.pdf", "pdf"), (f"{tongue.tag}.html", "html"), (f"{tongue.tag}.md", "md"),
        ("briefing.json", "json"), ("prices.csv", "csv"), ("manifest.json", "manifest"),
    )  # fmt: skip
    have = published_files(card)
    path = book.place.link(data_path(card.session, card.desk))
    return tuple(Link(tongue.t(f"site.file.{key}"), path + name) for name, key in named if name in have)


def _image(book: Book, tongue: Tongue, card: Card) -> str:
    name = f"card.{tongue.tag}.png"
    return book.place.absolute(data_path(card.session, card.desk) + name) if name in card.files else ""


def _properties(tongue: Tongue, card: Card) -> tuple[Property, ...]:
    return (
        Property("article:published_time", card.published.isoformat(timespec="seconds")),
        Property("article:modified_time", card.modified.isoformat(timespec="seconds")),
        Property("article:section", tongue.desk(card.desk)),
        *(Property("article:tag", tongue.tag_label(tag)) for tag in card.tags),
    )


def _json_ld(book: Book, tongue: Tongue, card: Card) -> str:
    def url(one: Tongue) -> str:
        return book.place.absolute(edition_path(one.path, card.session, card.desk))

    rows = list(card.rows.items())[:INSTRUMENTS]
    return article(Article(
        url=url(tongue), language=tongue.bcp47, headline=tongue.title(card), summary=tongue.lead(card),
        published=card.published, modified=card.modified, publisher=tongue.house,
        home=book.place.absolute(f"{tongue.path}/"), section=tongue.desk(card.desk),
        keywords=tuple(tongue.tag_label(tag) for tag in card.tags),
        about=tuple((tongue.subject(name, row.symbol), row.symbol) for name, row in rows),
        translations=tuple(url(one) for one in tongues_of(book, card) if one is not tongue),
        corrections=tuple(Correction(told(tongue, one), one.at) for one in card.revisions), free=card.free,
    ))  # fmt: skip


def former_folders(folder: Path, card: Card) -> Mapping[int, Path]:
    """Revision → the folder of what stood before it, where that was kept."""
    found = {one.number: folder / FOLDER / str(one.number) for one in card.revisions}
    return {number: path for number, path in found.items() if path.is_dir()}
