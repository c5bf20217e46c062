"""The body of a mail: tables and styles in every element, since mail readers drop style sheets and inline drawings."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from jinja2.sandbox import SandboxedEnvironment
from markupsafe import Markup

from reporter.model.page import Mail, Sheet
from reporter.rendering.filling import fill
from reporter.rendering.look import Look
from reporter.rendering.pictures import Fonts, Picture, for_paper
from reporter.rendering.viewing import PageView

MOST_CHARTS = 4
_SIZE = re.compile(r'viewBox="0 0 ([\d.]+) ([\d.]+)"')
_CLASSES = re.compile(r'<(a|span|strong) class="(cite|change up|change down)"')


def mail(env: SandboxedEnvironment, view: PageView, paper: Fonts, words: Mapping[str, Any]) -> Mail:
    """The mail of a page; its first charts become pictures, with the faces of paper."""
    shown = [block.picture for section in view.sections for block in section.blocks if block.picture is not None]
    shown = shown[:MOST_CHARTS]
    names = {picture.anchor: f"{picture.anchor}.png" for picture in shown}
    html = fill(env, "layouts/mail.html.j2", page=view, names=names, **words)
    style = _inline(view.look)
    return Mail(
        html=_CLASSES.sub(lambda m: f'{m[0]} style="{style[m[2]]}"', html),
        charts=_charts(shown, view, paper),
        names=tuple(names.values()),
    )


def _inline(look: Look) -> Mapping[str, str]:
    return {
        "cite": f"color: {look.light['soft']}; font-size: 11px; text-decoration: none",
        "change up": f"color: {look.light['up']}",
        "change down": f"color: {look.light['down']}",
    }


def _charts(pictures: Sequence[Picture], view: PageView, paper: Fonts) -> Sheet:
    """Each chart on a page of its own size."""
    pages, body = [], []
    for place, picture in enumerate(pictures):
        size = _SIZE.search(str(picture.wide))
        width, height = (size[1], size[2]) if size else ("680", "220")
        pages.append(f"@page c{place} {{ size: {width}px {height}px; margin: 0; }} .c{place} {{ page: c{place}; }}")
        body.append(Markup('<div class="c{}">{}</div>').format(place, picture.wide))
    head = Markup('<!doctype html><html lang="{}"><head><meta charset="utf-8"><title>{}</title></head><body>')
    html = head.format(view.language, view.plain_title) + Markup("").join(body) + Markup("</body></html>")
    rules = f"html {{ font-family: {paper.sans}; background: {view.look.light['page']}; }} body, div {{ margin: 0; }} "
    return Sheet(for_paper(str(html), view.fonts, paper), rules + "svg { display: block; } " + " ".join(pages))
