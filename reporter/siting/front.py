"""The front page of each language, its feeds, the choice of language at the root, and what tells machines the rest."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from functools import partial

from markupsafe import Markup

from reporter.model.site import Card, slug
from reporter.publishing.site.reading import COLUMNS, exhibit
from reporter.publishing.site.sitemaps import Listed, News, index, news, sitemap
from reporter.publishing.site.store import Maker, Part
from reporter.publishing.site.structured import embedded, robots
from reporter.rendering.site.lines import spark
from reporter.rendering.site.views import Choice, Front, Link, NumberRow
from reporter.siting.book import Book, Page
from reporter.siting.feeds import feeds_of, freshest
from reporter.siting.instruments import number_row
from reporter.siting.lists import FEED_FILES, month_links
from reporter.siting.shelf import Pages, Slip
from reporter.siting.tongue import Tongue

RECENT = 20
"""Editions on the front page."""
ROWS = 8
TREND = 40
"""Editions that the little lines beside the numbers are drawn from."""
MONTHS = 12
"""Months that the front page leads to."""
FRESH = timedelta(days=2)
"""How long an edition is news, measured back from the newest one."""


def front_part(book: Book, pages: Pages, fixed: tuple[str, ...]) -> Part:
    """`fixed` are the paths, below a language's own, of pages that stand whatever is published."""
    recent = book.shelf.slips[-RECENT:]
    fresh = freshest(book.shelf.slips)
    marks = [slip.mark for slip in (*book.shelf.slips[-TREND:], *fresh)]
    months = {month: len(book.shelf.months[month]) for month in list(book.shelf.months)[-MONTHS:]}
    key = book.key("front", marks, months, list(book.shelf.months), list(book.shelf.years), _families(book), fixed)
    mounts = (
        "index.html", "robots.txt", "sitemap.xml", "news-sitemap.xml", "sitemaps/pages.xml",
        *(f"{tongue.path}/{name}" for tongue in book.tongues for name in ("index.html", *FEED_FILES)),
    )  # fmt: skip
    return Part("front", key, mounts, partial(_files, book, pages, recent, fresh, fixed))


def _families(book: Book) -> list[str]:
    """The paths of tags, desks and instruments with their years."""
    shelf, paths = book.shelf, []
    for family, members in (("tags", shelf.tags), ("desks", shelf.desks), ("instruments", shelf.subjects)):
        for name, slips in members.items():
            paths.append(f"{family}/{slug(name)}/")
            paths += [f"{family}/{slug(name)}/{year}/" for year in sorted({slip.year for slip in slips})]
    return paths


def _files(
    book: Book, pages: Pages, recent: tuple[Slip, ...], fresh: tuple[Slip, ...], fixed: tuple[str, ...]
) -> Mapping[str, tuple[str, Maker]]:
    made: dict[str, tuple[str, Maker]] = {}
    for tongue in book.tongues:
        made[f"{tongue.path}/index.html"] = ("", partial(_front, book, pages, tongue, recent))
        files = feeds_of(book, tongue, fresh, "", tongue.house, tongue.t("site.about_site"))
        for name, data in files.items():
            made[f"{tongue.path}/{name}"] = ("", partial(bytes, data))
    made["index.html"] = ("", partial(_root, book, recent))
    absolute = book.place.absolute
    made["robots.txt"] = ("", partial(robots, (absolute("sitemap.xml"), absolute("news-sitemap.xml"))))
    maps = ["sitemaps/pages.xml", *(f"sitemaps/{month}.xml" for month in book.shelf.months)]
    made["sitemap.xml"] = ("", partial(index, [absolute(path) for path in maps]))
    made["sitemaps/pages.xml"] = ("", partial(_pages, book, fixed))
    made["news-sitemap.xml"] = ("", partial(_news, book, recent))
    return made


def _standing(book: Book, tongue: Tongue, slips: tuple[Slip, ...]) -> list[Slip]:
    """Newest first, in this language."""
    return [slip for slip in reversed(slips) if tongue.tag in slip.locales]


