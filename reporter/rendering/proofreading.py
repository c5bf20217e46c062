"""What no sentence may show, whatever it says: faults of a phrase that are visible without knowing its figures.

`proofread` reads the HTML of a title, heading or paragraph and names each fault with the words around it. The rules of
a script follow `typography` of `locale.toml`.
"""

from __future__ import annotations

import re
from collections import Counter
from html import unescape

_HELD = re.compile(
    r'<data\b[^>]*>[^<]*</data>|<time\b[^>]*>[^<]*</time>|<a class="cite"[^>]*>[^<]*</a>|'
    r'<(span|q|blockquote) class="(?:name|term|quote)"[^>]*>[^<]*</\1>'
)
"""Elements whose digits have a home."""
_TAG = re.compile(r"<[^>]*>")
_FIGURE = re.compile(r'<data class="figure"[^>]*\bdata-figure="([^"]*)"[^>]*>([^<]*)</data>')
_CITED = re.compile(r"(?:\s|\[\d+\])+$")
_ENDS = tuple("。.！!？?」”』")
_CJK = r"\u3400-\u9fff\u3007"
_WIDE = r"\u3000-\u303f\uff00-\uffef"

_ANY = {
    "a value that is none": r"\b(?:None(?! of)|nan|NaN|inf|Undefined|True|False)\b",
    "a mark that was not filled": r"\{\{|\}\}|\{%|\[\[|\]\]",
    "punctuation twice": r"[,;:，；：、]\s*[.,;:。，；：、]|[。，；：、]{2}|\.\s*[,;:]|(?<!\.)\.\.(?!\.)|\. \.",
    "empty brackets": r"\(\s*\)|（\s*）|\[\s*\]",
    "a bracket after its space": r"\( | \)",
}
_BY_SCRIPT = {
    "chinese": {
        "half-width punctuation": rf"(?<=[{_CJK}])[,;:?!](?=[{_CJK}])",
        "a space in Chinese text": rf"(?<=[{_CJK}{_WIDE}])[ \t]|[ \t](?=[{_CJK}{_WIDE}])",
        "punctuation at the start": r"^[，。；：、）]",
        "a character twice": r"([\u7684\u4e86\u5728\u4e3a\u70ba\u4e0e\u8207])\1",
    },
    "western": {
        "two spaces": r"\S {2,}\S",
        "a space before punctuation": r" [.,;:!?%’”]",
        "punctuation at the start": r"^[,.;:)]",
        "no space after punctuation": r"[,;](?=[A-Za-z])|(?<=[a-z\])%])\.(?=[A-Z])",
        "one of a plural": r"(?<![\d.,–-])1 (?:sessions|points|percentage points|basis points|cases|times|days)\b",
        "a before a vowel": r"\b[Aa] (?=8|11\b|11[.-]|18\b|18[.-]|[aeio])(?!one|once|eu)",
        "a word twice": r"\b(the|of|to|in|and|a|is|its) \1\b",
    },
}
_PAIRS = (("(", ")"), ("（", "）"), ("“", "”"), ("「", "」"), ("『", "』"), ("《", "》"), ("[", "]"))
_SENTENCE = re.compile(r"(?:^|(?<![A-Z])[.?!]\s+)(\S+)")


def proofread(html: str, typography: str, *, sentences: bool = True) -> list[str]:
    """The faults of a rendered text, each with the words around it. A title is no sentence: it needs no full stop."""
    shown = unescape(_TAG.sub("", html))
    faults = [f"a number without a home: {_around(loose, m)}" for loose in [_TAG.sub("", _HELD.sub("", html))]
              for m in re.finditer(r"[0-9０-９]+", unescape(loose))]
    for name, pattern in (*_ANY.items(), *_BY_SCRIPT[typography].items()):
        faults += [f"{name}: {_around(shown, match)}" for match in re.finditer(pattern, shown)]
    unpaired = [left + right for left, right in _PAIRS if not _paired(shown, left, right)]
    faults += [f"{both} do not pair: {shown[:60]}" for both in unpaired]
    faults += [f"an empty number: {identity}" for identity, text in _FIGURE.findall(html) if not text.strip()]
    if not shown.strip():
        faults.append("nothing is said")
    elif sentences and _CITED.sub("", shown)[-1:] not in _ENDS:
        faults.append(f"no full stop: …{shown[-40:]}")
    return faults + (_openings(html, shown, sentences) if typography == "western" else [])


def _openings(html: str, shown: str, sentences: bool) -> list[str]:
    """Sentences of Latin script begin with a capital, never with a numeral."""
    names = {unescape(name) for name in re.findall(r'class="name"[^>]*>([^<]*)<', html)}
    faults = []
    for match in _SENTENCE.finditer(shown):
        word = match[1].lstrip("“(‘")
        if word[:1].islower() and not any(name.startswith(word) for name in names):
            faults.append(f"a sentence starts small: {_around(shown, match)}")
        if sentences and word[:1].isdigit():
            faults.append(f"a sentence starts with a numeral: {_around(shown, match)}")
    return faults


def _around(text: str, match: re.Match[str]) -> str:
    return "…" + text[max(0, match.start() - 24) : match.end() + 24] + "…"


def _paired(text: str, left: str, right: str) -> bool:
    depth = 0
    for char in text:
        depth += (char == left) - (char == right)
        if depth < 0:
            return False
    return depth == 0


def figures_of(html: str) -> Counter[str]:
    """Ids of the figures that a text prints, with how often: what languages have to share."""
    return Counter(identity for identity, _ in _FIGURE.findall(html))


def shape_of(html: str) -> list[str]:
    """Each sentence with its numbers, names, dates and citations taken out: two alike are one pattern."""
    text = re.sub(r'<a class="cite"[^>]*>[^<]*</a>', "", html)
    text = _HELD.sub("#", text)
    text = re.sub(r"\s+", " ", unescape(_TAG.sub("", text)))
    return [part.strip() for part in re.split(r"(?<=[。！？])|(?<=[.!?]) (?=[A-Z#“])", text) if part.strip()]
