"""One language of the site: its words, its links, and the views that pages are made of."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from functools import cached_property
from pathlib import Path

from markupsafe import Markup

from reporter.language import Language
from reporter.model.design import Design
from reporter.model.site import Card, Place, edition_path, slug
from reporter.rendering.site.pages import Site
from reporter.rendering.site.views import Entry, Link

LEAD = 150.0
"""How much of a lead a list shows, in widths of a Chinese character; whole sentences, at least one."""


class Tongue:
    """What the site says in one language, and where."""

    def __init__(self, language: Language, place: Place, templates: Sequence[Path], design: Design) -> None:
        self.language = language
        self.place = place
        self.site = Site(language, templates, design)
        self.path = str(language.settings.get("path", language.bcp47.lower()))
        self._entries: dict[str, Markup] = {}
        self._dates: dict[tuple[date, str], str] = {}
        self._days: dict[tuple[date, str], Markup] = {}

    @property
    def tag(self) -> str:
        return self.language.tag

    @property
    def bcp47(self) -> str:
        return self.language.bcp47

    def t(self, key: str, **values: object) -> str:
        return self.language.t(key, **values)

    def link(self, path: str = "") -> str:
        """A link to a page of this language, from its path below the language's own."""
        return self.place.link(f"{self.path}/{path}")

    def edition(self, card: Card) -> str:
        return self.place.link(edition_path(self.path, card.session, card.desk))

    @cached_property
    def og_locale(self) -> str:
        parts = str(self.language.settings["babel"]).split("_")
        return f"{parts[0]}_{parts[-1]}"

    @property
    def house(self) -> str:
        """The name of whoever publishes."""
        return self.site.design.house.get(self.tag) or self.t("masthead")

    @property
    def disclaimer(self) -> str:
        return self.site.design.disclaimer.get(self.tag) or self.t("footer.disclaimer")

    @property
    def name(self) -> str:
        return str(self.language.settings["title_of_language"])

    def desk(self, desk: str) -> str:
        """The name of a desk; of a wrap with its period."""
        name, _, period = desk.partition(".")
        label = self.t(f"desk.{name}") if self.language.has_label(f"desk.{name}") else name
        return self.t("wrap.desk", desk=label, wrap=self.t(f"wrap.{period}")) if period else label

    def tag_label(self, tag: str) -> str:
        known = (key for key in (f"site.tag.{tag}", f"tag.{tag}") if self.language.has_label(key))
        return self.t(key) if (key := next(known, None)) else tag.replace("_", " ")

    def subject(self, subject: str, symbol: str, form: str = "short") -> str:
        name = self.language.names.with_fallback(subject, symbol, form)
        return name[:1].upper() + name[1:] if name.islower() else name

    def day(self, day: date, style: str = "full") -> Markup:
        if (day, style) not in self._days:
            made = Markup('<time datetime="{}">{}</time>').format(day.isoformat(), self.plain_date(day, style))
            self._days[day, style] = made
        return self._days[day, style]

    def month(self, month: str) -> str:
        return self.language.dates.text(date.fromisoformat(f"{month}-01"), "month")

    def year(self, year: str) -> str:
        return self.language.dates.text(date(int(year), 1, 1), "year")

    def tag_links(self, tags: Sequence[str]) -> tuple[Link, ...]:
        return tuple(Link(self.tag_label(tag), self.link(f"tags/{slug(tag)}/")) for tag in tags)

    def title(self, card: Card) -> str:
        """The headline; of a withdrawn edition only that it was withdrawn."""
        if not card.withdrawn:
            return card.titles[self.tag]
        return self.t("site.revision.withdrawn_title", desk=self.desk(card.desk), date=self.plain_date(card.session))

    @staticmethod
    def clauses(title: str) -> tuple[str, ...]:
        """A headline in the parts that a line had better not break; words with spaces between them break anywhere."""
        return tuple(part for part in re.split(r"(?<=[\u3001\uff0c\uff1a\uff1b])", title) if part)

    def plain_date(self, day: date, style: str = "full") -> str:
        """A date in words; made once, since pages of an archive hold thousands."""
        if (day, style) not in self._dates:
            self._dates[day, style] = self.language.dates.text(day, style)
        return self._dates[day, style]

    def lead(self, card: Card) -> str:
        """The first sentences of an edition, for lists and feeds."""
        return "" if card.withdrawn else opening(card.leads.get(self.tag, ""))

    def view(self, card: Card) -> Entry:
        status = card.revisions[-1].kind if card.revisions else ""
        return Entry(
            date=self.day(card.session), desk=self.desk(card.desk), desk_url=self.link(f"desks/{slug(card.desk)}/"),
            url=self.edition(card), title=self.title(card),
            clauses=self.clauses(self.title(card)), lead=self.lead(card), sentiment=card.sentiment,
            sentiment_label=self.t(f"sentiment.{card.sentiment}"), sample=card.sample, status=status,
            status_label=self.t(f"site.revision.{status}") if status else "",
        )  # fmt: skip

    def entry(self, card: Card) -> Markup:
        """The edition as an item of a list; worded once however many lists hold it."""
        if card.id not in self._entries:
            self._entries[card.id] = self.site.entry(self.view(card))
        return self._entries[card.id]


def opening(text: str) -> str:
    """Whole sentences from the start of a text, as many as a list has room for."""
    sentences = [part for part in re.split(r"(?<=[\u3002\uff01\uff1f])|(?<=[.!?]) (?=[A-Z\u201c])", text) if part]
    kept = ""
    for sentence in sentences:
        gap = "" if not kept or kept[-1] in "\u3002\uff01\uff1f" else " "
        if kept and _width(kept + gap + sentence) > LEAD:
            break
        kept += gap + sentence
    return kept


def _width(text: str) -> float:
    return sum(1.0 if char > "\u2e80" else 0.5 for char in text)
