"""The typographic last pass of a language, over HTML that phrases produced.

Phrases are written with line breaks and indents for the people who edit them; here that white space becomes
what a reader should see. Tags are left as they are; only text between them changes.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import wraps

_CJK = r"\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u303f"
_TAGS = r"(?:<[^>]+>)*"
_HALF_TO_FULL = str.maketrans({",": "\uff0c", ";": "\uff1b", ":": "\uff1a", "?": "\uff1f", "!": "\uff01"})


def _between_tags(rules: Callable[[str], str]) -> Callable[[str], str]:
    """Rules that see only tag numbers where tags are, so that none can touch what stands in an attribute."""

    @wraps(rules)
    def careful(html: str) -> str:
        tags: list[str] = []

        def put_away(match: re.Match[str]) -> str:
            tags.append(match.group())
            return f"<{len(tags) - 1}>"

        return re.sub(r"<(\d+)>", lambda match: tags[int(match[1])], rules(re.sub(r"<[^>]+>", put_away, html)))

    return careful


@_between_tags
def chinese(html: str) -> str:
    """No white space at a Chinese character or between phrases; full-width punctuation between Chinese characters."""
    html = re.sub(r"\s*\n\s*", "", html)
    html = re.sub(rf"(?<=[{_CJK}])({_TAGS})[ \t]+", r"\1", html)
    html = re.sub(rf"[ \t]+({_TAGS})(?=[{_CJK}])", r"\1", html)
    between = rf"(?<=[{_CJK}])({_TAGS})([,;:?!])({_TAGS})(?=[{_CJK}])"
    html = re.sub(between, lambda m: m[1] + m[2].translate(_HALF_TO_FULL) + m[3], html)
    html = re.sub(r"[\uff0c\uff1b]+(?=\u3002)", "", html)
    html = re.sub(r"\uff0c[\uff0c\uff1b]+", "\uff0c", html)
    html = re.sub(r"([\u3002\uff1b])\1+", r"\1", html)
    return html.strip()


_ARTICLE = re.compile(r'\b[Tt]he\s+(?=<span class="name"[^>]* data-article="none")')


def western(html: str) -> str:
    """Single spaces, none before punctuation, none inside brackets; a sentence starts with a capital. Companies and
    tickers stand without an article."""
    return _western(_ARTICLE.sub("", html))


@_between_tags
def _western(html: str) -> str:
    html = re.sub(r"\s+", " ", html)
    html = re.sub(rf" +({_TAGS})(?=[,.;:?!)\u201d])", r"\1", html)
    html = re.sub(r"([(\u201c])((?:<[^>]+>)*) +", r"\1\2", html)
    html = re.sub(r",(?:\s*,)+", ",", html)
    html = re.sub(r"[,;]+(?=\.)", "", html)
    html = re.sub(rf"(?<=[%\])a-z\u201d>])([.?!])({_TAGS})(?=[A-Za-z])", r"\1 \2", html)
    return _capitalise(html.strip())


def _capitalise(html: str) -> str:
    """Upper case for the first letter of the text and of what follows a full stop and a space."""

    def upper(match: re.Match[str]) -> str:
        return match.group(1) + match.group(2).upper()

    html = re.sub(r"^((?:<[^>]+>)*)([a-z])", upper, html)
    return re.sub(r"((?<![A-Z])[.?!](?:<[^>]+>)* (?:<[^>]+>)*)([a-z])", upper, html)
