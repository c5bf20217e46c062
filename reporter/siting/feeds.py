"""Feeds of the site: the newest editions of everything, of a tag, of a desk, in each language."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from reporter.model.site import Card
from reporter.publishing.site.feeds import Feed, FeedEntry, feed_files
from reporter.siting.book import Book
from reporter.siting.corrections import told
from reporter.siting.shelf import Slip
from reporter.siting.tongue import Tongue

MOST = 20
"""Entries in a feed."""


def freshest(slips: Sequence[Slip]) -> tuple[Slip, ...]:
    """What a feed tells of: the editions that came out or were changed last, so that a late correction is told too."""
    return tuple(sorted(slips, key=lambda slip: (slip.modified, slip), reverse=True)[:MOST])


def feeds_of(
    book: Book, tongue: Tongue, slips: Sequence[Slip], path: str, title: str, about: str
) -> dict[str, bytes]:
    """The three files of a feed of `slips`, newest first."""
    newest = [slip for slip in slips if tongue.tag in slip.locales]
    house = tongue.house
    return feed_files(Feed(
        title=house if not path else tongue.t("site.head_title", title=title, name=house), subtitle=about,
        author=house, language=tongue.bcp47, home=book.place.absolute(f"{tongue.path}/{path}"),
        path=book.place.absolute(f"{tongue.path}/{path}"),
        entries=tuple(_entry(book, tongue, book.shelf.card(slip)) for slip in newest),
        empty_since=datetime(1970, 1, 1, tzinfo=UTC),
    ))  # fmt: skip


def _entry(book: Book, tongue: Tongue, card: Card) -> FeedEntry:
    newest = card.revisions[-1] if card.revisions else None
    return FeedEntry(
        url=book.place.host + tongue.edition(card), title=tongue.title(card), summary=tongue.lead(card),
        published=card.published, updated=card.modified,
        tags=tuple(tongue.tag_label(tag) for tag in card.tags), notice=told(tongue, newest) if newest else "",
    )  # fmt: skip
