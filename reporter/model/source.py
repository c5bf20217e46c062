"""Where something came from."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

from reporter.model.base import Noun


class Source(Noun):
    """A provider of prices (source 0) or a publication behind a research note; never anonymous."""

    id: int
    kind: Literal["market", "note", "provider", "calendar"]
    publisher: str
    title: str
    key: str | None = None
    """The id under which a note file names the source."""
    author: str | None = None
    url: str | None = None
    date: date
    retrieved_at: datetime | None = None
    sha256: str | None = None
    language: str | None = None
    sample: bool = False
