"""Cuts in basis points become the range that they lead to."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from reporter.model import Figure, Figures, Window
from reporter.notes import Notes, NotesResult, apply_notes

THREE = """\
sources:
  - {id: fed, title: F, publisher: Federal Reserve, date: 2025-12-10}
  - {id: a, title: T, publisher: J.P. Morgan Research, date: 2026-01-05}
  - {id: b, title: U, publisher: Somebody Else, date: 2026-01-06}
"""
RANGE = "- {id: range, source: fed, kind: policy_rate_level, low: 3.50, high: 3.75, unit: percent}\n"
HOLD = "- {id: hold, source: a, kind: rate_path, measure: hold, horizon: 2026}\n"
CUTS = "- {id: cuts, source: b, kind: rate_path, value: 50, unit: bp, horizon: 2026, owner: market}\n"
Result = Callable[..., NotesResult]


def test_on_hold_against_two_cuts(meet: Result, one: Callable, values: Callable, value: Callable) -> None:
    result = meet(CUTS + RANGE + HOLD, THREE)
    claim = one(result, "note_rate_paths")
    assert claim.facts["kinds"] == ("hold", "cuts") and claim.facts["hold"] is True and claim.facts["agree"] is False
    assert claim.facts["institutions"] == ("jp_morgan_research", "somebody_else")
    assert values(result, claim, "cuts") == (0, 50)
    assert [round(v, 6) for v in values(result, claim, "end_lows")] == [0.035, 0.03]
    assert [round(v, 6) for v in values(result, claim, "end_highs")] == [0.0375, 0.0325]
    assert value(result, claim, "spread") == 50 and value(result, claim, "steps") == 2
    ends = [f for f in result.figures if f.metric == "rate_path_end"]
    assert {f.decimals for f in ends} == {4}


def test_a_range_of_cuts_widens_the_end(meet: Result, one: Callable, values: Callable) -> None:
    result = meet(RANGE + "- {id: c, source: b, kind: rate_path, low: 100, high: 125, unit: bp, horizon: 2026}\n",
                  THREE.replace("  - {id: a, title: T, publisher: J.P. Morgan Research, date: 2026-01-05}\n", ""))
    claim = one(result, "note_rate_paths")
    assert values(result, claim, "end_lows")[0] == pytest.approx(0.0225)
    assert values(result, claim, "end_highs")[0] == pytest.approx(0.0275)
    assert claim.facts["ranged"] == ("yes",) and claim.facts["agree"] is True
    assert "spread" not in claim.slots


def test_hikes_are_cuts_below_zero(meet: Result, one: Callable, values: Callable) -> None:
    result = meet(HOLD + RANGE + CUTS.replace("value: 50", "measure: hikes, low: 25, high: 50"), THREE)
    claim = one(result, "note_rate_paths")
    assert claim.facts["kinds"] == ("hikes", "hold")
    assert values(result, claim, "cuts") == (-50, 0) and values(result, claim, "cuts_high") == (-25, 0)
    assert values(result, claim, "end_highs")[0] == pytest.approx(0.0425)


def test_an_end_level_that_does_not_follow_is_held(meet: Result) -> None:
    result = meet(RANGE + HOLD + CUTS.replace("value: 50", "low: 100, high: 125, end_level: 3.00"), THREE)
    assert [p.rule for p in result.held] == ["note-contradiction"]
    assert "ends at 2.25% to 2.75%" in result.held[0].message
    assert not [f for f in result.figures if abs(f.value - 0.03) < 1e-9]


def test_without_the_range_there_is_a_gap(meet: Result, one: Callable) -> None:
    fed = "  - {id: fed, title: F, publisher: Federal Reserve, date: 2025-12-10}\n"
    result = meet(HOLD + CUTS, THREE.replace(fed, ""))
    claim = one(result, "note_rate_paths")
    assert claim.facts["anchored"] is False and "end_lows" not in claim.slots
    assert ("rate_path_end", "no_policy_range") in [(g.what, g.why) for g in result.gaps]


def test_dots_beside_the_market(meet: Result, one: Callable, value: Callable) -> None:
    result = meet(RANGE + HOLD + CUTS + "- {id: d, source: fed, kind: dot_plot, measure: cuts, value: 1, unit: count, "
                  "year: 2026}\n", THREE)
    claim = one(result, "note_dot_plot")
    assert value(result, claim, "cuts") == 1 and value(result, claim, "cuts_bp") == 25
    assert value(result, claim, "gap") == 25 and claim.facts["wider"] is True


def test_a_median_becomes_cuts(meet: Result, one: Callable, value: Callable) -> None:
    result = meet(RANGE + HOLD + CUTS + "- {id: d, source: fed, kind: dot_plot, measure: median, value: 3.375, "
                  "unit: percent, year: 2026}\n", THREE)
    claim = one(result, "note_dot_plot")
    assert value(result, claim, "cuts_bp") == pytest.approx(25) and value(result, claim, "cuts") == 1


def test_what_is_said_of_futures_is_held_against_futures(figures: Figures, good: Callable[..., Notes], one: Callable) -> None:
    day = date(2026, 1, 23)
    implied = Figure(
        id="fed_funds.policy_path_change.1d", metric="policy_path_change", subject="fed_funds",
        window=Window(name="1d", start=day, end=day, sessions=1), value=-52.5, unit="bp", decimals=1,
        formula="made", inputs=(), sources=(0,), as_of=day, dates={"month": date(2026, 12, 1)},
    )  # fmt: skip
    path = "source: b, kind: rate_path, unit: bp, horizon: 2026"
    notes = good(
        f"- {{id: near, {path}, value: 50, institution: fed_funds_futures}}\n"
        f"- {{id: far, {path}, low: 100, high: 125, institution: fed_funds_futures}}\n"
        f"- {{id: view, {path}, low: 100, high: 125}}\n",
        "sources:\n  - {id: b, title: U, publisher: Somebody Else, date: 2026-01-06}\n",
    )
    result = apply_notes(notes, figures.with_more([implied], []), day)
    assert [(p.rule, "note far: is said of futures" in p.message) for p in result.held] == [("note-contradiction", True)]
    assert one(result, "note_rate_paths").facts["notes"] == ("near", "view")


def test_a_level_that_is_expected_is_none_in_force(meet: Result) -> None:
    terminal = "- {id: end, source: b, kind: policy_rate_level, measure: terminal, owner: market, value: 3.25, unit: percent}\n"
    result = meet(RANGE + terminal, THREE.replace("  - {id: a, title: T, publisher: J.P. Morgan Research, date: 2026-01-05}\n", ""))
    levels = {figure.id.split(".")[2]: figure.metric for figure in result.figures}
    assert levels == {"range": "policy_rate_level", "end": "policy_rate_expected"}
