"""The tables of an edition: key figures, every figure with its formula, gaps, sources."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from markupsafe import Markup

from reporter.model import Exhibit, Figure, Input, Source
from reporter.rendering.context import Edition, term
from reporter.rendering.gap_dates import reach, reason
from reporter.rendering.histories import kept, place
from reporter.rendering.kpi_columns import DAILY, KPI_COLUMNS, KPI_ROLES
from reporter.rendering.tracing import anchor

KPI = "kpi"
TABLES = (KPI, "related")
"""Exhibits that are tables of the header; every other kind is a chart."""


@dataclass(frozen=True)
class Kpi:
    subject: str
    name: Markup
    ticker: Markup
    cells: tuple[Markup, ...]
    figures: tuple[str, ...]


@dataclass(frozen=True)
class KpiTable:
    columns: tuple[Markup, ...]
    rows: tuple[Kpi, ...]


@dataclass(frozen=True)
class Related:
    """An instrument of the header: ticker, name where it says more, last close and the day's change if any."""

    name: Markup | None
    ticker: Markup
    last: Markup | None
    change: Markup | None
    figures: tuple[str, ...]


@dataclass(frozen=True)
class FigureRow:
    anchor: str
    metric: Markup
    window: Markup
    value: Markup
    number: Markup
    formula: str
    sources: Markup
    market: bool
    total_return: bool
    inputs: tuple[str, ...]
    history: str
    place: Markup
    measure: str


@dataclass(frozen=True)
class FigureGroup:
    """The figures about one subject, or about one subject compared with another."""

    about: Markup
    rows: tuple[FigureRow, ...]


@dataclass(frozen=True)
class GapRow:
    """One row of absences. `told` names each as `what.subject`, for those who check that none is kept back."""

    told: tuple[str, ...]
    subjects: Markup
    whats: Markup
    why: Markup


@dataclass(frozen=True)
class SourceRow:
    id: int
    publisher: str
    title: str
    author: str | None
    url: str | None
    day: Markup
    retrieved: Markup | None
    sha256: str | None
    language: str | None
    sample: bool


def _cell(edition: Edition, subject: str, suffixes: Iterable[str]) -> Figure | None:
    found = (edition.figures.get(f"{subject}.{suffix}") for suffix in suffixes)
    return next((figure for figure in found if figure is not None), None)


def kpi_subjects(edition: Edition) -> tuple[str, ...]:
    """Those of the `kpi` exhibit, else those that play a leading part; the desk's own first."""
    exhibit: Exhibit | None = next((e for e in edition.briefing.exhibits if e.kind == KPI), None)
    if exhibit is not None and exhibit.subjects:
        return tuple(dict.fromkeys(exhibit.subjects))
    return tuple(dict.fromkeys(s.id for role in KPI_ROLES for s in edition.briefing.subjects if role in s.roles))


def kpis(edition: Edition) -> KpiTable:
    """A row a subject: those of the `kpi` exhibit, else those that play a leading part.

    Rows without a figure are left out, and so are columns that most rows would leave empty.
    """
    found = {subject: _kpi_figures(edition, subject) for subject in kpi_subjects(edition)}
    found = {subject: figures for subject, figures in found.items() if any(figures.values())}
    columns = [c for c in KPI_COLUMNS if 2 * sum(figures.get(c) is not None for figures in found.values()) > len(found)]
    rows = tuple(
        Kpi(
            subject, edition.name_mark(subject), _ticker(edition, subject),
            tuple(_or_dash(edition, figures[column]) for column in columns),
            tuple(figure.id for column in columns if (figure := figures[column]) is not None),
        )
        for subject, figures in found.items()
    )
    return KpiTable(tuple(edition.term(f"kpi.{column}") for column in columns), rows)


def _kpi_figures(edition: Edition, subject: str) -> dict[str, Figure | None]:
    """The figures of a row by column; a yield's change in basis points before its relative one, which nobody quotes."""
    is_yield = subject in edition.subjects and edition.subjects[subject].kind == "yield"
    wrap = edition.briefing.period is not None
    return {
        column: _cell(edition, subject, suffixes[::-1] if is_yield else suffixes)
        for column, suffixes in KPI_COLUMNS.items()
        if not (wrap and column in DAILY)
    }


def _own_move(edition: Edition, subject: str) -> Figure | None:
    """How a subject moved over what the edition tells of."""
    period = edition.briefing.period
    return _kpi_figures(edition, subject)["day" if period is None else f"{period.kind}_wrap"]


def _or_dash(edition: Edition, figure: Figure | None) -> Markup:
    return edition.data(figure) if figure is not None else edition.words("table.none")


def _ticker(edition: Edition, subject: str) -> Markup:
    return Markup('<span class="name ticker">{}</span>').format(edition.ticker(subject))


def related(edition: Edition) -> tuple[Related, ...]:
    """The instruments of the header in the briefing's order, each with what is known of it; none without a figure."""
    rows = []
    for subject in edition.briefing.related:
        last, change = edition.find(subject, "close_level", "1d"), _own_move(edition, subject)
        if last is None and change is None:
            continue
        says_more = edition.name(subject) != edition.ticker(subject)
        rows.append(Related(
            edition.name_mark(subject) if says_more else None, _ticker(edition, subject),
            edition.data(last) if last is not None else None, edition.data(change) if change is not None else None,
            tuple(figure.id for figure in (last, change) if figure is not None),
        ))
    return tuple(rows)


def said_figures(edition: Edition) -> tuple[str, ...]:
    """Ids of the figures of every claim that a passage or the title is made of, in reading order."""
    briefing = edition.briefing
    claims = {claim.id: claim for claim in briefing.claims}
    passages = [passage for section in briefing.sections for passage in section.passages]
    said = [*briefing.theme_claims, *(claim for passage in passages for claim in passage.claims)]
    return tuple(dict.fromkeys(i for claim in said if claim in claims for i in claims[claim].figures))


