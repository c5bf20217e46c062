"""One briefing in one locale: the lookups and small pieces of text that the page, its tables and its charts share.

Everything that templates receive from here is a string, Markup, or a frozen dataclass of them: no template can
compute, and none holds a live object.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date

from markupsafe import Markup, escape

from reporter.errors import ConfigError
from reporter.model import Briefing, Figure, Source, Subject
from reporter.model.speech import Speech
from reporter.rendering.phrasebook import Phrasebook

UNSIGNED = frozenset({
    "base_rate_normal", "base_rate_share", "calendar_effect_normal", "calendar_effect_share", "close_level",
    "concentration_share", "contribution_concentration", "daily_vol", "decomposition_share", "extreme_52w_high",
    "extreme_52w_low", "lead_given_back", "policy_rate_expected", "policy_rate_level", "range_position", "rate_path",
    "record_close", "sector_spread", "share_above_sma", "sma20", "sma50", "sma200", "universe_above_sma",
    "universe_advancing",
})
"""Metrics in percent or points that are sizes, not changes: they carry no plus sign."""

SHORT_UNITS = ("pp", "bp", "sessions", "days", "shares")
"""Units that a table words in its own, shorter way (`unit.*`); prose has its own words for them."""
COUNTED = ("sessions", "days")


class Edition:
    """Figures, subjects and sources of a briefing by id, worded in one locale."""

    def __init__(self, briefing: Briefing, phrasebook: Phrasebook) -> None:
        self.briefing = briefing
        self.phrasebook = phrasebook
        self.language: Speech = phrasebook.language
        self.figures: Mapping[str, Figure] = {figure.id: figure for figure in briefing.figures}
        self.subjects: Mapping[str, Subject] = {subject.id: subject for subject in briefing.subjects}
        self.sources: Mapping[int, Source] = {source.id: source for source in briefing.sources}

    def find(self, subject_id: str, metric: str, window: str) -> Figure | None:
        return self.figures.get(f"{subject_id}.{metric}.{window}")

    def name(self, subject_id: str, form: str = "short") -> str:
        """Plain name of a subject; a ticker that no locale names is its own name."""
        subject = self.subjects.get(subject_id)
        symbol = subject.symbol if subject is not None and subject.symbol else subject_id.upper()
        name = self.language.names.with_fallback(subject_id, symbol, form)
        # Names that prose writes small (materials) stand at the head of a row or bar here.
        return name[:1].upper() + name[1:] if name.islower() else name

    def ticker(self, subject_id: str) -> str:
        subject = self.subjects.get(subject_id)
        return subject.symbol.lstrip("^") if subject is not None and subject.symbol else subject_id.upper()

    def name_mark(self, subject_id: str, form: str = "short") -> Markup:
        return Markup('<span class="name">{}</span>').format(self.name(subject_id, form))

    def about(self, figure: Figure) -> Markup:
        """The subject of a figure, and what it is compared with."""
        first = self.name_mark(figure.subject)
        if figure.comparator is None:
            return first
        return self.words("table.versus", a=first, b=self.name_mark(figure.comparator))

    def number(self, figure: Figure) -> Markup:
        """The number as a table or chart prints it: signed where it is a change, with the short unit of tables."""
        style = "auto"
        if figure.metric in UNSIGNED and figure.unit in ("fraction", "pp"):
            style = "percent" if figure.unit == "fraction" else "bare"
        mark = self.phrasebook.figure(figure.id, style)
        if figure.unit not in SHORT_UNITS:
            return mark
        one = figure.unit in COUNTED and abs(figure.printed) == 1 and figure.decimals == 0
        unit = f"unit.{figure.unit}.one" if one else f"unit.{figure.unit}"
        return Markup(str(mark).partition("</data>")[0] + "</data>") + escape(self.language.t(unit))

    def data(self, figure: Figure) -> Markup:
        """The number with the direction of a change as a class, for colour beside its sign."""
        if not self.way(figure):
            return self.number(figure)
        return Markup('<span class="change {}">{}</span>').format(self.way(figure), self.number(figure))

    def way(self, figure: Figure) -> str:
        """Where a change went: up, down, flat; empty for a number that is no change."""
        if figure.unit not in ("fraction", "pp", "bp") or figure.metric in UNSIGNED:
            return ""
        return "up" if figure.printed > 0 else "down" if figure.printed < 0 else "flat"

    def text(self, figure: Figure) -> str:
        """The number as plain text, for charts and alternative texts."""
        return plain(self.number(figure))

    def time(self, day: date, style: str = "full") -> Markup:
        return Markup('<time datetime="{}">{}</time>').format(day.isoformat(), self.language.dates.text(day, style))

    def cite(self, ids: Iterable[int]) -> Markup:
        return Markup("").join(
            Markup('<a class="cite" href="#source-{}">[{}]</a>').format(i, i) for i in ids if i in self.sources
        )

    def words(self, key: str, **parts: object) -> Markup:
        """A label with marked-up pieces set in; everything that is not Markup is escaped."""
        template = Markup(escape(self.language.t(key)))
        return template.format(**parts) if parts else template

    def term(self, *keys: str) -> Markup:
        """The first label that the locale has, as a fixed term where it holds a digit (52周高点)."""
        for key in keys:
            if self.language.has_label(key):
                return term(self.language.t(key))
        raise ConfigError(f"The locale {self.language.tag} has no label {keys[0]!r}; add it to its reporter.po.")


def term(text: str) -> Markup:
    """Text of a label; a fixed term where it holds a digit."""
    return Markup('<span class="term">{}</span>').format(text) if re.search(r"\d", text) else escape(text)


def plain(markup: str) -> str:
    """The text of some markup, without its tags."""
    return str(Markup(markup).striptags())


def clauses(title: Markup) -> Markup:
    """A Chinese headline with each clause in a `<span class="clause">`, so that lines break between clauses."""
    parts: list[str] = [""]
    depth = 0
    for piece in re.split(r"(<[^>]+>)", str(title)):
        if piece.startswith("<"):
            depth += -1 if piece.startswith("</") else 1
            parts[-1] += piece
        elif depth:
            parts[-1] += piece
        else:
            first, *rest = re.split(r"(?<=[\uff0c\uff1a\uff1b])", piece)
            parts[-1] += first
            parts += rest
    parts = [part for part in parts if part]
    if len(parts) < 2:
        return title
    return Markup("").join(Markup(f'<span class="clause">{part}</span>') for part in parts)
