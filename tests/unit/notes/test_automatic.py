"""What a provider knows, as notes. The dicts have the shape in which yfinance 1.x gives them."""

from __future__ import annotations

import math
from datetime import date, datetime
from typing import Any

import pytest

from reporter.model import Figures
from reporter.notes import apply_notes, load_text, notes_from_fundamentals

NOW = datetime(2026, 1, 23, 18, 0)
SESSION = date(2026, 1, 23)
APPLE: dict[str, Any] = {
    "symbol": "AAPL",
    "analyst_price_targets": {"current": 248.04, "high": 350.0, "low": 205.0, "mean": 287.7061, "median": 297.0},
    "earnings_estimate": {
        "avg": {"0q": 2.67, "+1q": 1.72, "0y": 8.19, "+1y": 9.1},
        "growth": {"0q": 0.1125, "+1q": 0.045, "0y": 0.0978, "+1y": 0.111},
        "numberOfAnalysts": {"0q": 28, "+1q": 22, "0y": 38, "+1y": 37},
        "currency": {"0q": "USD", "+1q": "USD", "0y": "USD", "+1y": "USD"},
    },
    "growth_estimates": {"stockTrend": {"0q": 0.11, "0y": 0.05, "LTG": None}, "indexTrend": {"0q": 0.1, "0y": 0.12}},
    "calendar": {"Dividend Date": date(2025, 11, 13), "Ex-Dividend Date": date(2026, 2, 9),
                 "Earnings Date": [date(2026, 1, 29)], "Earnings Average": 2.67},
    "news": [{"id": "x", "content": {
        "title": "Apple's week ahead", "pubDate": "2026-01-23T14:05:00Z", "provider": {"displayName": "A Paper"},
        "canonicalUrl": {"url": "https://example.org/a"}}}],
}
SPY: dict[str, Any] = {
    "symbol": "SPY", "pe_trailing": 27.31, "fund_size": 7.1e11,
    "top_holdings": {"Name": {"NVDA": "NVIDIA Corp", "AAPL": "Apple Inc"},
                     "Holding Percent": {"NVDA": 0.0781, "AAPL": 0.0655}},
}


def test_every_part_becomes_a_note_with_its_source(figures: Figures) -> None:
    notes = notes_from_fundamentals({"aapl": APPLE, "spy": SPY}, NOW)
    assert {note.kind for note in notes.claims} == {
        "price_target", "eps_forecast", "event", "provenance", "concentration_share", "pe_trailing", "fund_size"}
    result = apply_notes(notes, figures, SESSION, NOW)
    by_id = {figure.id: figure for figure in result.figures}
    target = by_id["aapl.price_target.yahoo-aapl-price_target"]
    assert (target.value, target.unit, target.decimals) == (287.71, "USD", 2)
    upside = by_id["aapl.implied_upside.yahoo-aapl-price_target.upside"]
    assert upside.value == pytest.approx(287.71 / 248.04 - 1)
    assert by_id["spy.concentration_share.yahoo-spy-concentration_share"].value == pytest.approx(0.1436)
    assert by_id["aapl.eps_forecast.yahoo-aapl-eps_forecast"].value == pytest.approx(0.098)
    days = {f.id: f.value for f in result.figures if f.metric == "event_distance"}
    assert sorted(days.values()) == [6, 17]
    for source in result.sources:
        assert source.kind == "provider" and source.retrieved_at == NOW
    assert {s.publisher for s in result.sources} == {"Yahoo Finance", "A Paper"}
    assert next(s for s in result.sources if s.publisher == "A Paper").url == "https://example.org/a"


@pytest.mark.parametrize("entry", [
    {}, {"analyst_price_targets": {}}, {"analyst_price_targets": {"mean": math.nan, "low": 1.0}},
    {"earnings_estimate": {}, "growth_estimates": {"stockTrend": {"0y": None}}},
    {"top_holdings": {"Name": {}, "Holding Percent": {}}}, {"calendar": {"Earnings Date": []}},
    {"calendar": {"Earnings Date": [date(2025, 10, 30)]}}, {"news": [{"content": {"title": ""}}, "odd", {}]},
    {"news": [{"content": {"title": "<script>", "pubDate": "2026-01-23", "provider": {"displayName": "P"}}}]},
    {"news": [{"content": {"title": "Later", "pubDate": "2026-01-29", "provider": {"displayName": "P"}}}]},
    {"news": None, "calendar": None, "top_holdings": None, "top10_weight": "n/a", "growth_estimates": None},
])
def test_what_a_provider_lacks_makes_no_note(entry: dict[str, Any]) -> None:
    assert notes_from_fundamentals({"aapl": {"symbol": "AAPL", **entry}}, NOW).claims == ()


def test_the_weight_of_the_ten_largest_will_do(figures: Figures) -> None:
    notes = notes_from_fundamentals({"spy": {"symbol": "SPY", "top10_weight": 0.3912}}, NOW)
    values = {f.id.rsplit(".", 1)[-1]: f.value for f in apply_notes(notes, figures, SESSION, NOW).figures}
    assert values == {"yahoo-spy-concentration_share": pytest.approx(0.3912), "top": 10}


def test_what_was_retrieved_later_is_no_part_of_an_earlier_edition(figures: Figures) -> None:
    notes = notes_from_fundamentals({"aapl": APPLE}, datetime(2026, 1, 26))
    earlier = apply_notes(notes, figures, SESSION)
    # a headline has a day of its own; a consensus is what it was when it was fetched
    assert {claim.kind for claim in earlier.claims} == {"note_provenance"} and not earlier.figures
    assert {p.rule for p in earlier.held} == {"note-later"}
    assert apply_notes(notes, figures, SESSION, datetime(2026, 1, 26)).figures


def test_an_editors_note_goes_first() -> None:
    mine = load_text("sources: [{id: h, title: T, publisher: P, date: 2026-01-20}]\n"
                     "claims: [{id: yahoo-aapl-price_target, source: h, kind: price_target, subject: aapl, value: 300, "
                     "unit: USD}]\n", NOW)
    merged = mine + notes_from_fundamentals({"aapl": APPLE}, NOW)
    assert merged.by_id()["yahoo-aapl-price_target"].source.fields.publisher == "P"
