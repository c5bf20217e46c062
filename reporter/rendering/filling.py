"""Templates filled: one environment a set of folders, and failures as sentences with file and line."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

from jinja2 import TemplateError
from jinja2.sandbox import SandboxedEnvironment

from reporter.errors import ConfigError, Problem
from reporter.rendering import geometry, markdown
from reporter.rendering.environment import environment
from reporter.rendering.limits import bounded


@lru_cache(maxsize=8)
def environment_of(folders: tuple[Path, ...]) -> SandboxedEnvironment:
    """The environment that pages are filled in, over template folders, strongest first."""
    env = environment(folders)
    env.filters["md"] = markdown.from_html
    env.filters["code"] = markdown.code
    env.filters["hashtag"] = markdown.hashtag
    env.filters.update(geometry.FILTERS)
    env.globals.update(geometry.FUNCTIONS)
    return env


def fill(env: SandboxedEnvironment, name: str, **values: Any) -> str:
    """A template's text; a template that fails is a ConfigError with its file and line."""
    try:
        with bounded():
            return str(env.get_template(name).render(**values))
    except RecursionError as error:
        raise ConfigError(f"The template {name} calls itself without end; look for an include of itself.") from error
    except (TemplateError, TypeError) as error:
        path, line = place_of(error)
        where = path or getattr(error, "filename", None) or getattr(error, "name", None) or name
        problem = Problem(str(where), str(error) or type(error).__name__, "template", line)
        raise ConfigError("A template cannot be filled; mend the line that is named.", [problem]) from error


def place_of(error: Exception) -> tuple[str | None, int | None]:
    """File and line of the template in which an error arose: the innermost of its frames that is a template's."""
    found: tuple[str | None, int | None] = (getattr(error, "filename", None), getattr(error, "lineno", None))
    trace = error.__traceback__
    while trace is not None:
        name = trace.tb_frame.f_code.co_filename
        if name.endswith(".j2"):
            found = (name, trace.tb_lineno)
        trace = trace.tb_next
    return found
