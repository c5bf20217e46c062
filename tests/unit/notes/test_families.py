"""Valuation, growth, guidance, flows, shares, seasons, base rates: what follows is worked out here by hand."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from reporter.model import Figures
from reporter.notes import NotesResult, apply_notes

Meet = Callable[..., NotesResult]
TWO = """\
sources:
  - {id: a, title: T, publisher: House A, date: 2026-01-20}
  - {id: b, title: U, publisher: House B, date: 2026-01-21}
"""
PE = """\
- {id: small, source: a, kind: pe_forward, subject: rut, value: 16.5, unit: times}
- {id: large, source: a, kind: pe_forward, subject: spx, value: 22, unit: times}
"""
DISCOUNT = "- {id: d, source: SOURCE, kind: pe_discount, subject: rut, comparator: spx, value: VALUE, unit: percent}\n"


def discount(source: str, value: str) -> str:
    return DISCOUNT.replace("SOURCE", source).replace("VALUE", value)


def test_two_multiples_of_one_house_give_the_discount(meet: Meet, value: Callable) -> None:
    result = meet(PE + discount("a", "25") + "- {id: x, source: b, kind: provenance, subject: rut}\n", TWO)
    claim = next(c for c in result.claims if c.id == "note_valuation.d")
    assert claim.facts["computed"] is True and claim.facts["premium"] is False
    assert value(result, claim, "discount") == pytest.approx(0.25)
    assert value(result, claim, "peer_multiple") == 22
    assert not result.held


def test_a_stated_discount_that_does_not_follow_is_held(meet: Meet, value: Callable) -> None:
    result = meet(PE + discount("a", "30") + "- {id: x, source: b, kind: provenance, subject: rut}\n", TWO)
    claim = next(c for c in result.claims if c.id == "note_valuation.d")
    assert value(result, claim, "discount") == pytest.approx(0.25)
    assert "30% is stated" in result.held[0].message and "25.0%" in result.held[0].message
    assert not any(abs(f.value - 0.30) < 1e-9 for f in result.figures)


def test_another_house_is_no_basis(meet: Meet, value: Callable) -> None:
    result = meet(PE + discount("b", "30"), TWO)
    claim = next(c for c in result.claims if c.id == "note_valuation.d")
    assert claim.facts["computed"] is False and value(result, claim, "discount") == 0.30


def test_a_multiple_with_a_comparator_becomes_a_discount(meet: Meet, value: Callable) -> None:
    result = meet(PE.replace("subject: rut,", "subject: rut, comparator: spx,")
                  + "- {id: x, source: b, kind: provenance, subject: rut}\n", TWO)
    claim = next(c for c in result.claims if c.id == "note_valuation.small")
    assert claim.facts["measure"] == "discount" and value(result, claim, "discount") == pytest.approx(0.25)


def test_what_the_edition_measures_is_not_taken_from_a_note(good: Callable, figures: Figures) -> None:
    notes = good("- {id: n, source: house, kind: pe_trailing, subject: iwm, value: 19.85, unit: times}\n")
    own = figures.with_more([figures["rut.close_level.1d"].model_copy(
        update={"id": "iwm.pe_trailing", "metric": "pe_trailing", "subject": "iwm", "value": 18.2, "unit": "ratio"})])
    result = apply_notes(notes, own, date(2026, 1, 23))
    assert result.claims[0].slots["multiple"] == "iwm.pe_trailing" and not result.figures
    assert "19.85 ratio is stated, but ours is 18.20 ratio" in result.held[0].message


def test_a_size_keeps_its_printed_precision(meet: Meet) -> None:
    result = meet("- {id: s, source: house, kind: fund_size, subject: iwm, value: 78.6, unit: USD, scale: billion}\n")
    figure = result.figures[0]
    assert (figure.value, figure.decimals, figure.printed) == (78_600_000_000, -8, 78_600_000_000)


def test_two_growth_rates_give_the_gap(meet: Meet, value: Callable) -> None:
    result = meet("""\
        - {id: s, source: house, kind: eps_forecast, subject: small_caps, comparator: spx, value: 19.5, unit: percent,
           period: 2026}
        - {id: l, source: house, kind: eps_forecast, subject: spx, value: 12, unit: percent, period: "2026"}
        - {id: o, source: house, kind: eps_forecast, subject: spx, value: 14, unit: percent, period: 2027}
        """)
    claim = next(c for c in result.claims if c.id == "note_growth.s")
    assert value(result, claim, "gap") == pytest.approx(0.075)
    gap = next(f for f in result.figures if f.metric == "eps_growth_gap")
    assert (gap.unit, gap.decimals) == ("pp", 3)
    assert next(c for c in result.claims if c.id == "note_growth.l").slots.get("gap") is None


def test_a_crossover_carries_its_years(meet: Meet, one: Callable, value: Callable) -> None:
    result = meet("""\
        - {id: g, source: house, kind: eps_growth_gap, subject: small_caps, comparator: large_caps, direction: up,
           crossover: true, years: 3}
        """)
    claim = one(result, "note_growth")
    assert claim.facts["crossover"] is True and value(result, claim, "years") == 3
    assert claim.roles == {"subject": "small_caps", "peer": "large_caps"}


def test_a_gap_overrules_the_direction_that_it_contradicts(meet: Meet, one: Callable) -> None:
    result = meet("""\
        - {id: g, source: house, kind: eps_growth_gap, subject: rut, comparator: spx, direction: up, value: -2.5,
           unit: percentage_points}
        """)
    assert one(result, "note_growth").facts["direction"] == "down"
    assert [p.rule for p in result.held] == ["note-contradiction"]


def test_counts_become_shares(meet: Meet, one: Callable, value: Callable) -> None:
    result = meet("""\
        - {id: g, source: house, kind: guidance_counts, subject: spx, period: 2025-Q4, negative: 50, positive: 57,
           average: 60}
        """)
    claim = one(result, "note_guidance")
    assert value(result, claim, "total") == 107
    assert value(result, claim, "share_negative") == pytest.approx(50 / 107)
    assert claim.facts["mostly"] == "positive" and claim.facts["above_average"] is False


def test_flows_and_positions(meet: Meet, one: Callable, value: Callable) -> None:
    result = meet("""\
        - {id: f, source: house, kind: flows, subject: small_caps, direction: out, value: 3.2, unit: USD,
           scale: billion, start: 2026-01-05, end: 2026-01-16, record_since: 2021}
        - {id: p, source: house, kind: participants, subject: small_caps, group: retail, measure: share_of_volume,
           value: 35, unit: percent}
        - {id: c, source: house, kind: concentration_share, subject: spx, measure: index_weight, top: 10, value: 40,
           unit: percent, approximate: true}
        """)
    flow, held, share = (one(result, kind) for kind in ("note_flow", "note_positioning", "note_share"))
    assert flow.polarity == "negative" and flow.facts["record_since"] == "2021"
    assert (flow.facts["start"], flow.facts["end"]) == ("2026-01-05", "2026-01-16")
    assert value(result, flow, "amount") == 3_200_000_000
    assert held.facts["group"] == "retail" and value(result, held, "value") == 0.35
    assert share.facts["approximate"] is True and value(result, share, "top") == 10
    assert next(f for f in result.figures if f.id.endswith(".c")).params == {"approximate": 1}


JANUARY = "- {id: j, source: house, kind: calendar_effect, subject: rut, comparator: spx, measure: jan"


def test_a_season_meets_our_own_history(meet: Meet, one: Callable, value: Callable) -> None:
    claim = one(result := meet(JANUARY + ", effect: january_effect}\n"), "note_seasonal_check")
    assert (value(result, claim, "cases"), value(result, claim, "hits")) == (35, 15)
    assert value(result, claim, "share") == pytest.approx(15 / 35)
    assert claim.facts["reading"] == "fails" and claim.facts["first"] == "1991-01-31"
    assert claim.sources == (0, 1) and claim.roles == {"subject": "rut", "peer": "spx"}


@pytest.mark.parametrize(("rest", "reading"), [("direction: down", "weak"), ("direction: up", "fails")])
def test_the_reading_follows_the_direction(meet: Meet, one: Callable, rest: str, reading: str) -> None:
    assert one(meet(f"{JANUARY}, {rest}}}\n"), "note_seasonal_check").facts["reading"] == reading


def test_counts_that_tell_another_story_are_held(meet: Meet, one: Callable) -> None:
    result = meet(JANUARY + ", cases: 30, hits: 25}\n")
    assert "25 of 30 is stated, but in our history it came true in 43% of the cases" in result.held[0].message
    assert not {"stated_cases", "stated_hits"} & set(one(result, "note_seasonal_check").slots)


def test_a_season_of_another_month_is_left_out(meet: Meet) -> None:
    result = meet(JANUARY.replace("jan", "feb") + "}\n")
    assert not result.claims and [p.rule for p in result.held] == ["note-history"]


def test_a_base_rate_beside_ours(meet: Meet, one: Callable, value: Callable) -> None:
    result = meet("""\
        - {id: b, source: house, kind: base_rate, subject: rut, comparator: ixic, cases: 8, hits: 2, months: 12,
           threshold: 2, rule: ytd_lead, text: {zh_CN: 共有8次, en: 8 such years}}
        """)
    claim = one(result, "note_base_rate")
    assert [value(result, claim, s) for s in ("cases", "hits", "own_cases", "own_hits")] == [8, 2, 9, 3]
    assert value(result, claim, "threshold") == pytest.approx(0.02)
    assert claim.facts["reading"] == "agrees" and claim.facts["mostly"] is False
    assert 'data-figure="rut-ixic.base_rate.b.cases">8</data>' in str(claim.facts["text_en"])


def test_two_houses_that_differ(meet: Meet, one: Callable, values: Callable, value: Callable) -> None:
    result = meet("""\
        - {id: x, source: a, kind: eps_forecast, subject: spx, value: 12, unit: percent, period: 2026}
        - {id: y, source: b, kind: eps_forecast, subject: spx, value: 14.5, unit: percent, period: 2026}
        - {id: z, source: b, kind: eps_forecast, subject: spx, value: 20, unit: percent, period: 2027}
        """, TWO)
    claim = one(result, "note_disagreement")
    assert values(result, claim, "values") == (0.12, 0.145) and value(result, claim, "gap") == pytest.approx(0.025)
    assert claim.facts["institutions"] == ("house_a", "house_b") and claim.facts["metric"] == "eps_forecast"
    assert claim.sources == (1, 2)


RANGE = "- {id: now, source: fed, kind: policy_rate_level, subject: fed_funds, low: 3.50, high: 3.75, unit: percent}\n"


@pytest.mark.parametrize(("end", "fits"), [
    ("value: 3.00, unit: percent, approximate: true", False), ("value: 2.80, unit: percent, approximate: true", True),
    ("value: 2.80, unit: percent", False), ("value: 2.50, unit: percent", True),
])  # fmt: skip
def test_a_house_whose_cuts_do_not_lead_to_its_end(meet: Meet, one: Callable, value: Callable, end: str, fits: bool) -> None:
    sources = TWO + "  - {id: fed, title: F, publisher: Federal Reserve, date: 2026-01-20}\n"
    result = meet(RANGE + """\
