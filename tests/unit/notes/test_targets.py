"""Targets become upsides against the close, recomputed here by hand."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from reporter.model import Figures
from reporter.notes import Notes, NotesResult, apply_notes

TWO = """\
sources:
  - {id: a, title: T, publisher: Jefferies, author: Steven DeSanctis, date: 2026-01-05}
  - {id: b, title: U, publisher: Bank of America, author: Paul Ciana, date: 2026-01-06}
"""
TARGETS = """\
- {id: high, source: b, kind: price_target, subject: ^RUT, value: 2861, unit: points, stretch_low: 3000,
   stretch_high: 3126, horizon: 2026}
- {id: low, source: a, kind: price_target, subject: rut, value: 2825, unit: points, horizon: 2026-12}
"""
Values = Callable[..., tuple[float, ...]]


def test_targets_of_one_subject_lowest_first(meet: Callable[..., NotesResult], one: Callable, values: Values) -> None:
    result = meet(TARGETS, TWO)
    claim = one(result, "note_price_targets")
    assert claim.roles == {"subject": "rut"} and claim.polarity == "positive"
    assert values(result, claim, "levels") == (2825, 2861)
    assert [round(v, 4) for v in values(result, claim, "upsides")] == [0.0584, 0.0719]
    assert [round(v, 4) for v in values(result, claim, "stretch_low_upsides")] == [0.0584, 0.1239]
    assert [round(v, 4) for v in values(result, claim, "stretch_high_upsides")] == [0.0584, 0.1712]
    assert claim.facts["notes"] == ("low", "high")
    assert claim.facts["persons"] == ("steven_desanctis", "paul_ciana")
    assert claim.facts["institutions"] == ("jefferies", "bank_of_america")
    assert claim.facts["institution_names"] == ("Jefferies", "Bank of America")
    assert claim.facts["stretched"] == ("no", "yes") and claim.facts["ranged"] == ("no", "no")
    assert claim.facts["horizon"] == "2026-12-31"


def test_figures_say_where_they_come_from(meet: Callable[..., NotesResult]) -> None:
    result = meet(TARGETS, TWO)
    figures = {figure.id: figure for figure in result.figures}
    target, upside = figures["rut.price_target.low"], figures["rut.implied_upside.low.upside"]
    assert (target.unit, target.decimals, target.symbol, target.as_of) == ("points", 0, "^RUT", date(2026, 1, 5))
    assert [(i.symbol, i.field, i.value) for i in target.inputs] == [(None, "note:low", 2825)]
    assert target.dates["horizon"] == date(2026, 12, 31)
    assert upside.printed == 0.0584 and upside.as_of == date(2026, 1, 23)
    assert [i.figure for i in upside.inputs] == ["rut.price_target.low", "rut.close_level.1d"]
    sources = {source.key: source for source in result.sources}
    assert target.sources == (sources["a"].id,) and upside.sources == (0, sources["a"].id)
    assert sources["a"].publisher == "Jefferies" and sources["a"].kind == "note"


def test_the_spread_of_targets(meet: Callable[..., NotesResult], one: Callable, value: Callable[..., float]) -> None:
    result = meet(TARGETS, TWO)
    assert value(result, one(result, "note_price_targets"), "spread") == 36


def test_a_stated_upside_that_is_not_so_is_held(meet: Callable[..., NotesResult], one: Callable) -> None:
    result = meet("""\
        - {id: t, source: house, kind: price_target, subject: rut, value: 2825, unit: points, horizon: 2026,
           stated_upside: 14}
        """)
    assert [(p.rule, p.line, p.severity) for p in result.held] == [("note-contradiction", 5, "warning")]
    assert "14% is stated, but 2,825 points is 5.84% above the close of 2,669.16 points" in result.held[0].message
    claim = one(result, "note_price_targets")
    assert not any(abs(f.value - 0.14) < 0.01 for f in result.figures)
    assert claim.slots["upsides"] == ("rut.implied_upside.t.upside",)


@pytest.mark.parametrize("rest", ["stated_upside: 6", "stated_upside: 13.8, base_level: 2481.91"])
def test_a_stated_upside_that_is_so_is_silent(meet: Callable[..., NotesResult], rest: str) -> None:
    result = meet(f"- {{id: t, source: house, kind: price_target, subject: rut, value: 2825, unit: points, {rest}}}\n")
    assert not result.held


def test_a_range_has_two_ends(meet: Callable[..., NotesResult], one: Callable, values: Values) -> None:
    result = meet("- {id: t, source: house, kind: price_target, subject: rut, low: 2400, high: 2900, unit: points}\n")
    claim = one(result, "note_price_targets")
    assert claim.facts["ranged"] == ("yes",) and claim.facts["direction"] == "mixed"
    assert claim.polarity == "neutral"
    assert values(result, claim, "levels_high") == (2900,)
    assert values(result, claim, "upsides_high")[0] == pytest.approx(2900 / 2669.16 - 1)


@pytest.mark.parametrize(("rest", "rule"), [
    ("subject: rutt, value: 2825, unit: points", "note-subject"), ("subject: rut, value: 288, unit: USD", "note-unit"),
])
def test_a_target_that_does_not_fit_the_desk(meet: Callable[..., NotesResult], rest: str, rule: str) -> None:
    result = meet(f"- {{id: t, source: house, kind: price_target, {rest}}}\n")
    assert not result.claims and not result.figures and not result.sources
    assert [p.rule for p in result.held] == [rule]


def test_a_subject_without_a_close_leaves_a_gap(good: Callable[..., Notes], figures: Figures) -> None:
    notes = good("- {id: t, source: house, kind: price_target, subject: rut, value: 2825, unit: points}\n")
    bare = Figures([figure for figure in figures if figure.metric != "close_level"])
    gaps = apply_notes(notes, bare, date(2026, 1, 23)).gaps
    assert [(g.subject, g.why) for g in gaps if g.what == "implied_upside"] == [("rut", "no_close")]
    assert not [g for g in apply_notes(notes, figures, date(2026, 1, 23)).gaps if g.what == "implied_upside"]


def test_a_technical_level_and_its_distance(
    meet: Callable[..., NotesResult], one: Callable, value: Callable[..., float]
) -> None:
    result = meet("""\
        - {id: t, source: house, kind: pattern_and_technical_level, subject: rut, part: resistance, value: 2861,
           unit: points}
        """)
    claim = one(result, "note_technical")
    assert claim.facts["part"] == "resistance" and claim.facts["above"] is True
    assert value(result, claim, "distance") == pytest.approx(2861 / 2669.16 - 1)
