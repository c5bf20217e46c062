"""Base rates, calendar effects and regimes on small desks."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from reporter.metrics.base_rates import MOST, RARE, chosen
from reporter.metrics.regime import breadth_states, standing, trend_states, volatility_states


def streaky(lengths: list[int], quiet: int = 70) -> np.ndarray:
    """A first side with runs ahead of a second that never moves; small alternating days between them."""
    moves: list[float] = [0.0]
    for length in lengths:
        moves += [0.002] * length + [-0.002] + [0.001, -0.001] * (quiet // 2)
    return 100 * np.cumprod(1 + np.array(moves))


def ended(moves: int = 9) -> np.ndarray:
    closes = streaky([9] * 12)
    return np.r_[closes, closes[-1] * np.cumprod(np.r_[np.full(moves, 1.002), 0.998])]


def test_an_ended_streak_is_told_with_every_statistic(figures_of) -> None:
    rut = ended()
    found = figures_of("base_rates", {"rut": rut, "spx": np.full(len(rut), 50.0)})
    cases = found["rut-spx.base_rate_cases.streak_ended"]
    assert cases.value == 12
    assert found["rut-spx.base_rate_threshold.streak_ended"].value == 9
    assert found["rut-spx.base_rate_threshold.streak_ended"].unit == "sessions"
    closes = np.flatnonzero(np.isclose(rut[1:] / rut[:-1], 0.998)) + 1
    at = [c for c in closes[:-1] if c + 63 < len(rut) - 1]
    outcomes = np.array([rut[c + 63] / rut[c] - 1 for c in at])
    assert found["rut-spx.base_rate_hits.streak_ended_63"].value == (outcomes > 0).sum()
    for kind, value in (("median", np.median(outcomes)), ("mean", outcomes.mean()), ("low", outcomes.min()),
                        ("high", outcomes.max()), ("last", outcomes[-1])):
        figure = found[f"rut-spx.base_rate_{kind}.streak_ended_63"]
        assert np.isclose(figure.value, value) and figure.unit == "pp"
    assert np.isclose(found["rut-spx.base_rate_share.streak_ended_63"].value, (outcomes > 0).mean())
    assert found["rut-spx.base_rate_horizon.streak_ended_63"].value == 63
    assert found["rut-spx.base_rate_spacing.streak_ended"].value == cases.params["spacing"] == 21
    everyone = (rut[63:-1] / rut[:-64] - 1) > 0
    assert np.isclose(found["rut-spx.base_rate_normal.streak_ended_63"].value, everyone.mean())
    listed = [f for f in found if f.metric == "base_rate_case" and f.params["horizon"] == 63]
    assert [f.value for f in sorted(listed, key=lambda f: f.id)] == pytest.approx(outcomes.tolist())


def test_a_horizon_that_some_cases_have_not_completed_says_how_many_have(figures_of) -> None:
    rut = ended()
    found = figures_of("base_rates", {"rut": rut, "spx": np.full(len(rut), 50.0)})
    assert "rut-spx.base_rate_cases.streak_ended_63" not in found
    assert found["rut-spx.base_rate_cases.streak_ended_252"].value == 9
    assert found["rut-spx.base_rate_hits.streak_ended_252"].dates["last"] < found[
        "rut-spx.base_rate_cases.streak_ended"].dates["last"]


def test_the_day_before_nothing_had_ended(figures_of) -> None:
    rut = ended()[:-1]
    found = figures_of("base_rates", {"rut": rut, "spx": np.full(len(rut), 50.0)})
    assert not [f for f in found if "streak_ended" in f.id]
    assert "rut-spx.base_rate_cases.streak_alive" in found


def test_what_comes_on_the_session_changes_no_outcome(figures_of) -> None:
    rut = ended()
    worse = np.r_[rut[:-1], rut[-2] * 0.9]
    first, second = (
        {f.id: f.value for f in figures_of("base_rates", {"rut": path, "spx": np.full(len(rut), 50.0)})
         if "streak_ended" in f.id and "threshold" not in f.id}
        for path in (rut, worse)
    )
    assert first and first == second


def test_a_quiet_day_fires_nothing(figures_of, walk) -> None:
    rut, spx = walk(21, 800, size=0.008), walk(22, 800, size=0.008)
    rut, spx = np.r_[rut, rut[-1] * 1.0004], np.r_[spx, spx[-1] * 1.0003]
    rut[-2], spx[-2] = rut[-3] * 1.0005, spx[-3] * 1.0001
    found = figures_of("base_rates", {"rut": rut, "spx": spx, "vix": np.full(801, 15.0)}, end="2026-01-21")
    assert not [f.id for f in found if "streak" not in f.id]


def test_the_same_rule_is_told_of_one_subject(figures_of) -> None:
    base = np.r_[np.tile([0.001, -0.001], 30), -0.03]
    moves = np.r_[0.0, np.tile(base, 12), np.tile([0.001, -0.001], 15), -0.04]
    closes = 100 * np.cumprod(1 + moves)
    found = figures_of("base_rates", {"rut": closes, "spx": closes * 2})
    told = {f.id for f in found if f.metric == "base_rate_cases" and f.id.endswith("big_fall")}
    assert told == {"rut.base_rate_cases.big_fall"}
    figure = found["rut.base_rate_threshold.big_fall"]
    assert (figure.value, figure.unit) == (0.03, "fraction")


def test_choice_takes_the_rarest_of_each_side_first() -> None:
    class Told:
        def __init__(self, rule: str, rarity: float) -> None:
            self.rule, self.rarity = rule, rarity

    pair = [("p", Told("wide", 0.003)), ("p", Told("streak", 0.001))]
    single = [("s", Told("fall", 0.02)), ("s", Told("record", 0.03)), ("t", Told("fall", 0.0001))]
    names = [(who, f.rule) for who, f in chosen(pair, single)]  # type: ignore[arg-type]
    assert names == [("t", "fall"), ("p", "streak"), ("p", "wide")]
    assert len(names) <= MOST
    common = [("p", Told("wide", RARE * 1.01)), ("p", Told("streak", 0.001))]
    assert [f.rule for _, f in chosen(common, [])] == ["streak"], "a second rule about the pair must be rare"  # type: ignore[arg-type]
    assert chosen([], []) == []


def led(days: pd.DatetimeIndex) -> np.ndarray:
    """Six per cent in the first ten sessions of each year of the 2010s, one lost later; 2026 starts the same way."""
    moves = np.zeros(len(days))
    for year in sorted(set(days.year)):
        inside = np.flatnonzero(days.year == year)
        if 2010 <= year < 2018 or year == 2026:
            moves[inside[:10]] = 1.06 ** (1 / 10) - 1
            moves[inside[30:40]] = (0.99 if year < 2016 else 0.9) ** (1 / 10) - 1
    return 100 * np.cumprod(1 + moves)


@pytest.mark.parametrize(("end", "told"), [("2026-01-30", True), ("2026-01-29", False)])
def test_the_lead_of_the_year_is_told_at_the_end_of_a_month(figures_of, end, told) -> None:
    days = pd.bdate_range("2000-01-03", end)
    found = figures_of("base_rates", {"rut": led(days), "spx": np.full(len(days), 50.0)}, end=end)
    assert ("rut-spx.base_rate_cases.ytd_lead" in found) is told
    if told:
        assert found["rut-spx.base_rate_cases.ytd_lead"].value == 8
        assert found["rut-spx.base_rate_threshold.ytd_lead"].value == 0.06
        assert found["rut-spx.base_rate_hits.ytd_lead_rest"].value == 0
        assert np.isclose(found["rut-spx.base_rate_median.ytd_lead_rest"].value, -0.01)
        assert found["rut-spx.base_rate_kept.ytd_lead_rest"].value == 6, "two of eight lost all of it"


@pytest.mark.parametrize("prices", [
    {"rut": [100.0, 101.0], "spx": [100.0, 100.0]},
    {"rut": [100.0] * 700, "spx": [100.0] * 700, "vix": [15.0] * 700},
    {"spx": [100.0] * 700, "vix": [np.nan] * 700},
    {"tnx": [0.04] * 700},
    {"rut": [np.nan] * 700, "spx": np.linspace(100, 200, 700)},
])
def test_degenerate_worlds_have_no_base_rates(figures_of, prices) -> None:
    assert len(figures_of("base_rates", prices)) == 0


def monthly(length: int, end: str, gain: float) -> np.ndarray:
    """Closes that gain `gain` on the first session of every January and stand still otherwise."""
    days = pd.bdate_range(end=end, periods=length)
    first = (days.month == 1) & (np.r_[12, days.month[:-1]] == 12)
    return 100 * np.cumprod(np.where(first, 1 + gain, 1.0))


def test_januaries_exclude_the_editions_own(figures_of) -> None:
    length, end = 3300, "2026-01-23"
    rut = monthly(length, end, 0.05)
    rut[-1] *= 3.0
    found = figures_of("seasonality", {"rut": rut, "spx": monthly(length, end, 0.02)}, end=end)
    assert found["rut-spx.calendar_effect_cases.jan"].value == 12
    assert found["rut-spx.calendar_effect_hits.jan"].value == 12
    assert found["rut-spx.calendar_effect_share.jan"].value == 1.0
    assert np.isclose(found["rut-spx.calendar_effect_mean.jan"].value, 0.03)
    assert np.isclose(found["rut-spx.calendar_effect_high.jan"].value, 0.03)
    assert found["rut-spx.calendar_effect_cases.jan"].dates["last"].year == 2025
    assert np.isclose(found["rut.calendar_effect_median.jan"].value, 0.05)
    assert found["rut.calendar_effect_mean.jan"].unit == "fraction"


def test_months_against_pandas(figures_of, walk) -> None:
    length, end = 4000, "2025-07-16"
    rut, spx = walk(31, length), walk(32, length)
    found = figures_of("seasonality", {"rut": rut, "spx": spx}, end=end)
    frame = pd.DataFrame({"rut": rut, "spx": spx}, index=pd.bdate_range(end=end, periods=length))
    months = frame.resample("ME").last().pct_change().dropna()
    gaps = (months["rut"] - months["spx"])[months.index.year < 2025]
    july = gaps[gaps.index.month == 7]
    assert found["rut-spx.calendar_effect_cases.jul"].value == len(july)
    assert np.isclose(found["rut-spx.calendar_effect_median.jul"].value, july.median())
    assert np.isclose(found["rut-spx.calendar_effect_low.jul"].value, july.min())
    assert found["rut-spx.calendar_effect_low.jul"].dates["case"].year == july.idxmin().year
    assert np.isclose(found["rut-spx.calendar_effect_normal.jul"].value, (gaps > 0).mean())


def test_a_month_without_its_last_price_is_no_case(figures_of) -> None:
    length, end = 3300, "2026-01-23"
    rut = monthly(length, end, 0.05)
    days = pd.bdate_range(end=end, periods=length)
    rut[(days >= "2020-01-25") & (days <= "2020-01-31")] = np.nan
    found = figures_of("seasonality", {"rut": rut}, end=end)
    assert found["rut.calendar_effect_cases.jan"].value == 11


def test_years_of_the_election_cycle(figures_of, walk) -> None:
    length, end = 6500, "2026-01-23"
    rut, spx = walk(41, length), walk(42, length)
    found = figures_of("seasonality", {"rut": rut, "spx": spx}, end=end)
    frame = pd.DataFrame({"rut": rut, "spx": spx}, index=pd.bdate_range(end=end, periods=length))
    years = frame.resample("YE").last().pct_change().dropna()
    gaps = years["rut"] - years["spx"]
    midterms = gaps[(gaps.index.year % 4 == 2) & (gaps.index.year < 2026)]
    assert len(midterms) == 6
    assert found["rut-spx.calendar_effect_cases.midterm"].value == 6
    assert np.isclose(found["rut-spx.calendar_effect_mean.midterm"].value, midterms.mean())


def test_nine_years_have_no_season(figures_of) -> None:
    found = figures_of("seasonality", {"rut": monthly(2300, "2026-01-23", 0.01), "spx": [100.0] * 2300})
    assert len(found) == 0
    assert {g.subject for g in found.gaps} == {"rut-spx", "rut", "spx"}


def test_trend_states() -> None:
    rising = trend_states(np.linspace(100, 200, 300))
    assert np.isnan(rising[218]) and (rising[219:] == 1).all()
    assert (trend_states(np.linspace(200, 100, 300))[219:] == -1).all()
    dip = np.r_[np.linspace(100, 200, 300), 120.0]
    assert trend_states(dip)[-1] == 0, "below an average that still rises"


def test_volatility_states() -> None:
    rng = np.random.default_rng(2)
    usual = rng.normal(0, 0.01, 400)
    assert volatility_states(np.r_[usual, rng.normal(0, 0.05, 20)])[-1] == 1
    assert volatility_states(np.r_[usual, rng.normal(0, 0.001, 20)])[-1] == -1
    assert np.isnan(volatility_states(usual)[:270]).all()


@pytest.mark.parametrize(("above", "state"), [(6, 1), (4, 1), (3, 0), (2, -1), (0, -1)])
def test_breadth_states(above: int, state: int) -> None:
    up, down = np.linspace(100, 120, 60), np.linspace(120, 100, 60)
    assert breadth_states(np.stack([up] * above + [down] * (6 - above)))[-1] == state


def test_a_state_stands_since_it_changed() -> None:
    assert standing(np.array([[1.0, 0.0, 1.0, 1.0]])) == (2, 1)
    assert standing(np.array([[1.0, 1.0]])) == (2, None)
    assert standing(np.array([[np.nan, 1.0], [0.0, 1.0]])) == (1, None)


def test_regime_of_a_small_desk(figures_of, walk) -> None:
    prices = {"spx": walk(51, 900, drift=0.002)}
    prices |= {name: walk(60 + i, 900, drift=0.003) for i, name in enumerate(("xlb", "xlf", "xlu", "xlk", "xlp"))}
    found = figures_of("regime", prices)
    state = found["spx.regime.1d"]
    parts = [found[f"spx.regime_{part}.1d"] for part in ("trend", "volatility", "breadth")]
    assert state.value == min(part.value for part in parts)
    assert state.params["trend"] == parts[0].params["trend"] == 1
    assert state.dates["start"] == max(part.dates["start"] for part in parts)
    moves = prices["spx"][1:] / prices["spx"][:-1] - 1
    assert np.isclose(found["spx.autocorrelation.1y"].value, np.corrcoef(moves[-252:], moves[-253:-1])[0, 1])


def test_without_sectors_the_regime_is_a_gap_and_its_parts_stand(figures_of, walk) -> None:
    found = figures_of("regime", {"spx": walk(51, 900)})
    assert "spx.regime_trend.1d" in found and "spx.regime.1d" not in found
    assert [(g.what, g.detail) for g in found.gaps] == [("regime", "breadth")]
    short = figures_of("regime", {"spx": walk(51, 40)})
    assert len(short) == 0 and short.gaps[0].why == "short_history"