- {id: path, source: a, kind: rate_path, low: 100, high: 125, unit: bp, horizon: 2026}
- {id: other, source: b, kind: policy_rate_level, measure: terminal, owner: house, value: 3.25, unit: percent, horizon: 2026}
- {id: end, source: a, kind: policy_rate_level, measure: terminal, owner: house, horizon: 2026, """ + end + "}\n", sources)
    found = [claim for claim in result.claims if claim.kind == "note_misfit"]
    assert len(found) == (0 if fits else 1), "another house's end is its own affair"
    if found:
        assert value(result, found[0], "end_low") == pytest.approx(0.0225)
        assert value(result, found[0], "end_high") == pytest.approx(0.0275)
        assert found[0].facts["notes"] == ("path", "end") and found[0].facts["path"] == "cuts"


def test_two_houses_that_agree_and_one_house_twice(meet: Meet) -> None:
    agree = """\
        - {id: x, source: a, kind: pe_forward, subject: spx, value: 22, unit: times}
        - {id: y, source: b, kind: pe_forward, subject: spx, value: 22.0, unit: times}
        - {id: z, source: a, kind: pe_trailing, subject: iwm, value: 19, unit: times}
        - {id: w, source: a, kind: pe_trailing, subject: iwm, value: 20, unit: times}
        """
    assert not [c for c in meet(agree, TWO).claims if c.kind == "note_disagreement"]


@pytest.mark.parametrize(("rest", "rules"), [
    ("value: 3, unit: percentage_points", ["note-contradiction"]), ("value: 8.7, unit: percentage_points", []),
    ("value: 8.7, unit: percent", ["note-unit"]), ("low: 8, high: 9, unit: percentage_points", []),
])
def test_a_number_about_prices_is_checked_and_never_repeated(meet: Meet, rest: str, rules: list[str]) -> None:
    result = meet(f"- {{id: m, source: house, kind: market_claim, subject: rut, figure: rut-ixic.relative_return.ytd, "
                  f"{rest}}}\n")
    assert not result.claims and not result.figures
    assert [p.rule for p in result.held] == rules
