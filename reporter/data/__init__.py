"""World → Market: providers, exchange calendars, cleaning, and the store of what was known when.

`load` is the door. `open_calendar` answers questions on sessions, `list_revisions` on what the store has kept. A new
provider is one file in `providers/`.
"""

from reporter.data.calendar import Calendar, open_calendar
from reporter.data.loading import load, resolve_session
from reporter.data.store import Revision, list_revisions

__all__ = ["Calendar", "Revision", "list_revisions", "load", "open_calendar", "resolve_session"]
