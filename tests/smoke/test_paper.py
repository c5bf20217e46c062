"""The structure of the PDFs of the sample: pages, tags, bookmarks, links both ways, pictures in words, size."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest
from selectolax.lexbor import LexborHTMLParser as HTMLParser

pytestmark = pytest.mark.slow
A4 = (595, 842)
MOST = {"en": 220_000, "zh_CN": 400_000}
"""Bytes without attachments; six hundred Chinese characters in four faces are half of theirs."""


@pytest.fixture(scope="module", params=["zh_CN", "en"])
def tag(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def document(edition: Path, tag: str) -> Iterator[pikepdf.Pdf]:
    with pikepdf.open(edition / f"{tag}.pdf") as opened:
        yield opened


@pytest.fixture(scope="module")
def html(edition: Path, tag: str) -> HTMLParser:
    return HTMLParser((edition / f"{tag}.html").read_text(encoding="utf-8"))


def elements(document: pikepdf.Pdf) -> list[Any]:
    return [o for o in document.objects if isinstance(o, pikepdf.Dictionary) and o.get("/Type") == "/StructElem"]


def test_every_page_is_paper_of_the_chosen_size(document: pikepdf.Pdf) -> None:
    assert {tuple(round(float(one)) for one in page.mediabox[2:]) for page in document.pages} == {A4}


def test_bookmarks_are_the_headings_of_the_page(document: pikepdf.Pdf, html: HTMLParser) -> None:
    def titles(items: Any) -> Iterator[str]:
        for item in items:
            yield item.title
            yield from titles(item.children)

    with document.open_outline() as outline:
        marked = [re.sub(r"\s", "", title) for title in titles(outline.root)]
    assert marked == [re.sub(r"\s", "", node.text()) for node in html.css("h1, h2, h3, h4")]


def test_what_is_on_the_page_is_tagged_as_what_it_is(document: pikepdf.Pdf, html: HTMLParser) -> None:
    roles = [str(element.S) for element in elements(document)]
    assert bool(document.Root.MarkInfo.Marked) and str(document.Root.Lang) == html.css_first("html").attributes["lang"]
    for role, selector in (("/H1", "h1"), ("/H2", "h2"), ("/H3", "h3"), ("/Figure", "figure.chart")):
        assert roles.count(role) >= len(html.css(selector)) > 0, role
    assert roles.count("/Table") >= 3 and roles.count("/TH") > 20 and roles.count("/L") >= 3


def test_every_run_of_text_belongs_to_the_entry_that_holds_it(document: pikepdf.Pdf) -> None:
    assert document.check_pdf_syntax() == []
    owners = dict(zip(*[iter(document.Root.StructTreeRoot.ParentTree.Nums)] * 2, strict=True))
    runs = 0
    for place, page in enumerate(document.pages):
        for run, owner in enumerate(owners[place]):
            assert run in [one for one in owner.K if isinstance(one, int)] and owner.Pg.objgen == page.obj.objgen
            runs += 1
    assert runs > 1_000


def test_links_lead_to_places_that_there_are(document: pikepdf.Pdf) -> None:
    names = {str(name) for name, _ in pikepdf.NameTree(document.Root.Names.Dests).items()}
    wanted = [
        str(note.Dest) for page in document.pages for note in page.get("/Annots", []) if note.get("/Dest") is not None
    ]
    assert set(wanted) <= names
    assert {"source-0", "cite-0", "figure-rut-day_change-1d", "at-figure-rut-day_change-1d"} <= set(wanted)


def test_a_link_says_where_it_leads_in_words(document: pikepdf.Pdf, tag: str) -> None:
    said = {
        str(note.Dest).partition("-")[0]: str(note.Contents)
        for page in document.pages for note in page.get("/Annots", []) if note.get("/Dest") is not None
    }
    assert set(said) == {"figure", "at", "source", "cite"} and len(set(said.values())) == 4
    assert not any("-" in words for words in said.values()) and all(words.isascii() == (tag == "en") for words in said.values())


def test_it_is_no_bigger_than_it_may_be(document: pikepdf.Pdf, tag: str) -> None:
    sizes = [
        len(one.read_raw_bytes())
        for one in document.objects
        if isinstance(one, pikepdf.Stream) and one.get("/Type") != "/EmbeddedFile"
    ]
    assert sum(sizes) < MOST[tag]


def test_the_first_page_serves_alone(edition: Path, tag: str, html: HTMLParser) -> None:
    opened = pypdfium2.PdfDocument(edition / f"{tag}.pdf")
    text = opened[0].get_textpage()
    shown = re.sub(r"\s", "", text.get_text_range())
    pages = len(opened)
    text.close()
    opened.close()
    for selector in ("h1", ".standfirst", ".pulls", ".kpi tbody", "#analysis h3", "#chart-performance figcaption"):
        node = html.css_first(selector)
        numbers = re.findall(r"\d+\.\d+", node.text())
        assert all(number in shown for number in numbers), selector
    assert re.sub(r"\s", "", html.css_first("#chart-performance figcaption strong").text()) in shown
    assert str(pages) in shown[-20:], "page x of y"
