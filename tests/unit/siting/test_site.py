"""What stands on the site, and where."""

from __future__ import annotations

import json
import re
from pathlib import Path

import feedparser
import pytest
from selectolax.lexbor import LexborHTMLParser

from reporter.model.site import Place, slug
from reporter.publishing.site.reading import exhibit
from reporter.verification.site import check_site

from .conftest import URL, tree

EDITION = "2026/01/05/us-small-caps/"


def page(site: Path, path: str) -> LexborHTMLParser:
    return LexborHTMLParser((site / path / "index.html").read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", [
    "", EDITION, "2026/01/", "2026/", "archive/", "tags/", "tags/small-caps/", "tags/small-caps/2025/", "desks/",
    "desks/us-small-caps/", "instruments/", "instruments/rut/", "instruments/rut/2026/", "about/", "method/", "glossary/",
])  # fmt: skip
@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_page_stands_where_readers_expect_it(made: Path, language: str, path: str) -> None:
    html = page(made, f"{language}/{path}")
    canonical = html.css_first('link[rel="canonical"]')
    assert canonical is not None and canonical.attributes["href"] == f"{URL}/{language}/{path}"
    assert {a.attributes["hreflang"]: a.attributes["href"] for a in html.css('link[rel="alternate"][hreflang]')} == {
        "zh-Hans": f"{URL}/zh/{path}",
        "en": f"{URL}/en/{path}",
        "x-default": f"{URL}/zh/{path}" if path else f"{URL}/",
    }
    switch = {a.attributes["href"] for a in html.css(".site-languages a")}
    assert switch == {f"/briefings/zh/{path}", f"/briefings/en/{path}"}


def test_an_edition_is_told_in_the_words_that_were_published(made: Path) -> None:
    html = page(made, f"zh/{EDITION}")
    assert "小盘股2026-01-05收于2547.92点" in html.css_first("article h1").text()
    assert html.css_first('article data[data-figure="rut.close_level.1d"]').attributes["value"] == "2547.92"
    assert len(html.css("main")) == 1


def test_earlier_and_later_editions_are_a_step_away_also_over_the_turn_of_a_year(made: Path) -> None:
    html = page(made, "en/2026/01/02/us-small-caps/")
    assert html.css_first('.steps a[rel="prev"]').attributes["href"] == "/briefings/en/2025/12/31/us-small-caps/"
    assert html.css_first('.steps a[rel="next"]').attributes["href"] == "/briefings/en/2026/01/05/us-small-caps/"


def test_related_editions_share_what_is_rare(made: Path) -> None:
    links = [a.attributes["href"] for a in page(made, f"en/{EDITION}").css(".more .entry h3 a")]
    assert links == ["/briefings/en/2025/12/30/us-small-caps/"]


def test_nothing_is_loaded_from_elsewhere_or_written_into_the_page(made: Path) -> None:
    for name, content in tree(made).items():
        if not name.endswith(".html") or name.startswith("/editions/"):
            continue
        html = LexborHTMLParser(content.decode())
        for node in html.css("script[src], link[rel=stylesheet], link[rel=icon], link[rel=manifest], img"):
            assert (node.attributes.get("src") or node.attributes["href"]).startswith("/briefings/"), name
        assert not html.css("style, [style], [onclick]"), name
        assert not html.css("script:not([src]):not([type='application/ld+json'])"), name
        policy = html.css_first('meta[http-equiv="Content-Security-Policy"]').attributes["content"]
        assert "default-src 'none'" in policy and "unsafe-inline" not in policy


def test_an_instrument_page_shows_published_numbers_and_what_was_said(made: Path) -> None:
    html = page(made, "zh/instruments/rut/")
    rows = [(r.css_first("th a").attributes["href"], r.css_first("td").text()) for r in html.css("table.history tbody tr")]
    assert rows[0] == ("/briefings/zh/2026/01/05/us-small-caps/", "2547.92")
    assert len(rows) == 4
    assert html.css_first("dl.said dd").text() == "罗素2000收于2547.92点。"
    assert len(html.css("figure.chart .wide circle")) == 4


@pytest.mark.parametrize("path", ["", "tags/small-caps/", "desks/us-small-caps/"])
@pytest.mark.parametrize(("language", "tag"), [("zh", "zh-Hans"), ("en", "en")])
def test_feeds_are_read_back_by_a_feed_reader(made: Path, language: str, tag: str, path: str) -> None:
    want = [f"{URL}/{language}/{day}/us-small-caps/" for day in ("2026/01/05", "2026/01/02", "2025/12/31", "2025/12/30")]
    for name in ("feed.atom", "feed.rss"):
        read = feedparser.parse((made / language / path / name).read_bytes())
        assert not read.bozo
        assert [entry.link for entry in read.entries] == want
        assert read.entries[0].title in (made / language / EDITION / "index.html").read_text(encoding="utf-8")
        assert read.entries[0].published_parsed[:3] == (2026, 1, 5)
    feed = json.loads((made / language / path / "feed.json").read_text(encoding="utf-8"))
    assert [item["url"] for item in feed["items"]] == want
    assert feed["language"] == tag


