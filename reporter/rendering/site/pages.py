"""The templates of the website, filled."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from jinja2.sandbox import SandboxedEnvironment
from markupsafe import Markup

from reporter.model.design import Design
from reporter.model.speech import Speech
from reporter.rendering.filling import environment_of, fill
from reporter.rendering.look import Look, look
from reporter.rendering.pictures import Fonts, faces, stacks
from reporter.rendering.site.views import Entry, Shell


@dataclass(frozen=True)
class Wear:
    """What the style sheets ask of a page."""

    paper: bool
    fonts: Fonts
    look: Look


class Site:
    """The pages of one language in a design. `folders` are template folders, strongest first."""

    def __init__(self, language: Speech, folders: Sequence[Path], design: Design) -> None:
        self.language = language
        self.design = design
        self._folders = tuple(folders)

    @cached_property
    def env(self) -> SandboxedEnvironment:
        return environment_of(self._folders)

    def page(self, template: str, page: Shell, **values: object) -> bytes:
        """A whole page from `templates/site/<template>.html.j2`."""
        html = fill(self.env, f"site/{template}.html.j2", page=page, t=self.language.t, **values)
        return (re.sub(r"\n\s*\n+", "\n", html).strip() + "\n").encode()

    def entry(self, entry: Entry) -> Markup:
        return Markup(fill(self.env, "site/entry.html.j2", entry=entry, t=self.language.t).strip())

    def drawing(self, chart: object, kind: str = "line") -> Markup:
        return Markup(fill(self.env, f"site/{kind}.svg.j2", chart=chart).strip())

    def style(self, name: str) -> bytes:
        """A style sheet of `templates/assets/`, in the colours and faces of this language."""
        fonts = stacks(self.language, faces(self.language, self.design), paper=False)
        wear = Wear(False, fonts, look(self.design, self.language, self._folders))
        css = fill(self.env, f"assets/{name}.css.j2", page=wear, t=self.language.t)
        return (re.sub(r"\n\s*\n+", "\n", css).strip() + "\n").encode()
