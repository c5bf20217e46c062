"""Brief, standard and full editions differ by whole passages and whole claims."""

from __future__ import annotations

import pytest

from reporter.model import Claim
from reporter.narrative.moves import MOVES
from reporter.narrative.planning import BRIEF, plan

KINDS = sorted({kind for move in MOVES for kind in move.takes if not kind.startswith("wrap")})
FACTS = {
    "weak_sector": {"falling": True, "serious": True}, "volatility": {"higher": True}, "season": {"turn": False},
    "stretch": {"size": "clear"}, "spreads": {"long_reading": "narrow"}, "base_rate": {"reading": "favours"},
    "note_paragraph": {"section": "insights"},
}  # fmt: skip
THEMES = ("streak_ended", "quiet", "risk_off", "records", "value_to_growth")


def session(theme: str) -> list[Claim]:
    """A session that offers everything; a quiet one has no precedents."""
    return [
        Claim(id=f"{kind}.{n}", kind=kind, facts=FACTS.get(kind, {}), salience=0.5, slots={"spread": "x"})
        for kind in KINDS if kind != "note_seasonal_check" and not (theme == "quiet" and kind == "base_rate")
        for n in range(3 if kind in ("base_rate", "watch") else 1)
    ]  # fmt: skip


def ids(theme: str, length: str) -> dict[str, list[str]]:
    return {s.id: [p.id for p in s.passages] for s in plan(theme, session(theme), length)}


@pytest.mark.parametrize("theme", THEMES)
def test_a_brief_edition_keeps_the_lead_its_second_point_one_insight_and_the_signals(theme: str) -> None:
    brief, usual = ids(theme, "brief"), ids(theme, "standard")
    assert brief["analysis"] == usual["analysis"][: BRIEF["analysis"]] and brief["analysis"][0] == "lead"
    assert brief["insights"] == usual["insights"][:1]
    assert brief["risks-opportunities"] == ["signals"]
    assert brief["summary"] == []


@pytest.mark.parametrize("theme", THEMES)
def test_a_longer_edition_has_all_that_a_shorter_one_has_in_the_same_order(theme: str) -> None:
    for shorter, longer in (("brief", "standard"), ("standard", "full")):
        less, more = ids(theme, shorter), ids(theme, longer)
        for section in less:
            assert [p for p in more[section] if p in less[section]] == less[section]
        assert sum(map(len, less.values())) < sum(map(len, more.values()))


@pytest.mark.parametrize("theme", THEMES)
def test_a_passage_ties_the_same_claims_at_every_length(theme: str) -> None:
    tied: dict[str, tuple[str, ...]] = {}
    for length in ("brief", "standard", "full"):
        for section in plan(theme, session(theme), length):
            for passage in section.passages:
                assert tied.setdefault(passage.id, passage.claims) == passage.claims


def test_a_full_edition_tells_more_of_what_there_is() -> None:
    usual, full = ids("streak_ended", "standard"), ids("streak_ended", "full")
    assert {"season", "stretch", "base_rate-2"} <= set(full["insights"]) - set(usual["insights"])
    assert {"risk_rates", "opp_catchup"} <= set(full["risks-opportunities"]) - set(usual["risks-opportunities"])


def test_a_quiet_day_is_short_at_standard_length() -> None:
    assert len(ids("quiet", "standard")["risks-opportunities"]) < len(ids("records", "standard")["risks-opportunities"])
