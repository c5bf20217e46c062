"""Notes meet an edition: what it may use, what follows, and what it must not repeat."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

from reporter.errors import Problem
from reporter.model import Claim, Figures

# importing a family registers its builders; this order is the order of the claims
from reporter.notes import targets  # noqa: F401  isort: skip
from reporter.notes import rates  # noqa: F401  isort: skip
from reporter.notes import valuation  # noqa: F401  isort: skip
from reporter.notes import growth  # noqa: F401  isort: skip
from reporter.notes import flows  # noqa: F401  isort: skip
from reporter.notes import disagreement  # noqa: F401  isort: skip
from reporter.notes import seasonal  # noqa: F401  isort: skip
from reporter.notes import words  # noqa: F401  isort: skip
from reporter.notes.freshness import fresh
from reporter.notes.ledger import BUILDERS, WORD_BUILDERS, Ledger
from reporter.notes.loading import latest_day
from reporter.notes.prose import Named
from reporter.notes.records import Notes, NotesResult

WANTED = (("price_target",), ("rate_path",), ("pe_forward", "pe_discount"),
          ("eps_forecast", "eps_growth_gap", "earnings_revision"), ("flows",), ("expert_view", "expert_quote"))
"""What a reader of a market note expects and prices cannot tell; an edition without it says so. The first names it."""


def apply_notes(
    notes: Notes,
    figures: Figures,
    market_session: date,
    as_of: datetime | date | None = None,
    first_source_id: int = 1,
    names: Callable[[str], Named] | None = None,
) -> NotesResult:
    """The figures, claims, sources and gaps that notes bring to the edition of a session.

    `as_of` is the moment up to which the edition knows the world (default: the session); it bounds what automatic
    notes may bring. Editors' notes are bounded by the session itself. Sources are numbered from `first_source_id`.
    `names` gives what knows a locale's names in editors' words.
    """
    good, held = fresh(notes.claims, market_session, _day(as_of, market_session))
    ledger = Ledger(good, figures, market_session, names)
    claims: list[Claim] = [claim for build in BUILDERS for claim in build(ledger)]
    for note in good:
        # so that words can refer to every number, also to those that no claim of the edition tells
        if note.kind not in ("rate_path", "market_claim"):
            for field in note.fields.measured():
                ledger.sourced(note, field)
    claims += [claim for build in WORD_BUILDERS for claim in build(ledger)]
    told = {note.kind for note in good} | {figure.metric for figure in figures}
    for kinds in WANTED:
        if not told.intersection(kinds):
            ledger.gap(kinds[0], "market", "no_source", "method")
    made, settled, sources = ledger.settle(claims, first_source_id)
    return NotesResult(made, settled, sources, ledger.gaps, _ordered([*held, *ledger.held]))


def _day(as_of: datetime | date | None, session: date) -> date:
    if as_of is None:
        return session
    return latest_day(as_of) if isinstance(as_of, datetime) else as_of


def _ordered(problems: list[Problem]) -> list[Problem]:
    return sorted(dict.fromkeys(problems), key=lambda p: (p.path, p.line or 0, p.message))
