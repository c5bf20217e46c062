"""Search offline in the browser: Pagefind's index of some pages, made by its own program (extra `search`).

Pagefind cuts Chinese into words by a dictionary, and browsers by another, so that a word may be in the index and not
be found; and where an index lacks a word it offers a near one. Here every pair of Chinese characters that stand
together is a word of its own, so is every number as a whole and every English word without its ending;
`templates/site/search.js` asks for these, as phrases, which are taken literally.
"""

from __future__ import annotations

import gzip
import html
import importlib.util
import json
import re
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version as installed_version
from pathlib import Path

from reporter.errors import ConfigError

MARK = "qzpairs"
"""What stands before these words in a page's text, so that no excerpt shows them."""
LONG = 3
"""From so many digits on a number is found without its decimals too."""
RUNTIME = re.compile(r"pagefind(-worker)?\.js|wasm\..+\.pagefind")
INDEX = re.compile(r"pagefind-entry\.json|pagefind\..+\.pf_meta|(index|fragment|filter)/.+")
_CHINESE = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]+")
_LATIN = re.compile(r"[A-Za-z]+")
_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")


@dataclass(frozen=True)
class Record:
    """One page to be found: where it stands on the site, its bare text as HTML, and words that are only found by."""

    path: str
    language: str
    title: str
    prose: str
    words: tuple[str, ...] = ()
    date: str = ""
    day: str = ""


def installed() -> bool:
    return importlib.util.find_spec("pagefind") is not None


def version() -> str:
    return installed_version("pagefind")


def pairs(text: str) -> tuple[str, ...]:
    """Every Chinese character, pair of them, number and stem of a text, each as one word of Latin letters."""
    found: dict[str, None] = {}
    for run in _CHINESE.findall(text):
        for at, char in enumerate(run):
            found[f"zk{ord(char):x}x"] = None
            if at + 1 < len(run):
                found[f"zq{ord(char):x}u{ord(run[at + 1]):x}x"] = None
    for number in _NUMBER.findall(text):
        whole, _, rest = number.replace(",", "").partition(".")
        found[f"zn{whole}p{rest}x" if rest else f"zn{whole}x"] = None
        if len(whole) >= LONG:
            found[f"zn{whole}x"] = None
    for word in _LATIN.findall(text):
        found[f"zw{stem(word)}x"] = None
    return tuple(found)


def stem(word: str) -> str:
    """An English word without its ending, roughly: closes, closed and closing are found by close."""
    word = word.lower()
    for end, instead in (("ies", "y"), ("ing", ""), ("ed", ""), ("es", ""), ("s", ""), ("e", "")):
        if word.endswith(end) and len(word) >= len(end) + 3:
            return word.removesuffix(end) + instead
    return word


def shard(records: Sequence[Record]) -> dict[str, bytes]:
    """The index of some pages in all their languages, without the program that reads it; same pages, same bytes."""
    if not records:
        return {}
    files = {name: data for name, data in _run(records).items() if INDEX.fullmatch(name)}
    return files | {"dates.json": _dates(records, files)}


def _dates(records: Sequence[Record], files: Mapping[str, bytes]) -> bytes:
    """Page → day, by the names that the index gives to pages: what the newest are found by."""
    days = {f"/{record.path}": record.day for record in records}
    made = {}
    for name, data in files.items():
        if name.startswith("fragment/"):
            url = json.loads(gzip.decompress(data).removeprefix(b"pagefind_dcd"))["url"]
            made[Path(name).stem] = days[url]
    return (json.dumps(made, sort_keys=True) + "\n").encode()


def engine(records: Sequence[Record]) -> dict[str, bytes]:
    """The program that searches, with an index of its own; it needs a page in each language of the site."""
    return {name: data for name, data in _run(records).items() if INDEX.fullmatch(name) or RUNTIME.fullmatch(name)}


def _run(records: Sequence[Record]) -> Mapping[str, bytes]:
    with tempfile.TemporaryDirectory(prefix="reporter-search-") as folder:
        pages, out = Path(folder, "pages"), Path(folder, "index")
        for record in records:
            path = pages / record.path / "index.html"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(_page(record), encoding="utf-8")
        command = [_program(), "--site", str(pages), "--output-path", str(out), "--silent"]
        ran = subprocess.run(command, capture_output=True, text=True, cwd=folder, check=False)
        if ran.returncode:
            raise ConfigError(f"The search index could not be made: {(ran.stderr or ran.stdout).strip()[-300:]}")
        files = {p.relative_to(out).as_posix(): p.read_bytes() for p in sorted(out.rglob("*")) if p.is_file()}
    entry = json.loads(files["pagefind-entry.json"])
    # The program writes its languages in any order.
    return files | {"pagefind-entry.json": (json.dumps(entry, sort_keys=True) + "\n").encode()}


@cache
def _program() -> str:
    from pagefind.service import get_executable

    found = get_executable()
    if found is None:
        raise ConfigError("The search program is missing; install the extra [search], or build with --no-search.")
    return str(found)


def _page(record: Record) -> str:
    text = " ".join([re.sub(r"<[^>]+>", " ", record.prose), *record.words])
    hidden = " ".join([MARK, *pairs(html.unescape(text))])
    words = html.escape(" ".join(record.words))
    return (
        f'<!doctype html><html lang="{record.language}"><head><title>{html.escape(record.title)}</title></head><body>'
        f'<main data-pagefind-body><span data-pagefind-meta="date:{html.escape(record.date)}"></span>'
        f"{record.prose}<p>{MARK} {words}</p><p>{hidden}</p></main></body></html>"
    )
