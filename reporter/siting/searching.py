"""The search index: a shard a month, so that a new edition touches one; the browser merges them."""

from __future__ import annotations

import html
import json
from collections.abc import Mapping, Sequence
from functools import partial

from reporter.model.site import Card, edition_path
from reporter.publishing.site import search
from reporter.publishing.site.reading import prose
from reporter.publishing.site.store import Maker, Part
from reporter.siting.book import Book
from reporter.siting.fixed import glossary_terms, text_parts
from reporter.siting.shelf import Pages, Slip
from reporter.siting.tongue import Tongue

SHARDS = "search/shards.json"


def available() -> bool:
    """Whether the search engine is installed."""
    return search.installed()


def search_parts(book: Book, pages: Pages) -> list[Part]:
    program = search.version()
    parts = [Part("search engine", book.key("engine", program), ("search/engine",), partial(_engine, book))]
    for month, slips in book.shelf.months.items():
        standing = tuple(slip for slip in slips if not slip.withdrawn)
        key = book.key("search", month, program, [slip.mark for slip in standing])
        parts.append(Part(f"search {month}", key, (f"search/{month}",), partial(_shard, book, pages, month, standing)))
    months = [
        month for month, slips in book.shelf.months.items() if any(not slip.withdrawn for slip in slips)
    ]
    listing = (json.dumps([book.place.link(f"search/{month}/") for month in months[::-1]]) + "\n").encode()
    parts.append(Part("search shards", book.key("shards", months), (SHARDS,), lambda: {SHARDS: ("", lambda: listing)}))
    return parts


def _shard(book: Book, pages: Pages, month: str, slips: Sequence[Slip]) -> Mapping[str, tuple[str, Maker]]:
    """The index of a month's editions in every language."""
    records = []
    for slip in slips:
        card, texts = book.shelf.card(slip), pages(book.shelf.folder(slip))
        records += [_record(tongue, card, texts[tongue.tag]) for tongue in book.tongues if tongue.tag in card.titles]
    made: dict[str, tuple[str, Maker]] = {
        f"search/{month}/{name}": ("", partial(bytes, data)) for name, data in search.shard(records).items()
    }
    return made or {f"search/{month}/.keep": ("", lambda: b"")}


def _record(tongue: Tongue, card: Card, page: str) -> search.Record:
    """An edition is found by its text, and by its desk, tags and instruments."""
    names = [
        f"{row.symbol.lstrip('^')} {tongue.subject(name, row.symbol, 'full')} {tongue.subject(name, row.symbol)}"
        for name, row in card.rows.items()
    ]
    words = (tongue.desk(card.desk), *(tongue.tag_label(tag) for tag in card.tags), *card.tags, *names)
    return search.Record(
        edition_path(tongue.path, card.session, card.desk), tongue.bcp47, tongue.title(card), prose(page), words,
        tongue.plain_date(card.session), card.session.isoformat(),
    )  # fmt: skip


def _engine(book: Book) -> Mapping[str, tuple[str, Maker]]:
    """The search program, and an index of the pages that stand whatever is published."""
    records = []
    for tongue in book.tongues:
        for name in ("about", "method"):
            texts = [text for part in text_parts(tongue, name) for text in (part.title, *part.paragraphs) if text]
            records.append(_fixed(tongue, name, texts))
        terms = [text for term in glossary_terms(tongue) for text in (term.term, term.meaning)]
        records.append(_fixed(tongue, "glossary", terms))
    return {f"search/engine/{name}": ("", partial(bytes, data)) for name, data in search.engine(records).items()}


def _fixed(tongue: Tongue, name: str, texts: Sequence[str]) -> search.Record:
    title = tongue.t(f"site.{name}.title")
    body = "".join(f"<p>{html.escape(text)}</p>" for text in texts)
    return search.Record(f"{tongue.path}/{name}/", tongue.bcp47, title, f"<h1>{html.escape(title)}</h1>{body}")