def figure_groups(edition: Edition, used: Iterable[str]) -> tuple[FigureGroup, ...]:
    """One row a figure, grouped by subject in the desk's order, then by metric and window."""
    order = {subject: place for place, subject in enumerate(edition.subjects)}
    figures = [edition.figures[i] for i in dict.fromkeys(used) if i in edition.figures]

    def place(f: Figure) -> tuple[int, str, str, str, str, int, str]:
        first = order.get(f.subject, len(order))
        return first, f.subject, f.comparator or "", f.metric, str(f.params.get("rule", "")), _length(f), f.id

    figures.sort(key=place)
    groups = groupby(figures, key=lambda f: (f.subject, f.comparator))
    return tuple(
        FigureGroup(edition.about(rows[0]), tuple(_figure_row(edition, figure) for figure in rows))
        for rows in (list(group) for _, group in groups)
    )


def _length(figure: Figure) -> int:
    """Sessions that a figure looks over, or ahead for a base rate: short before long."""
    horizon = figure.params.get("horizon")
    return horizon if isinstance(horizon, int) else figure.window.sessions


def _figure_row(edition: Edition, figure: Figure) -> FigureRow:
    return FigureRow(
        anchor=anchor(figure.id), metric=metric_mark(edition, figure.metric),
        window=window_mark(edition, figure), value=edition.data(figure), number=edition.number(figure),
        formula=figure.formula,
        sources=edition.cite(figure.sources), market=figure.sources == (0,),
        total_return=figure.basis == "total_return",
        inputs=tuple(_input(one) for one in figure.inputs), history=kept(figure),
        place=place(edition, figure), measure=figure.metric,
    )


def _input(one: Input) -> str:
    """What a figure was computed from, as the price file names it: an observation, a span, or another figure."""
    if one.figure is not None:
        return one.figure + (f" = {one.value!r}" if one.value is not None else "")
    day = f"{one.start}..{one.session}" if one.start is not None else one.session
    where = " ".join(str(part) for part in (one.symbol, one.field, day) if part is not None)
    return where + (f" = {one.value!r}" if one.value is not None else "")


def metric_mark(edition: Edition, metric: str) -> Markup:
    return edition.term(f"metric.{metric}", f"gap.what.{metric}", "gap.what.other")


def window_mark(edition: Edition, figure: Figure) -> Markup:
    """The window in words where it has a name, and its dates; for a base rate the horizon of its cases."""
    window = figure.window
    horizon = figure.params.get("horizon")
    if isinstance(horizon, int) and horizon > 0:
        return _with_rule(edition, figure, term(edition.language.t("window.horizon", sessions=horizon)))
    name = edition.language.t(f"window.{window.name}") if edition.language.has_label(f"window.{window.name}") else ""
    days = edition.time(window.end, "iso")
    if window.start != window.end:
        days = edition.words("table.span", start=edition.time(window.start, "iso"), end=days)
    return _with_rule(edition, figure, Markup("{} {}").format(term(name), days) if name else days)


def _with_rule(edition: Edition, figure: Figure, window: Markup) -> Markup:
    """The window of a base rate with the condition that it was asked about."""
    rule = f"rule.{figure.params.get('rule')}"
    if not edition.language.has_label(rule):
        return window
    return edition.words("rule.note", window=window, rule=edition.term(rule))


def gap_rows(edition: Edition) -> tuple[GapRow, ...]:
    """Gaps by reason; subjects that lack the same things for the same reason stand in one row."""
    lacking: dict[tuple[str, date | None, str], set[str]] = {}
    for gap in edition.briefing.gaps:
        lacking.setdefault((gap.why, reach(edition, gap), gap.subject), set()).add(gap.what)
    grouped: dict[tuple[str, date | None, tuple[str, ...]], list[str]] = {}
    for (why, until, subject), missing in lacking.items():
        grouped.setdefault((why, until, tuple(sorted(missing))), []).append(subject)
    order = {subject: place for place, subject in enumerate(edition.subjects)}
    rows = []
    for (why, until, whats), subjects in grouped.items():
        subjects.sort(key=lambda s: (order.get(s, len(order)), s))
        rows.append(GapRow(
            tuple(f"{what}.{subject}" for subject in subjects for what in whats),
            _listed(edition, [gap_subject(edition, subject) for subject in subjects]),
            _listed(edition, list(dict.fromkeys(metric_mark(edition, what) for what in whats))),
            reason(edition, why, until),
        ))
    return tuple(rows)


def gap_subject(edition: Edition, subject: str) -> Markup:
    """The name of what a gap is about: a subject, a pair `a-b`, or something that only gaps speak of."""
    if subject not in edition.subjects and "-" in subject:
        first, second = subject.split("-", 1)
        return edition.words("table.versus", a=edition.name_mark(first), b=edition.name_mark(second))
    return edition.name_mark(subject)


def _listed(edition: Edition, marks: list[Markup]) -> Markup:
    return edition.words("list.join").join(marks)


def source_rows(edition: Edition) -> tuple[SourceRow, ...]:
    return tuple(_source(edition, source) for source in edition.briefing.sources)


def _source(edition: Edition, source: Source) -> SourceRow:
    retrieved: date | None = source.retrieved_at.date() if source.retrieved_at else None
    return SourceRow(
        id=source.id, publisher=source.publisher, title=source.title, author=source.author, url=source.url,
        day=edition.time(source.date), retrieved=edition.time(retrieved) if retrieved else None,
        sha256=source.sha256, language=source.language, sample=source.sample,
    )
