"""What a move of an argument is: which claims it ties, where it stands, when it may be made."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from reporter.model import Claim
from reporter.model.briefing import Group
from reporter.narrative.evidence import Evidence


def any_claim(claim: Claim) -> bool:
    return True


@dataclass(frozen=True)
class Move:
    """`takes` are the kinds that it may tie, in the order of the macro's needs; `when` whether it may be made.

    `fits` says of a claim of these kinds whether it belongs here: what is a risk stands among the risks alone.
    """

    name: str
    section: str
    takes: tuple[str, ...]
    when: Callable[[Evidence], bool]
    heading: bool = False
    group: Group | None = None
    each: str | None = None
    """A kind of which every claim gets a passage of its own, at most `most` of them."""
    most: int = 2
    brief: bool = False
    """Kept at `--length brief`, where the section is not cut to its first passages; `full` is for that length alone."""
    full: bool = False
    fits: Callable[[Claim], bool] = any_claim
    standing: tuple[str, ...] | None = None
    """Of a move that tells a state, not an event: the facts (`kind.fact`) and kinds whose change makes it news again.
    The day after it was told it is left out where none has changed."""
