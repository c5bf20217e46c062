"""The tree that is laid out: that of WeasyPrint's own parser, but for marks that leave no mark."""

from __future__ import annotations

from xml.etree.ElementTree import tostring

import pytest
import tinyhtml5

from reporter.publishing.paper import Named, named, tree

EVERYTHING = Named(frozenset({"code", "data", "span", "time"}), frozenset(), frozenset())
"""A stylesheet that names every tag which could be opened."""

PAGE = """<!doctype html>
<html lang="zh-Hans"><head><meta charset="utf-8"><title>a &amp; b</title></head>
<body class="paper"><p>x <time datetime="2026-01-23">1月23日</time>跌<a href="#f" id="at-f"><data class="figure"
 value="-0.02" data-figure="f">2%</data></a>，<span class="name">标普500</span><br>y<span class="change down">1</span>
<table><tr id="f"><td>a</td><td hidden>b</td></tr></table>
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><title>t</title><linearGradient id="g"/><text x="1">5</text>
<foreignObject><p>z</p></foreignObject></svg><!-- no --></body></html>
"""


def test_the_tree_is_that_of_weasyprints_parser() -> None:
    theirs = tinyhtml5.parse(PAGE.replace("<!-- no -->", "").replace('<tr id="f"><td>', '<tr><td id="f">'),
                             namespace_html_elements=False)
    for element in theirs.iter():
        for key in [key for key in element.attrib if "xmlns" in key]:
            del element.attrib[key]
    assert tostring(tree(PAGE, EVERYTHING)) == tostring(theirs)


def test_marks_that_leave_no_mark_are_opened_and_their_text_stays() -> None:
    root = tree(PAGE, named(".up, .down { color: red } table { width: 100% }"))
    assert "".join(root.itertext()) == "".join(tree(PAGE, EVERYTHING).itertext())
    assert [element.attrib for element in root.iter("span")] == [{"class": "change down"}]
    assert not [*root.iter("time"), *root.iter("data")]
    paragraph = next(root.iter("p"))
    assert paragraph.text == "x 1月23日跌" and paragraph[0].tail == "，标普500"


@pytest.mark.parametrize(
    ("css", "kept"),
    [
        ("td .name { color: red }", {"name"}),
        ("@media print { p > span:first-child { color: red } }", {"name", "term"}),
        ("[data-x] { color: red }", {"term"}),
        ("/* .name {} */ p { color: red }", set()),
        (".namesake, #name, p:name { color: red }", set()),
    ],
)
def test_what_a_selector_names_keeps_its_element(css: str, kept: set[str]) -> None:
    page = '<p><span class="name">a</span><span class="term" data-x="1">b</span></p>'
    assert {element.get("class") for element in tree(page, named(css)).iter("span")} == kept


@pytest.mark.parametrize("attribute", ['id="a"', 'lang="en"', 'style="color: red"', 'title="x"', 'dir="rtl"', 'role="x"'])
def test_what_speaks_to_software_keeps_its_element(attribute: str) -> None:
    assert len(list(tree(f"<p><span {attribute}>a</span></p>", named("p {}")).iter("span"))) == 1
