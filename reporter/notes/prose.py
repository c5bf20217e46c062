"""Editors' own words: a little Markdown, made safe, in which every number has a home.

    [[figure:rut.day_change.1d]]   a figure of the edition (a style may follow: |signed |percent |points |level |bare …)
    [[note:ID]]  [[note:ID.upside]]  a note's value, or what was computed from it
    [[name:rut]]  [[term:sma20]]  [[date:2026-01-23]]   a name, a fixed term, a date
    Russell 2000, 20日均线         a name or term with digits that the locale knows stands for itself
    `Q4`                           one that it does not know
    “…”, > …                       somebody's words: their numbers are theirs

A number typed plainly must be the value of a note. What comes out is HTML in which figures, names and dates that a
locale has to word stand as `[[figure:ID]]`, `[[name:ID]]`, `[[term:KEY]]` and `[[date:ISO]]`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, partial
from html import escape
from typing import Protocol

import nh3
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token

from reporter.notes.records import Note
from reporter.notes.typed_numbers import NotesBook, Typed

STYLES = frozenset({"auto", "signed", "percent", "points", "bp", "level", "bare", "scaled"})
_QUOTES = "\u201c[^\u201d]*\u201d|\u300c[^\u300d]*\u300d|\u300e[^\u300f]*\u300f|\u00ab[^\u00bb]*\u00bb|\"[^\"]*\""
_PIECE = re.compile(
    r"\[\[(?P<tag>\w+):(?P<of>[^\]|\s]+)(?:\|(?P<style>\w+))?\]\]"
    rf"|(?P<quote>{_QUOTES})"
    r"|(?P<day>(?<!\d)\d{4}-\d{2}-\d{2}(?!\d))"
    r"|(?P<number>\d[\d,]*(?:\.\d+)?)(?P<percent>\s?[%\uff05])?"
)
_MARKED = re.compile(rf"\[\[\w+:[^\]]*\]\]|{_QUOTES}")
_BLANK = "\ufffc"
_PLAIN = frozenset({
    "paragraph_open", "paragraph_close", "inline", "bullet_list_open", "bullet_list_close", "ordered_list_open",
    "ordered_list_close", "list_item_open", "list_item_close", "blockquote_open", "blockquote_close",
})
_INLINE = frozenset({
    "text", "softbreak", "hardbreak", "em_open", "em_close", "strong_open", "strong_close", "link_open", "link_close",
    "code_inline", "text_special",
})
_TAGS = {"p", "strong", "em", "ul", "ol", "li", "blockquote", "a", "br", "span", "data", "time"}
_ATTRIBUTES = {
    "a": {"href"}, "span": {"class", "data-subject"}, "data": {"class", "value", "data-figure", "data-form"},
    "time": {"datetime"}, "blockquote": {"class"},
}


class Book(Protocol):
    """What numbers in words may refer to."""

    def find(self, typed: Typed, own: str | None) -> tuple[str, float] | None:
        """Figure id and value of the note whose number was typed; `own` is the note that speaks."""
        ...

    def note(self, reference: str) -> str | None:
        """Figure id of a note (`ID`) or of what follows from it (`ID.upside`)."""
        ...

    def has(self, figure_id: str) -> bool: ...


@dataclass(frozen=True)
class Rendered:
    """Safe HTML, the figures that it names, and what is wrong with the text (then the HTML is empty)."""

    html: str
    figures: tuple[str, ...]
    mistakes: tuple[tuple[str, str], ...]
    """Message and rule."""


Quantities = Callable[[str], Iterable[str]]
"""The numerals in words of a text that state a quantity: what a locale knows of its own language."""


Named = Callable[[str], Iterable[tuple[int, int, str]]]
"""Where a text writes a name or a term that holds digits, with its id: what a locale knows by name."""


def render(
    markdown: str, book: Book, *, own: str | None = None, blocks: bool = False, quantities: Quantities | None = None,
    names: Named | None = None,
) -> Rendered:
    """A text as HTML: inline without paragraph tags, or with `blocks` paragraphs, lists and block quotations.

    `own` is the id of the note that speaks: its own numbers may be typed plainly, however short.
    """
    work = _Work(book, own, quantities, names)
    md = _parser()
    tokens = md.parse(markdown)
    for token in tokens:
        if token.type not in _PLAIN:
            work.mistake(*_block_mistake(token))
    if not blocks and [t.type for t in tokens] != ["paragraph_open", "inline", "paragraph_close"]:
        work.mistake("is more than one paragraph; only a note of kind paragraph may be", "note-prose")
    quoted = 0
    for token in tokens:
        quoted += {"blockquote_open": 1, "blockquote_close": -1}.get(token.type, 0)
        if token.type == "blockquote_open":
            token.attrSet("class", "quote")
        if token.type == "inline":
            token.children = list(work.inline(token.children or [], quoted=quoted > 0))
    if work.mistakes:
        return Rendered("", (), tuple(dict.fromkeys(work.mistakes)))
    inline = tokens[1].children or []
    renderer = md.renderer
    assert isinstance(renderer, RendererHTML)
    html = renderer.render(tokens, md.options, {}) if blocks else renderer.renderInline(inline, md.options, {})
    safe = nh3.clean(html, tags=_TAGS, attributes=_ATTRIBUTES, url_schemes={"http", "https"})
    return Rendered(safe.strip(), tuple(dict.fromkeys(work.figures)), ())


def check_prose(
    notes: Sequence[Note], quantities: Callable[[str, str], Iterable[str]] | None = None,
    names: Callable[[str], Named] | None = None,
) -> Iterator[tuple[Note, str, str, str]]:
    """What is wrong with the words of notes before any market is known: note, field, message, rule.

    `quantities` names the numerals in words of a locale's text that state a quantity, `names` gives what knows the
    names of a locale.
    """
    book = NotesBook(notes)
    for note in notes:
        named: dict[str, set[str]] = {}
        for locale, text in (note.fields.text or {}).items():
            counted = partial(quantities, locale) if quantities is not None else None
            known = names(locale) if names is not None else None
            blocks = note.kind == "paragraph"
            rendered = render(text, book, own=note.id, blocks=blocks, quantities=counted, names=known)
            named[locale] = set(rendered.figures)
            for message, rule in rendered.mistakes:
                yield note, "text", f"text in {locale} {message}", rule
            if rendered.mistakes:
                named.pop(locale)
        for locale, figures in named.items():
            for lacking in sorted(set().union(*named.values()) - figures):
                yield note, "text", f"text in {locale} lacks the number of {lacking} that another language has", \
                    "note-language"
        for locale, words in (getattr(note.fields, "quote", None) or {}).items():
            if re.search(r"<\s*[/!?]?\s*[A-Za-z]", words):
                yield note, "quote", f"quote in {locale} holds HTML; write plain text", "note-html"


class _Work:
    """Goes through inline tokens and gives every number its home."""

    def __init__(
        self, book: Book, own: str | None, quantities: Quantities | None = None, names: Named | None = None
    ) -> None:
        self.book, self.own, self.quantities, self.names = book, own, quantities, names
        self.figures: list[str] = []
        self.mistakes: list[tuple[str, str]] = []

    def mistake(self, message: str, rule: str) -> None:
        """One sentence for all HTML of a text: its first tag."""
        if rule != "note-html" or all(known != rule for _, known in self.mistakes):
            self.mistakes.append((message, rule))

    def inline(self, tokens: Sequence[Token], *, quoted: bool) -> Iterator[Token]:
        for token in tokens:
            if token.type not in _INLINE:
                self.mistake(*_block_mistake(token))
            elif token.type == "link_open":
                self._link(str(token.attrGet("href") or ""))
                yield token
            elif token.type == "code_inline":
                yield _raw(self._term(token.content))
            elif token.type in ("text", "text_special") and not quoted:
                yield _raw("".join(self._pieces(token.content)))
            else:
                yield token

    def _link(self, address: str) -> None:
        if not re.match(r"https?://", address, re.IGNORECASE):
            self.mistake(f"links to {address[:60]!r}; only http:// and https:// addresses are allowed", "note-url")

    def _term(self, content: str) -> str:
        if not re.search(r"[^\W\d_]", content):
            self.mistake(f"marks {content!r} as a term, but it is only a number; write [[figure:…]]", "note-number")
        return f'<span class="term">{escape(content)}</span>'

    def _pieces(self, text: str) -> Iterator[str]:
        # What is somebody else's or has a home already is blanked out, so that what stands beside it is still seen.
        bare = _MARKED.sub(lambda m: _BLANK * len(m.group()), text)
        at = 0
        for start, end, identity in self.names(bare) if self.names is not None else ():
            yield from self._plain(text[at:start])
            yield _named(text[start:end], identity)
            at = end
        yield from self._plain(text[at:])

    def _plain(self, text: str) -> Iterator[str]:
        for words in self.quantities(_PIECE.sub(_BLANK, text)) if self.quantities is not None else ():
            self.mistake(
                f"states the quantity {words!r} in words, and no figure stands behind it; write [[note:ID]] or "
                "[[figure:ID]], or quotation marks around somebody's words", "note-number")
        at = 0
        for match in _PIECE.finditer(text):
            yield escape(text[at: match.start()], quote=False)
            at = match.end()
            if match["tag"]:
                yield self._reference(match["tag"], match["of"], match["style"])
            elif match["quote"]:
                yield f'<span class="quote">{escape(match["quote"], quote=False)}</span>'
            elif match["day"]:
                yield self._day(match["day"])
            else:
                yield self._number(match, text)
        yield escape(text[at:], quote=False)

    def _reference(self, tag: str, of: str, style: str | None) -> str:
        if style is not None and style not in STYLES:
            self.mistake(f"asks for the style {style!r}; known: {', '.join(sorted(STYLES))}", "note-reference")
        if tag in ("name", "term"):
            return f"[[{tag}:{escape(of)}]]"
        if tag == "date":
            return self._day(of)
        if tag not in ("figure", "note"):
            self.mistake(f"refers to [[{tag}:{of}]]; it can be figure, note, name, term or date", "note-reference")
            return ""
        found = self.book.note(of) if tag == "note" else of if self.book.has(of) else None
        if found is None:
            self.mistake(f"refers to [[{tag}:{of}]], which there is not", "note-reference")
            return ""
        self.figures.append(found)
        return f"[[figure:{escape(found)}{'|' + style if style else ''}]]"

    def _day(self, text: str) -> str:
        try:
            return f"[[date:{date.fromisoformat(text)}]]"
        except ValueError:
            self.mistake(f"names the date {text!r}, which there is not", "note-date")
            return ""

    def _number(self, match: re.Match[str], text: str) -> str:
        """A typed number as the note's figure, a year as a date; anything else is a mistake."""
        digits = match["number"].rstrip(",")
        after_digits = match["number"][len(digits):] + (match["percent"] or "")
        percent = bool(match["percent"])
        typed = Typed(digits, float(digits.replace(",", "")), len(digits.partition(".")[2]), percent)
        found = self.book.find(typed, self.own)
        beside = text[max(match.start() - 1, 0): match.start()] + text[match.end(): match.end() + 1]
        if re.search(r"[A-Za-z]", beside):
            self.mistake(f"holds {digits!r} within a word; put a name with digits in `backticks`", "note-number")
            return ""
        if found is not None:
            figure, value = found
            self.figures.append(figure)
            inside = digits + after_digits if percent else digits
            form = ' data-form="scaled"' if abs(value) >= 1000 * max(typed.value, 1e-9) else ""
            start = f'<data class="figure" value="{value!r}" data-figure="{escape(figure)}"{form}>'
            return f"{start}{escape(inside)}</data>" + ("" if percent else escape(after_digits))
        if re.fullmatch(r"(?:19|20)\d\d", digits) and digits != "2000" and not percent:
            return f'<time datetime="{digits}">{digits}</time>{escape(after_digits)}'
        self.mistake(
            f"holds the number {digits}{'%' if percent else ''}, which no note has; write [[figure:ID]] or "
            "[[note:ID]], [[date:2026-01-23]] for a date, [[name:rut]] or [[term:sma20]] for a name or a term, or "
            "quotation marks around somebody's words", "note-number")
        return ""


@cache
def _parser() -> MarkdownIt:
    """CommonMark in which HTML and odd links are seen as such, so that they can be refused by name."""
    md = MarkdownIt("commonmark", {"html": True, "maxNesting": 12})
    md.validateLink = lambda url: True  # type: ignore[method-assign]
    return md


def _named(text: str, identity: str) -> str:
    """A name as it was written, in its home; terms have ids of their own kind."""
    if identity.startswith("term-"):
        return f'<span class="term">{escape(text, quote=False)}</span>'
    return f'<span class="name" data-subject="{escape(identity)}">{escape(text, quote=False)}</span>'


def _raw(html: str) -> Token:
    return Token("html_inline", "", 0, content=html)


def _block_mistake(token: Token) -> tuple[str, str]:
    if token.type.startswith("html"):
        return f"holds HTML ({token.content.strip()[:40]}); write Markdown", "note-html"
    if token.type == "image":
        return "holds a picture; briefings carry none from outside", "note-prose"
    if token.type.startswith("heading"):
        return "holds a heading; sections have their own", "note-prose"
    return f"holds Markdown that notes don't take ({token.type.removesuffix('_open').replace('_', ' ')})", "note-prose"
