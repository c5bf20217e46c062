"""A published edition, read for the site: its page taken apart, and the card that lists and feeds see.

Numbers and words are taken as the pages print them, which is as they were verified; nothing is worded again.
"""

from __future__ import annotations

import hashlib
import html
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from reporter.errors import DataError
from reporter.model.revision import FILE, Revision
from reporter.model.site import Card, Row

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "last": ("close_level.1d",),
    "day": ("yield_change.1d", "day_change.1d"),
    "week": ("yield_change.5d", "trailing_return.5d"),
    "year": ("yield_change.ytd", "ytd_return.ytd"),
    "average": ("sma_distance.20d",),
    "range": ("range_position.52w",),
}
"""Columns of an instrument's table and the figures that fill them."""
WITHOUT = frozenset({"method", "sources"})
"""Sections that are no prose: not searched, not quoted."""
_FIGURE_ROW = re.compile(r'<tr id="figure-[^"]+"[^>]*>.*?<td class="number">(.*?)</td>', re.S)
_FIGURE = re.compile(r'data-figure="([^"]+)"')
_PARAGRAPH = re.compile(r'<p(?: class="[^"]*")? data-passage="[^"]*">(.*?)</p>', re.S)
_SENTENCE = re.compile(r"(?<=[\u3002\uff01\uff1f])|(?<=[a-z%)\]>][.!?])\s+")


@dataclass(frozen=True)
class Pieces:
    """An edition's page in its parts. `body` is what stands between the skip link and the end."""

    title: str
    description: str
    style: str
    script: str
    body: str


def pieces(page: str) -> Pieces:
    """The parts of an edition's own page; style and script go to files, since the site allows none in a page."""
    style = "".join(re.findall(r"<style>(.*?)</style>", page, re.S)).strip() + "\n"
    script = "".join(re.findall(r"<script>(.*?)</script>", page, re.S)).strip()
    body = page.partition("<body")[2].partition(">")[2].rpartition("</body>")[0]
    body = re.sub(r'<a class="skip".*?</a>|<script\b.*?</script>|<style>.*?</style>', "", body, flags=re.S)
    body = re.sub(r"<(/?)main\b", r"<\1div", body)
    description = _one(r'<meta name="description" content="(.*?)"', page)
    return Pieces(_one(r"<title>(.*?)</title>", page), description, style, script, body.strip())


def exhibit(page: str) -> str:
    """The first picture of a page as it was drawn, without what a pointer reads from it; empty where it has none."""
    found = re.search(r'<figure class="chart.*?</figure>', page, re.S)
    return re.sub(r' data-told="[^"]*"|(\s|\u00a0)*<a class="cite".*?</a>', "", found[0], flags=re.S) if found else ""


def _one(pattern: str, page: str) -> str:
    found = re.search(pattern, page, re.S)
    return html.unescape(found[1]).strip() if found else ""


def text(markup: str) -> str:
    """Some markup as one line of text, without its citations."""
    markup = re.sub(r'(\s|&nbsp;|\u00a0)*<a class="cite".*?</a>', "", markup, flags=re.S)
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", "", markup))).replace("\u2060", "").strip()


def card(folder: Path, pages: Mapping[str, str]) -> Card:
    """The card of an edition from its files, and from its page in each language."""
    briefing = _json(folder / "briefing.json")
    revisions = _seen(revisions_of(folder), pages)
    published = datetime.fromisoformat(_first(folder, revisions, briefing))
    rows = _rows(briefing, pages)
    passages = [p for s in briefing["sections"] for p in s["passages"]]
    told = dict.fromkeys([*briefing.get("theme_claims", ()), *(c for p in passages for c in p["claims"])])
    return Card(
        desk=folder.name, session=briefing["session"], published=published,
        modified=max([datetime.fromisoformat(briefing["generated_at"]), published, *(r.at for r in revisions)]),
        sample=briefing["sample"], sentiment=briefing["sentiment"], market=briefing["market"],
        tags=briefing["tags"], claims=tuple(told),
        titles={tag: pieces_title(page) for tag, page in pages.items()},
        leads={tag: _lead(page) for tag, page in pages.items()},
        files=tuple(sorted(p.name for p in folder.iterdir() if p.is_file() and not p.name.startswith("."))),
        seal=seal(folder), rows=rows, revisions=revisions,
    )  # fmt: skip


def pieces_title(page: str) -> str:
    return _one(r"<title>(.*?)</title>", page)


def _json(path: Path) -> Any:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, json.JSONDecodeError) as error:
        message = f"Cannot read {path} for the site ({error}); build the edition again or take it away."
        raise DataError(message) from error


