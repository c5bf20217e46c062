"""Baskets, the desk's universe and snapshots of fundamentals."""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest

from reporter.model import Figures
from reporter.publishing.prices import prices_csv
from reporter.verification.recompute import Prices, check

Run = Callable[..., Figures]
Value = Callable[[Figures, str], float]

DAYS = ("2025-12-30", "2025-12-31", "2026-01-02", "2026-01-05", "2026-01-06", "2026-01-07")
THREE = {
    "aapl": (10, 10, 11, 11, 12, 12), "msft": (20, 20, 20, 20, 20, 19), "nvda": (5, 5, 5, 5, 5, 6),
    "spx": (100, 100, 100, 100, 100, 101),
}  # fmt: skip
STOCKS = {"aapl": "stock", "msft": "stock", "nvda": "stock"}
BASKET = {"members": {"giants": ("aapl", "msft", "nvda")}, "kinds": STOCKS, "sessions": DAYS}


def test_a_basket_is_the_mean_of_its_members_returns(run: Run, value: Value) -> None:
    figures = run("concentration", THREE, roles={"spx": "benchmark"}, **BASKET)
    assert value(figures, "giants.basket_return.1d") == round((0 - 0.05 + 0.2) / 3, 12)
    assert value(figures, "giants.basket_return.ytd") == round((0.2 - 0.05 + 0.2) / 3, 12)
    assert value(figures, "giants-spx.relative_return.1d") == round((0 - 0.05 + 0.2) / 3 - 0.01, 12)
    up = figures["giants.basket_up.1d"]
    assert (up.value, up.params, up.unit) == (1, {"counted": 3}, "count")
    assert len(figures["giants.basket_return.ytd"].inputs) == 6
    assert figures["giants.basket_return.1d"].symbol is None


def test_a_basket_with_a_missing_member_is_a_gap(run: Run) -> None:
    figures = run("concentration", {**THREE, "nvda": (5, 5, 5, 5, 5, None)}, **BASKET)
    assert not len(figures)
    gaps = {(g.what, g.subject, g.why, g.detail) for g in figures.gaps}
    assert ("basket_return", "giants", "missing_members", "nvda") in gaps
    assert ("prices", "nvda", "no_bar", None) in gaps


def test_nothing_is_said_of_a_basket_before_its_name_was_known(run: Run) -> None:
    figures = run("concentration", THREE, known_from={"giants": "2026-01-08"}, **BASKET)
    assert not len(figures) and not figures.gaps
    assert len(run("concentration", THREE, known_from={"giants": "2026-01-07"}, **BASKET))


def test_a_pair_that_the_desk_draws_itself_is_not_made_twice(run: Run) -> None:
    figures = run("concentration", THREE, pairs=[("giants", "spx")], roles={"spx": "benchmark"}, **BASKET)
    assert not figures.all("relative_return")
    own = run("relative", THREE, pairs=[("giants", "spx")], roles={"spx": "benchmark"}, **BASKET)
    assert "giants-spx.relative_return.1d" in own


def test_shares_of_an_index_need_published_weights(run: Run, value: Value) -> None:
    plain = run("concentration", THREE, roles={"spx": "benchmark"}, **BASKET)
    assert ("contribution_concentration", "no_weights") in {(g.what, g.why) for g in plain.gaps}
    weights = {"spx": {"weight.aapl": 0.07, "weight.msft": 0.06, "weight.nvda": 0.08}}
    figures = run("concentration", THREE, roles={"spx": "benchmark"}, fundamentals=weights, **BASKET)
    assert value(figures, "spx.concentration_share.1d") == 0.21
    assert value(figures, "spx.contribution_concentration.1d") == round((-0.05 * 0.06 + 0.2 * 0.08) / 0.01, 12)


def test_the_universe_counts_funds_and_stocks(run: Run) -> None:
    columns = {f"e{i}": [100.0] * 199 + [100.0 + i - 2] for i in range(6)} | {"rut": [100.0] * 200}
    figures = run("universe", columns, kinds={f"e{i}": "etf" for i in range(6)})
    advancing = figures["universe.universe_advancing.1d"]
    assert advancing.value == 0.5 and dict(advancing.params) == {"up": 3, "down": 2, "counted": 6}
    for window in ("50d", "200d"):
        above = figures[f"universe.universe_above_sma.{window}"]
        assert above.value == 0.5 and above.params["counted"] == 6 and above.symbol is None


def test_a_universe_of_a_few_has_no_breadth(run: Run) -> None:
    figures = run("universe", {"iwm": [100.0] * 60}, kinds={"iwm": "etf"})
    assert not len(figures)
    assert {(g.what, g.why) for g in figures.gaps} == {
        ("universe_advancing", "no_prices"), ("universe_above_sma", "short_history"),
    }  # fmt: skip


