"""When a move may be made, where more than the presence of a claim decides."""

from __future__ import annotations

from collections.abc import Callable

from reporter.model import Claim
from reporter.model.note_kinds import CLAIM_KEYS
from reporter.narrative.evidence import Evidence


def quiet(e: Evidence) -> bool:
    return e.theme == "quiet"


def narrow(e: Evidence) -> bool:
    """Leadership of a few is a risk where it has lasted and the day did not break it, or where no sector holds up."""
    lasting = e.fact("spreads", "long_reading") == "narrow" and e.fact("spreads", "relation") != "against"
    return lasting or e.fact("breadth", "reading") == "thin"


def fear_alone(e: Evidence) -> bool:
    """Told where nothing graver is: on a day of panic the body has said it."""
    return e.has("risk_fear") and e.fact("volatility", "higher") is not True and not e.has("drawdown")


def in_season(e: Evidence) -> bool:
    """The month's record is told when somebody argues by it, at the turn of the month, in a wrap of a month, and where
    there is room."""
    if e.has("season") and e.fact("wrap", "span") == "month":
        return True
    return e.has("note_seasonal_check") or (e.has("season") and (e.full or e.fact("season", "turn") is True))


def written(e: Evidence, section: str) -> bool:
    """Whether an editor wrote a paragraph for a section."""
    return any(claim.facts.get("section") == section for claim in e.of("note_paragraph"))


def stretched(e: Evidence) -> bool:
    return e.has("stretch") and (e.full or e.fact("stretch", "size") in ("sharp", "extreme"))


def far_up(e: Evidence) -> bool:
    """A height that history seldom saw, with the first average some way down."""
    return stretched(e) and e.fact("stretch", "above") is True and e.fact("levels", "above20") is True


def only_reading(e: Evidence) -> bool:
    """A title and its publisher are told where there is room, or where sources say nothing else."""
    says = any(e.has(kind) for kind in CLAIM_KEYS if kind not in ("note_provenance", "note_paragraph"))
    return e.has("note_provenance") and (e.full or not says)


def any_of(*kinds: str) -> Callable[[Evidence], bool]:
    """What an editor has noted is told, whatever else there is: one of these kinds is enough."""
    return lambda e: any(e.has(kind) for kind in kinds)


def dates_to_tell(e: Evidence) -> bool:
    """Whether there is a calendar, beyond the one policy meeting that the risk of policy names."""
    events = e.of("note_event")
    meeting = len(events) == 1 and events[0].facts.get("event") == "policy_meeting"
    return bool(events) and not (meeting and events[0].facts.get("past") is False and paths_differ(e))


def paths_differ(e: Evidence) -> bool:
    return any("spread" in claim.slots for claim in e.of("note_rate_paths"))


def some(e: Evidence, kinds: tuple[str, ...], fits: Callable[[Claim], bool]) -> bool:
    """Whether a claim of one of these kinds fits."""
    return any(fits(claim) for kind in kinds for claim in e.of(kind))


NUMBERS = {
    "note_valuation": {"discount", "multiple", "size"},
    "note_growth": {"growth", "level"},
    "note_guidance": {"total"},
    "note_share": {"share"},
}
"""What a claim of notes cannot be told without, where it compares nothing and has no words of its own."""


def worded(claim: Claim) -> bool:
    """Whether there is something to tell: a number, a comparison, or words; a warning is told among the risks."""
    if claim.kind == "note_fact":
        return not warns(claim) and any(key.startswith("text_") for key in claim.facts)
    compared = claim.kind in ("note_growth", "note_share") and bool(claim.roles.get("peer"))
    return claim.kind not in NUMBERS or compared or not NUMBERS[claim.kind].isdisjoint(claim.slots)


def of_rates(claim: Claim) -> bool:
    """What is expected of the policy rate; of what sources disagree about, only where it ends."""
    return claim.kind != "note_disagreement" or claim.facts.get("metric") == "policy_rate_level"


def beside_rates(claim: Claim) -> bool:
    return claim.kind != "note_disagreement" or claim.facts.get("metric") != "policy_rate_level"


def warns(claim: Claim) -> bool:
    """A fact that its source holds against the subject."""
    return claim.kind == "note_fact" and claim.facts.get("stance") == "bear"


def cheap(claim: Claim) -> bool:
    """A discount, earnings that grow faster or are raised: what a source counts in favour of the subject."""
    if claim.kind == "note_valuation":
        return claim.facts.get("measure") == "discount" and claim.polarity == "positive"
    return claim.polarity == "positive" and bool(claim.roles.get("peer") or claim.roles.get("compared"))


def value_and_growth(e: Evidence) -> bool:
    """Cheap alone may be cheap for a reason: a source must also see the earnings come."""
    return any(map(cheap, e.of("note_valuation"))) and any(
        cheap(claim) for kind in ("note_growth", "note_revisions") for claim in e.of(kind)
    )
