"""Lists of editions: the archive and its years, tags, desks. What is recent has one page, each year another."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from itertools import groupby

from reporter.model.site import slug
from reporter.publishing.site.store import Maker, Part
from reporter.rendering.site.views import Group, Link, Listing
from reporter.siting.book import Book, Page
from reporter.siting.feeds import feeds_of, freshest
from reporter.siting.shelf import Slip
from reporter.siting.tongue import Tongue

RECENT = 30
"""Editions on the page of a tag or desk; all of them stand on the pages of their years."""
Label = Callable[[Tongue, str], str]


def list_parts(book: Book) -> list[Part]:
    shelf = book.shelf
    return [
        *(_year(book, year, slips) for year, slips in shelf.years.items()),
        _archive(book),
        *_family(book, "tags", shelf.tags, lambda tongue, name: tongue.tag_label(name)),
        *_family(book, "desks", shelf.desks, lambda tongue, name: tongue.desk(name)),
    ]


def _family(book: Book, family: str, members: Mapping[str, tuple[Slip, ...]], label: Label) -> list[Part]:
    """The page of each tag or desk with its feeds, pages of its years, and the page that lists them all."""
    parts = []
    for name, slips in members.items():
        by_year = {year: list(inside) for year, inside in groupby(slips, key=lambda slip: slip.year)}
        years = list(by_year)
        path = f"{family}/{slug(name)}/"
        recent = slips[-RECENT:]
        fresh = freshest(slips)
        key = book.key(family, name, years, [slip.mark for slip in (*recent, *fresh)])
        here = (*(f"{t.path}/{path}{one}" for t in book.tongues for one in ("index.html", *FEED_FILES)),)
        make = partial(_member, book, family, name, recent, fresh, years, label)
        parts.append(Part(f"{family} {name}", key, here, make))
        for year, inside in by_year.items():
            key = book.key(family, name, year, years, [slip.mark for slip in inside])
            mounts = tuple(f"{t.path}/{path}{year}" for t in book.tongues)
            make = partial(_member_year, book, family, name, tuple(inside), years, label)
            parts.append(Part(f"{family} {name} {year}", key, mounts, make))
    counts = {name: len(slips) for name, slips in members.items()}
    mounts = tuple(f"{t.path}/{family}/index.html" for t in book.tongues)
    parts.append(Part(family, book.key(family, counts), mounts, partial(_overview, book, family, counts, label)))
    return parts


FEED_FILES = ("feed.atom", "feed.rss", "feed.json")


def _member(
    book: Book,
    family: str,
    name: str,
    slips: Sequence[Slip],
    fresh: Sequence[Slip],
    years: Sequence[str],
    label: Label,
) -> Mapping[str, tuple[str, Maker]]:
    made: dict[str, tuple[str, Maker]] = {}
    path = f"{family}/{slug(name)}/"
    for tongue in book.tongues:
        title = tongue.t(f"site.{family}.title", name=label(tongue, name))
        about = tongue.t(f"site.{family}.about", name=label(tongue, name))
        listing = Listing(
            _by_month(book, tongue, slips), about=about, links_title=tongue.t("site.years"),
            links=_years(tongue, path, years), feeds=book.feed_links(tongue, path),
        )  # fmt: skip
        page = Page(path, title, about, book.tongues, here=family, feeds=path, trail=_trail(tongue, family))
        html = tongue.site.page("list", book.shell(tongue, page), list=listing)
        made[f"{tongue.path}/{path}index.html"] = ("", partial(bytes, html))
        for file, data in feeds_of(book, tongue, fresh, path, title, about).items():
            made[f"{tongue.path}/{path}{file}"] = ("", partial(bytes, data))
    return made


def _member_year(
    book: Book, family: str, name: str, slips: Sequence[Slip], years: Sequence[str], label: Label
) -> Mapping[str, tuple[str, Maker]]:
    made: dict[str, tuple[str, Maker]] = {}
    year = slips[0].year
    path = f"{family}/{slug(name)}/"
    for tongue in book.tongues:
        words = {"name": label(tongue, name), "year": tongue.year(year)}
        title = tongue.t(f"site.{family}.year_title", **words)
        listing = Listing(
            _by_month(book, tongue, slips), links_title=tongue.t("site.years"), links=_years(tongue, path, years, year)
        )
        trail = (*_trail(tongue, family), Link(label(tongue, name), tongue.link(path)))
        about = tongue.t(f"site.{family}.year_about", **words)
        page = Page(f"{path}{year}/", title, about, book.tongues, here=family, trail=trail)
        make = partial(tongue.site.page, "list", book.shell(tongue, page), list=listing)
        made[f"{tongue.path}/{path}{year}/index.html"] = ("", make)
    return made


def _overview(book: Book, family: str, counts: Mapping[str, int], label: Label) -> Mapping[str, tuple[str, Maker]]:
    made: dict[str, tuple[str, Maker]] = {}
    for tongue in book.tongues:
        links = sorted(
            (Link(label(tongue, name), tongue.link(f"{family}/{slug(name)}/"), count=str(count))
             for name, count in counts.items()),
            key=lambda link: (-int(link.count), link.label),
        )  # fmt: skip
        title, about = tongue.t(f"site.{family}.all"), tongue.t(f"site.{family}.all_about")
        page = Page(f"{family}/", title, about, book.tongues, here=family)
        listing = Listing((Group(links=tuple(links)),), about=about)
        make = partial(tongue.site.page, "links", book.shell(tongue, page), list=listing)
        made[f"{tongue.path}/{family}/index.html"] = ("", make)
    return made


def _archive(book: Book) -> Part:
    counts = {month: len(slips) for month, slips in book.shelf.months.items()}
    mounts = tuple(f"{t.path}/archive" for t in book.tongues)
    return Part("archive", book.key("archive", counts), mounts, partial(_archive_files, book, counts))


def _archive_files(book: Book, counts: Mapping[str, int]) -> Mapping[str, tuple[str, Maker]]:
    made: dict[str, tuple[str, Maker]] = {}
    for tongue in book.tongues:
        groups = [
            Group(tongue.year(year), f"y{year}", tongue.link(f"{year}/"), links=month_links(tongue, [*months], counts))
            for year, months in groupby(sorted(counts, reverse=True), key=lambda month: month[:4])
        ]
        title, about = tongue.t("site.archive.title"), tongue.t("site.archive.about")
        page = Page("archive/", title, about, book.tongues, here="archive")
        make = partial(tongue.site.page, "links", book.shell(tongue, page), list=Listing(tuple(groups), about=about))
        made[f"{tongue.path}/archive/index.html"] = ("", make)
    return made


def month_links(tongue: Tongue, months: Sequence[str], counts: Mapping[str, int]) -> tuple[Link, ...]:
    return tuple(
        Link(tongue.month(month), tongue.link(f"{month.replace('-', '/')}/"), count=str(counts[month]))
        for month in months
    )


def _year(book: Book, year: str, slips: tuple[Slip, ...]) -> Part:
    years = list(book.shelf.years)
    key = book.key("year", years, [slip.mark for slip in slips])
    mounts = tuple(f"{t.path}/{year}/index.html" for t in book.tongues)
    return Part(f"year {year}", key, mounts, partial(_year_files, book, year, slips, years))


def _year_files(
    book: Book, year: str, slips: tuple[Slip, ...], years: Sequence[str]
) -> Mapping[str, tuple[str, Maker]]:
    made: dict[str, tuple[str, Maker]] = {}
    for tongue in book.tongues:
        title = tongue.t("site.year.title", year=tongue.year(year))
        about = tongue.t("site.year.about", year=tongue.year(year))
        listing = Listing(
            _by_month(book, tongue, slips), links_title=tongue.t("site.years"),
            links=tuple(Link(tongue.year(one), tongue.link(f"{one}/"), here=one == year) for one in reversed(years)),
        )  # fmt: skip
        trail = (Link(tongue.t("site.archive.nav"), tongue.link("archive/")),)
        page = Page(f"{year}/", title, about, book.tongues, here="archive", trail=trail)
        make = partial(tongue.site.page, "list", book.shell(tongue, page), list=listing)
        made[f"{tongue.path}/{year}/index.html"] = ("", make)
    return made


def _by_month(book: Book, tongue: Tongue, slips: Sequence[Slip]) -> tuple[Group, ...]:
    """Editions under their months, newest first."""
    having = [slip for slip in reversed(slips) if tongue.tag in slip.locales]
    return tuple(
        Group(
            tongue.month(month), f"m{month}", tongue.link(f"{month.replace('-', '/')}/"),
            tuple(tongue.entry(book.shelf.card(slip)) for slip in inside),
        )
        for month, inside in groupby(having, key=lambda slip: slip.month)
    )  # fmt: skip


def _years(tongue: Tongue, path: str, years: Sequence[str], here: str = "") -> tuple[Link, ...]:
    return tuple(
        Link(tongue.year(year), tongue.link(f"{path}{year}/"), here=year == here) for year in reversed(years)
    )


def _trail(tongue: Tongue, family: str) -> tuple[Link, ...]:
    return (Link(tongue.t(f"site.{family}.nav"), tongue.link(f"{family}/")),)
