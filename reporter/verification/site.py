"""The website, read again before it is let out: every link leads somewhere, every page says where it stands.

Checked are the pages that a build has made. Where a page has gone, all are, since any may have linked to it.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from reporter.errors import Problem
from reporter.model.site import Place

_TAG = re.compile(r"<!--.*?-->|<(script|style)\b[^>]*>.*?</\1>|<(/?)([a-zA-Z][\w-]*)([^>]*)>", re.S)
_ALONE = re.compile(r"<!--.*?-->|<(script|style)\b[^>]*>.*?</\1>|<[^<>]*/>", re.S)
_NAME = re.compile(r"<(/?[a-zA-Z][\w-]*)")
_LINKS = {
    "a": "href", "link": "href", "script": "src", "img": "src", "source": "src", "iframe": "src", "form": "action",
    "use": "href",
}  # fmt: skip
_LINKING = ", ".join(f"{tag}[{attribute}]" for tag, attribute in _LINKS.items())
_LOADED = frozenset({"script", "img", "source", "iframe", "use"})
_STYLED = re.compile(r"<[a-z][^>]*\s(?:style|on[a-z]+)=", re.I)
_VOID = frozenset({
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr",
})  # fmt: skip


@dataclass(frozen=True)
class SiteReport:
    pages: int
    findings: tuple[Problem, ...]


def check_site(root: Path, place: Place, files: Iterable[str] | None) -> SiteReport:
    """Read the pages among `files` under `root`, or every page there is for None."""
    names = _all_pages(root) if files is None else [name for name in files if name.endswith(".html")]
    pages = [name for name in sorted(set(names)) if not name.startswith("editions/")]
    found: list[Problem] = []
    known = _Tree(root)
    for name in pages:
        found += _page(root, place, name, known)
    return SiteReport(len(pages), tuple(found))


def _all_pages(root: Path) -> list[str]:
    # Parts are linked folders; glob does not follow them by itself.
    found, left = [], [root]
    while left:
        folder = left.pop()
        for path in folder.iterdir():
            if path.is_dir():
                left.append(path)
            elif path.suffix == ".html":
                found.append(path.relative_to(root).as_posix())
    return found


class _Tree:
    """Which addresses there are, and which anchors a page has."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self.good: set[str] = set()
        """Links from the host's root that lead somewhere: many pages have the same."""
        self.exists = lru_cache(maxsize=None)(self._exists)
        self.anchors = lru_cache(maxsize=64)(self._anchors)
        self.alternates = lru_cache(maxsize=4096)(self._alternates)

    def _exists(self, path: str) -> bool:
        target = self._root / path
        return (target / "index.html").is_file() if path.endswith("/") or not path else target.is_file()

    def _read(self, path: str) -> str:
        target = self._root / path
        return (target / "index.html" if path.endswith("/") or not path else target).read_text(encoding="utf-8")

    def _anchors(self, path: str) -> frozenset[str]:
        return frozenset(re.findall(r'\sid="([^"]+)"', self._read(path)))

    def _alternates(self, path: str) -> frozenset[tuple[str, str]]:
        head = self._read(path).partition("</head>")[0]
        pairs = re.findall(r'<link rel="alternate" hreflang="([^"]+)" href="([^"]+)">', head)
        return frozenset((language, html.unescape(url)) for language, url in pairs)


def _page(root: Path, place: Place, name: str, known: _Tree) -> list[Problem]:
    text = (root / name).read_text(encoding="utf-8")
    said: list[str] = []
    said += _well_formed(text)
    tree = LexborHTMLParser(text)
    said += _head(tree, place, name, known)
    said += _ids(tree)
    if _STYLED.search(text):
        said.append("has a style or a handler inside an element, which its own policy forbids")
    if tree.css("style") or [one for one in tree.css("script") if one.attributes.get("src") is None
                             and one.attributes.get("type") != "application/ld+json"]:
        said.append("has a script or style inside the page, which its own policy forbids")
    said += _links(tree, place, name, known)
    return [Problem(name, message, "site") for message in said]


def _well_formed(text: str) -> list[str]:
    """Every element that is opened is closed, in order."""
    if _balanced(text):
        return []
    open_: list[str] = []
    for at, (_, end, name, rest) in enumerate(_TAG.findall(text)):
        tag = name.lower()
        if not tag or tag in _VOID or rest.endswith("/"):
            continue
        if not end:
            open_.append(tag)
        elif not open_ or open_.pop() != tag:
            match = next(islice(_TAG.finditer(text), at, None))
            return [f"closes <{tag}> where it is not open, near {text[max(0, match.start() - 40):match.end()]!r}"]
    return [f"leaves <{open_[-1]}> open"] if open_ else []


