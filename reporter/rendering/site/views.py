"""What the templates of the website see. Strings are plain text and are escaped; Markup is marked up already."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup


@dataclass(frozen=True)
class Link:
    label: str
    url: str
    here: bool = False
    count: str = ""
    language: str = ""
    type: str = ""


@dataclass(frozen=True)
class Alternate:
    """The same page in another language, and the address for readers of any other."""

    language: str
    url: str


@dataclass(frozen=True)
class FeedLink:
    type: str
    title: str
    url: str


@dataclass(frozen=True)
class Property:
    name: str
    value: str


@dataclass(frozen=True)
class Shell:
    """Everything around the content of a page, as `page`."""

    language: str
    head_title: str
    title: str
    heading: str
    description: str
    canonical: str
    home: str
    styles: tuple[str, ...]
    icon: str
    manifest: str
    og_locale: str
    og_others: tuple[str, ...]
    alternates: tuple[Alternate, ...]
    languages: tuple[Link, ...]
    navigation: tuple[Link, ...]
    foot: tuple[Link, ...]
    policy: str
    house: str
    disclaimer: str
    feeds: tuple[FeedLink, ...] = ()
    trail: tuple[Link, ...] = ()
    kind: str = "website"
    image: str = ""
    properties: tuple[Property, ...] = ()
    json_ld: Markup | None = None
    script: str = ""
    hidden: bool = False


@dataclass(frozen=True)
class Entry:
    """An edition in a list, as `entry`."""

    date: Markup
    desk: str
    desk_url: str
    url: str
    title: str
    clauses: tuple[str, ...]
    """The title in the parts that a line had better not break."""
    lead: str
    sentiment: str
    sentiment_label: str
    sample: bool
    status: str
    status_label: str


@dataclass(frozen=True)
class Group:
    """Entries or links under a heading."""

    title: str = ""
    anchor: str = ""
    url: str = ""
    entries: tuple[Markup, ...] = ()
    links: tuple[Link, ...] = ()


@dataclass(frozen=True)
class Listing:
    """A page of entries or links, as `list`."""

    groups: tuple[Group, ...]
    about: str = ""
    links_title: str = ""
    links: tuple[Link, ...] = ()
    earlier: Link | None = None
    later: Link | None = None
    feeds: tuple[Link, ...] = ()


@dataclass(frozen=True)
class NumberRow:
    label: str
    url: str
    cells: tuple[Markup, ...]
    date: Markup | None = None
    trend: Markup | None = None
    ticker: str = ""


@dataclass(frozen=True)
class Front:
    newest: Entry | None
    exhibit: Markup
    """The first picture of the newest edition."""
    rows_title: str
    columns: tuple[str, ...]
    rows: tuple[NumberRow, ...]
    entries: tuple[Markup, ...]
    archive: str
    feeds: tuple[Link, ...]
    topics: tuple[Link, ...]
    months: tuple[Link, ...]
    search: str
    """The address of the search; empty where there is none."""


@dataclass(frozen=True)
class EditionPage:
    """An edition's own page inside the site's, as `edition`."""

    body: Markup
    earlier: Link | None
    later: Link | None
    related: tuple[Markup, ...]
    tags: tuple[Link, ...]
    instruments: tuple[Link, ...]
    files: tuple[Link, ...]


@dataclass(frozen=True)
class ChangeRow:
    about: str
    old: str
    new: str


@dataclass(frozen=True)
class RevisionRow:
    label: str
    iso: str
    date: str
    reason: str
    changes: tuple[ChangeRow, ...]
    more: tuple[ChangeRow, ...] = ()
    """Those that are folded, where there are many."""
    url: str = ""


@dataclass(frozen=True)
class Notice:
    """What has been changed in an edition, above its text, as `notice`."""

    kind: str
    title: str
    revisions: tuple[RevisionRow, ...]
    current: str = ""


@dataclass(frozen=True)
class Said:
    url: str
    date: Markup
    text: str


@dataclass(frozen=True)
class SiteChart:
    title: str
    wide: Markup
    narrow: Markup


@dataclass(frozen=True)
class Headline:
    """A number that stands at the head of an instrument's page."""

    about: str
    value: Markup


@dataclass(frozen=True)
class Board:
    """The newest numbers of every instrument, as `board`."""

    about: str
    columns: tuple[str, ...]
    rows: tuple[NumberRow, ...]


@dataclass(frozen=True)
class Instrument:
    ticker: str
    about: str
    headlines: tuple[Headline, ...]
    """The newest numbers; none on the page of a year."""
    as_of: Link | None
    """The edition that they are of."""
    charts: tuple[SiteChart, ...]
    columns: tuple[str, ...]
    rows: tuple[NumberRow, ...]
    said: tuple[Said, ...]
    links: tuple[Link, ...]


@dataclass(frozen=True)
class Term:
    anchor: str
    term: str
    meaning: str


@dataclass(frozen=True)
class TextPart:
    title: str
    anchor: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True)
class Text:
    """A page of plain words, as `text`."""

    parts: tuple[TextPart, ...]
    terms: tuple[Term, ...] = ()


@dataclass(frozen=True)
class Choice:
    """A language at the site's root."""

    language: str
    label: str
    url: str
    date: str = ""
    title: str = ""
    edition: str = ""


@dataclass(frozen=True)
class Missing:
    """What the page for a wrong address says in one language."""

    language: str
    title: str
    text: str
    links: tuple[Link, ...]


@dataclass(frozen=True)
class Search:
    script: str
    engine: str
    shards: str
    base: str
