"""What the website knows of an edition, and where things stand on it.

Addresses last: `/zh/2026/01/23/us-small-caps/` is the same edition for ever, whatever is published after it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from functools import lru_cache
from urllib.parse import urlsplit

from reporter.model.base import Noun
from reporter.model.revision import Revision


class Row(Noun):
    """What an edition printed of one instrument: numbers by column, as data and as printed, and what was said."""

    symbol: str
    values: Mapping[str, float] = {}
    shown: Mapping[str, Mapping[str, str]] = {}
    """Language → column → the number as its page printed it, marked up."""
    said: Mapping[str, str] = {}
    """Language → the sentence that first speaks of it."""


class Card(Noun):
    """One edition as lists, feeds and other editions see it. `seal` is a checksum of everything that was published."""

    desk: str
    """The edition's name beside others of its session: the desk's, for a wrap with its period, `us-small-caps.week`."""
    session: date
    published: datetime
    modified: datetime
    sample: bool
    sentiment: str
    market: str
    tags: tuple[str, ...]
    claims: tuple[str, ...]
    titles: Mapping[str, str]
    """Language → headline; the languages of the edition are its keys."""
    leads: Mapping[str, str]
    files: tuple[str, ...]
    seal: str
    rows: Mapping[str, Row] = {}
    free: bool = True
    """False where sections are left out, for members to read."""
    revisions: tuple[Revision, ...] = ()

    @property
    def id(self) -> str:
        return f"{self.session.isoformat()}/{self.desk}"

    @property
    def month(self) -> str:
        return self.session.isoformat()[:7]

    @property
    def withdrawn(self) -> bool:
        return bool(self.revisions) and self.revisions[-1].kind == "withdrawn"


class Place(Noun):
    """The address of a site: `url` without its last slash, as `https://example.org/briefings`."""

    url: str

    @property
    def base(self) -> str:
        """The path that every address on the site begins with: empty, or `/briefings`."""
        return _path(self.url)

    @property
    def host(self) -> str:
        """The site's address without its base: `https://example.org`."""
        return self.url.removesuffix(self.base)

    def link(self, path: str) -> str:
        """A link on the site: from `zh/tags/` to `/briefings/zh/tags/`."""
        return f"{self.base}/{path}"

    def absolute(self, path: str) -> str:
        return f"{self.url}/{path}"


@lru_cache
def _path(url: str) -> str:
    return urlsplit(url).path.rstrip("/")


def day_path(session: date) -> str:
    return session.isoformat().replace("-", "/")


def edition_path(language: str, session: date, desk: str) -> str:
    """Where an edition stands: `zh/2026/01/23/us-small-caps/`."""
    return f"{language}/{day_path(session)}/{desk}/"


def data_path(session: date, desk: str) -> str:
    """Where an edition's files stand, once for all languages: `editions/2026/01/23/us-small-caps/`."""
    return f"editions/{day_path(session)}/{desk}/"


def slug(tag: str) -> str:
    """A tag or an instrument as part of an address."""
    kept = "".join(c if c.isascii() and c.isalnum() else "-" for c in tag.lower())
    return "-".join(part for part in kept.split("-") if part) or f"x{tag.encode().hex()}"
