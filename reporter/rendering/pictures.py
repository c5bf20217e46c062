"""Exhibits → pictures: each chart drawn in both widths, with its title, unit, note and alternative text."""

from __future__ import annotations

from dataclasses import dataclass

from jinja2.sandbox import SandboxedEnvironment
from markupsafe import Markup

from reporter.model import Exhibit
from reporter.model.page import core_face
from reporter.rendering import charts, tables
from reporter.rendering.charts import Drawing
from reporter.rendering.context import Edition, plain
from reporter.rendering.filling import fill


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
    title: Markup
    unit: Markup
    alt: str
    note: Markup
    wide: Markup
    narrow: Markup
    figures: tuple[str, ...]


def pictures(edition: Edition, env: SandboxedEnvironment, fonts: Fonts) -> tuple[Picture, ...]:
    """Every chart that the briefing asks for and has data for."""
    made = []
    for exhibit in edition.briefing.exhibits:
        if exhibit.kind in tables.TABLES:
            continue
        wide = charts.draw(exhibit, edition, charts.WIDE)
        narrow = charts.draw(exhibit, edition, charts.NARROW)
        if wide is not None and narrow is not None:
            made.append(_picture(edition, env, fonts, exhibit, wide, narrow))
    return tuple(made)


def _picture(
    edition: Edition, env: SandboxedEnvironment, fonts: Fonts, exhibit: Exhibit, wide: Drawing, narrow: Drawing
) -> Picture:
    key = f"chart.{exhibit.kind}"
    title = edition.term(f"{key}.title.{exhibit.id}", f"{key}.title.{wide.window}", f"{key}.title")
    unit = edition.term(f"{key}.unit")
    if wide.total_return:
        unit = edition.words("chart.total_return", unit=unit)
    colours = edition.language.settings["colours"]
    shared = {
        "t": edition.term, "fonts": fonts, "size": f"{charts.SIZE:g}",
        "up": str(colours["up"]), "down": str(colours["down"]),
        "label": plain(title) + edition.language.t("colon") + wide.alt,
    }
    drawn = [Markup(fill(env, f"charts/{exhibit.kind}.svg.j2", chart=chart, **shared)) for chart in (wide, narrow)]
    return Picture(
        kind=exhibit.kind, section=exhibit.section, title=title, unit=unit, alt=wide.alt,
        note=edition.words("chart.note", date=edition.time(wide.as_of), source=_source(edition)),
        wide=drawn[0], narrow=drawn[1], figures=wide.figures,
    )


def _source(edition: Edition) -> Markup:
    source = edition.sources.get(0)
    name = Markup('<span class="quote">{}</span>').format(source.publisher) if source is not None else Markup("")
    return name + edition.cite((0,))


def faces(edition: Edition) -> dict[str, str]:
    fonts = edition.language.settings["fonts"]
    return {key: str(fonts[key]) for key in ("sans", "serif")}


def stacks(edition: Edition, *, paper: bool) -> Fonts:
    named = faces(edition)
    after = {"sans": "", "serif": ""} if paper else {"sans": ", sans-serif", "serif": ", serif"}
    made = {
        key: Markup((f'"{core_face(face)}", ' if paper else "") + f'"{face}"' + after[key])
        for key, face in named.items()
    }
    chart = Markup((f"'{core_face(named['sans'])}', " if paper else "") + f"'{named['sans']}'" + after["sans"])
    return Fonts(sans=made["sans"], serif=made["serif"], chart=chart)


def for_paper(html: str, screen: Fonts, paper: Fonts) -> str:
    """Charts are drawn once; on paper their faces are the paper's."""
    return html.replace(f'font-family="{screen.chart}"', f'font-family="{paper.chart}"')