def _front(book: Book, pages: Pages, tongue: Tongue, recent: tuple[Slip, ...]) -> bytes:
    slips = _standing(book, tongue, recent)
    first = next((slip for slip in slips if not slip.withdrawn), None)
    card = book.shelf.card(first) if first else None
    columns = [column for column in COLUMNS if column in ("last", "day", "year")]
    view = Front(
        newest=tongue.view(card) if card else None,
        exhibit=Markup(exhibit(pages(book.shelf.folder(first))[tongue.tag])) if first else Markup(),
        rows_title=tongue.t("site.front.numbers", date=tongue.plain_date(card.session)) if card else "",
        columns=tuple(tongue.t(f"kpi.{column}") for column in columns),
        rows=_rows(book, tongue, card, columns) if card else (),
        entries=tuple(tongue.entry(book.shelf.card(slip)) for slip in slips if slip != first),
        archive=tongue.link("archive/"), feeds=book.feed_links(tongue, ""),
        topics=_topics(book, tongue, slips), months=_months(book, tongue),
        search=tongue.link("search/") if book.search else "",
    )  # fmt: skip
    name = tongue.house
    data = embedded({
        "@context": "https://schema.org", "@type": "WebSite", "name": name, "inLanguage": tongue.bcp47,
        "url": book.place.absolute(f"{tongue.path}/"),
    })  # fmt: skip
    page = Page("", tongue.t("site.front.title"), tongue.t("site.about_site"), book.tongues, feeds="", json_ld=data)
    return tongue.site.page("front", book.shell(tongue, page), front=view)


def _rows(book: Book, tongue: Tongue, card: Card, columns: list[str]) -> tuple[NumberRow, ...]:
    """The newest edition's instruments, each with the shape of its last published closes."""
    slips = {slip.session: slip for slip in book.shelf.slips[-TREND:] if not slip.withdrawn}
    cards = [book.shelf.card(slip) for slip in slips.values()]
    made = []
    closing = [(name, row) for name, row in card.rows.items() if "last" in row.values]
    for name, row in (closing or list(card.rows.items()))[:ROWS]:
        values = [one.rows[name].values for one in cards if name in one.rows]
        closes = [one["last"] for one in values if "last" in one]
        trend = tongue.site.drawing(spark(closes), "spark") if len(closes) > 2 else None
        label, url = tongue.subject(name, row.symbol), tongue.link(f"instruments/{slug(name)}/")
        made.append(number_row(tongue, card, row, columns, label, url, trend))
    return tuple(made)


def _topics(book: Book, tongue: Tongue, slips: list[Slip]) -> tuple[Link, ...]:
    """What the editions of the front page were about, most often told first."""
    tags = [tag for slip in slips if not slip.withdrawn for tag in slip.tags]
    return tongue.tag_links(sorted(dict.fromkeys(tags), key=tags.count, reverse=True))


def _months(book: Book, tongue: Tongue) -> tuple[Link, ...]:
    months = list(book.shelf.months)[: -MONTHS - 1 : -1]
    return month_links(tongue, months, {month: len(book.shelf.months[month]) for month in months})


def _root(book: Book, recent: tuple[Slip, ...]) -> bytes:
    """Where readers choose their language."""
    choices = []
    for tongue in book.tongues:
        slips = [slip for slip in _standing(book, tongue, recent) if not slip.withdrawn]
        card = book.shelf.card(slips[0]) if slips else None
        choices.append(Choice(
            tongue.bcp47, tongue.name, tongue.link(),
            *((tongue.plain_date(card.session), tongue.title(card), tongue.edition(card)) if card else ()),
        ))  # fmt: skip
    tongue = book.tongues[0]
    page = Page("", tongue.house, tongue.t("site.about_site"), book.tongues)
    return tongue.site.page("root", book.shell(tongue, page, root=""), choices=tuple(choices))


def _pages(book: Book, fixed: tuple[str, ...]) -> bytes:
    paths = ["", *fixed, *(f"{year}/" for year in book.shelf.years), *_families(book)]
    return sitemap(
        Listed(
            book.place.absolute(f"{tongue.path}/{path}"),
            tuple((one.language, one.url) for one in book.alternates(book.tongues, path)),
        )
        for path in paths
        for tongue in book.tongues
    )


def _news(book: Book, recent: tuple[Slip, ...]) -> bytes:
    cards = [book.shelf.card(slip) for slip in reversed(recent) if not slip.withdrawn]
    newest = max((card.published for card in cards), default=None)
    return news(
        News(book.place.host + tongue.edition(card), tongue.house,
             tongue.language.bcp47.partition("-")[0] if tongue.bcp47 != "zh-Hans" else "zh-cn",
             card.published, tongue.title(card))
        for card in cards if newest is not None and card.published >= newest - FRESH
        for tongue in book.tongues if tongue.tag in card.titles
    )  # fmt: skip
