"""Worked examples, by hand: total returns, shares abroad, breakouts, round levels, trading, policy, valuation, FX."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd
import pytest

from reporter.metrics import measure
from reporter.metrics.policy import KNOWN_THROUGH, RANGES, range_on
from reporter.model import Desk, Figures
from reporter.model.market import Market

World = Callable[..., tuple[Market, Desk]]
Run = Callable[..., Figures]


def years(ends: dict[int, float], base: float = 100.0) -> tuple[list[str], list[float]]:
    """Two sessions a year: its first at the old level, its last at the level given."""
    days, closes, level = [f"{min(ends) - 1}-12-31"], [base], base
    for year, end in ends.items():
        days += [f"{year}-01-04", f"{year}-12-31"]
        closes += [level, end]
        level = end
    return days, closes


def abroad(world: World, foreign: dict[int, float], home: dict[int, float]) -> Figures:
    days, efa = years(foreign)
    _, spy = years(home)
    market, desk = world(
        {"efa": {"adj_close": efa}, "spy": {"adj_close": spy}}, kinds={"efa": "etf", "spy": "etf"}, sessions=days,
        roles={"efa": "foreign", "spy": "benchmark_etf"},
    )  # fmt: skip
    return measure(market, desk, only=("abroad",))


def test_a_lead_abroad_is_dated_from_the_last_one(world: World) -> None:
    home = {2016: 110.0, 2017: 121.0, 2018: 133.1, 2019: 146.41}
    found = abroad(world, {2016: 100.0, 2017: 120.0, 2018: 120.0, 2019: 144.0}, home)
    figure = found["efa-spy.intl_relative.2019"]
    assert figure.printed == 0.1 and figure.basis == "total_return"
    assert figure.history is not None and (figure.history.observations, figure.history.rank) == (4, 1)
    since = found["efa-spy.intl_lead_since.2019"]
    assert (since.value, since.dates["since"], since.params["record"]) == (1, date(2017, 12, 31), 0)
    # behind again: 2018 and 2019 had been the years between
    never = abroad(world, {2016: 100.0, 2017: 100.0, 2018: 100.0, 2019: 150.0}, home)
    assert never["efa-spy.intl_lead_since.2019"].value == 3
    assert never["efa-spy.intl_lead_since.2019"].params["record"] == 1
    assert not abroad(world, {2016: 100.0, 2017: 120.0, 2018: 160.0}, {2016: 101.0, 2017: 102.0, 2018: 103.0}).all(
        "intl_lead_since"), "a lead that goes on is not the first"


def test_the_year_that_runs_is_told_but_dates_nothing(world: World) -> None:
    days, efa = years({2016: 90.0, 2017: 95.0, 2018: 96.0})
    _, spy = years({2016: 100.0, 2017: 120.0, 2018: 140.0})
    market, desk = world(
        {"efa": {"adj_close": [*efa, 150.0]}, "spy": {"adj_close": [*spy, 141.0]}}, kinds={"efa": "etf", "spy": "etf"},
        sessions=[*days, "2019-03-01"], roles={"efa": "foreign", "spy": "benchmark_etf"},
    )  # fmt: skip
    found = measure(market, desk, only=("abroad",))
    assert {"efa-spy.intl_relative.2018", "efa-spy.intl_relative.2019"} == {f.id for f in found}
    assert found["efa-spy.intl_relative.2019"].value == pytest.approx(150 / 96 - 141 / 140)


def test_total_returns_of_all_windows(run: Run) -> None:
    size = 300
    closes = np.linspace(50, 90, size)
    factor = np.where(np.arange(size) < size - 1, 0.98, 1.0)  # the session went without a dividend
    bars = {"close": closes.tolist(), "adj_close": (closes * factor).tolist()}
    figures = run("conventions", {"spy": bars}, kinds={"spy": "etf"}, since=[date(2025, 2, 3)])
    assert {f.window.name for f in figures.all("total_return")} == {
        "1d", "5d", "20d", "1m", "3m", "6m", "12m", "ytd", "since",
    }  # fmt: skip
    for figure in figures.all("total_return"):
        assert figure.basis == "total_return" and {i.field for i in figure.inputs} == {"adj_close"}
        base = figure.inputs[0].value
        assert base is not None and figure.value == pytest.approx(closes[-1] / base - 1)


def test_closing_range_of_a_window(run: Run) -> None:
    closes = [90.0, 10.0, 12.0, 12.0, 11.0]
    figures = run("conventions", {"rut": closes}, since=[date(2024, 1, 3)])
    high, low = figures["rut.close_max.2024-01-03_2024-01-08"], figures["rut.close_min.2024-01-03_2024-01-08"]
    assert (high.value, high.dates["date"]) == (12.0, date(2024, 1, 5)), "the close before the window is not in it"
    assert (low.value, low.dates["date"]) == (10.0, date(2024, 1, 3))


def test_a_breakout_prints_its_base(run: Run) -> None:
    inside = [100.0 + i % 5 for i in range(600)]
    figures = run("breakouts", {"rut": [*inside, 105.0]})
    assert {f.id for f in figures.all("range_breakout")} == {"rut.range_breakout.1d", "rut.range_breakout.2y"}
    level = figures["rut.range_breakout_level.2y"]
    assert (level.value, level.params["base"], level.params["direction"]) == (104.0, 504, 1)
    days = pd.bdate_range("2024-01-02", periods=601)
    assert level.dates["base_start"] == days[600 - 504].date() and level.dates["base_end"] == days[599].date()
    assert level.dates["date"] == days[599].date()
    late = run("breakouts", {"rut": [*inside[:530], 105.0], "spx": inside[:601]})
    assert {f.id for f in late.all("range_breakout")} == {"rut.range_breakout.1d"}, "26 sessions are no stay"


def test_crossings_are_counted_in_the_campaign(run: Run) -> None:
    # far above, far below, then around 2700: up, down, up
    closes = [2900.0, 2500.0, 2650.0, 2690.0, 2710.0, 2680.0, 2720.0]
    figure = run("breakouts", {"rut": closes})["rut.round_level_crossings.1d"]
    assert figure.value == 3 and figure.params["in_direction"] == 2 and figure.params["level"] == 2700.0
    assert figure.dates["start"] == date(2024, 1, 4)
    first = run("breakouts", {"rut": [2500.0, 2720.0]})["rut.round_level_crossings.1d"]
    assert (first.value, first.dates["start"]) == (1, date(2024, 1, 3)), "a jump begins its campaign itself"


def test_price_impact_and_volume_records(run: Run) -> None:
    size = 120
    closes = [100.0 * 1.01 ** (i % 2) for i in range(size)]
    volume = [1e6] * 60 + [5e5] * 59 + [9e5]
    figures = run("liquidity", {"iwm": {"close": closes, "volume": volume}}, kinds={"iwm": "etf"})
    moves = [abs(closes[i] / closes[i - 1] - 1) / (closes[i] * volume[i]) * 1e9 for i in range(size - 20, size)]
    assert figures["iwm.illiquidity.20d"].value == pytest.approx(sum(moves) / 20)
    record = figures["iwm.volume_record.1d"]
    assert record.value == 60 and record.params["record"] == 0
    assert not run("liquidity", {"iwm": {"close": closes, "volume": [1e6] * size}}, kinds={"iwm": "etf"}).all(
        "volume_record"), "as much as yesterday is no record"
    top = run("liquidity", {"iwm": {"close": closes, "volume": [*volume[:-1], 2e6]}}, kinds={"iwm": "etf"})
    assert top["iwm.volume_record.1d"].params["record"] == 1
    history = top["iwm.volume_record.1d"].history
    assert history is not None and (history.rank, history.runner_up) == (1, 1e6)
    assert not run("liquidity", {"iwm": {"close": closes}}, kinds={"iwm": "etf"}).all("illiquidity")


def test_the_funds_of_small_companies_count_together(run: Run) -> None:
    size = 100
    bars = {n: {"close": [10.0] * size, "volume": [100.0] * (size - 1) + [300.0]} for n in ("iwm", "iwc")}
    figures = run("liquidity", bars, kinds={"iwm": "etf", "iwc": "etf"}, roles={"iwm": "small", "iwc": "micro"})
    both = figures["small_funds.volume_record.1d"]
    assert both.params["funds"] == "iwm iwc" and both.params["record"] == 1
    assert {(i.symbol, i.field) for i in both.inputs} == {
        (symbol, field) for symbol in ("IWM", "IWC") for field in ("volume", "close")
    }


def test_the_target_range_in_effect() -> None:
    assert range_on(date(2025, 12, 10)) == (date(2025, 10, 30), 3.75), "decided on the day, in effect on the next"
    assert range_on(date(2025, 12, 11)) == (date(2025, 12, 11), 3.50)
    assert range_on(date(2008, 12, 15)) is None, "before there was a range"
    assert range_on(KNOWN_THROUGH) is not None
    assert range_on(date(KNOWN_THROUGH.year + 1, 1, 1)) is None, "nobody has looked it up"
    days = [day for day, _ in RANGES]
    assert days == sorted(set(days))
    assert all((low * 4).is_integer() and 0 <= low < 6 for _, low in RANGES)
    assert all(a[1] != b[1] for a, b in pairwise(RANGES))


def test_start_change_and_end_of_the_rate_path_add_up(world: World) -> None:
    market, desk = world(
        {"zqf26": [96.36], "zqz26": [96.91], "zqf27": [97.0]}, sessions=["2026-01-23"],
        kinds=dict.fromkeys(("zqf26", "zqz26", "zqf27"), "future"),
    )  # fmt: skip
    figures = measure(market, desk, only=("policy", "rates"))
    low, high = (figures[f"fed_funds.policy_rate_{end}.1d"] for end in ("low", "high"))
    assert (low.printed, high.printed, low.dates["from"]) == (0.035, 0.0375, date(2025, 12, 11))
    start, change = figures["fed_funds.policy_rate_level.1d"], figures["fed_funds.policy_path_change.1d"]
    end = figures["fed_funds.rate_path.2026-12"]
    assert start.value + change.value / 1e4 == pytest.approx(end.value)
    assert change.printed == -53.5 and change.dates["month"] == date(2026, 12, 1), "not the next year's first"
    stale, bare = world({"zqf30": [96.0]}, sessions=["2030-01-23"], kinds={"zqf30": "future"})
    told = measure(stale, bare, only=("policy",))
    assert not len(told) and [g.why for g in told.gaps] == ["no_policy_range"]


def test_valuation_of_one_fund_against_another(world: World) -> None:
    found = {"iwm": {"pe_trailing": 19.85, "pe_forward": 17.5, "fund_size": 7.86e10}, "spy": {"pe_trailing": 27.5}}
    market, desk = world(
        {"iwm": [269.79], "spy": [690.0]}, kinds={"iwm": "etf", "spy": "etf"}, fundamentals=found,
        roles={"iwm": "challenger_etf", "spy": "benchmark_etf"},
    )  # fmt: skip
    figures = measure(market, desk, only=("valuation",))
    assert figures["iwm-spy.pe_discount"].value == pytest.approx(1 - 19.85 / 27.5)
    assert [i.figure for i in figures["iwm-spy.pe_discount"].inputs] == ["iwm.pe_trailing", "spy.pe_trailing"]
    assert figures["iwm.pe_forward"].value == 17.5 and figures["iwm.fund_size"].value == 7.86e10
    assert ("fund_size", "spy") in {(g.what, g.subject) for g in figures.gaps}


def test_weights_give_shares_of_the_index_and_of_its_move(world: World) -> None:
    weights = {"weight.aapl": 0.07, "weight.msft": 0.06}
    market, desk = world(
        {"spx": [100.0, 101.0], "aapl": [50.0, 51.0], "msft": [10.0, 9.9]}, kinds={"aapl": "stock", "msft": "stock"},
        roles={"spx": "benchmark"}, members={"mag": ("aapl", "msft")}, fundamentals={"spx": weights},
    )  # fmt: skip
    figures = measure(market, desk, only=("concentration",))
    assert figures["spx.concentration_share.1d"].printed == 0.13
    share = figures["spx.contribution_concentration.1d"]
    assert share.value == pytest.approx((0.07 * 0.02 - 0.06 * 0.01) / 0.01)
    del weights["weight.msft"]
    assert ("contribution_concentration", "no_weights") in {
        (g.what, g.why) for g in measure(market, desk, only=("concentration",)).gaps}


def test_commodities_and_currencies_in_their_own_units(world: World) -> None:
    market, desk = world(
        {"gold": [4300.5, 4321.0], "eurusd": [1.1702, 1.1745], "usdjpy": [157.31, 155.7], "usdcny": [7.02, 7.01]},
        kinds={"gold": "commodity", **dict.fromkeys(("eurusd", "usdjpy", "usdcny"), "currency")},
    )  # fmt: skip
    money = {"usdjpy": "JPY", "usdcny": "CNY"}
    named = tuple(s.model_copy(update={"currency": money.get(s.id, s.currency)}) for s in desk.subjects)
    figures = measure(market, desk.model_copy(update={"subjects": named}), only=("returns",))
    shown: dict[str, Any] = {
        s: (figures[f"{s}.close_level.1d"].unit, figures[f"{s}.close_level.1d"].printed) for s in ("gold", "eurusd")
    }
    assert shown == {"gold": ("USD", 4321.0), "eurusd": ("USD", 1.1745)}
    assert (figures["usdjpy.close_level.1d"].unit, figures["usdcny.close_level.1d"].unit) == ("ratio", "CNY")
    assert figures["gold.period_point_change.1d"].printed == 20.5
    assert figures["eurusd.period_point_change.1d"].printed == 0.0043
    assert figures["usdjpy.day_change.1d"].printed == -0.0102


def test_who_leads_by_rule(world: World) -> None:
    rng = np.random.default_rng(1)
    spx = (100 * np.cumprod(1 + rng.normal(0, 0.01, 300))).tolist()
    ahead = [v * 1.001 ** max(0, i - 270) for i, v in enumerate(spx)]
    figure = measure(*world({"rut": ahead, "spx": spx}, pairs=[("rut", "spx")]), only=("ratings",))
    assert figure["rut-spx.leadership.20d"].params == {"state": 1, "streak": 29}
    other = measure(*world({"rut": spx, "spx": ahead}, pairs=[("rut", "spx")]), only=("ratings",))
    assert other["rut-spx.leadership.20d"].params == {"state": -1, "streak": -29}
    same = measure(*world({"rut": spx, "spx": spx}, pairs=[("rut", "spx")]), only=("ratings",))
    assert same["rut-spx.leadership.20d"].params == {"state": 0, "streak": 0}