def _balanced(text: str) -> bool:
    """Whether a page is surely well formed, seen by the names of its elements alone: that is quick."""
    open_: list[str] = []
    for name in _NAME.findall(_ALONE.sub("", text)):
        if name[0] != "/":
            if name not in _VOID:
                open_.append(name)
        elif not open_ or open_.pop() != name[1:]:
            return False
    return not open_


def _head(tree: LexborHTMLParser, place: Place, name: str, known: _Tree) -> list[str]:
    said = []
    root = tree.css_first("html")
    language = root.attributes.get("lang") if root is not None else None
    if not language:
        said.append("has no language")
    if len(tree.css("h1")) < 1 or len(tree.css("head > title")) != 1:
        said.append("has no headline or not one title")
    policy = tree.css_first('meta[http-equiv="Content-Security-Policy"]')
    if policy is None or "unsafe-inline" in str(policy.attributes.get("content")):
        said.append("has no strict policy for what it loads")
    canonical = [one.attributes.get("href") or "" for one in tree.css('link[rel="canonical"]')]
    here = place.absolute(name.removesuffix("index.html"))
    hidden = tree.css_first('meta[name="robots"]') is not None
    if len(canonical) != 1:
        said.append("has not one canonical address")
    elif canonical[0] != here and not hidden:
        said.append(f"names {canonical[0]} as its address, but stands at {here}")
    return said + _alternates(tree, place, here, hidden, known)


def _alternates(tree: LexborHTMLParser, place: Place, here: str, hidden: bool, known: _Tree) -> list[str]:
    each = {
        str(one.attributes.get("hreflang")): str(one.attributes.get("href"))
        for one in tree.css('link[rel="alternate"][hreflang]')
    }
    if hidden or (not each):
        return []
    said = [] if "x-default" in each else ["names no page for readers of other languages (x-default)"]
    if here not in each.values():
        said.append("does not name itself among its languages")
    mine = frozenset(each.items())
    for language, url in each.items():
        path = url.removeprefix(place.absolute(""))
        if url == here or not url.startswith(place.absolute("")) or not known.exists(path):
            continue
        if known.alternates(path) != mine:
            said.append(f"names {url} as its {language} page, which does not name it back")
    return said


def _ids(tree: LexborHTMLParser) -> list[str]:
    seen: set[str] = set()
    twice: set[str] = set()
    for node in tree.css("[id]"):
        name = str(node.attributes.get("id"))
        (twice if name in seen else seen).add(name)
    return [f"has the id {name!r} twice" for name in sorted(twice)]


def _links(tree: LexborHTMLParser, place: Place, name: str, known: _Tree) -> list[str]:
    here = place.absolute(name)
    own = {str(node.attributes.get("id")) for node in tree.css("[id]")}
    said: dict[str, None] = {}
    targets: dict[str, LexborNode] = {}
    for node in tree.css(_LINKING):
        targets.setdefault(str(node.attributes.get(_LINKS[str(node.tag)]) or ""), node)
    for link, node in targets.items():
        if link not in known.good:
            found = _link(link, node, here, own, place, known)
            said.update(dict.fromkeys(found))
            if not found and _from_root(link):
                known.good.add(link)
    return list(said)


def _from_root(link: str) -> bool:
    return link.startswith("/") and not link.startswith("//")


def _link(link: str, node: LexborNode, here: str, own: set[str], place: Place, known: _Tree) -> list[str]:
    if link.startswith("#"):
        return [] if unquote(link[1:]) in own else [f"links to {link}, which is not on the page"]
    if link.startswith(("data:", "mailto:")):
        return [] if (node.tag in _LOADED or link.startswith("mailto:")) else [f"links to {link[:30]}"]
    # Nearly every link is a path from the host's root: no need to take those apart and put them together again.
    plain = _from_root(link) and "." not in link
    url, _, fragment = (place.host + link if plain else urljoin(here, link)).partition("#")
    if not url.startswith(place.absolute("")):
        if node.tag in _LOADED or (node.tag == "link" and node.attributes.get("rel") != "canonical"):
            return [f"loads {link} from elsewhere"]
        return [] if urlsplit(url).scheme in ("http", "https") else [f"links to {link}, which no browser opens"]
    path = unquote(url.removeprefix(place.absolute("")))
    if not known.exists(path):
        return [f"links to {link}, where nothing is"]
    if fragment and path.endswith(("/", ".html")) and unquote(fragment) not in known.anchors(path):
        return [f"links to {link}, which that page does not have"]
    return []