def test_snapshots_come_from_the_provider_or_are_gaps(run: Run) -> None:
    more = {"kinds": {"iwm": "etf", "aapl": "stock"}, "roles": {"iwm": "challenger_etf"}}
    columns = {"iwm": [100.0], "aapl": [10.0]}
    known = {"iwm": {"pe_trailing": 19.85}, "aapl": {"market_cap": 3.9e12}}
    figures = run("valuation", columns, fundamentals=known, **more)
    figure = figures["iwm.pe_trailing"]
    assert (figure.value, figure.unit, figure.inputs[0].field) == (19.85, "ratio", "pe_trailing")
    assert figures["aapl.market_cap"].value == 3.9e12
    assert {(g.what, g.why) for g in figures.gaps} == {("fund_size", "no_fundamentals")}
    none = run("valuation", columns, fundamentals={"iwm": {"pe_trailing": "n/a", "fund_size": 0.0}}, **more)
    assert not len(none) and len(none.gaps) == 2


def test_a_price_change_is_earnings_and_what_is_paid_for_them(world: Any, run: Run) -> None:
    closes = [100.0 + at for at in range(120)]
    more = {"kinds": {"iwm": "etf"}, "roles": {"iwm": "challenger_etf"}}
    market, desk = world({"iwm": closes}, **more)
    days = [stamp.date() for stamp in market.sessions]
    known = {"iwm": {"pe_trailing": 22.0, "multiples": ((days[20], 18.0), (days[40], 19.0), (days[90], 25.0), (days[-1], 22.0))}}
    figures = run("multiples", {"iwm": closes}, fundamentals=known, **more)
    total = figures[f"iwm.return_decomposition.{days[21]}_{days[-1]}"]
    paid = figures[f"iwm.return_decomposition_multiple.{days[21]}_{days[-1]}"]
    earned = figures[f"iwm.return_decomposition_earnings.{days[21]}_{days[-1]}"]
    assert total.value == pytest.approx(math.log(219 / 120)) and paid.value == pytest.approx(math.log(22 / 18))
    assert total.value == pytest.approx(paid.value + earned.value, abs=1e-15)
    # earnings of each date, by hand: price over multiple
    assert earned.value == pytest.approx(math.log((219 / 22) / (120 / 18)))
    for figure in figures:
        rows = prices_csv(SimpleNamespace(figures=[figure]), market)
        outcome = check(figure, Prices.read(rows), {s.id: s for s in desk.subjects}, {}, market.session)
        assert outcome.state == "right", outcome


@pytest.mark.parametrize(
    ("known", "why"),
    [
        ({}, "no_fundamentals"),
        ({"pe_trailing": 0.0}, "no_fundamentals"),
        ({"pe_trailing": 22.0}, "no_earlier_multiple"),
        ({"pe_trailing": 22.0, "multiples": ((date(2024, 6, 3), 21.0),)}, "no_earlier_multiple"),
        ({"pe_trailing": 22.0, "multiples": ((date(2024, 2, 3), 21.0),)}, "no_earlier_multiple"),
    ],
    ids=["nothing", "loss", "one date", "too late", "no session"],
)
def test_without_two_dated_multiples_there_is_no_such_split(run: Run, known: dict[str, Any], why: str) -> None:
    more = {"kinds": {"iwm": "etf"}, "roles": {"iwm": "challenger_etf"}}
    figures = run("multiples", {"iwm": [100.0] * 120}, fundamentals={"iwm": known}, **more)
    assert not len(figures) and [(g.what, g.subject, g.why) for g in figures.gaps] == [("return_decomposition", "iwm", why)]


def test_a_provider_whose_own_range_is_not_that_of_its_prices_is_told(run: Run) -> None:
    size = 260
    closes = [100.0] * size
    columns = {"iwm": {"close": closes, "high": [*closes[:-1], 110.0], "low": [90.0, *closes[1:]]}}
    agrees = {"iwm": {"high_52w": 110.2, "low_52w": 100.0}}
    kinds = {"iwm": "etf"}
    assert not run("valuation", columns, fundamentals=agrees, kinds=kinds).gaps, "the low of 260 days ago is out of it"
    differs = run("valuation", columns, fundamentals={"iwm": {"high_52w": 121.0, "low_52w": 100.0}}, kinds=kinds)
    assert [(g.what, g.why, g.detail) for g in differs.gaps] == [("extreme_52w_high", "provider_differs", "121")]
