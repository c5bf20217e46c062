"""What a page's templates see: one briefing in one locale, as frozen values that are safe to print."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from jinja2.sandbox import SandboxedEnvironment
from markupsafe import Markup

from reporter.rendering import cover, sections, tables
from reporter.rendering.context import Edition, clauses, plain, term
from reporter.rendering.glossary import Definition, glossary
from reporter.rendering.look import Look
from reporter.rendering.measures import Measure, measures
from reporter.rendering.pictures import Fonts, Picture, pictures, sparklines
from reporter.rendering.scales import text_width
from reporter.version import __version__

BREATH = 66.0
"""Ems of text, about a line and a half of a page."""
TAB = 70
"""Characters of a title that are seen outside the page."""
LONG_TITLE = 48.0
"""Ems of a headline that takes more than two lines of a card."""


@dataclass(frozen=True)
class SectionView:
    """One section as its template sees it, as `section`."""

    id: str
    title: Markup
    template: str
    markdown: str
    blocks: tuple[sections.Block, ...]


@dataclass(frozen=True)
class PageView:
    """Everything that a page template sees, as `page`. Strings are plain, Markup is marked up and safe to print."""

    locale: str
    language: str
    paper: bool
    title: Markup
    plain_title: str
    short_title: str
    long_title: bool
    description: str
    keywords: tuple[str, ...]
    desk: Markup
    tags: tuple[Markup, ...]
    sentiment: str
    sentiment_label: Markup
    market: Markup
    date: Markup
    as_of: Markup
    iso_date: str
    generated: str
    requested: Markup | None
    sample: bool
    related: tuple[tables.Related, ...]
    pulls: tuple[cover.Pull, ...]
    standfirst: tuple[Markup, ...]
    kpi: tables.KpiTable
    sparklines: Mapping[str, Markup]
    sections: tuple[SectionView, ...]
    figures: tuple[tables.FigureGroup, ...]
    definitions: tuple[Definition, ...]
    measures: tuple[Measure, ...]
    gaps: tuple[tables.GapRow, ...]
    sources: tuple[tables.SourceRow, ...]
    total_return: bool
    version: Markup
    fonts: Fonts
    look: Look


def page_view(
    edition: Edition, env: SandboxedEnvironment, roots: tuple[Path, ...], style: Look, fonts: Fonts
) -> PageView:
    """Titles and sections are asked for in reading order, since first mentions carry the gloss."""
    briefing, phrasebook, language = edition.briefing, edition.phrasebook, edition.language
    title = phrasebook.title()
    drawn = pictures(edition, env, fonts, style)
    views = _sections(edition, roots, drawn)
    pulled, kpi, related = cover.pulls(edition), tables.kpis(edition), tables.related(edition)
    used = [
        *(i for one in pulled for i in one.figures),
        *(i for row in related for i in row.figures), *(i for row in kpi.rows for i in row.figures),
        *tables.said_figures(edition), *(i for picture in drawn for i in picture.figures), *_printed(title, views),
    ]
    groups = tables.figure_groups(edition, used)
    tags = tuple(edition.term(f"tag.{tag}") if language.has_label(f"tag.{tag}") else term(tag) for tag in briefing.tags)
    day, market = edition.time(briefing.session), _market(edition)
    return PageView(
        locale=language.tag, language=language.bcp47, paper=False, title=clauses(title), plain_title=plain(title),
        short_title=_short(plain(title)), long_title=text_width(plain(title), 1) > LONG_TITLE,
        description=plain(edition.words("page.description", date=day, market=market)),
        keywords=tuple(plain(tag) for tag in tags), desk=_desk(edition), tags=tags,
        sentiment=briefing.sentiment, sentiment_label=edition.term(f"sentiment.{briefing.sentiment}"),
        market=market, date=day,
        as_of=edition.words(_closed(edition), date=edition.time(briefing.session, "same_year")),
        iso_date=briefing.session.isoformat(), generated=briefing.generated_at.isoformat(timespec="seconds"),
        requested=_requested(edition), sample=briefing.sample, related=related,
        pulls=pulled, standfirst=_standfirst(views), kpi=kpi,
        sparklines=sparklines(edition, env, fonts, style),
        sections=views, figures=groups, definitions=glossary(edition, groups), measures=measures(groups),
        gaps=tables.gap_rows(edition), sources=tables.source_rows(edition),
        total_return=any(row.total_return for group in groups for row in group.rows),
        version=term(__version__), fonts=fonts, look=style,
    )


def _short(title: str) -> str:
    """As many whole clauses of a headline as the tab of a browser and a list of results show, at least one."""
    kept = ""
    for clause in re.split(r"(?<=[\uff0c\uff1a\uff1b])|(?<=[,:;])(?= )", title):
        if kept and len((kept + clause).rstrip()) > TAB:
            break
        kept += clause
    return re.sub(r"[\uff0c\uff1a\uff1b,:;]\s*$", "", kept)


def _standfirst(views: Sequence[SectionView]) -> tuple[Markup, ...]:
    """The first of the takeaways, which says the day in a breath; the next one too where it is a short breath."""
    blocks = next((view.blocks for view in views if view.id == "summary"), ())
    texts = [block.html for block in blocks if block.kind == "paragraph" and block.html is not None]
    return tuple(texts[: 1 if texts and text_width(plain(texts[0]), 1) > BREATH else 2])


def _market(edition: Edition) -> Markup:
    """The label of a market; one that no locale names is its own name."""
    key = f"market.{edition.briefing.market}"
    return edition.term(key) if edition.language.has_label(key) else term(edition.briefing.market.replace("_", " "))


def _closed(edition: Edition) -> str:
    """The label that says when the market closed, by whose clock where that is known."""
    key = f"as_of.{edition.briefing.market}"
    return key if edition.language.has_label(key) else "as_of.other"


def _desk(edition: Edition) -> Markup:
    key, period = f"desk.{edition.briefing.desk}", edition.briefing.period
    desk = edition.term(key) if edition.language.has_label(key) else term(edition.briefing.desk)
    return desk if period is None else edition.words("wrap.desk", desk=desk, wrap=edition.term(f"wrap.{period.kind}"))


def _requested(edition: Edition) -> Markup | None:
    asked = edition.briefing.requested_on
    if asked is None or asked == edition.briefing.session:
        return None
    return edition.words("page.requested", asked=edition.time(asked), session=edition.time(edition.briefing.session))


def _sections(
    edition: Edition, roots: tuple[Path, ...], drawn: Sequence[Picture]
) -> tuple[SectionView, ...]:
    """The briefing's sections, and those that stand in every edition, in the order of their folders."""
    known = sections.plans(roots)
    sections.check_known(edition.briefing.sections, known)
    has = {section.id: section for section in edition.briefing.sections}
    views = []
    for plan in known:
        section = has.get(plan.id)
        here = [picture for picture in drawn if picture.section == plan.id]
        if plan.file.needs == "passages" and (section is None or not section.passages):
            continue
        if plan.file.needs == "gaps" and not edition.briefing.gaps:
            continue
        alone = tuple(sections.Block("chart", picture=picture) for picture in here)
        made = sections.blocks(section, plan, edition, here) if section is not None else alone
        views.append(SectionView(plan.id, edition.term(plan.file.title), plan.template, plan.markdown, made))
    return tuple(views)


def _printed(title: Markup, views: Sequence[SectionView]) -> list[str]:
    """Ids of the figures that the words of this locale print."""
    texts = [str(title), *(str(block.html) for view in views for block in view.blocks)]
    return [i for text in texts for i in re.findall(r'data-figure="([^"]+)"', text)]
