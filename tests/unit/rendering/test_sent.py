"""What is sent about of an edition: brief, mail, fragment, card."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from markupsafe import Markup
from selectolax.lexbor import LexborHTMLParser as HTMLParser

from reporter.model import Briefing
from reporter.model.page import Page
from reporter.project import packaged
from reporter.rendering.brief import MOST, brief
from reporter.rendering.cover import Pull
from reporter.rendering.page import render
from reporter.rendering.phrasebook import Phrasebook
from reporter.rendering.sections import Block
from reporter.rendering.viewing import SectionView

Make = Callable[[Briefing, str], Phrasebook]


@pytest.fixture(params=["zh_CN", "en"])
def page(request: pytest.FixtureRequest, briefing: Briefing, phrasebook: Make) -> Page:
    return render(briefing, phrasebook(briefing, request.param), [packaged("templates")])


def section(name: str, *paragraphs: str) -> SectionView:
    blocks = [Block("heading", Markup(f"About {name}"))] + [Block("paragraph", Markup(text)) for text in paragraphs]
    return SectionView(name, Markup(name), "", "", tuple(blocks))


def told(*sections: SectionView) -> str:
    pull = Pull(Markup("<b>Russell</b>"), Markup("-1.82%"), "down", Markup("2,669.16"), ())
    return brief([[Markup("Headline")]], [pull], sections, [Markup("No advice.")])


def test_a_brief_holds_whole_passages_in_four_thousand_bytes() -> None:
    long = [f"第{i}段。" + "话" * 300 for i in range(9)]
    text = told(section("analysis", *long), section("summary", 'In <b>short</b> <a class="cite" href="#source-0">[0]</a>.'))
    assert len(text.encode()) <= MOST
    paragraphs = text.strip().split("\n\n")
    assert paragraphs[:3] == ["Headline", "Russell ▼ -1.82% 2,669.16", "About summary\nIn short."]
    assert paragraphs[3:-1] == [f"About analysis\n{long[0]}", *long[1:4]], "in order, none cut"
    assert paragraphs[-1] == "No advice."


def test_a_section_is_not_told_past_what_does_not_fit() -> None:
    text = told(section("summary", "short", "x" * 3990, "a crumb"), section("insights", "an insight"))
    assert "short" in text and "an insight" in text and "a crumb" not in text


def test_the_brief_of_a_page_says_that_data_are_sample(page: Page) -> None:
    assert {"zh_CN": "样例数据，非市场行情", "en": "Sample data, not market data"}[page.locale] in page.brief
    assert "[0]" not in page.brief and "<" not in page.brief


def test_a_mail_needs_no_style_sheet(page: Page) -> None:
    assert page.mail is not None
    tree = HTMLParser(page.mail.html)
    assert not tree.css("style, script, link, svg, figure")
    pictures = tree.css("img")
    assert [node.attributes["src"] for node in pictures] == [f"cid:{name}" for name in page.mail.names]
    assert page.mail.names == ("chart-performance.png", "chart-sectors.png", "chart-ranges.png")
    assert all(node.attributes["alt"] for node in pictures)
    assert page.mail.charts.html.count("<svg") == 3 and "CJK SC Core" in page.mail.charts.html
    anchors = {node.attributes["id"] for node in tree.css("[id]")}
    assert {node.attributes["href"][1:] for node in tree.css("a")} <= anchors


def test_a_fragment_stays_within_its_article(page: Page) -> None:
    assert not re.search(r"<(html|head|body|main|meta|title|script)\b(?![^<]*</title>)", page.fragment.replace("<title>", ""))
    tree = HTMLParser(page.fragment)
    style = tree.css_first("article.reporter > style").text()
    assert style.lstrip().startswith(".reporter {") and style.count("{") == style.count("}")
    assert not re.search(r"(^|[{}])\s*(:root|html|body) \{", style)
    shown = HTMLParser(page.html)
    for node in [*shown.css("script, .skip"), *tree.css("style")]:
        node.decompose()
    assert tree.body.text().split() == shown.body.text().split(), "the same text as the page"


def test_a_card_has_the_headline_and_the_numbers(page: Page) -> None:
    assert page.card is not None
    tree = HTMLParser(page.card.html)
    assert tree.css_first("h1").text() == page.title
    assert len(tree.css(".pull")) == 4 and "size: 1200px 630px" in page.card.css
    assert page.locale in HTMLParser(page.html).css_first('meta[property="og:image"]').attributes["content"]
