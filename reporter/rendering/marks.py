"""Marked-up numbers, names, dates and citations: the filters and functions that a phrase uses.

Every filter wraps what it prints so that verification can find its figure: `<data class="figure">` for numbers,
`<time>` for dates, `class="name"` and `class="term"` for fixed names, `class="cite"` for citations.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any

from markupsafe import Markup, escape

from reporter.model import Briefing, Passage
from reporter.model.grade import grade
from reporter.model.speech import Speech
from reporter.rendering.number_marks import NumberMarks
from reporter.rendering.views import ClaimView, FigureView, PassageView

Filter = Callable[..., Any]
BULLET = "\u2022 "
BREAKS = re.compile(r"\s*</?(?:p|ul|ol)>\s*|\s*</li>\s*")
FIGURE_MARK = re.compile(r"\[\[figure:(?P<id>[^\]|]+)(?:\|(?P<style>[a-z]+))?\]\]")


def as_lines(html: str) -> str:
    """A passage is one paragraph: an editor's several, and the items of a list, become lines of it."""
    lines = BREAKS.sub("\0", html.replace("<li>", f"\0{BULLET}"))
    lines = re.sub(rf"{BULLET.strip()}\s*\0+", BULLET, lines)
    lines = re.sub("\0*(</?blockquote[^>]*>)\0*", r"\1", re.sub("\0+", "\0", lines))
    return lines.strip("\0").replace("\0", "<br>")


