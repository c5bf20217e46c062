"""Editors' words: safe, and every number has a home."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from reporter.language import Language
from reporter.notes import Notes, NotesResult
from reporter.notes.prose import render
from reporter.notes.typed_numbers import Typed
from reporter.project import packaged


class Shelf:
    """A book with one note, `target`, worth 2825 points, and one figure."""

    def find(self, typed: Typed, own: str | None) -> tuple[str, float] | None:
        return ("rut.price_target.target", 2825.0) if typed.means(2825.0, "points") else None

    def note(self, reference: str) -> str | None:
        return "rut.price_target.target" if reference == "target" else None

    def has(self, figure_id: str) -> bool:
        return figure_id == "rut.day_change.1d"


@pytest.mark.parametrize(("text", "html"), [
    ("plain *words* and **more**", "plain <em>words</em> and <strong>more</strong>"),
    ("a & b < c", "a &amp; b &lt; c"),
    ("down [[figure:rut.day_change.1d|signed]] today", "down [[figure:rut.day_change.1d|signed]] today"),
    ("to [[note:target]]", "to [[figure:rut.price_target.target]]"),
    ("[[name:rut]] and [[term:sma20]]", "[[name:rut]] and [[term:sma20]]"),
    ("on [[date:2026-01-23]] or 2026-01-28", "on [[date:2026-01-23]] or [[date:2026-01-28]]"),
    ("到2,825点", '到<data class="figure" value="2825.0" data-figure="rut.price_target.target">2,825</data>点'),
    ("in 2026", 'in <time datetime="2026">2026</time>'),
    ("“up 40% by 2030”, he said", '<span class="quote">“up 40% by 2030”</span>, he said'),
    ("「涨40%」", '<span class="quote">「涨40%」</span>'),
    ("the `S&P 600`", 'the <span class="term">S&amp;P 600</span>'),
    ("[a page](https://example.org/a1)", '<a href="https://example.org/a1" rel="noopener noreferrer">a page</a>'),
])
def test_what_words_become(text: str, html: str) -> None:
    rendered = render(text, Shelf())
    assert not rendered.mistakes
    assert rendered.html == html


@pytest.mark.parametrize(("text", "rule"), [
    ("<script>alert(1)</script>", "note-html"), ("a <img src=x onerror=alert(1)> b", "note-html"),
    ("<!-- hidden -->", "note-html"), ("&lt;b&gt; 7", "note-number"),
    ("[x](javascript:alert(1))", "note-url"), ("[x](data:text/html;base64,xx)", "note-url"),
    ("[x](//evil.org)", "note-url"), ("<javascript:alert(1)>", "note-url"),
    ("![pixel](https://example.org/p.png)", "note-prose"), ("# heading", "note-prose"), ("    code 1", "note-prose"),
    ("---", "note-prose"), ("one\n\ntwo", "note-prose"), ("- a list", "note-prose"),
    ("up 45%", "note-number"), ("the Russell 2000", "note-number"), ("1月23日", "note-number"),
    ("Q4 results", "note-number"), ("`45`", "note-number"), ("２８ names", "note-number"), ("up 28.25%", "note-number"),
    ("[[figure:rut.no_such.1d]]", "note-reference"), ("[[note:nobody]]", "note-reference"),
    ("[[figre:rut.day_change.1d]]", "note-reference"), ("[[figure:rut.day_change.1d|huge]]", "note-reference"),
    ("[[date:2026-02-30]]", "note-date"),
])
def test_what_words_must_not_hold(text: str, rule: str) -> None:
    rendered = render(text, Shelf())
    assert rule in [found for _, found in rendered.mistakes], rendered
    assert rendered.html == "" and rendered.figures == ()


def test_a_paragraph_may_have_blocks() -> None:
    rendered = render("One.\n\n- two\n- three\n\n> up 40% by 2030\n", Shelf(), blocks=True)
    assert not rendered.mistakes
    assert "<p>One.</p>" in rendered.html and "<li>two</li>" in rendered.html
    assert '<blockquote class="quote">' in rendered.html and "40%" in rendered.html


@pytest.mark.parametrize("text", ["[" * 4000, "*a" * 3000, "`" * 7000, "> " * 500 + "x", "“" * 4000, "[[" * 3000])
def test_odd_text_ends_soon(text: str) -> None:
    begun = time.process_time()
    render(text[:8000], Shelf(), blocks=True)
    assert time.process_time() - begun < 2


@pytest.mark.parametrize(("text", "percent", "value", "unit", "same"), [
    ("5.84", True, 0.058385, "fraction", True), ("5.8", True, 0.058385, "fraction", True),
    ("5.9", True, 0.058385, "fraction", False), ("5.84", False, 0.058385, "fraction", False),
    ("2.5", False, 0.025, "pp", True), ("2,825", False, 2825.0, "points", True),
    ("2825", True, 2825.0, "points", False),
    ("78.6", False, 78.6e9, "USD", True), ("786", False, 78.6e9, "USD", True), ("12", False, 12.0, "count", True),
    ("1.82", True, -0.0182, "fraction", True),
])
def test_a_typed_number_and_a_value(text: str, percent: bool, value: float, unit: str, same: bool) -> None:
    typed = Typed(text, float(text.replace(",", "")), len(text.partition(".")[2]), percent)
    assert typed.means(value, unit) is same  # type: ignore[arg-type]


def test_a_short_number_of_another_note_is_chance(load: Callable[..., Notes]) -> None:
    other = "- {id: count, source: house, kind: guidance_counts, subject: spx, period: 2025-Q4, total: 12}\n"
    says = "- {source: house, kind: driver, subject: rut, direction: up, text: {zh_CN: 12月, en: 12 months}}\n"
    notes = load(other + says)
    assert [p.rule for p in notes.problems] == ["note-number", "note-number"]


def test_both_languages_carry_the_same_numbers(load: Callable[..., Notes]) -> None:
    notes = load("""\
        - {id: t, source: house, kind: price_target, subject: rut, value: 2825, unit: points, horizon: 2026}
        - {id: p, source: house, kind: paragraph, subject: rut, section: analysis,
           text: {zh_CN: 看到2825点, en: sees a good way to go}}
        """)
    assert [(p.rule, p.line) for p in notes.problems] == [("note-language", 6)]
    assert "text in en lacks the number of t" in notes.problems[0].message


def test_a_paragraph_in_an_edition(meet: Callable[..., NotesResult], one: Callable[..., object]) -> None:
    result = meet("""\
        - {id: t, source: house, kind: price_target, subject: rut, value: 2825, unit: points, horizon: 2026}
        - id: p
          source: house
          kind: paragraph
          subject: rut
          section: insights
          text:
            zh_CN: 目标价2,825点，意味着上涨5.84%；当天[[figure:rut.day_change.1d]]。
            en: A target of 2,825 is 5.84% away; the day was [[figure:rut.day_change.1d]].
        """.replace("5.84%", "[[note:t.upside|percent]]"))
    claim = next(c for c in result.claims if c.kind == "note_paragraph")
    assert claim.sections == ("insights",) and claim.sources == (0, 1)
    assert set(claim.slots["cited"]) == {
        "rut.price_target.t", "rut.implied_upside.t.upside", "rut.day_change.1d"}
    assert str(claim.facts["text_en"]).startswith("<p>A target of <data class=")
    assert "[[figure:rut.implied_upside.t.upside|percent]]" in str(claim.facts["text_zh_CN"])


def test_words_that_name_a_figure_that_is_not_there_are_held(meet: Callable[..., NotesResult]) -> None:
    result = meet("""\
        - {id: d, source: house, kind: driver, subject: rut, direction: up,
           text: {zh_CN: "[[figure:rut.nothing.1d]]", en: "[[figure:rut.nothing.1d]]"}}
        """)
    assert not result.claims and not result.sources
    assert [(p.rule, p.line, p.severity) for p in result.held] == [("note-reference", 5, "warning")] * 2


@pytest.mark.parametrize(("tag", "text", "html"), [
    ("en", "the Russell 2000’s close", 'the <span class="name" data-subject="rut">Russell 2000</span>’s close'),
    ("en", "S&P 500, 2025", '<span class="name" data-subject="spx">S&amp;P 500</span>, <time datetime="2025">2025</time>'),
    ("en", "its 20-day average", 'its <span class="term">20-day average</span>'),
    ("zh_CN", "罗素2000指数（Russell 2000）的20日均线",
     '<span class="name" data-subject="rut">罗素2000指数（Russell 2000）</span>的<span class="term">20日均线</span>'),
    ("zh_CN", "“标普500”与[[name:spx]]", '<span class="quote">“标普500”</span>与[[name:spx]]'),
])  # fmt: skip
def test_names_and_terms_that_a_locale_knows_may_be_typed(tag: str, text: str, html: str) -> None:
    names = Language.load(tag, [packaged("locales")]).names.written
    rendered = render(text, Shelf(), names=names)
    assert (rendered.html, rendered.mistakes) == (html, ())


def test_a_number_beside_a_name_is_still_none() -> None:
    names = Language.load("en", [packaged("locales")]).names.written
    for text in ("Russell 20005", "Russell 2000 at 2600", "a 20-day average of 12", "the 500"):
        (_, rule), *_ = render(text, Shelf(), names=names).mistakes
        assert rule == "note-number"
    assert "[[name:rut]]" in render("the 500", Shelf(), names=names).mistakes[0][0]
