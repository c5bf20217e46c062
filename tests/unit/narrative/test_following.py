"""A plan that an editor changed: what is followed, and every mistake with its place and remedy."""

from __future__ import annotations

from reporter.model import Claim
from reporter.narrative.drafting import left_out
from reporter.narrative.following import Asked, AskedSection, follow
from reporter.narrative.planning import plan


def claim(kind: str, name: str = "x", salience: float = 0.5, **facts: bool | str) -> Claim:
    return Claim(id=f"{kind}.{name}", kind=kind, facts=facts, salience=salience)


CLAIMS = [
    claim("day", salience=1.0),
    claim("base_rate", "one", 0.9, reading="favours"),
    claim("sectors_day", salience=0.8),
    claim("watch", "low", 0.8, mark="sma20", role="support"),
    claim("base_rate", "two", 0.7, reading="usual"),
    claim("fear", salience=0.6),
    claim("weak_sector", salience=0.5, falling=True, serious=True),
    claim("volatility", salience=0.5, higher=True),
    claim("risk_rates", salience=0.4),
    claim("volume", salience=0.3, heavy=True),
]


def asked(sections: object) -> list[AskedSection]:
    """The automatic plan as an editor hands it back."""
    return [
        AskedSection(
            section.id,
            tuple(
                Asked(p.id, p.move, p.claims, ("sections", at, "passages", n),
                      tuple(("sections", at, "passages", n, "claims", k) for k in range(len(p.claims))))
                for n, p in enumerate(section.passages)
            ),
            ("sections", at),
        )
        for at, section in enumerate(sections)  # type: ignore[arg-type, var-annotated]
    ]


def changed(plan_: list[AskedSection], at: int, passages: tuple[Asked, ...]) -> list[AskedSection]:
    return [AskedSection(s.id, passages if n == at else s.passages, s.place) for n, s in enumerate(plan_)]


def test_an_unchanged_plan_is_the_automatic_one() -> None:
    for length in ("brief", "standard", "full"):
        usual = plan("decline", CLAIMS, length)
        assert follow("decline", CLAIMS, asked(usual)) == (usual, [])


def test_order_and_vetoes_are_followed() -> None:
    usual = asked(plan("decline", CLAIMS))
    first, second, *rest = usual[0].passages
    sections, mistakes = follow("decline", CLAIMS, changed(usual, 0, (second, first)))
    assert mistakes == []
    assert [p.id for p in sections[0].passages] == [second.id, first.id]
    assert rest


def test_a_passage_keeps_the_heading_and_group_of_its_move() -> None:
    sections, _ = follow("decline", CLAIMS, asked(plan("decline", CLAIMS)))
    passages = {p.id: p for s in sections for p in s.passages}
    assert passages["lead"].heading and passages["risk_sector"].group == "risk_factors"


def mistakes_of(passage: Asked, section: int = 0) -> list[tuple[tuple[str | int, ...], str]]:
    return follow("decline", CLAIMS, changed(asked(plan("decline", CLAIMS)), section, (passage,)))[1]


def test_every_mistake_has_its_place_and_remedy() -> None:
    here = ("sections", 0, "passages", 0)
    lead = ("day.x", "wach.low", "watch.low", "day.x")
    found = mistakes_of(Asked("lead", "lead", lead, here, tuple((*here, "claims", n) for n in range(4))))
    assert [(place[-1], message.split(";")[0]) for place, message in found] == [
        (1, "this session has no claim 'wach.low'"),
        (2, "the move lead takes no claim of kind watch"),
        (3, "the claim 'day.x' stands twice in this passage"),
    ]
    assert "did you mean 'watch.low'" in found[0][1]


def test_a_misspelt_move_and_one_in_the_wrong_section_are_told() -> None:
    here = ("sections", 0, "passages", 0)
    assert "did you mean 'lead'" in mistakes_of(Asked("lead", "laed", ("day.x",), here, (here,)))[0][1]
    assert "belongs to the section analysis" in mistakes_of(Asked("lead", "lead", ("day.x",), here, (here,)), 1)[0][1]


def test_a_passage_without_what_it_stands_on_is_refused() -> None:
    here = ("sections", 0, "passages", 0)
    ((place, message),) = mistakes_of(Asked("lead", "lead", ("fear.x",), here, (here,)))[-1:]
    assert message.startswith("the move lead takes no claim") or "cannot be made" in message
    ((place, message),) = mistakes_of(Asked("inside", "inside", ("day.x",), here, (here,)))
    assert place == (*here, "claims") and "put back what was taken out" in message


def test_a_group_stays_together_and_ids_are_not_repeated() -> None:
    usual = asked(plan("decline", CLAIMS))
    risks = {p.id: p for p in usual[2].passages}
    parted = (risks["risk_sector"], risks["signals"], risks["risk_volatility"])
    assert "stands apart from its group risk_factors" in follow("decline", CLAIMS, changed(usual, 2, parted))[1][0][1]
    twice = (usual[0].passages[0], usual[0].passages[0])
    assert "stands twice" in follow("decline", CLAIMS, changed(usual, 0, twice))[1][0][1]
    assert "stands twice; join the two" in follow("decline", CLAIMS, [*usual, usual[0]])[1][0][1]


def test_what_is_left_out_says_why() -> None:
    passages, claims = left_out("decline", CLAIMS, "standard", plan("decline", CLAIMS))
    why = {each.passage.id: each.reason for each in passages}
    assert why["base_rate-2"] == "only the most salient base_rate is told at length standard"
    assert why["risk_rates"] == "it is told at length full only, not at standard"
    told = {each.claim.id: each.reason for each in claims}
    assert told["volume.x"] == "the condition of the passage that would take it does not hold: context"
    assert "risk_rates is left out" in told["risk_rates.x"]
    brief, _ = left_out("decline", CLAIMS, "brief", plan("decline", CLAIMS, "brief"))
    assert "length brief keeps none" in {each.passage.id: each.reason for each in brief}["sum_day"]


def test_nothing_of_a_full_plan_is_left_out_but_what_no_passage_can_take() -> None:
    passages, claims = left_out("decline", CLAIMS, "full", plan("decline", CLAIMS, "full"))
    assert passages == []
    assert [each.claim.id for each in claims] == ["volume.x"]
