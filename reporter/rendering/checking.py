"""Templates and phrases looked at without a briefing: what can be known to be wrong before anything is rendered."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from jinja2 import TemplateSyntaxError
from jinja2.sandbox import SandboxedEnvironment

from reporter.errors import ConfigError, Problem
from reporter.model import Briefing
from reporter.model.speech import Speech
from reporter.rendering import sections
from reporter.rendering.filling import environment_of
from reporter.rendering.look import theme_problems
from reporter.rendering.phrasebook import Phrasebook


def template_problems(folders: Sequence[Path]) -> list[Problem]:
    """Every template of the folders (weakest first) that cannot be compiled, and every section's mistakes."""
    strongest_first = tuple(reversed(folders))
    env = environment_of(strongest_first)
    files = [path for folder in folders for path in sorted(folder.rglob("*.j2"))]
    problems = [problem for path in files for problem in _compiled(env, path)]
    try:
        sections.plans(strongest_first)
    except ConfigError as error:
        problems += error.problems
    return problems + theme_problems(folders)


def _compiled(env: SandboxedEnvironment, path: Path) -> list[Problem]:
    """Unknown filters and tests are found here as well, since Jinja looks them up when it compiles."""
    try:
        env.compile(path.read_text(encoding="utf-8"), filename=str(path))
    except TemplateSyntaxError as error:
        return [Problem(str(path), error.message or "cannot be read", "template-syntax", error.lineno)]
    except (OSError, UnicodeDecodeError) as error:
        return [Problem(str(path), f"cannot be read: {error}", "template-file")]
    return []


def phrase_names(briefing: Briefing, language: Speech, folders: Sequence[Path]) -> tuple[frozenset[str], list[Problem]]:
    """Names of the macros of a locale's phrases (folders strongest first), or what keeps them from being read."""
    if not folders:
        return frozenset(), []
    try:
        return Phrasebook(briefing, language, folders).macros, []
    except ConfigError as error:
        return frozenset(), list(error.problems) or [Problem(language.tag, error.message, "phrase")]
