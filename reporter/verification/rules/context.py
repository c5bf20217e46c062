"""What every rule sees: the briefing's nouns by id, the words of the page's language, and where findings go."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from reporter.model import Briefing, Figure, Subject
from reporter.verification.page import Block, Page
from reporter.verification.reading import Reading
from reporter.verification.recompute.prices import Prices
from reporter.verification.report import Finding


@dataclass
class Context:
    """One page under verification. `bad` holds places (block, run start) of numbers that a rule refuses."""

    path: str
    page: Page
    briefing: Briefing
    reading: Reading
    figures: Mapping[str, Figure]
    subjects: Mapping[str, Subject]
    findings: list[Finding] = field(default_factory=list)
    bad: set[tuple[int, int]] = field(default_factory=set)
    prices: Prices | None = None
    """The prices that the edition carries, where it does."""

    def refuse(self, rule: str, message: str, block: Block, at: int = 0, figure: str | None = None) -> None:
        """Record a finding about a place in a block."""
        self.findings.append(Finding(rule, message, self.path, block.sentence(at), figure))
        self.bad.add((id(block), at))

    @cached_property
    def lengths(self) -> frozenset[str]:
        """The numbers of the terms of an edition: how long averages, windows, spans and horizons are."""
        found = {"1", "52", "100", "256"}
        for figure in self.briefing.figures:
            window = figure.window
            words = " ".join(map(str, (figure.metric, window.name, window.sessions, *figure.params.values())))
            found.update(re.findall(r"(?<![\d.])\d+(?![\d.])", words))
        for gap in self.briefing.gaps:
            found.update(re.findall(r"\d+", gap.what))
        return frozenset(found)

    @cached_property
    def conventions(self) -> frozenset[str]:
        """The numbers that the definition of a measure may name: those lengths, and what formulas have."""
        formulas = " ".join({figure.formula for figure in self.briefing.figures})
        return self.lengths | {"5", "20", "50", "60", "200", "252"} | set(re.findall(r"\d+", formulas))

    def known_dates(self) -> set[date]:
        """Every date that the briefing holds: of figures, windows, histories, sources and the edition itself."""
        briefing = self.briefing
        days: set[date | None] = {
            briefing.session,
            briefing.as_of.date(),
            briefing.generated_at.date(),
            briefing.requested_on,
        }
        for figure in briefing.figures:
            window = figure.window
            days |= {figure.as_of, window.start, window.end, window.base, *figure.dates.values()}
            if figure.history is not None:
                history = figure.history
                days |= {history.start, history.end, history.last, history.runner_up_date}
            days |= {i.session for i in figure.inputs} | {i.start for i in figure.inputs}
        for source in briefing.sources:
            days |= {source.date, source.retrieved_at.date() if source.retrieved_at else None}
        return {day for day in days if day is not None} | self.noted_dates()

    def noted_dates(self) -> set[date]:
        """Dates that research notes tell: of events, periods and editors' words. They may be any day.

        A year stands for its last day, a month for its first: that is enough to know them by.
        """
        facts = (
            str(each)
            for claim in self.briefing.claims
            if claim.kind.startswith("note_")
            for value in claim.facts.values()
            for each in (value if isinstance(value, tuple) else (value,))
        )
        return {day for fact in facts for found in _DATE.finditer(fact) if (day := _noted(found)) is not None}


_DATE = re.compile(r"(?<![\d,.-])((?:19|20)\d\d)(?:-(\d\d))?(?:-(\d\d))?(?![\d%,.])")


def _noted(found: re.Match[str]) -> date | None:
    year, month, day = found.groups()
    try:
        return date(int(year), int(month or 12), int(day or (1 if month else 31)))
    except ValueError:
        return None


def metric_of(figure: Figure) -> str:
    """The metric by which words are judged: of a figure told as it stood earlier, the one it is a value of."""
    return str(figure.params.get("of", figure.metric))