class Marks(NumberMarks):
    """What one edition in one locale may print. It remembers which names have been introduced."""

    def __init__(self, briefing: Briefing, language: Speech, *, freeze: bool, form: int | None = None) -> None:
        self._briefing = briefing
        super().__init__(language)
        self._form = 0 if freeze else form
        self._subjects = {subject.id: subject for subject in briefing.subjects}
        self._introduced: set[str] = set()
        self._passage: Passage | None = None
        self._brief_names = True

    def begin(self, passage: Passage) -> None:
        """A passage starts; titles and headings don't count as first mentions."""
        self._passage = passage
        self._brief_names = passage.id == "title"

    # -- words ----------------------------------------------------------------------------------------

    def verb(self, view: FigureView, table: str = "move") -> str:
        """The locale's verb for a signed move, banded by grade: 上涨, 微跌, jumped, edged down."""
        direction = "flat" if view.zero else "up" if view.up else "down"
        words = self._language.lexicon[table][direction]
        return str(words if isinstance(words, str) else words[grade(view.figure)])

    def plain_verb(self, view: FigureView) -> str:
        return self.verb(view, "plain")

    def plural(self, view: FigureView, one: str, many: str) -> str:
        return one if view.one else many

    def name(self, subject_id: str, form: str = "") -> Markup:
        """A subject's name, the first time with its gloss. An explicit form neither introduces nor is introduced."""
        if not form:
            form = "short" if self._brief_names or subject_id in self._introduced else "first"
            if not self._brief_names:
                self._introduced.add(subject_id)
        subject = self._subjects.get(subject_id)
        symbol = subject.symbol if subject is not None else subject_id
        names, rules = self._language.names, self._language.settings["names"]
        text = names.with_fallback(subject_id, symbol, form)
        alone = subject is not None and (subject.kind == "stock" or subject_id not in names)
        if form == "group" and subject is not None and text == names.with_fallback(subject_id, symbol, "full"):
            kind = "group_index" if subject.kind == "index" else "group"
            text = str(rules[kind]).format(name=names.with_fallback(subject_id, symbol, "short"))
        bare = Markup(' data-article="none"') if alone and rules["articles"] else Markup("")
        return Markup('<span class="name" data-subject="{}"{}>{}</span>').format(subject_id, bare, text)

    def term(self, key: str, form: str = "full") -> Markup:
        """A fixed term, whose digits are part of its name: 20日均线."""
        return Markup('<span class="term">{}</span>').format(self._language.names.get(f"term-{key}", form))

    def listed(self, items: Iterable[Markup], joiner: str = "and") -> Markup:
        """Items as the locale lists them: 甲、乙和丙; a, b and c."""
        parts = list(items)
        rules = self._language.settings["lists"]
        if len(parts) < 2:
            return parts[0] if parts else Markup("")
        head = Markup(escape(str(rules["comma"]))).join(parts[:-1])
        return head + escape(str(rules[joiner] if len(parts) > 2 else rules[joiner + "_two"])) + parts[-1]

    def moves(self, views: Sequence[FigureView], verbs: str = "plain") -> Markup:
        """Each subject with its move, in words: 微软上涨3.28%、亚马逊上涨2.06%."""
        space = str(self._language.settings["lists"]["space"])
        return self.listed(
            (self.name(v.subject) + space + self.verb(v, verbs) + space + self.percent(v) for v in views), "clause"
        )

    def roster(self, views: Sequence[FigureView]) -> Markup:
        """Each subject with its signed move in brackets: 材料（+0.91%）."""
        left, right = self._language.settings["lists"]["brackets"]
        return self.listed(self.name(v.subject) + left + self.signed_percent(v) + right for v in views)

    def subjects(self, ids: Sequence[str]) -> Markup:
        return self.listed(self.name(i) for i in ids)

    # -- dates and citations --------------------------------------------------------------------------

    def date(self, day: date | str, style: str = "auto") -> Markup:
        when = date.fromisoformat(day) if isinstance(day, str) else day
        text = self._language.dates.text(when, style, beside=self._briefing.session)
        return Markup('<time datetime="{}">{}</time>').format(when.isoformat(), text)

    def named(self, key: str, printed: str = "", form: str = "") -> Markup:
        """A person or an institution: the locale's name for the id, else the name as its source prints it."""
        if not key and not printed:
            return Markup("")
        if key in self._language.names:
            return self.name(key, form)
        return Markup('<span class="name">{}</span>').format(printed or key)

    def words(self, view: ClaimView) -> Markup:
        """An editor's own words in this locale: HTML that the notes room has made safe."""
        return self.marked(str(view[f"text_{self._language.tag}"] or ""))

    def marked(self, text: str) -> Markup:
        """Safe HTML whose figures, names, terms and dates stand as marks, in this locale's words."""
        html = FIGURE_MARK.sub(self._marked, text)
        html = re.sub(r"\[\[name:([^\]]+)\]\]", lambda m: str(self.name(m[1])), html)
        html = re.sub(r"\[\[term:([^\]]+)\]\]", lambda m: str(self.term(m[1])), html)
        html = re.sub(r"\[\[date:([^\]]+)\]\]", lambda m: str(self.date(m[1])), html).strip()
        return Markup(as_lines(html))

    def _marked(self, match: re.Match[str]) -> str:
        """A figure that an editor's words name: `[[figure:ID|style]]`."""
        figure = next((f for f in self._briefing.figures if f.id == match["id"]), None)
        if figure is None:
            raise KeyError(f"the note names the figure {match['id']!r}, which this edition does not hold")
        return str(self.styled(figure, match["style"] or "auto"))

    def quote(self, view: ClaimView) -> Markup:
        """A quotation in this locale's rendering, word for word."""
        text = view[f"quote_{self._language.tag}"]
        return Markup('<span class="quote">{}{}{}</span>').format(*self._quoted(str(text))) if text else Markup("")

    def headline(self, view: ClaimView) -> Markup:
        """The title of a publication as it stands there."""
        left, right = self._language.settings["lists"]["titles"]
        return Markup('<span class="quote">{}{}{}</span>').format(left, str(view["title"]), right)

    def _quoted(self, text: str) -> tuple[str, str, str]:
        left, right = self._language.settings["lists"]["quotes"]
        return left, text, right

    def cite(self, *views: ClaimView | PassageView | FigureView | None) -> Markup:
        """The sources of claims or figures, ascending: [0][2]."""
        numbers: set[int] = set()
        for view in views:
            claims: Sequence[ClaimView | FigureView] = (
                view.claims if isinstance(view, PassageView) else (view,) if view is not None else ()
            )
            for claim in claims:
                numbers.update(claim.sources)
        lead = Markup(escape(str(self._language.settings["lists"]["before_citation"])))
        links = [Markup('<a class="cite" href="#source-{0}">[{0}]</a>').format(n) for n in sorted(numbers)]
        return lead + Markup("").join(links) if links else Markup("")

    def vary(self, slot: str, forms: int) -> int:
        """Which of `forms` wordings to take: neighbouring sessions differ, and the same input gives the same form."""
        if forms < 2:
            return 0
        if self._form is not None:
            return self._form % forms
        seed = f"{self._briefing.desk}|{self._language.tag}|{self._passage.move if self._passage else ''}|{slot}"
        offset = int.from_bytes(hashlib.sha256(seed.encode()).digest()[:4], "big")
        day = self._briefing.session
        # business days, so that Friday's and Monday's editions are neighbours
        return (day.toordinal() // 7 * 5 + min(day.weekday(), 4) + offset) % forms

    def filters(self) -> dict[str, Filter]:
        return {
            "pct": self.percent,
            "spct": self.signed_percent,
            "pp": self.points,
            "spp": self.signed_points,
            "fraction": self.fraction,
            "level": self.level,
            "n": self.bare,
            "bp": self.basis_points,
            "word": self.word,
            "nth": self.nth,
            "tenths": self.tenths,
            "times": self.times,
            "scaled": self.scaled,
            "money": self.money,
            "verb": self.verb,
            "plain": self.plain_verb,
            "plural": self.plural,
            "name": self.name,
            "moves": self.moves,
            "roster": self.roster,
            "subjects": self.subjects,
            "day": self.date,
            "listed": self.listed,
            "words": self.words,
            "quote": self.quote,
            "headline": self.headline,
        }

    def globals(self) -> dict[str, Filter]:
        return {
            "cite": self.cite,
            "named": self.named,
            "term": self.term,
            "vary": self.vary,
            "name": self.name,
            "label": self._language.t,
        }
