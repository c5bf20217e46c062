"""What machines read of a page: JSON-LD for an edition, the web manifest, robots.txt."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Correction:
    """One revision in words."""

    text: str
    at: datetime


@dataclass(frozen=True)
class Article:
    """An edition as schema.org knows it."""

    url: str
    language: str
    headline: str
    summary: str
    published: datetime
    modified: datetime
    publisher: str
    home: str
    section: str
    keywords: tuple[str, ...]
    about: tuple[tuple[str, str], ...]
    """Name and ticker of the instruments that it is about."""
    translations: tuple[str, ...]
    corrections: tuple[Correction, ...]
    free: bool = True


def article(one: Article) -> str:
    """JSON-LD of an edition, safe inside a `script` element."""
    house = {"@type": "Organization", "name": one.publisher, "url": one.home}
    made: dict[str, object] = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "@id": one.url,
        "url": one.url,
        "mainEntityOfPage": one.url,
        "headline": one.headline,
        "description": one.summary,
        "inLanguage": one.language,
        "datePublished": one.published.isoformat(timespec="seconds"),
        "dateModified": one.modified.isoformat(timespec="seconds"),
        "author": house,
        "publisher": house,
        "articleSection": one.section,
        "keywords": list(one.keywords),
        "about": [{"@type": "Thing", "name": name, "identifier": ticker} for name, ticker in one.about],
        "isAccessibleForFree": one.free,
        "workTranslation": [{"@id": url} for url in one.translations],
    }
    if one.corrections:
        made["correction"] = [
            {"@type": "CorrectionComment", "text": each.text, "datePublished": each.at.isoformat(timespec="seconds")}
            for each in one.corrections
        ]
    return embedded(made)


def embedded(value: object) -> str:
    """JSON that can stand inside a `script` element whatever it holds."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def web_manifest(name: str, short: str, language: str, start: str, icon: str, colour: str) -> bytes:
    made = {
        "name": name,
        "short_name": short,
        "lang": language,
        "start_url": start,
        "scope": start,
        "display": "minimal-ui",
        "background_color": "#ffffff",
        "theme_color": colour,
        "icons": [{"src": icon, "type": "image/svg+xml", "sizes": "any"}],
    }
    return (json.dumps(made, ensure_ascii=False, indent=1) + "\n").encode()


def robots(sitemaps: tuple[str, ...]) -> bytes:
    lines = ["User-agent: *", "Allow: /", *(f"Sitemap: {url}" for url in sitemaps)]
    return ("\n".join(lines) + "\n").encode()
