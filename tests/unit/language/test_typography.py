"""The last pass of a language: what editors may write in their files, and what a reader sees."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from reporter.language.typography import chinese, western

DATA = '<data class="figure" value="-0.02">2.00%</data>'


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("  罗素\n  下跌\n", "罗素下跌"),
        ("罗素 2000 下跌", "罗素2000下跌"),
        ("罗素,标普;道指:跌!", "罗素，标普；道指：跌!"),
        ("罗素下跌，\n。", "罗素下跌。"),
        ("跌了。。", "跌了。"),
        ("甲；。乙", "甲。乙"),
        ("S&amp;P 500 Index", "S&amp;P 500 Index"),
        (f"下跌 {DATA} ，收于", f"下跌{DATA}，收于"),
        ("", ""),
        ("小型股 ，大型股", "小型股，大型股"),
        ('<a href="x, y: z">甲</a>, 乙', '<a href="x, y: z">甲</a>，乙'),
    ],
)
def test_chinese(written: str, shown: str) -> None:
    assert chinese(written) == shown


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("small caps  fell\n  hard .", "Small caps fell hard."),
        ("it fell ; it rose", "It fell; it rose"),
        ("one. two? three! four", "One. Two? Three! Four"),
        (f"fell {DATA}.small caps", f"Fell {DATA}. Small caps"),
        ("the “ calm ” day", "The “calm” day"),
        ("a, , b", "A, b"),
        ("", ""),
        ("( x )", "(x)"),
        ("done,.", "Done."),
        ('<span class="name">small caps</span> fell', '<span class="name">Small caps</span> fell'),
        ("J.P. Morgan holds", "J.P. Morgan holds"),
        ('<a href="a.b  c">x</a>', '<a href="a.b  c">X</a>'),
    ],
)
def test_western(written: str, shown: str) -> None:
    assert western(written) == shown


@pytest.mark.parametrize("tidy", [chinese, western])
@given(st.text(alphabet="ab小盘,.;:，。 \n()“”5%", max_size=60))
@example(");.a")
def test_twice_is_once(tidy: object, text: str) -> None:
    """What has been tidied is tidy."""
    once = tidy(text)  # type: ignore[operator]
    assert tidy(once) == once  # type: ignore[operator]


@pytest.mark.parametrize("tidy", [chinese, western])
@given(st.lists(st.sampled_from(["<b>", "</b>", '<i title="a  , b">', "</i>", "x", "小", " ", ",", "。"]), max_size=20))
def test_tags_are_left_as_they_are(tidy: object, parts: list[str]) -> None:
    text = "".join(parts)
    assert re.findall(r"<[^>]*>", tidy(text)) == re.findall(r"<[^>]*>", text)  # type: ignore[operator]