def revisions_of(folder: Path) -> tuple[Revision, ...]:
    path = folder / FILE
    return tuple(Revision.model_validate(one) for one in _json(path)["revisions"]) if path.is_file() else ()


def _seen(revisions: tuple[Revision, ...], pages: Mapping[str, str]) -> tuple[Revision, ...]:
    """Revisions with the changes of what these pages print, or printed before: a page may lack some of its sections."""
    if all("members-only" not in page for page in pages.values()):
        return revisions
    shown = {figure for page in pages.values() for figure in _FIGURE.findall(page)}
    return tuple(
        one.model_copy(update={"changes": tuple(each for each in one.changes if each.figure in shown)})
        for one in revisions
    )


def _first(folder: Path, revisions: tuple[Revision, ...], briefing: Mapping[str, Any]) -> str:
    """When the edition came out for the first time."""
    if not revisions:
        return str(briefing["generated_at"])
    return str(_json(folder / FILE)["published"])


def seal(folder: Path) -> str:
    """A checksum of everything in an edition's folder: the manifest names the files, revisions are told beside it."""
    total = hashlib.sha256()
    for name in ("manifest.json", FILE):
        path = folder / name
        total.update(path.read_bytes() if path.is_file() else b"-")
    if not (folder / "manifest.json").is_file():
        total.update((folder / "briefing.json").read_bytes())
    return total.hexdigest()


def _lead(page: str) -> str:
    """The standfirst, else the first paragraph: what stands under the headline in lists and feeds."""
    rest = page.partition("</h1>")[2]
    found = re.search(r'<p class="standfirst">(.*?)</p>', rest, re.S) or _PARAGRAPH.search(rest)
    return text(found[1]) if found else ""


def _rows(briefing: Mapping[str, Any], pages: Mapping[str, str]) -> dict[str, Row]:
    figures = {f["id"]: f for f in briefing["figures"]}
    printed = {tag: _printed(page) for tag, page in pages.items()}
    said = {tag: _said(page) for tag, page in pages.items()}
    everywhere = set.intersection(*(set(one) for one in printed.values())) if printed else set()
    rows = {}
    for subject in briefing["subjects"]:
        name = subject["id"]
        found = {column: next((f"{name}.{s}" for s in suffixes if f"{name}.{s}" in everywhere), None)
                 for column, suffixes in COLUMNS.items()}  # fmt: skip
        known = {column: i for column, i in found.items() if i is not None}
        if not known or not subject["symbol"]:
            continue
        rows[name] = Row(
            symbol=subject["symbol"], values={column: figures[i]["value"] for column, i in known.items()},
            shown={tag: {column: printed[tag][i] for column, i in known.items()} for tag in pages},
            said={tag: said[tag][name] for tag in pages if name in said[tag]},
        )  # fmt: skip
    return rows


def _printed(page: str) -> dict[str, str]:
    """Figure → its number as the table of figures prints it."""
    made = {}
    for value in _FIGURE_ROW.findall(page):
        figure = _FIGURE.search(value)
        if figure:
            made[figure[1]] = value
    return made


def _said(page: str) -> dict[str, str]:
    """Instrument → the first sentence of the page that gives a number of it."""
    found: dict[str, str] = {}
    for paragraph in _PARAGRAPH.findall(page):
        for sentence in _SENTENCE.split(paragraph):
            if not sentence:
                continue
            for figure in dict.fromkeys(_FIGURE.findall(sentence)):
                subject = figure.partition(".")[0].partition("-")[0]
                if subject not in found:
                    found[subject] = text(sentence)
    return found


def prose(page: str) -> str:
    """Headline and told sections of a page as bare HTML, for the search index: words, anchors, nothing else.

    The sections' own names stand in every edition and are left out.
    """
    parts = [f"<h1>{html.escape(pieces_title(page))}</h1>"]
    for section in re.finditer(r'<section class="[^"]*" id="([^"]+)"[^>]*>(.*?)</section>', page, re.S):
        if section[1] in WITHOUT:
            continue
        for block in re.finditer(r'<(h3|h4|p)\b([^>]*)>(.*?)</\1>', section[2], re.S):
            anchor = re.search(r'\bid="([^"]+)"', block[2])
            mark = f' id="{anchor[1]}"' if anchor else ""
            if block[1] != "p" or "data-passage" in block[2]:
                parts.append(f"<{block[1]}{mark}>{html.escape(text(block[3]))}</{block[1]}>")
    return "\n".join(parts)
