"""The search index: a shard a month, so that a new edition touches one; the browser merges them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cache, partial
from pathlib import Path

from reporter.model.site import edition_path
from reporter.publishing.site import search
from reporter.publishing.site.reading import prose
from reporter.publishing.site.store import Maker, Part
from reporter.siting.book import Book
from reporter.siting.shelf import Pages, Slip


def available() -> bool:
    """Whether the search engine is installed."""
    return search.installed()


def search_parts(book: Book, pages: Pages) -> list[Part]:
    parts = [Part("search engine", book.key("engine", search.version()), ("search/engine",), _engine)]
    for month, slips in book.shelf.months.items():
        mounts = (f"search/{month}",)
        standing = tuple(slip for slip in slips if not slip.withdrawn)
        key = book.key("search", month, search.version(), [slip.mark for slip in standing])
        parts.append(Part(f"search {month}", key, mounts, partial(_shard, book, pages, month, standing)))
    months = list(book.shelf.months)[::-1]
    listing = (json.dumps([book.place.link(f"search/{month}/") for month in months]) + "\n").encode()
    key = book.key("shards", months)
    name = "search/shards.json"
    parts.append(Part("search shards", key, (name,), lambda: {name: ("", lambda: listing)}))
    return parts


def _shard(book: Book, pages: Pages, month: str, slips: Sequence[Slip]) -> Mapping[str, tuple[str, Maker]]:
    """The index of a month's editions in every language."""
    records = []
    for slip in slips:
        card, folder = book.shelf.card(slip), book.shelf.folder(slip)
        for tongue in book.tongues:
            if tongue.tag in card.titles:
                words = [*(tongue.tag_label(tag) for tag in card.tags), *card.tags]
                names = [f"{row.symbol.lstrip('^')} {tongue.subject(name, row.symbol, 'full')}"
                         for name, row in card.rows.items()]  # fmt: skip
                records.append(search.Record(
                    edition_path(tongue.path, card.session, card.desk), tongue.bcp47, card.session.isoformat(),
                    prose(pages(folder)[tongue.tag]), tuple([tongue.desk(card.desk), *words, *names]),
                    tongue.plain_date(card.session),
                ))  # fmt: skip
    files = search.index(records)
    made: dict[str, tuple[str, Maker]] = {
        f"search/{month}/{name}": ("", partial(bytes, data)) for name, data in files.items()
    }
    return made or {f"search/{month}/.keep": ("", lambda: b"")}


@cache
def _engine() -> Mapping[str, tuple[str, Maker]]:
    return {f"search/engine/{name}": ("", partial(Path, path)) for name, path in search.engine().items()}
