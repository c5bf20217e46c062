"""Passages → sentences: finds the macro of a move in the locale's phrases and gives it views and filters.

A locale's `phrases/*.j2` hold macros `title_<theme>(p)`, `heading_<move>(p)` and `passage_<move>(p)`. Numbers, names
and dates come out of filters as marked-up text, so that no digit reaches the page without its figure.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

from jinja2 import TemplateError
from jinja2.exceptions import SecurityError
from jinja2.sandbox import SandboxedEnvironment
from markupsafe import Markup, escape

from reporter.errors import ConfigError, Problem
from reporter.model import Briefing, Figure, Passage
from reporter.model.briefing import Override, heading_of
from reporter.model.speech import Speech
from reporter.model.themes import WORDED_AS
from reporter.rendering import overriding
from reporter.rendering.environment import environment
from reporter.rendering.filling import place_of
from reporter.rendering.limits import bounded
from reporter.rendering.marks import Marks
from reporter.rendering.views import ClaimView, FigureView, PassageView

Macro = Callable[[PassageView], Markup]


def tidy(language: Speech, html: str) -> Markup:
    """The locale's typographic last pass."""
    return Markup(language.typography(html))


class Phrasebook:
    """The words of one edition in one locale. Ask for passages in reading order: first mentions carry the gloss."""

    def __init__(
        self,
        briefing: Briefing,
        language: Speech,
        folders: Sequence[Path],
        *,
        freeze: bool = False,
        form: int | None = None,
    ) -> None:
        """`form` takes that wording wherever phrases vary; `freeze` the first."""
        self.briefing = briefing
        self.language = language
        self._figures = {figure.id: figure for figure in briefing.figures}
        self._claims = {claim.id: ClaimView(claim, self._figures) for claim in briefing.claims}
        self.marks = Marks(briefing, language, freeze=freeze, form=form)
        self._env = environment(folders)
        self._env.filters.update(self.marks.filters())
        self._env.globals.update(self.marks.globals())
        self._macros = self._collect(folders)

    @classmethod
    def reading(cls, briefing: Briefing, language: Speech, folders: Sequence[Path]) -> SandboxedEnvironment:
        """The environment that phrases are read in, with their filters and globals; nothing is said with it."""
        marks = Marks(briefing, language, freeze=True)
        env = environment(folders)
        env.filters.update(marks.filters())
        env.globals.update(marks.globals())
        return env

    def _collect(self, folders: Sequence[Path]) -> dict[str, tuple[str, Macro]]:
        macros: dict[str, tuple[str, Macro]] = {}
        for folder in reversed(folders):
            for path in sorted(folder.glob("*.j2")):
                try:
                    module = self._env.get_template(path.name).module
                except TemplateError as error:
                    line = getattr(error, "lineno", None)
                    problem = Problem(str(path), str(error), "phrase-syntax", line)
                    raise ConfigError(
                        "A phrase file cannot be read; mend the line that is named.", [problem]
                    ) from error
                for name, macro in vars(module).items():
                    if name.startswith(("title_", "heading_", "passage_")):
                        macros[name] = (str(path), macro)
        return macros

    @property
    def macros(self) -> frozenset[str]:
        return frozenset(self._macros)

    def _say(self, name: str, passage: Passage) -> Markup:
        if name not in self._macros:
            raise ConfigError(
                f"The locale {self.language.tag} has no phrase {name!r}; add the macro to its phrases folder."
            )
        path, macro = self._macros[name]
        self.marks.begin(passage)
        try:
            with bounded():
                html = str(macro(PassageView(passage, self.briefing, self._claims)))
        except RecursionError as error:
            problem = Problem(path, f"{name} calls itself without end", "phrase")
            raise ConfigError("A phrase cannot be said; mend the macro that is named.", [problem]) from error
        except (TemplateError, SecurityError, TypeError, AttributeError, KeyError) as error:
            where, line = place_of(error)
            problem = Problem(where or path, f"{name}: {error}", "phrase", line)
            raise ConfigError("A phrase cannot be said; mend the macro that is named.", [problem]) from error
        return tidy(self.language, html)

    def title(self) -> Markup:
        """The headline, worded from the theme's claims."""
        passage = Passage(id="title", move=self.briefing.theme, claims=self.briefing.theme_claims)
        for own in overriding.find(self.briefing.overrides, "headline", self.language.tag):
            self.marks.begin(passage)
            return self._own(own)
        return self._say(f"title_{WORDED_AS.get(self.briefing.theme, self.briefing.theme)}", passage)

    def heading(self, passage: Passage) -> Markup | None:
        """The finding above a passage, or None where the plan gives it none or the move has no heading."""
        if not passage.heading or f"heading_{passage.move}" not in self._macros:
            return None
        for own in overriding.find(self.briefing.overrides, heading_of(passage.id), self.language.tag):
            self.marks.begin(passage)
            return self._own(own)
        return self._say(f"heading_{passage.move}", passage)

    def passage(self, passage: Passage) -> Markup:
        """The paragraph (inline HTML without its `<p>`). Blank lines between `{{ par }}` marks split paragraphs."""
        html: str | None = None
        for own in overriding.find(self.briefing.overrides, passage.id, self.language.tag):
            if own.sentence is None:
                self.marks.begin(passage)
                return self._own(own, citing=True)
            html = str(self._say(f"passage_{passage.move}", passage)) if html is None else html
            html = overriding.replaced(html, own.sentence, self._own(own, citing=True), passage.id)
        return Markup(html) if html is not None else self._say(f"passage_{passage.move}", passage)

    def _own(self, words: Override, *, citing: bool = False) -> Markup:
        """An editor's own words, with the sources of their figures where they stand in a passage."""
        try:
            html = self.marks.marked(words.html)
        except (KeyError, ConfigError) as error:
            raise ConfigError(f"The words for {words.place} name what there is not: {error}.") from error
        cite = self.marks.cite(*(FigureView(self._figures[i]) for i in words.figures)) if citing else Markup("")
        return tidy(self.language, str(overriding.cited(str(html), str(cite))))

    def t(self, label: str, **values: object) -> Markup:
        return escape(self.language.t(label, **values))

    def name(self, subject_id: str, form: str = "short") -> Markup:
        return self.marks.name(subject_id, form)

    def figure(self, figure_id: str, style: str = "auto") -> Markup:
        """A figure anywhere on the page (tables, header): `auto` writes it signed with its unit."""
        return self.marks.styled(self._figures[figure_id], style)

    def figure_of(self, figure: Figure, style: str = "auto") -> Markup:
        return self.marks.styled(figure, style)

    def date(self, day: date, style: str = "full") -> Markup:
        return self.marks.date(day, style)
