"""What was published goes to its readers, once: the record is written before and after each attempt."""

from __future__ import annotations

import json
import logging
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from reporter.delivery import Channel
from reporter.delivery.sending import Delivery, send
from reporter.model.revision import FILE
from reporter.operations.state import State

log = logging.getLogger("reporter.delivery")

KIND = "delivery"


@dataclass(frozen=True)
class Post:
    """The channels of a project and the record of what went through them, which is the journal's."""

    channels: dict[str, Channel]
    state: State

    def deliver(self, folder: Path, desk: str, session: str, now: datetime) -> list[Delivery]:
        """Send an edition to every channel that has not had this version of it."""
        version, told = version_of(folder), self._states()
        found = []
        for name, channel in self.channels.items():
            if not channel.wants(desk):
                continue
            before = told.get((name, session, desk, version))
            if before == "sent":
                continue
            if before == "sending":
                log.warning(
                    "%s %s: a run was stopped while it sent to %s; it may have arrived, so it is not sent again.",
                    desk,
                    session,
                    name,
                )
                continue
            entry = {"kind": KIND, "channel": name, "session": session, "desk": desk, "version": version}
            self.state.note([{**entry, "at": now.isoformat(), "status": "sending"}])
            delivery = send(name, channel, folder, now, version)
            end = {**entry, "at": now.isoformat(), "status": delivery.state, "why": delivery.why}
            self.state.note([{**end, "refused": list(delivery.refused)}])
            if delivery.state == "failed" or delivery.refused:
                log.warning("%s %s: %s", desk, session, delivery.sentence)
            found.append(delivery)
        return found

    def _states(self) -> dict[tuple[Any, ...], str]:
        """The last word on every edition, version and channel."""
        return {
            (entry["channel"], entry["session"], entry["desk"], entry["version"]): entry["status"]
            for entry in self.state.entries()
            if entry.get("kind") == KIND
        }


def version_of(folder: Path) -> int:
    """The number of the version that stands: 1, or what its corrections have made of it."""
    path = folder / FILE
    return 1 + len(json.loads(path.read_text(encoding="utf-8"))["revisions"]) if path.is_file() else 1
