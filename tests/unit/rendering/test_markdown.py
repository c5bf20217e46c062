"""Markdown: what a reader of the text file sees."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from markdown_it import MarkdownIt

from reporter.model import Briefing
from reporter.project import packaged
from reporter.rendering.markdown import code, from_html, hashtag, tidy
from reporter.rendering.page import render
from reporter.rendering.phrasebook import Phrasebook

Make = Callable[[Briefing, str], Phrasebook]


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ('下跌<data class="figure" value="-0.0182">1.82%</data>', "下跌1.82%"),
        ('lead<a class="cite" href="#source-0">[0]</a><a class="cite" href="#source-2">[2]</a>', "lead[0][2]"),
        ("<strong>Point</strong>: S&amp;P", "**Point**: S&P"),
        ("snake_case *star* [x]", r"snake\_case \*star\* \[x\]"),
        ("a\n  b", "a b"),
    ],
)
def test_inline(html: str, text: str) -> None:
    assert from_html(html) == text


def test_code_survives_a_table() -> None:
    assert code("a | b") == "`a \\| b`"
    assert hashtag("<b>small_caps</b>") == "`#small_caps`"


def test_tidy_leaves_one_empty_line() -> None:
    assert tidy("a  \n\n\n\nb &amp; c\n\n") == "a\n\nb & c\n"


@pytest.mark.parametrize("tag", ["zh_CN", "en"])
def test_a_page_is_markdown_that_reads_as_meant(briefing: Briefing, phrasebook: Make, tag: str) -> None:
    text = render(briefing, phrasebook(briefing, tag), [packaged("templates")]).markdown
    tokens = MarkdownIt("commonmark").enable("table").parse(text)
    heads = [token.tag for token in tokens if token.type == "heading_open"]
    assert heads.count("h1") == 1 and heads.count("h2") == 6
    assert sum(token.type == "table_open" for token in tokens) == 3, "key figures, gaps, figures"
    assert "<data" not in text and "&amp;" not in text and "Undefined" not in text and "None" not in text
    widths: set[int] = set()
    for line in text.splitlines():
        if line.startswith("|"):
            widths.add(line.replace("\\|", "").count("|"))
    assert widths == {4, 6, 7}, "no row of a table is torn"
