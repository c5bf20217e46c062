"""Exhibits → pictures: each chart drawn in both widths, with its title, unit, note and alternative text."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from jinja2.sandbox import SandboxedEnvironment
from markupsafe import Markup

from reporter.model import Exhibit
from reporter.model.design import Design, Faces
from reporter.model.page import core_face
from reporter.model.speech import Speech
from reporter.rendering import charts, tables
from reporter.rendering.charts import Drawing, own
from reporter.rendering.charts.own import Sheet
from reporter.rendering.context import Edition, plain
from reporter.rendering.filling import fill
from reporter.rendering.look import Look

GENERIC = {"sans": "sans-serif", "serif": "serif"}


@dataclass(frozen=True)
class Fonts:
    """Font stacks as CSS; on paper the face's small font comes first."""

    sans: Markup
    serif: Markup
    chart: Markup


@dataclass(frozen=True)
class Picture:
    """A chart as it stands on the page: both layouts, and everything about it in words."""

    kind: str
    section: str
    anchor: str
    title: Markup
    unit: Markup
    alt: str
    note: Markup
    wide: Markup
    narrow: Markup
    told: tuple[str, ...]
    figures: tuple[str, ...]


def pictures(edition: Edition, env: SandboxedEnvironment, fonts: Fonts, style: Look) -> tuple[Picture, ...]:
    """Every chart that the briefing asks for and has data for."""
    made = []
    for exhibit in edition.briefing.exhibits:
        if exhibit.kind in tables.TABLES:
            continue
        draw = charts.draw if exhibit.kind in charts.CHARTS else own.sheet
        wide, narrow = draw(exhibit, edition, charts.WIDE), draw(exhibit, edition, charts.NARROW)
        if wide is not None and narrow is not None:
            made.append(_picture(edition, env, fonts, style, exhibit, wide, narrow))
    return tuple(made)


def _picture(
    edition: Edition, env: SandboxedEnvironment, fonts: Fonts, style: Look, exhibit: Exhibit, wide: Drawing | Sheet,
    narrow: Drawing | Sheet,
) -> Picture:
    key = f"chart.{exhibit.kind}"
    title = edition.term(f"{key}.title.{exhibit.id}", f"{key}.title.{wide.window}", f"{key}.title")
    unit = edition.term(f"{key}.unit")
    if wide.total_return:
        unit = edition.words("chart.total_return", unit=unit)
    alt = f"{key}.alt"
    values = plain(edition.words(alt, values=wide.alt)) if edition.language.has_label(alt) else wide.alt
    shared = {
        "t": edition.term, "fonts": fonts, "size": f"{charts.SIZE:g}", "look": style,
        "label": plain(title) + edition.language.t("colon") + values,
    }
    drawn = [Markup(fill(env, f"charts/{exhibit.kind}.svg.j2", chart=chart, **shared)) for chart in (wide, narrow)]
    return Picture(
        kind=exhibit.kind, section=exhibit.section, anchor=f"chart-{exhibit.id}", title=title, unit=unit, alt=values,
        note=edition.words("chart.note", date=edition.time(wide.as_of), source=_source(edition, wide)),
        wide=drawn[0], narrow=drawn[1], told=wide.told, figures=wide.figures,
    )


def sparklines(edition: Edition, env: SandboxedEnvironment, fonts: Fonts, style: Look) -> Mapping[str, Markup]:
    """By subject a small line for its row of the key figures."""
    kpi = next((exhibit for exhibit in edition.briefing.exhibits if exhibit.kind == tables.KPI), None)
    made = {}
    for subject, points in kpi.series.items() if kpi is not None else ():
        one = Exhibit(id=subject, kind="sparkline", subjects=(subject,), series={subject: points})
        drawing = charts.draw(one, edition)
        if drawing is not None:
            shared = {"fonts": fonts, "size": "0", "look": style, "label": ""}
            made[subject] = Markup(fill(env, "charts/sparkline.svg.j2", chart=drawing, **shared))
    return MappingProxyType(made)


def _source(edition: Edition, drawing: Drawing | Sheet) -> Markup:
    """Who the numbers of a chart come from, each publisher once with its citations."""
    used = {i for name in drawing.figures if name in edition.figures for i in edition.figures[name].sources} or {0}
    by_name: dict[str, list[int]] = {}
    for number in sorted(used & set(edition.sources)):
        by_name.setdefault(edition.sources[number].publisher, []).append(number)
    return edition.words("list.join").join(
        Markup('<span class="quote">{}</span>').format(name) + edition.cite(numbers)
        for name, numbers in by_name.items()
    )


def faces(language: Speech, design: Design) -> dict[str, str]:
    """The families that a page in this language is set in: the locale's, or the house's own."""
    own = design.faces.get(language.tag, Faces())
    fonts = language.settings["fonts"]
    return {"sans": own.sans or str(fonts["sans"]), "serif": own.serif or str(fonts["serif"])}


def stacks(language: Speech, named: Mapping[str, str], *, paper: bool) -> Fonts:
    """Families in the order that they are looked for. Paper embeds what is named and nothing else."""
    made = {}
    for key, face in named.items():
        others = language.settings["fonts"].get(f"{key}_else", ())
        families = (core_face(face), face) if paper else tuple(dict.fromkeys((face, *map(str, others))))
        generic = "" if paper else f", {GENERIC[key]}"
        made[key] = Markup(", ".join(f'"{family}"' for family in families) + generic)
    return Fonts(sans=made["sans"], serif=made["serif"], chart=Markup(str(made["sans"]).replace('"', "'")))


def for_paper(html: str, screen: Fonts, paper: Fonts) -> str:
    """Charts are drawn once; on paper their faces are the paper's. A citation stays on the line of what it proves, and
    the last line of an English headline is no single word: on a screen the stylesheet sees to that, on paper a
    character does, which costs no box."""
    html = html.replace(f'font-family="{screen.chart}"', f'font-family="{paper.chart}"').replace(
        '<a class="cite"', f'{WORD_JOINER}<a class="cite"'
    )
    return _HEADLINE.sub(lambda match: _together(match.group()), html)


def _together(headline: str) -> str:
    """The last three words stay on one line."""
    pieces = re.split(r"(<[^>]+>)", headline)
    left = 2
    for place in range(len(pieces) - 1, -1, -2):
        words = pieces[place].rsplit(" ", left)
        left -= len(words) - 1
        pieces[place] = "\u00a0".join(words)
    return "".join(pieces)


WORD_JOINER = "\u2060"
_HEADLINE = re.compile("<h1[^>]*>.*?</h1>", re.DOTALL)
