"""A page for each instrument: its numbers through the editions as charts and a table, and what was said when."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from itertools import groupby

from markupsafe import Markup, escape

from reporter.model.site import Card, Row, slug
from reporter.publishing.site.reading import COLUMNS, text
from reporter.publishing.site.store import Maker, Part
from reporter.rendering.site.lines import MOST_DOTS, Point, line
from reporter.rendering.site.views import Board, Headline, Instrument, Link, NumberRow, Said, SiteChart
from reporter.siting.book import Book, Page
from reporter.siting.shelf import Slip
from reporter.siting.tongue import Tongue

RECENT = 40
"""Sessions on an instrument's page; all of them stand on the pages of their years."""
SAID = 20
CHARTS = (("last", 1.0, ""), ("year", 100.0, "%"))
"""Columns that are drawn, what their values are multiplied by, and what follows the numbers of the axis."""
WIDTHS = (520.0, 340.0)


def instrument_parts(book: Book) -> list[Part]:
    parts, newest = [], {}
    for name, slips in book.shelf.subjects.items():
        one_a_day = list({slip.session: slip for slip in reversed(slips)}.values())[::-1]
        by_year = {year: tuple(inside) for year, inside in groupby(one_a_day, key=lambda slip: slip.year)}
        years = list(by_year)
        path = f"instruments/{slug(name)}/"
        recent = tuple(one_a_day[-RECENT:])
        newest[name] = recent[::-1]
        key = book.key("instrument", name, years, [slip.mark for slip in recent])
        mounts = tuple(f"{t.path}/{path}index.html" for t in book.tongues)
        parts.append(Part(f"instrument {name}", key, mounts, partial(_files, book, name, recent, years, None)))
        for year, inside in by_year.items():
            key = book.key("instrument", name, year, years, [slip.mark for slip in inside])
            mounts = tuple(f"{t.path}/{path}{year}" for t in book.tongues)
            make = partial(_files, book, name, inside, years, year)
            parts.append(Part(f"instrument {name} {year}", key, mounts, make))
    mounts = tuple(f"{t.path}/instruments/index.html" for t in book.tongues)
    key = book.key("instruments", {name: slips[0].mark for name, slips in newest.items()})
    parts.append(Part("instruments", key, mounts, partial(_overview, book, newest)))
    return parts


def _files(
    book: Book, name: str, slips: Sequence[Slip], years: Sequence[str], year: str | None
) -> Mapping[str, tuple[str, Maker]]:
    made: dict[str, tuple[str, Maker]] = {}
    path = f"instruments/{slug(name)}/"
    for tongue in book.tongues:
        cards = [book.shelf.card(slip) for slip in slips if tongue.tag in slip.locales]
        symbol = book.shelf.card(slips[-1]).rows[name].symbol
        label = tongue.subject(name, symbol, "full")
        heading = label if year is None else tongue.t("site.instrument.year_title", name=label, year=tongue.year(year))
        about = tongue.t("site.instrument.about", name=label)
        page = Page(
            path if year is None else f"{path}{year}/", heading, about, book.tongues, here="instruments",
            trail=(Link(tongue.t("site.instruments.nav"), tongue.link("instruments/")),
                   *((Link(label, tongue.link(path)),) if year else ())),
        )  # fmt: skip
        links = tuple(
            Link(tongue.year(one), tongue.link(f"{path}{one}/"), here=one == year) for one in reversed(years)
        )
        view = _view(tongue, name, cards, symbol, about, links, year is None)
        make = partial(tongue.site.page, "instrument", book.shell(tongue, page), instrument=view)
        made[f"{tongue.path}/{page.path}index.html"] = ("", make)
    return made


