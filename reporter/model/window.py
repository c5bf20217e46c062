"""Named spans of sessions."""

from __future__ import annotations

from datetime import date

from reporter.model.base import Noun


class Window(Noun):
    """Sessions `start`..`end`, both included, resolved on the exchange calendar.

    `base` is the session before `start`, whose close a window return starts from; it is None where no
    return is taken (a moving average, a range). `sessions` counts start to end, both included.
    """

    name: str
    start: date
    end: date
    sessions: int
    base: date | None = None
