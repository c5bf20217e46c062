"""Atom, RSS and JSON Feed of some editions in one language. Nothing here reads the clock."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime

from feedgen.feed import FeedGenerator


@dataclass(frozen=True)
class FeedEntry:
    """One edition. `url` is its identity too: it lasts. `notice` tells what has been changed since it came out."""

    url: str
    title: str
    summary: str
    published: datetime
    updated: datetime
    tags: tuple[str, ...]
    notice: str = ""

    @property
    def content(self) -> str:
        return f"{self.notice} {self.summary}".strip()


@dataclass(frozen=True)
class Feed:
    """A feed's own words and addresses; `path` is where its files stand, without their names."""

    title: str
    subtitle: str
    author: str
    language: str
    home: str
    path: str
    entries: tuple[FeedEntry, ...]
    empty_since: datetime
    """When a feed without entries was last changed."""

    @property
    def updated(self) -> datetime:
        return max((entry.updated for entry in self.entries), default=self.empty_since)


def feed_files(feed: Feed) -> dict[str, bytes]:
    """`feed.atom`, `feed.rss` and `feed.json`, newest entries first."""
    return {
        "feed.atom": _generator(feed, "feed.atom").atom_str(pretty=True),
        "feed.rss": _generator(feed, "feed.rss").rss_str(pretty=True),
        "feed.json": _json(feed),
    }


def _generator(feed: Feed, name: str) -> FeedGenerator:
    made = FeedGenerator()
    made.id(feed.home)
    made.title(feed.title)
    made.subtitle(feed.subtitle)
    made.author({"name": feed.author})
    made.link(href=feed.home, rel="alternate")
    made.link(href=feed.path + name, rel="self")
    made.language(feed.language)
    made.updated(feed.updated)
    made.lastBuildDate(feed.updated)
    made.pubDate(feed.updated)
    made.generator("reporter")
    for entry in feed.entries:
        one = made.add_entry(order="append")
        one.id(entry.url)
        one.guid(entry.url, permalink=True)
        one.title(entry.title)
        one.link(href=entry.url)
        one.description(entry.content, isSummary=True)
        one.published(entry.published)
        one.updated(entry.updated)
        for tag in entry.tags:
            one.category(term=tag)
    return made


def _json(feed: Feed) -> bytes:
    items = [
        {
            "id": entry.url,
            "url": entry.url,
            "title": entry.title,
            "summary": entry.content,
            "content_text": entry.content,
            "date_published": entry.published.isoformat(timespec="seconds"),
            "date_modified": entry.updated.isoformat(timespec="seconds"),
            "tags": list(entry.tags),
            "language": feed.language,
        }
        for entry in feed.entries
    ]
    made = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "description": feed.subtitle,
        "home_page_url": feed.home,
        "feed_url": feed.path + "feed.json",
        "language": feed.language,
        "authors": [{"name": feed.author}],
        "items": items,
    }
    return (json.dumps(made, ensure_ascii=False, indent=1) + "\n").encode()


