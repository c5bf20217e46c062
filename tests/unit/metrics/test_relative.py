"""Differences between two subjects, and runs of them, by hand and by slow search."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reporter.model import Figures

Run = Callable[..., Figures]
Value = Callable[[Figures, str], float]
PAIR = [("rut", "spx")]


def closes(changes: list[float], first: float = 100.0) -> list[float]:
    result = [first]
    for change in changes:
        result.append(result[-1] * (1 + change))
    return result


def test_a_difference_is_taken_over_one_window(run: Run, value: Value) -> None:
    days = ("2025-12-30", "2025-12-31", "2026-01-02", "2026-01-05")
    figures = run("relative", {"rut": (90, 100, 110, 121), "spx": (45, 50, 51, 51)}, pairs=PAIR, sessions=days)
    assert value(figures, "rut-spx.relative_return.1d") == 0.1
    assert value(figures, "rut-spx.relative_return.ytd") == round(0.21 - 0.02, 12)
    assert value(figures, "rut-spx.relative_return.ytd_prior") == round(0.10 - 0.02, 12)
    figure = figures["rut-spx.relative_return.1d"]
    assert (figure.unit, figure.comparator, figure.subject, figure.symbol) == ("pp", "spx", "rut", "RUT")
    assert [i.symbol for i in figure.inputs] == ["RUT", "RUT", "SPX", "SPX"]


def test_a_pair_with_adjusted_closes_on_one_side_is_of_total_returns(run: Run) -> None:
    figures = run("relative", {"rut": (90, 100), "spx": {"adj_close": (45, 50)}}, pairs=PAIR)
    assert figures["rut-spx.relative_return.1d"].basis == "total_return"


def test_a_pair_with_one_side_missing_today_is_passed_over(run: Run) -> None:
    figures = run("relative", {"rut": (90, 100, 110), "spx": (45, 50, None)}, pairs=PAIR)
    assert not len(figures)
    assert [(g.subject, g.why) for g in figures.gaps] == [("spx", "no_bar")]


def test_relative_strength_over_its_mean(run: Run, value: Value) -> None:
    rising = [100.0 + i for i in range(21)]
    figures = run("relative", {"rut": rising, "spx": [50.0] * 21}, pairs=PAIR)
    ratios = [r / 50 for r in rising[1:]]
    assert value(figures, "rut-spx.relative_strength.20d") == round(ratios[-1] / (sum(ratios) / 20) - 1, 12)
    assert figures["rut-spx.relative_strength.20d"].params == {"improving": 1}
    falling = run("relative", {"rut": rising[::-1], "spx": [50.0] * 21}, pairs=PAIR)
    assert falling["rut-spx.relative_strength.20d"].params == {"improving": 0}


def test_gap_since_finds_the_last_day_that_was_as_wide(run: Run) -> None:
    moves = [0.001, -0.001] * 40
    moves[5], moves[9] = -0.04, -0.02
    figures = run("relative", {"rut": closes([*moves, -0.03]), "spx": [100.0] * 82}, pairs=PAIR)
    figure = figures["rut-spx.relative_gap_since.1d"]
    assert figure.value == 80 - 5 and figure.params == {"record": 0, "direction": -1}
    assert figure.history is not None and figure.history.rank == 2 and figure.history.last == figure.dates["since"]


def test_gap_since_without_an_earlier_match_is_a_record_with_its_runner_up(run: Run) -> None:
    moves = [0.001, -0.001] * 40
    moves[9] = -0.02
    figure = run("relative", {"rut": closes([*moves, -0.03]), "spx": [100.0] * 82}, pairs=PAIR)[
        "rut-spx.relative_gap_since.1d"
    ]
    assert (figure.value, figure.params["record"], figure.dates) == (80, 1, {})
    assert figure.history is not None and figure.history.rank == 1
    assert figure.history.runner_up == pytest.approx(-0.02)


def test_a_gap_that_was_matched_last_week_is_not_told(run: Run) -> None:
    moves = [0.001, -0.001] * 40
    moves[75] = -0.05
    figures = run("relative", {"rut": closes([*moves, -0.03]), "spx": [100.0] * 82}, pairs=PAIR)
    assert "rut-spx.relative_gap_since.1d" not in figures


def streak(run: Run, signs: list[int]) -> Figures:
    """A pair whose first side leads (1), trails (-1) or ties (0) on each session; spx does not move."""
    return run("streaks", {"rut": closes([s / 100 for s in signs]), "spx": [50.0] * (len(signs) + 1)}, pairs=PAIR)


def test_present_and_ended_runs(run: Run) -> None:
    figures = streak(run, [1, -1, 1, 1, 1, 1])
    assert figures["rut-spx.outperformance_streak.1d"].value == 4
    assert "rut-spx.ended_streak.1d" not in figures
    figures = streak(run, [-1, 1, 1, 1, -1])
    assert figures["rut-spx.outperformance_streak.1d"].value == -1
    ended = figures["rut-spx.ended_streak.1d"]
    assert ended.value == 3 and ended.dates == {"start": date(2024, 1, 4), "end": date(2024, 1, 8)}
    figures = streak(run, [1, -1, -1, -1, -1, 1])
    assert figures["rut-spx.ended_streak.1d"].value == -4


def test_a_tie_ends_a_run_and_starts_none(run: Run) -> None:
    figures = streak(run, [1, 1, 1, 0])
    assert figures["rut-spx.outperformance_streak.1d"].value == 0
    assert figures["rut-spx.outperformance_streak.1d"].dates == {}
    assert figures["rut-spx.ended_streak.1d"].value == 3


def test_a_run_of_two_that_ends_is_no_news(run: Run) -> None:
    assert "rut-spx.ended_streak.1d" not in streak(run, [-1, 1, 1, -1])


def test_a_missing_session_ends_a_run(run: Run) -> None:
    rut = closes([0.01] * 6)
    rut[3] = None  # type: ignore[call-overload]
    figures = run("streaks", {"rut": rut, "spx": [50.0] * 7}, pairs=PAIR)
    assert figures["rut-spx.outperformance_streak.1d"].value == 2, "changes into and out of the hole are unknown"


def test_rank_among_all_runs_of_the_sign(run: Run) -> None:
    noise = [1, -1] * 30
    signs = [1] * 6 + [-1] + [1] * 4 + [-1] + noise + [1] * 4 + [-1]
    figure = streak(run, signs)["rut-spx.streak_rank.1d"]
    assert figure.value == 2
    expected = {"length": 4, "sign": 1, "ended": 1, "tied": 1, "longest": 6}
    assert dict(figure.params) == expected
    assert figure.dates["longest_start"] == date(2024, 1, 3) and figure.dates["longest_end"] == date(2024, 1, 10)
    assert figure.history is not None
    assert figure.history.runner_up == 6 and figure.history.last == date(2024, 1, 17)
    assert figure.history.observations == 33


def test_the_longest_run_names_the_runner_up(run: Run) -> None:
    signs = [1] * 5 + [-1] + [1, -1] * 30 + [1] * 7
    figure = streak(run, signs)["rut-spx.streak_rank.1d"]
    assert figure.value == 1 and figure.params["ended"] == 0
    assert figure.history is not None and figure.history.runner_up == 5 and figure.history.last is None


@settings(deadline=None, max_examples=60)
@given(st.lists(st.sampled_from([1, 1, -1, -1, 0, None]), min_size=61, max_size=100))
def test_runs_against_a_slow_count(run: Run, signs: list[int | None]) -> None:
    moves = [0.0 if s is None else s / 100 for s in [*signs, 1]]
    rut: list[float | None] = list(closes(moves))
    for i, s in enumerate(signs):
        if s is None:
            rut[i] = None
    figures = run("streaks", {"rut": rut, "spx": [50.0] * len(rut)}, pairs=PAIR)
    told = [
        0 if rut[i] is None or rut[i - 1] is None else int(np.sign(round(rut[i] / rut[i - 1] - 1, 9)))  # type: ignore[operator]
        for i in range(1, len(rut))
    ]
    runs: list[tuple[int, int]] = []
    for sign in told:
        if runs and sign and runs[-1][0] == sign:
            runs[-1] = (sign, runs[-1][1] + 1)
        else:
            runs.append((sign, 1 if sign else 0))
    if rut[-2] is None:
        assert not len(figures), "without yesterday's price there is no change today"
        return
    assert figures["rut-spx.outperformance_streak.1d"].value == runs[-1][0] * runs[-1][1]
    ended = figures.get("rut-spx.ended_streak.1d")
    if len(runs) > 1 and runs[-2][0] and runs[-2][1] >= 3 and runs[-1][1] in (0, 1) and told[-2] == runs[-2][0]:
        assert ended is not None and ended.value == runs[-2][0] * runs[-2][1]
    else:
        assert ended is None
    rank = figures.get("rut-spx.streak_rank.1d")
    if rank is not None:
        sign, length = int(rank.params["sign"]), int(rank.params["length"])
        assert rank.value == 1 + sum(n > length for s, n in runs if s == sign)
        assert rank.params["tied"] == sum(n == length for s, n in runs if s == sign) - 1
