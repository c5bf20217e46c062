"""An edition's page without what is for members: neither its words, nor its numbers, nor where they come from."""

from __future__ import annotations

import re
from collections.abc import Collection
from html import escape

from selectolax.lexbor import LexborHTMLParser, LexborNode

KEPT = frozenset({"method", "sources"})
"""Sections that every reader may have: they hold what the rest of the page rests on, and are cut with it."""


def public(page: str, sections: Collection[str], words: str) -> str:
    """The page with `words` in place of the text of `sections`, without the figures that only they print."""
    tree = LexborHTMLParser(page)
    for node in tree.css("section"):
        if node.attributes.get("id") in set(sections) - KEPT:
            _empty(node, words)
    # What the day comes to is drawn from the takeaways.
    if "summary" in sections:
        for node in tree.css("p.standfirst"):
            node.decompose()
    _figures(tree)
    _loose_ends(tree)
    return str(tree.html)


def _empty(section: LexborNode, words: str) -> None:
    heading = section.css_first("h2")
    for child in list(section.iter(include_text=True)):
        if heading is None or child.mem_id != heading.mem_id:
            child.decompose()
    teaser = LexborHTMLParser(f'<p class="members-only">{escape(words)}</p>').css_first("p")
    if teaser is not None:
        section.insert_child(teaser)


def _figures(tree: LexborHTMLParser) -> None:
    """Rows of the table of figures whose figure stands nowhere else on what is left of the page, and the bare data."""
    method = tree.css_first("section#method")
    if method is None:
        return
    inside = {node.mem_id for node in method.css("[data-figure]")}
    shown = {
        node.attributes.get("data-figure") for node in tree.css("[data-figure]") if node.mem_id not in inside
    }
    for row in method.css('tr[id^="figure-"]'):
        here = {node.attributes.get("data-figure") for node in row.css("[data-figure]")}
        if not here & shown:
            row.decompose()
    told = {row.attributes.get("data-measure") for row in method.css('tr[id^="figure-"]')}
    for definition in method.css("dd[data-defines]"):
        if definition.attributes.get("data-defines") not in told and definition.parent is not None:
            definition.parent.decompose()
    for body in method.css("tbody"):
        if not body.css('tr[id^="figure-"]') and body.css("tr.about"):
            body.decompose()


def _loose_ends(tree: LexborHTMLParser) -> None:
    """Links to places on the page that are gone, and sources that nothing is left to cite."""
    cited = {node.attributes.get("href") for node in tree.css("a.cite")}
    for source in tree.css('section#sources li[id^="source-"]'):
        if f"#{source.attributes.get('id')}" not in cited and source.attributes.get("id") != "source-0":
            source.decompose()
    there = {node.attributes.get("id") for node in tree.css("[id]")}
    for link in tree.css('a[href^="#"]'):
        if str(link.attributes.get("href"))[1:] not in there:
            if re.search(r"\b(back|cite)\b", str(link.attributes.get("class"))):
                link.decompose()
            else:
                link.unwrap()
