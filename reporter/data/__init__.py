"""World → Market: providers, exchange calendars, cleaning, gates, and the store of what was known when.

`load` is the door, `deliver` asks once for all that several desks want. `inspect` measures what the gates of the data
look at, `open_calendar` answers questions on sessions, `list_revisions` on what the store has kept. A new provider is
one file in `providers/`.
"""

from reporter.data.calendar import Calendar, open_calendar
from reporter.data.delivering import Delivered, deliver
from reporter.data.gates import inspect
from reporter.data.loading import load, resolve_session
from reporter.data.periods import last_ended, period_of
from reporter.data.store import Revision, list_revisions
from reporter.data.upkeep import back_up, restore, store_facts

__all__ = [
    "Calendar",
    "Delivered",
    "Revision",
    "back_up",
    "deliver",
    "inspect",
    "last_ended",
    "list_revisions",
    "load",
    "open_calendar",
    "period_of",
    "resolve_session",
    "restore",
    "store_facts",
]
