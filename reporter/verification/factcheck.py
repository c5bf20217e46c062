"""`factcheck`: what published articles state, and whether it holds: by itself, against each other, against prices."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from reporter.errors import UsageError
from reporter.verification.articles import (
    arithmetic,
    calendar,
    changes,
    facts,
    inception,
    levels,
    order,
    parts,
    wording,
    yields,
)
from reporter.verification.articles.extract import Extraction, extract
from reporter.verification.articles.statement import Statement
from reporter.verification.articles.text import Article, read_article
from reporter.verification.reading import Locales, every

if TYPE_CHECKING:
    import pandas as pd


@dataclass
class FactReport:
    """The statements of all files in order, each with its verdict."""

    articles: list[Article]
    statements: list[Statement] = field(default_factory=list)

    @property
    def findings(self) -> list[Statement]:
        return [s for s in self.statements if s.found]

    @property
    def clean(self) -> bool:
        return not self.findings

    @property
    def exit_code(self) -> int:
        return 0 if self.clean else 12

    def as_json(self) -> dict[str, object]:
        return {"statements": [s.as_json() for s in self.statements]}

    def as_text(self) -> str:
        """Findings as path:line: verdict: explanation [rule], then how many of each verdict."""
        lines = []
        for one in self.findings:
            lines.append(
                f"{one.file}:{one.line}: {one.verdict}: {one.explanation} [{one.rule}]\n    {one.text.strip()}"
            )
        counts: dict[str, int] = {}
        for one in self.statements:
            counts[one.verdict] = counts.get(one.verdict, 0) + 1
        told = ", ".join(f"{count} {verdict}" for verdict, count in sorted(counts.items())) or "none"
        return "\n".join([*lines, f"{len(self.statements)} statements: {told}"])

    def as_html(self, locale: str = "en", locales: Locales = None) -> str:
        """The articles with every statement marked and its computation beside it."""
        from reporter.verification.articles.annotate import annotate

        return annotate(self.articles, self.statements, locale, locales)


def factcheck(
    files: Iterable[Path | str],
    prices: Mapping[str, pd.DataFrame] | None = None,
    on: date | None = None,
    locales: Locales = None,
) -> FactReport:
    """Check one or more articles.

    `prices` maps symbols to frames: a DatetimeIndex, and what there is of open, high, low, close, adj_close, volume.
    `on` is the date that articles without one are read on. Raises UsageError and DataError with one sentence.
    """
    paths = [Path(file) for file in files]
    if not paths:
        raise UsageError("name at least one article to check")
    reading = every(locales)
    articles = [read_article(path, reading) for path in paths]
    extractions = [extract(article, reading, on) for article in articles]
    extra = {id(extraction): _alone(extraction) for extraction in extractions}
    facts.same_facts(extractions)
    crossing = list(wording.concepts(extractions))
    if prices:
        from reporter.verification.articles.against import against

        crossing += against(extractions, prices, reading, on)
    for extraction in extractions:
        wording.differences_in_percent(extraction)
    statements: list[Statement] = []
    for extraction in extractions:
        made = [
            *extraction.statements,
            *extra[id(extraction)],
            *(s for s in crossing if s.file == extraction.article.path),
        ]
        statements += sorted(made, key=lambda s: (s.line, s.at))
    return FactReport(articles, statements)


def _alone(extraction: Extraction) -> list[Statement]:
    """Every rule that needs one article only. Returns the statements that have no number of their own."""
    for rule in (*levels.ALL, *arithmetic.ALL, *order.ALL, *facts.ALL, *calendar.ALL):
        rule(extraction)
    of_numbers = (*changes.STATING, *parts.STATING, *yields.STATING)
    of_words = (*calendar.STATING, *inception.STATING, *wording.STATING)
    made = [s for stating in (*of_numbers, *of_words) for s in stating(extraction)]
    for rule in wording.ALL:
        rule(extraction)
    return made