def _view(
    tongue: Tongue, name: str, cards: Sequence[Card], symbol: str, about: str, links: tuple[Link, ...], headed: bool
) -> Instrument:
    having = [(card, card.rows[name]) for card in cards if name in card.rows]
    columns = [column for column in COLUMNS if any(column in row.values for _, row in having)]
    last = having[-1] if headed and having else None
    return Instrument(
        ticker=symbol.lstrip("^"), about=about,
        as_of=Link(tongue.plain_date(last[0].session), tongue.edition(last[0])) if last else None,
        headlines=tuple(
            Headline(tongue.t(f"kpi.{column}"), Markup(shown[column]))
            for shown in ([last[1].shown[tongue.tag]] if last else []) for column in columns if column in shown
        ),
        charts=tuple(chart for one in CHARTS if (chart := _chart(tongue, name, having, *one)) is not None),
        columns=tuple(tongue.t(f"kpi.{column}") for column in columns),
        rows=tuple(number_row(tongue, card, row, columns) for card, row in reversed(having)),
        said=tuple(
            Said(tongue.edition(card), tongue.day(card.session), row.said[tongue.tag])
            for card, row in list(reversed(having))[:SAID] if tongue.tag in row.said
        ),
        links=links,
    )  # fmt: skip


def number_row(
    tongue: Tongue, card: Card, row: Row, columns: Sequence[str], label: str = "", url: str = "",
    trend: Markup | None = None,
) -> NumberRow:
    """The numbers of an instrument as an edition printed them; a dash where it printed none."""
    shown = row.shown[tongue.tag]
    none = tongue.t("table.none")
    cells = tuple(Markup(shown[column]) if column in shown else escape(none) for column in columns)
    ticker = row.symbol.lstrip("^")
    return NumberRow(label, url or tongue.edition(card), cells, tongue.day(card.session, "iso"), trend, ticker)


def _chart(
    tongue: Tongue, name: str, having: Sequence[tuple[Card, Row]], column: str, scale: float, tick: str
) -> SiteChart | None:
    """The line of a column, where it was printed at least three times; yields are drawn in percent."""
    found = [(card, row) for card, row in having if column in row.values]
    if len(found) < 3:
        return None
    named = range(len(found)) if len(found) <= MOST_DOTS else (0, len(found) - 1)
    shown = {at: text(found[at][1].shown[tongue.tag][column]) for at in named}
    last = shown[len(found) - 1]
    if column == "year" and not last.endswith("%"):
        return None
    if column == "last" and last.endswith("%"):
        scale, tick = 100.0, "%"
    turns = [column == "year" and at > 0 and card.session.year != found[at - 1][0].session.year
             for at, (card, _) in enumerate(found)]
    labels = {at: f"{tongue.plain_date(found[at][0].session)}{tongue.t('colon')}{shown[at]}" for at in named}
    points = [
        Point(row.values[column], labels.get(at, ""), tongue.edition(card), turns[at])
        for at, (card, row) in enumerate(found)
    ]
    title = tongue.t(f"site.chart.{column}")
    ends = (tongue.plain_date(found[0][0].session), tongue.plain_date(found[-1][0].session))
    symbol = found[-1][1].symbol
    alt = tongue.t("site.chart.alt", name=tongue.subject(name, symbol), title=title, first=points[0].label,
                   last=points[-1].label)  # fmt: skip
    wide, narrow = (tongue.site.drawing(line(points, width, alt, ends, tick, scale)) for width in WIDTHS)
    return SiteChart(title, wide, narrow)


def _overview(book: Book, newest: Mapping[str, Sequence[Slip]]) -> Mapping[str, tuple[str, Maker]]:
    """A board of all instruments with the numbers of the last edition that printed any of them."""
    made: dict[str, tuple[str, Maker]] = {}
    columns = [column for column in COLUMNS if column in ("last", "day", "week", "year")]
    for tongue in book.tongues:
        found = []
        for name, slips in newest.items():
            card = next((book.shelf.card(slip) for slip in slips if tongue.tag in slip.locales), None)
            if card is None:
                continue
            row = card.rows[name]
            order = (-card.session.toordinal(), card.desk, list(card.rows).index(name))
            label, url = tongue.subject(name, row.symbol), tongue.link(f"instruments/{slug(name)}/")
            found.append((order, number_row(tongue, card, row, columns, label, url)))
        title, about = tongue.t("site.instruments.title"), tongue.t("site.instruments.about")
        page = Page("instruments/", title, about, book.tongues, here="instruments")
        rows = tuple(row for _, row in sorted(found, key=lambda one: one[0]))
        board = Board(about, tuple(tongue.t(f"kpi.{column}") for column in columns), rows)
        make = partial(tongue.site.page, "board", book.shell(tongue, page), board=board)
        made[f"{tongue.path}/instruments/index.html"] = ("", make)
    return made
