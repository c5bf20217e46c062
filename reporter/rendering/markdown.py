"""Marked-up text → Markdown: figures as text, citations in brackets, bold kept. Used as template filters."""

from __future__ import annotations

import html
import re
from html.parser import HTMLParser

from markupsafe import Markup

BOLD = ("strong", "b")
_CITED = re.compile(r'\s*<a class="cite"[^>]*>[^<]*</a>')
SPECIAL = re.compile(r"([\\`*_\[\]<>|])")


class _Inline(HTMLParser):
    """Keeps text and bold; drops every other tag but keeps what stands in it."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._cite = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in BOLD:
            self.parts.append("**")
        elif tag == "br":
            self.parts.append("\n")
        elif tag == "a" and "cite" in (dict(attrs).get("class") or "").split():
            self._cite += 1

    def handle_endtag(self, tag: str) -> None:
        if tag in BOLD:
            self.parts.append("**")
        elif tag == "a" and self._cite:
            self._cite -= 1

    def handle_data(self, data: str) -> None:
        self.parts.append(data if self._cite else SPECIAL.sub(r"\\\1", data))


def from_html(markup: str) -> Markup:
    """Inline HTML as one line of Markdown. `[0]` of a citation stays as it is."""
    parser = _Inline()
    parser.feed(str(markup))
    parser.close()
    return Markup(re.sub(r"\s+", " ", "".join(parser.parts)).strip())


def plain(markup: str) -> str:
    """The text alone: no marks, no citations."""
    return re.sub(r"\s+", " ", Markup(_CITED.sub("", str(markup))).striptags()).strip()


def hashtag(markup: str) -> Markup:
    """A tag in code quotes, so that a number sign at the start of a line makes no heading."""
    return code("#" + Markup(markup).striptags())


def code(text: str) -> Markup:
    """A formula in code quotes, safe in a table cell."""
    return Markup("`" + text.replace("`", "'").replace("|", "\\|") + "`")


def tidy(text: str) -> str:
    """At most one empty line in a row, none at the ends; entities back to characters."""
    text = re.sub(r"[ \t]+\n", "\n", html.unescape(text))
    return re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"
