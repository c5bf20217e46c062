"""Conditions of base rates on closes made for them."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reporter.metrics.base_rate_rules import (
    PAIR_RULES,
    SINGLE_RULES,
    average_break,
    bear_threshold,
    big_move,
    fear_spike,
    lead_of_year,
    record,
    streak_alive,
    streak_ended,
    waits,
    wide_gap,
)
from reporter.metrics.history import FloatArray, Track


def pair_from(differences: list[float] | FloatArray, years: FloatArray | None = None) -> Track:
    """A pair whose second side never moves, so that the first one's changes are the differences."""
    a = np.cumprod(1 + np.asarray(differences, dtype=float))
    numbers = np.full(len(a), 2000) if years is None else np.asarray(years, dtype=np.int64)
    return Track(np.arange(len(a)), numbers, a, np.ones(len(a)))


def single(closes: list[float] | FloatArray) -> Track:
    values = np.asarray(closes, dtype=float)
    return Track(np.arange(len(values)), np.full(len(values), 2000), values)


def streaks(lengths: list[int], quiet: int = 30) -> list[float]:
    """Runs ahead of the given lengths, each ended by a day behind and `quiet` alternating days."""
    moves: list[float] = [0.0]
    for length in lengths:
        moves += [0.001] * length + [-0.001] + [0.001, -0.001] * (quiet // 2)
    return moves


def test_an_ended_streak_takes_the_longest_threshold_with_ten_cases() -> None:
    # Ten runs of 8, four of 11: at 11 there are four cases, at 9 four, at 8 fourteen.
    moves = streaks([8] * 10 + [11] * 4) + [0.001] * 12 + [-0.001]
    fired = streak_ended(pair_from(moves))
    assert fired is not None
    assert (fired.rule, fired.threshold, fired.direction, fired.params["length"]) == ("streak_ended", 8, 1, 12)
    assert len(fired.cases) == 14
    assert all(moves[case] < 0 and moves[case - 1] > 0 for case in fired.cases), "cases are the closes that ended a run"


def test_the_close_that_ends_a_losing_streak_is_its_own_rule() -> None:
    moves = [-move for move in streaks([7] * 11) + [0.001] * 7 + [-0.001]]
    fired = streak_ended(pair_from(moves))
    assert fired is not None
    assert (fired.rule, fired.direction, fired.threshold, len(fired.cases)) == ("losing_streak_ended", -1, 7, 11)


@pytest.mark.parametrize("tail", [[0.001] * 4 + [-0.001], [0.001] * 9])
def test_no_streak_ended_when_it_was_short_or_goes_on(tail: list[float]) -> None:
    assert streak_ended(pair_from(streaks([8] * 12) + tail)) is None


def test_a_tie_ends_a_streak() -> None:
    fired = streak_ended(pair_from(streaks([6] * 10) + [0.001] * 6 + [0.0]))
    assert fired is not None and fired.threshold == 6


def test_a_threshold_with_four_cases_says_nothing() -> None:
    assert streak_ended(pair_from(streaks([9] * 4) + [0.001] * 9 + [-0.001])) is None
    five = streak_ended(pair_from(streaks([9] * 5) + [0.001] * 9 + [-0.001]))
    assert five is not None and (five.threshold, len(five.cases)) == (9, 5), "a lower threshold would add none"


def test_a_living_streak_is_measured_from_the_close_that_reached_the_threshold() -> None:
    moves = streaks([9] * 12) + [0.001] * 9
    fired = streak_alive(pair_from(moves))
    assert fired is not None
    assert (fired.rule, fired.threshold, len(fired.cases)) == ("streak_alive", 9, 12)
    first = int(fired.cases[0])
    assert moves[first - 8 : first + 1] == [0.001] * 9 and moves[first + 1] < 0
    assert streak_alive(pair_from([*moves, -0.001])) is None


def gaps(size: float, count: int, last: float, quiet: int = 60) -> Track:
    moves = [0.0] + ([0.0005, -0.0005] * (quiet // 2) + [size]) * count + [0.0005] * 25 + [last]
    return pair_from(moves)


def test_a_wide_gap_is_rounded_towards_zero_to_half_a_point() -> None:
    fired = wide_gap(gaps(-0.021, 11, -0.0234))
    assert fired is not None
    assert (fired.rule, fired.threshold, fired.unit, len(fired.cases)) == ("wide_gap_down", 0.02, "pp", 11)


def test_a_gap_beyond_all_others_is_compared_with_the_nearest_that_exist() -> None:
    fired = wide_gap(gaps(0.012, 12, 0.05))
    assert fired is not None and (fired.rule, fired.threshold) == ("wide_gap_up", 0.01)


def test_a_gap_of_exactly_the_threshold_is_a_case_whatever_its_last_digit() -> None:
    fired = wide_gap(gaps(-0.015, 10, -0.015))
    assert fired is not None and (fired.threshold, len(fired.cases)) == (0.015, 10)


@pytest.mark.parametrize("last", [0.009, float("nan"), 0.0])
def test_a_usual_or_missing_gap_is_no_condition(last: float) -> None:
    moves = [0.0] + ([0.0005, -0.0005] * 30 + [0.02]) * 11 + [0.0005] * 20
    track = pair_from([*moves, 0.0])
    changed = np.r_[track.a[:-1], track.a[-2] * (1 + last)]
    holed = Track(np.arange(len(changed)), track.years, changed, track.b)
    assert wide_gap(holed) is None


def test_a_move_in_the_ordinary_nineteen_in_twenty_is_not_big() -> None:
    rng = np.random.default_rng(5)
    closes = np.cumprod(1 + rng.choice([-0.02, 0.02, 0.0005, -0.0005], 1000))
    assert big_move(single(np.r_[closes, closes[-1] * 0.98])) is None


def test_waits_count_sessions_between_records_after_the_first_year() -> None:
    closes = np.r_[np.linspace(1, 2, 300), np.full(70, 1.5), 2.1, 2.0, 2.2]
    waited = waits(closes)
    assert waited[299] == 1 and not waited[:252].any()
    assert (waited[370], waited[371], waited[372]) == (71, 0, 2)


def test_a_tie_with_the_record_is_no_record() -> None:
    assert waits(np.r_[np.linspace(1, 2, 300), 1.9, 2.0])[-1] == 0


def test_a_record_after_a_drought_and_after_a_month() -> None:
    def path(wait: int, times: int) -> FloatArray:
        closes, top = list(np.linspace(1, 2, 300)), 2.0
        for _ in range(times):
            closes += [top * 0.95] * (wait - 1) + [top * 1.01]
            top *= 1.01
        return np.array(closes)

    drought = record(single(path(70, 11)))
    assert drought is not None
    assert (drought.rule, drought.threshold, len(drought.cases)) == ("record_after_drought", 60, 10)
    month = record(single(path(25, 12)))
    assert month is not None and (month.rule, month.threshold) == ("record_close", 20)
    assert record(single(path(10, 20))) is None


def test_a_break_of_the_average_needs_a_stay_on_the_other_side() -> None:
    wave = 100 + 10 * np.sin(np.arange(4000) * 2 * np.pi / 250)
    average = np.array([wave[i - 199 : i + 1].mean() for i in range(199, 4000)])
    side = np.sign(wave[199:] - average)
    crossings = np.flatnonzero((side[1:] < 0) & (side[:-1] > 0)) + 200
    end = int(crossings[-1])
    fired = average_break(single(wave[: end + 1]))
    assert fired is not None
    assert fired.rule == "sma200_break_down" and fired.direction == -1
    assert set(fired.cases.tolist()) <= set(crossings[:-1].tolist())
    assert average_break(single(wave[:end])) is None


def test_each_fall_reaches_ten_percent_once() -> None:
    # Eight falls to -12 % with a bounce to -5 % and a second dip, each followed by a new record.
    closes, top = [100.0], 100.0
    firsts = []
    for _ in range(8):
        closes += [top * f for f in np.linspace(1.0, 0.95, 15)]
        firsts.append(len(closes))
        closes += [top * 0.88, top * 0.95, top * 0.89] + [top * 0.95] * 20 + [top * 1.02]
        top *= 1.02
    fired = bear_threshold(single(closes[: firsts[-1] + 1]))
    assert fired is not None
    assert fired.threshold == 0.10 and fired.cases.tolist() == firsts[:-1]
    assert bear_threshold(single(closes[: firsts[-1] + 3])) is None, "the second dip of a fall is no first time"


def test_fear_above_thirty_for_the_first_time_in_sixty_sessions() -> None:
    fear = np.full(1000, 15.0)
    for start in range(100, 900, 100):
        fear[start : start + 3] = 32.0
    fear[950:952] = 31.0
    fear[999] = 33.0
    market = single(np.linspace(100, 200, 1000))
    assert fear_spike(market, fear) is not None
    level = fear_spike(market, np.r_[fear[:950], np.full(49, 15.0), 33.0])
    assert level is not None
    assert (level.threshold, level.unit, level.params["trigger"]) == (30.0, "points", "level")
    assert level.cases.tolist() == list(range(100, 900, 100))
    change = fear_spike(market, fear)
    assert change is not None and change.params["trigger"] == "change", "48 sessions after the last day above 30"


def test_fear_that_is_missing_says_nothing() -> None:
    fear = np.full(1000, 15.0)
    fear[-2] = np.nan
    assert fear_spike(single(np.linspace(100, 200, 1000)), fear) is None


def years_of(leads: list[float], after: list[float], now: float) -> Track:
    """Years of 100 sessions: the lead is made in the first 20 days, what follows comes in the rest."""
    moves, years = [0.0], [1999]
    for place, (lead, rest) in enumerate(zip(leads, after, strict=True)):
        moves += [(1 + lead) ** (1 / 20) - 1] * 20 + [(1 + rest) ** (1 / 80) - 1] * 80
        years += [2000 + place] * 100
    moves += [(1 + now) ** (1 / 20) - 1] * 20
    years += [2000 + len(leads)] * 20
    return pair_from(moves, np.array(years))


def test_the_lead_of_the_year_compares_the_same_session_number() -> None:
    leads = [0.05, 0.06, 0.055, 0.07, 0.051, 0.052, 0.053, 0.08, 0.01, -0.03, 0.0, 0.005] + [-0.02] * 12
    after = [0.02, -0.03, 0.01, -0.01, -0.02, -0.04, 0.03, -0.06] + [0.01] * 16
    fired = lead_of_year(years_of(leads, after, 0.0561))
    assert fired is not None
    assert (fired.threshold, fired.direction, fired.params["number"], len(fired.cases)) == (0.05, 1, 20, 8)
    assert fired.ends is not None and (fired.ends - fired.cases == 80).all()
    assert np.isclose(fired.normal, (3 + 16) / 24)


def test_a_middling_lead_of_the_year_says_nothing() -> None:
    leads = [0.05] * 20
    assert lead_of_year(years_of(leads, [0.01] * 20, 0.04)) is None
    assert lead_of_year(years_of(leads[:4], [0.01] * 4, 0.06)) is None


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10_000), st.integers(30, 900))
def test_cases_never_reach_the_session(seed: int, length: int) -> None:
    rng = np.random.default_rng(seed)
    a, b = (100 * np.cumprod(1 + rng.standard_t(3, length) * 0.008) for _ in range(2))
    pair, alone = Track(np.arange(length), np.full(length, 2000), a, b), single(a)
    for rule, track in [*((r, pair) for r in PAIR_RULES), *((r, alone) for r in SINGLE_RULES)]:
        fired = rule(track)
        if fired is not None:
            assert (fired.cases + 21 < length - 1).all()
            assert (np.diff(fired.cases) > 21).all()
            assert len(fired.cases) >= 5
            assert 0 < fired.rarity <= 1


@pytest.mark.parametrize("length", [1, 2, 3, 10, 250])
def test_short_series_fire_nothing(length: int) -> None:
    alone = single(np.linspace(1, 2, length))
    pair = Track(np.arange(length), np.full(length, 2000), alone.a, np.ones(length))
    assert [rule(pair) for rule in PAIR_RULES] == [None] * len(PAIR_RULES)
    assert [rule(alone) for rule in SINGLE_RULES] == [None] * len(SINGLE_RULES)
    assert lead_of_year(pair) is None