def test_sitemaps_name_every_page_that_search_engines_may_show(made: Path) -> None:
    maps = re.findall(r"<loc>([^<]+)</loc>", (made / "sitemap.xml").read_text(encoding="utf-8"))
    listed = {
        url for one in maps for url in re.findall(r"<loc>([^<]+)</loc>", (made / one.removeprefix(f"{URL}/")).read_text())
    }
    pages = {name.removesuffix("index.html").lstrip("/") for name in tree(made) if name.endswith("/index.html")}
    pages.discard("")
    assert listed == {f"{URL}/{name}" for name in pages}
    news = re.findall(r"<loc>([^<]+)</loc>", (made / "news-sitemap.xml").read_text(encoding="utf-8"))
    assert news == [f"{URL}/zh/{EDITION}", f"{URL}/en/{EDITION}"]


def test_machines_read_an_article(made: Path) -> None:
    html = page(made, f"en/{EDITION}")
    article = json.loads(html.css_first('script[type="application/ld+json"]').text())
    assert article["@type"] == "NewsArticle"
    assert article["datePublished"] == "2026-01-05T22:00:00+00:00"
    assert article["workTranslation"] == [{"@id": f"{URL}/zh/{EDITION}"}]
    assert "correction" not in article


def test_an_edition_keeps_its_files(made: Path) -> None:
    folder = made / "editions" / EDITION
    assert sorted(path.name for path in folder.iterdir()) == [
        "briefing.json", "en.html", "manifest.json", "prices.csv", "zh_CN.html",
    ]  # fmt: skip


def test_two_tags_never_share_an_address() -> None:
    assert slug("small_caps") == "small-caps"
    assert slug("小盘") != slug("大盘")


BROKEN = {
    "links to nowhere/, where nothing is": ("</main>", '<a href="nowhere/">x</a></main>'),
    "loads https://elsewhere.example/x.js from elsewhere": (
        "</head>", '<script src="https://elsewhere.example/x.js"></script></head>',
    ),
    "has the id 'main' twice": ("</main>", '<p id="main">x</p></main>'),
    "has a style or a handler": ("</main>", '<p style="color:red">x</p></main>'),
    "has a script or style inside the page": ("</main>", "<script>alert(1)</script></main>"),
    "closes <main> where it is not open": ("</main>", "<p></main>"),
    "has not one canonical address": ('<link rel="canonical"', '<link rel="canonicle"'),
    "which does not name it back": ('hreflang="en" href="https://example.org/briefings/en/about/"', 'hreflang="en" href="https://example.org/briefings/en/method/"'),
    "links to #gone, which is not on the page": ("</main>", '<a href="#gone">x</a></main>'),
    "links to /briefings/zh/about/#gone, which that page": ("</main>", '<a href="/briefings/zh/about/#gone">x</a></main>'),
    "has no strict policy": ("script-src &#39;self&#39;", "script-src &#39;unsafe-inline&#39;"),
}  # fmt: skip


@pytest.mark.parametrize("message", BROKEN)
def test_a_page_that_is_wrong_is_found(own: Path, message: str) -> None:
    path = own / "site" / "zh" / "about" / "index.html"
    before, after = BROKEN[message]
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after, 1), encoding="utf-8")
    report = check_site(own / "site", Place(url=URL), ["zh/about/index.html"])
    assert any(message in problem.message for problem in report.findings), report.findings


def test_the_whole_site_is_clean(made: Path) -> None:
    report = check_site(made, Place(url=URL), None)
    assert not report.findings
    assert report.pages > 50


def test_the_front_page_shows_the_newest_numbers_with_their_shape(made: Path) -> None:
    html = page(made, "zh/")
    row = html.css_first(".board tbody tr")
    assert row.css_first("th a").attributes["href"] == "/briefings/zh/instruments/rut/"
    assert row.css_first("td.number").text() == "2547.92"
    spark = row.css_first("svg.spark path").attributes["d"].split()
    heights = [float(point[1:].split(",")[1]) for point in spark]
    assert sorted(range(4), key=lambda at: -heights[at]) == [1, 0, 2, 3]  # 2481.91, 2500, 2508.22, 2547.92; y runs down
    assert [a.attributes["href"] for a in html.css(".aside nav:last-child a")] == [
        "/briefings/zh/2026/01/", "/briefings/zh/2025/12/",
    ]  # fmt: skip


def test_a_picture_of_the_newest_edition_stands_on_the_front_page_without_its_citations() -> None:
    figure = '<figure class="chart c" id="one" data-told="a\nb"><svg></svg><p>x <a class="cite" href="#source-0">[0]</a></p></figure>'
    assert exhibit(f"<p>{figure}{figure}</p>") == '<figure class="chart c" id="one"><svg></svg><p>x</p></figure>'
    assert exhibit("<p>none</p>") == ""


def test_the_board_of_instruments_shows_each_as_last_published(made: Path) -> None:
    cells = [cell.text() for cell in page(made, "en/instruments/").css("tbody tr > *")]
    assert cells == ["Russell 2000", "RUT", "2547.92", "+1.58%", "—", "—", "2026-01-05"]
