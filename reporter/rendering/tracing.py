"""Links both ways, without script: every number to its row in the table of figures, every citation to its source."""

from __future__ import annotations

import re

_DATA = re.compile(r'<data class="figure"[^>]* data-figure="(?P<id>[^"]+)"[^>]*>.*?</data>', re.DOTALL)
_ROW = re.compile(r'<(?:tr|a class="here") id="(figure-[^"]+)"')
_TABLE = re.compile(r'<table class="figures">.*?</table>', re.DOTALL)
_BACK = re.compile(r'<a class="back" href="#at-(?P<row>[^"]+)"[^>]*>.*?</a>', re.DOTALL)
_HERE = re.compile(r'<a class="here" id="figure-[^"]+" href="#at-(?P<row>[^"]+)">(?P<said>.*?)</a>', re.DOTALL)
_CITE = re.compile(r'<a class="cite" href="#source-(?P<id>[^"]+)"')
_APART = re.compile(r'[ \u00a0]+(?=\u2060?<a class="cite")')
_CITED = re.compile(r'\n?<a class="back" href="#cite-(?P<id>[^"]+)"[^>]*>.*?</a>', re.DOTALL)


def anchor(figure_id: str) -> str:
    """The id of a figure's row."""
    return "figure-" + figure_id.replace(".", "-")


def traced(html: str) -> str:
    """Link each number to its row. The first one in the text, else the first at all, is where the row leads back.

    Numbers inside the table stay as they are; a row that no number leads to loses its way back. On paper numbers share
    rows, and each leads back itself.
    """
    rows = set(_ROW.findall(html))
    tables = [match.span() for match in _TABLE.finditer(html)]
    places = [
        match for match in _DATA.finditer(html)
        if anchor(match["id"]) in rows and not any(start <= match.start() < end for start, end in tables)
    ]
    text = html.find("<main")
    first: dict[str, int] = {}
    for match in sorted(places, key=lambda m: (m.start() < text, m.start())):
        first.setdefault(anchor(match["id"]), match.start())
    parts, at = [], 0
    for match in places:
        row = anchor(match["id"])
        own = f' id="at-{row}"' if first[row] == match.start() else ""
        parts += [html[at : match.start()], f'<a class="trace" href="#{row}"{own}>{match.group()}</a>']
        at = match.end()
    linked = "".join([*parts, html[at:]])
    linked = _BACK.sub(lambda match: match.group() if match["row"] in first else "", linked)
    return _cited(_HERE.sub(lambda match: match.group() if match["row"] in first else match["said"], linked))


def _cited(html: str) -> str:
    """The first citation of each source in the text gets an id, and its source a way back to it. A citation is raised,
    so it stands close to what it proves: a space would let it begin a line."""
    html = _APART.sub("", html)
    text = max(html.find("<main"), 0)
    first: dict[str, int] = {}
    for match in _CITE.finditer(html, text):
        first.setdefault(match["id"], match.start())

    def named(match: re.Match[str]) -> str:
        own = f' id="cite-{match["id"]}"' if first.get(match["id"]) == match.start() else ""
        return match.group() + own

    return _CITED.sub(lambda match: match.group() if match["id"] in first else "", _CITE.sub(named, html))
