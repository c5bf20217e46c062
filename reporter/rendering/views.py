"""Frozen plain views of claims and figures: all that a phrase can see.

A phrase reads `p.day.gap` (claim kind, then slot, role or fact). A kind or key that `model.kinds` knows but this
edition lacks is None, so a phrase can ask `{% if p.fear %}`; one that nobody knows is an error with its name.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

from reporter.model import Briefing, Claim, Figure, Passage
from reporter.model.grade import grade, tail
from reporter.model.kinds import KINDS
from reporter.model.themes import WORDED_AS


class FigureView:
    """One figure in a phrase. Prints nothing by itself: a filter says how (`|pct`, `|level`, `|pp`, `|n`)."""

    __slots__ = ("claim", "comparator", "dates", "figure", "id", "since", "start", "subject", "unit")

    def __init__(self, figure: Figure, claim: str | None = None) -> None:
        self.figure = figure
        self.claim = claim
        self.id = figure.id
        self.subject = figure.subject
        self.comparator = figure.comparator
        self.unit = figure.unit
        self.dates: Mapping[str, date] = MappingProxyType(dict(figure.dates))
        self.start = figure.window.start
        self.since = figure.history.start if figure.history else None

    @property
    def sources(self) -> tuple[int, ...]:
        return self.figure.sources

    @property
    def up(self) -> bool:
        return self.figure.printed > 0

    @property
    def down(self) -> bool:
        return self.figure.printed < 0

    @property
    def zero(self) -> bool:
        return self.figure.printed == 0

    @property
    def grade(self) -> str:
        return grade(self.figure)

    @property
    def flat(self) -> bool:
        return self.grade == "flat"

    @property
    def one(self) -> bool:
        return abs(self.figure.printed) == 1

    @property
    def whole(self) -> bool:
        """A share that prints as everything."""
        return self.figure.printed >= 1

    @property
    def printed(self) -> float:
        """The value as a reader sees it; for comparing two figures, never for printing."""
        return self.figure.printed

    @property
    def slim(self) -> bool:
        """Below half a percent: a distance that an ordinary day covers."""
        return abs(self.figure.value) < 0.005

    @property
    def total_return(self) -> bool:
        return self.figure.basis == "total_return"

    @property
    def band(self) -> str:
        """Where it stands in its own history: low, middling, high, or unknown; for spreads and levels."""
        if self.figure.history is None or self.figure.history.percentile is None:
            return "unknown"
        share = self.figure.history.percentile
        return (
            "high"
            if share >= 0.9
            else "raised"
            if share >= 0.7
            else "low"
            if share <= 0.1
            else ("subdued" if share <= 0.3 else "middling")
        )

    @property
    def rare(self) -> bool:
        share = tail(self.figure)
        return share is not None and share >= 0.95


Value = FigureView | tuple[FigureView, ...] | str | tuple[str, ...] | bool | int | float | None


def _in_words(name: str) -> bool:
    return name.startswith(("text_", "quote_")) and name != "quote_language"


class ClaimView:
    """One claim in a phrase: its slots, roles and facts under one roof."""

    __slots__ = ("_values", "grade", "id", "kind", "polarity", "sources")

    def __init__(self, claim: Claim, figures: Mapping[str, Figure]) -> None:
        self.id = claim.id
        self.kind = claim.kind
        self.grade = claim.grade
        self.polarity = claim.polarity
        self.sources = claim.sources
        values: dict[str, Value] = dict.fromkeys(KINDS[claim.kind])
        for slot, ids in claim.slots.items():
            if isinstance(ids, str):
                values[slot] = FigureView(figures[ids], claim.id)
            else:
                values[slot] = tuple(FigureView(figures[i], claim.id) for i in ids)
        values.update(claim.roles)
        values.update(claim.facts)
        self._values = MappingProxyType(values)

    def __getattr__(self, name: str) -> Value:
        try:
            return self[name]
        except KeyError:
            raise AttributeError(f"a claim of kind {self.kind!r} has no {name!r}") from None

    def __getitem__(self, name: str) -> Value:
        """A slot, role or fact. A kind that carries words may carry them in any locale, and lacks them in most."""
        if name not in self._values and _in_words(name) and any(map(_in_words, self._values)):
            return None
        return self._values[name]


class PassageView:
    """One passage in a phrase: its claims by kind (the first of each) and all of them in order."""

    __slots__ = ("_by_kind", "claims", "group", "id", "move", "relation", "session", "theme")

    def __init__(self, passage: Passage, briefing: Briefing, claims: Mapping[str, ClaimView]) -> None:
        self.id = passage.id
        self.move = passage.move
        self.relation = passage.relation
        self.group = passage.group
        self.session = briefing.session
        self.theme = WORDED_AS.get(briefing.theme, briefing.theme)
        self.claims = tuple(claims[i] for i in passage.claims)
        by_kind: dict[str, ClaimView] = {}
        for view in self.claims:
            by_kind.setdefault(view.kind, view)
        self._by_kind = MappingProxyType(by_kind)

    def __getattr__(self, kind: str) -> ClaimView | None:
        if kind not in KINDS:
            raise AttributeError(f"there is no claim kind {kind!r}")
        return self._by_kind.get(kind)

    def of(self, kind: str) -> tuple[ClaimView, ...]:
        """Every claim of a kind in this passage, in the plan's order."""
        return tuple(view for view in self.claims if view.kind == kind)
