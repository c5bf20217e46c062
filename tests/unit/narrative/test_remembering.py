"""A state that the edition before told and that has not changed is left out, and told again when it has."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from reporter.model import Briefing, Claim, Section
from reporter.narrative.drafting import TOLD_BEFORE, left_out
from reporter.narrative.moves import MOVES
from reporter.narrative.planning import plan
from reporter.narrative.remembering import Memory

NOW = datetime(2026, 1, 24, tzinfo=UTC)


def made(kind: str, name: str = "x", **facts: object) -> Claim:
    return Claim(id=f"{kind}.{name}", kind=kind, facts=facts, salience=0.5)


def session(**levels: object) -> list[Claim]:
    facts = {"stack": "above_all", "place": "near_top"} | levels
    return [
        made("day"), made("sectors_day"), made("fear"), made("levels", **facts), made("watch"),
        made("volatility", higher=True), made("drawdown", size="pullback"), made("recovery"),
    ]  # fmt: skip


def told(sections: tuple[Section, ...]) -> list[str]:
    return [passage.id for section in sections for passage in section.passages]


def before(claims: list[Claim], sections: tuple[Section, ...]) -> Briefing:
    return Briefing(
        desk="d", session=date(2026, 1, 22), as_of=NOW, generated_at=NOW, theme="decline", sentiment="mixed",
        market="us_equities", subjects=(), figures=(), claims=tuple(claims), sections=sections, sources=(),
    )  # fmt: skip


def test_a_state_that_was_told_and_stands_is_left_out() -> None:
    claims = session()
    first = plan("decline", claims)
    second = plan("decline", claims, memory=Memory.of(before(claims, first)))
    assert "position" in told(first) and "position" not in told(second)


def test_it_is_told_again_when_it_has_changed_and_after_a_day_of_silence() -> None:
    claims = session()
    memory = Memory.of(before(claims, plan("decline", claims)))
    assert "position" in told(plan("decline", session(stack="between"), memory=memory))
    silent = before(claims, plan("decline", claims, memory=memory))
    assert "position" in told(plan("decline", claims, memory=Memory.of(silent)))


def test_of_a_group_one_is_always_told_and_events_are_never_left_out() -> None:
    claims = session()
    second = told(plan("decline", claims, memory=Memory.of(before(claims, plan("decline", claims)))))
    assert sum(name in ("risk_volatility", "risk_drawdown") for name in second) == 1
    assert "opp_recovery" in second  # the only one of its group
    assert {"lead", "inside", "exclude", "signals", "sum_day"} <= set(second)


def test_a_full_edition_tells_everything() -> None:
    claims = session()
    memory = Memory.of(before(claims, plan("decline", claims)))
    assert plan("decline", claims, "full", memory) == plan("decline", claims, "full")


@pytest.mark.parametrize("theme", ["risk_off", "trend_break"])
def test_what_belongs_to_the_story_is_told(theme: str) -> None:
    claims = session()
    assert "position" in told(plan(theme, claims, memory=Memory.of(before(claims, plan(theme, claims)))))


def test_an_editor_reads_why_it_is_not_there() -> None:
    claims = session()
    memory = Memory.of(before(claims, plan("decline", claims)))
    dropped, _ = left_out("decline", claims, "standard", plan("decline", claims, memory=memory), memory)
    assert {each.passage.id: each.reason for each in dropped}["position"] == TOLD_BEFORE


def test_what_makes_news_is_something_that_the_move_may_tie() -> None:
    for move in MOVES:
        assert {key.partition(".")[0] for key in move.standing or ()} <= set(move.takes)
