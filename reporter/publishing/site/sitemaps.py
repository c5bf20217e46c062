"""Sitemaps with the other languages of each page, the index of them, and the sitemap for news."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from xml.sax.saxutils import escape, quoteattr

_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_SPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
_NEWS = "http://www.google.com/schemas/sitemap-news/0.9"
_XHTML = "http://www.w3.org/1999/xhtml"


@dataclass(frozen=True)
class Listed:
    """A page of the site: its address, those of the same page in each language, when it last changed if known."""

    url: str
    alternates: tuple[tuple[str, str], ...] = ()
    modified: datetime | None = None


@dataclass(frozen=True)
class News:
    """An edition as news: its address, language, time and headline."""

    url: str
    name: str
    language: str
    published: datetime
    title: str


def sitemap(pages: Iterable[Listed]) -> bytes:
    lines = [f'{_HEAD}<urlset xmlns="{_SPACE}" xmlns:xhtml="{_XHTML}">\n']
    for page in pages:
        lines.append(f"<url><loc>{escape(page.url)}</loc>")
        if page.modified is not None:
            lines.append(f"<lastmod>{page.modified.isoformat(timespec='seconds')}</lastmod>")
        lines += [
            f'<xhtml:link rel="alternate" hreflang={quoteattr(language)} href={quoteattr(url)}/>'
            for language, url in page.alternates
        ]
        lines.append("</url>\n")
    return "".join([*lines, "</urlset>\n"]).encode()


def index(urls: Sequence[str]) -> bytes:
    inside = "".join(f"<sitemap><loc>{escape(url)}</loc></sitemap>\n" for url in urls)
    return f'{_HEAD}<sitemapindex xmlns="{_SPACE}">\n{inside}</sitemapindex>\n'.encode()


def news(entries: Iterable[News]) -> bytes:
    lines = [f'{_HEAD}<urlset xmlns="{_SPACE}" xmlns:news="{_NEWS}">\n']
    lines += [
        f"<url><loc>{escape(one.url)}</loc><news:news><news:publication><news:name>{escape(one.name)}</news:name>"
        f"<news:language>{escape(one.language)}</news:language></news:publication>"
        f"<news:publication_date>{one.published.isoformat(timespec='seconds')}</news:publication_date>"
        f"<news:title>{escape(one.title)}</news:title></news:news></url>\n"
        for one in entries
    ]
    return "".join([*lines, "</urlset>\n"]).encode()
