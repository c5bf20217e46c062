"""The week or month that a wrap tells of."""

from __future__ import annotations

from datetime import date
from typing import Literal

from reporter.model.base import Noun

PeriodKind = Literal["week", "month"]


class Period(Noun):
    """An ISO week or a calendar month by the exchange's sessions.

    `end` is its last session by the calendar; `complete` is false where the edition's session comes before it.
    """

    kind: PeriodKind
    start: date
    end: date
    complete: bool
