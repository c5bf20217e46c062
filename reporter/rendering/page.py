"""A briefing in one locale → its page: HTML for screens, the same text for paper, Markdown, and what is sent about."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from jinja2.sandbox import SandboxedEnvironment
from markupsafe import Markup

from reporter.model import Briefing
from reporter.model.design import Design
from reporter.model.page import Page, Sheet
from reporter.rendering import markdown
from reporter.rendering.brief import brief
from reporter.rendering.context import Edition
from reporter.rendering.filling import environment_of, fill
from reporter.rendering.look import look
from reporter.rendering.mailing import mail
from reporter.rendering.phrasebook import Phrasebook
from reporter.rendering.pictures import faces, for_paper, stacks
from reporter.rendering.tracing import traced
from reporter.rendering.viewing import PageView, SectionView, page_view

__all__ = ["PageView", "SectionView", "render", "screen"]

LINKS = {"figure-": "figures.open", "at-": "figures.back", "source-": "sources.open", "cite-": "sources.back"}
"""By the beginning of an id the label that says where a link to it leads."""


def render(
    briefing: Briefing, phrasebook: Phrasebook, folders: Sequence[Path], design: Design | None = None
) -> Page:
    """The page of a briefing in the phrasebook's locale. `folders` are template folders, strongest first.

    Raises ConfigError where a template, label, name or phrase is missing or wrong.
    """
    edition = Edition(briefing, phrasebook)
    roots = tuple(folders)
    env = environment_of(roots)
    language = phrasebook.language
    design = design or Design()
    own = faces(language, design)
    view = page_view(edition, env, roots, look(design, language, roots), stacks(language, own, paper=False))
    paper = replace(view, paper=True, fonts=stacks(language, own, paper=True))
    words = {"t": edition.term, "words": edition.words}

    def filled(name: str, seen: PageView, **more: Any) -> str:
        return fill(env, f"layouts/{name}.j2", page=seen, **words, **more)

    style = _style(env, view, "assets/screen.css.j2", words)
    sent = mail(env, view, paper.fonts, words)
    return Page(
        locale=language.tag, language=language.bcp47, title=view.plain_title,
        html=_settle(traced(filled("page.html", view, style=Markup(style)))),
        markdown=markdown.tidy(filled("page.md", view)),
        print_html=_settle(traced(for_paper(filled("page.html", paper, style=None), view.fonts, paper.fonts))),
        print_css=_style(env, paper, "assets/print.css.j2", words | {"folio": _folio(edition)}),
        faces=tuple(dict.fromkeys(own.values())),
        fragment=_settle(_inner(traced(filled("fragment.html", view, style=Markup(_nested(style)))))),
        brief=_brief(view, edition),
        card=Sheet(_settle(filled("card.html", paper)), _style(env, paper, "assets/card.css.j2", words)),
        mail=replace(sent, html=_settle(sent.html)),
        links=tuple((start, language.t(label)) for start, label in LINKS.items()),
    )


def screen(
    briefing: Briefing, phrasebook: Phrasebook, folders: Sequence[Path], design: Design | None = None
) -> str:
    """The page for screens as `render` makes it, and nothing else: a third of the work."""
    edition, roots = Edition(briefing, phrasebook), tuple(folders)
    env, language, design = environment_of(roots), phrasebook.language, design or Design()
    fonts = stacks(language, faces(language, design), paper=False)
    view = page_view(edition, env, roots, look(design, language, roots), fonts)
    words = {"t": edition.term, "words": edition.words}
    style = Markup(_style(env, view, "assets/screen.css.j2", words))
    return _settle(traced(fill(env, "layouts/page.html.j2", page=view, style=style, **words)))


def _brief(view: PageView, edition: Edition) -> str:
    sample = edition.briefing.sample
    head = [[view.title], [view.desk, view.as_of]]
    head += [[edition.term("sample.title") + edition.term("sample.text")]] if sample else []
    disclaimer = view.look.disclaimer
    return brief(head, view.pulls, view.sections, [
        edition.term("footer.disclaimer") if disclaimer is None else Markup.escape(disclaimer),
    ])


def _inner(html: str) -> str:
    """A page inside another page, which has a `<main>` of its own."""
    return html.replace('<main id="text">', '<div id="text">').replace("</main>", "</div>")


def _nested(style: str) -> str:
    """A page's style inside another page: what was said of the root is said of the article."""
    return re.sub(r"(^|[{}]\s*)(?::root|html|body)(?= \{)", r"\1&", style, flags=re.MULTILINE)


def _folio(edition: Edition) -> Markup:
    """The words around the page number as a CSS content value: `{page}` and `{pages}` become counters."""
    parts = re.split(r"(\{pages?\})", edition.language.t("page.folio"))
    counters = {"{page}": "counter(page)", "{pages}": "counter(pages)"}
    made = [counters.get(part) or '"' + part.replace('"', "") + '"' for part in parts if part]
    return Markup(" ".join(made))


def _style(env: SandboxedEnvironment, view: PageView, name: str, words: dict[str, Any]) -> str:
    return re.sub(r"\n\s*\n+", "\n", fill(env, name, page=view, **words)).strip() + "\n"


def _settle(html: str) -> str:
    """No trailing blanks, no runs of empty lines, one newline at the end."""
    return re.sub(r"\n\s*\n+", "\n", re.sub(r"[ \t]+\n", "\n", html)).strip() + "\n"
