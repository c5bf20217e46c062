"""Pages of what hardly ever happens: one instrument, forty, names of sixty characters, a gain of 1,234.56 %, no charts."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from selectolax.lexbor import LexborHTMLParser as HTMLParser

from reporter.model import Briefing, Exhibit, Subject
from reporter.model.page import Page
from reporter.project import packaged
from reporter.rendering.brief import MOST
from reporter.rendering.page import render
from reporter.rendering.phrasebook import Phrasebook

Make = Callable[[Briefing, str], Phrasebook]
LONG = "An exchange-traded fund with a name of exactly sixty letters"


@pytest.fixture(params=["zh_CN", "en"])
def made(request: pytest.FixtureRequest, phrasebook: Make) -> Callable[[Briefing], Page]:
    def render_it(briefing: Briefing) -> Page:
        return render(briefing, phrasebook(briefing, request.param), [packaged("templates")])

    return render_it


def test_one_instrument_without_charts_is_a_page(briefing: Briefing, made: Callable[[Briefing], Page]) -> None:
    alone = tuple(f for f in briefing.figures if f.subject == "rut" and f.comparator is None)
    page = made(briefing.model_copy(update={
        "figures": alone, "exhibits": (), "subjects": briefing.subjects[:1], "related": ("rut",), "gaps": (),
    }))  # fmt: skip
    tree = HTMLParser(page.html)
    assert not tree.css("figure.chart, td.trend") and len(tree.css(".pull")) == 2
    assert [node.text(strip=True) for node in tree.css(".kpi tbody th")] != []
    assert page.mail is not None and page.mail.names == () and page.card is not None


def test_no_figures_at_all_leave_no_empty_tables(briefing: Briefing, made: Callable[[Briefing], Page]) -> None:
    page = made(briefing.model_copy(update={"figures": (), "exhibits": (), "related": ()}))
    tree = HTMLParser(page.html)
    assert not tree.css(".pulls, .kpi, .related, .figures, figure.chart")
    assert tree.css_first("h1").text()


def test_forty_instruments_with_long_names_and_a_huge_gain(
    briefing: Briefing, made: Callable[[Briefing], Page]
) -> None:
    change = next(f for f in briefing.figures if f.id == "rut.day_change.1d")
    names = [f"{LONG[:56]} {i:03}" for i in range(40)]
    assert {len(name) for name in names} == {60}
    subjects = tuple(Subject(id=f"s{i}", symbol=name, kind="etf", currency="USD") for i, name in enumerate(names))
    figures = tuple(
        change.model_copy(update={"id": f"s{i}.day_change.1d", "subject": f"s{i}", "value": 12.3456 - i}) for i in range(40)
    )
    ids = tuple(f"s{i}" for i in range(40))
    exhibits = (
        Exhibit(id="kpi", kind="kpi", subjects=ids, section="header"),
        Exhibit(id="sectors", kind="sector_bars", figures=tuple(f.id for f in figures)),
    )
    page = made(briefing.model_copy(update={
        "subjects": subjects, "figures": (change, *figures), "exhibits": exhibits, "related": ids,
    }))  # fmt: skip
    tree = HTMLParser(page.html)
    assert len(tree.css(".kpi tbody tr")) == 40 == len(tree.css(".related li"))
    assert "+1,234.56%" in tree.css_first(".pull .big").text()
    bars = tree.css_first("#chart-sectors .wide svg")
    assert len(bars.css("rect")) == 24 and "…" in bars.text() and names[0] in bars.attributes["aria-label"]
    assert len(page.brief.encode()) <= MOST
