"""A wrap's week or month: it lies around its session, and one that is not over says so."""

from __future__ import annotations

from datetime import date

from reporter.model import Period
from reporter.verification.numerals import fold
from reporter.verification.page import Block
from reporter.verification.rules.context import Context
from reporter.verification.rules.places import NEW_YORK
from reporter.verification.sessions import is_session


def periods(context: Context) -> None:
    """What the briefing says of its period, and what the page says of one that is not over."""
    period, session = context.briefing.period, context.briefing.session
    if period is None:
        return
    head = next((b for b in context.page.blocks if b.tag == "h1"), Block("h1", None, None))
    if not period.start <= session <= period.end or _key(period, period.start) != _key(period, session) or (
        _key(period, period.end) != _key(period, session)
    ):
        context.refuse("period", f"{session} is not in the {period.kind} {period.start} to {period.end}", head)
    if period.complete != (session == period.end):
        context.refuse("period", f"the {period.kind} ends on {period.end}, the edition is of {session}", head)
    if context.briefing.market == NEW_YORK and _later(period):
        context.refuse("period", f"the {period.kind} has sessions after {period.end}", head)
    if not period.complete and not context.reading.finds("period.to_date", _opening(context)):
        context.refuse("period", f"the {period.kind} is not over, the page does not say so", head)


def _key(period: Period, day: date) -> tuple[int, int]:
    return day.isocalendar()[:2] if period.kind == "week" else (day.year, day.month)


def _later(period: Period) -> bool:
    """Whether the exchange in New York has a session of the period behind its end."""
    days = (date.fromordinal(period.end.toordinal() + n) for n in range(1, 32))
    return any(is_session(day) for day in days if _key(period, day) == _key(period, period.end))


def _opening(context: Context) -> str:
    """The headline and the first paragraph of the text."""
    blocks = [b for b in context.page.blocks if b.tag == "h1" or (b.passage is not None and b.tag == "p")]
    return fold(" ".join(b.text for b in blocks[:2]))
