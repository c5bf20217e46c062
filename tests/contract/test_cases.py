"""What may go wrong on a morning, and the tests that let it: none of them may go without anybody noticing."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

TESTS = Path(__file__).resolve().parents[1]
LIVE, YAHOO, DAILY, FAULTS = (
    "recorded/test_daily_live.py", "recorded/test_yahoo.py", "unit/operations/test_daily.py", "unit/operations/test_faults.py",
)  # fmt: skip
CASES = {
    "429 on one symbol, then on all": {
        LIVE: ("test_one_symbol_that_fails_is_a_gap", "test_all_refused_leaves_yesterday"),
        YAHOO: ("test_refused_on_all_symbols_with_a_store",),
        "recorded/test_stooq.py": ("test_it_stands_in_where_yahoo_refuses_and_the_page_says_so",),
    },
    "an empty and a mistyped symbol": {
        LIVE: ("test_one_symbol_that_fails_is_a_gap",),
        YAHOO: ("test_an_unknown_symbol_is_a_gap", "test_an_unknown_lead_is_one_sentence"),
    },
    "a last bar without a number": {LIVE: ("test_the_last_bar_of_the_lead_is_null",)},
    "a session that goes on": {LIVE: ("test_a_partial_day_is_not_told_of",)},
    "a split, and one that never was": {
        LIVE: ("test_bars_on_another_footing_hold", "test_a_split_that_is_adjusted_for_passes"),
        YAHOO: ("test_a_split_revises_the_history", "test_a_split_that_the_history_does_not_follow_leaves_the_closes_out"),
    },
    "a unit that flips": {LIVE: ("test_bars_on_another_footing_hold",)},
    "the end of a calendar, half a day, a typhoon": {
        DAILY: ("test_beyond_the_known_holidays_nothing_is_made", "test_a_half_day_ends_early",
                "test_a_session_that_is_not_delivered_leaves_yesterday"),
        "unit/data/test_gates.py": ("test_the_end_of_the_known_holidays",),
    },
    "a translation that loses a figure": {FAULTS: ("test_a_translation_that_loses_a_figure_is_held",)},
    "a hostile template": {FAULTS: ("test_a_hostile_template_stops_nothing_else",)},
    "a missing character, a missing face": {
        "unit/publishing/test_pdf.py": ("test_a_character_that_no_face_has_fails_the_build", "test_a_missing_face_is_named_with_the_command"),
    },
    "a crash at any write, a full disk, a race, a second run, other executors": {
        FAULTS: ("test_killed_at_every_write_point", "test_a_full_disk_leaves_yesterday"),
        DAILY: ("test_two_runs_at_once", "test_the_latest_completed_session_is_made_once"),
        "unit/operations/test_backfill.py": ("test_processes_give_the_same_and_a_stopped_run_goes_on", "test_a_cluster_gives_the_same"),
    },
    "a correction, a withdrawal": {
        LIVE: ("test_a_revised_close_of_yesterday_prepares_a_correction",),
        "unit/operations/test_corrections.py": ("test_revised_prices_of_a_published_session_become_a_correction",),
        "unit/operations/test_finishing.py": ("test_what_is_let_out_by_hand_is_followed_by_what_follows_a_run",),
    },
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_each_case_has_its_tests(case: str) -> None:
    for file, names in CASES[case].items():
        text = (TESTS / file).read_text(encoding="utf-8")
        there = set(re.findall(r"^def (test_\w+)", text, re.MULTILINE))
        assert set(names) <= there, f"{file} no longer tests: {case}"
