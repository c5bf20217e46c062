"""The page around the edition, from templates of its own that no project overrides."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from markupsafe import Markup

from reporter.errors import ReporterError
from reporter.language import Language
from reporter.project import packaged
from reporter.rendering.filling import environment_of, fill

if TYPE_CHECKING:
    from reporter.preview.studio import Studio

ASSETS = {"studio.css": "text/css", "studio.js": "text/javascript"}


def shell(studio: Studio) -> str:
    """The studio's front page, in the first of the project's languages."""
    return fill(
        environment_of((packaged("templates"),)),
        "studio/shell.html.j2",
        t=_labels(studio).t,
        language=_labels(studio).bcp47,
        locales=[(tag, Language.load(tag, studio.project.folders("locales")).own_name) for tag in studio.locales],
        scenarios=studio.scenarios,
    )


def problem_page(studio: Studio, error: ReporterError, last_good: str | None) -> str:
    """What is wrong, over the last page that was right."""
    told = fill(
        environment_of((packaged("templates"),)),
        "studio/problem.html.j2",
        t=_labels(studio).t,
        language=_labels(studio).bcp47,
        message=error.message,
        problems=[(problem, _excerpt(problem.path, problem.line)) for problem in error.problems],
        style=Markup((packaged("templates") / "studio" / "problem.css").read_text(encoding="utf-8")),
        whole=last_good is None,
    )
    return told if last_good is None else re.sub(r"(<body[^>]*>)", lambda m: m[1] + told, last_good, count=1)


@cache
def asset(name: str) -> tuple[bytes, int, dict[str, str], str] | None:
    """A style or script of the studio, as a response takes it."""
    if name not in ASSETS:
        return None
    return (packaged("templates") / "studio" / name).read_bytes(), 200, {}, ASSETS[name]


def _labels(studio: Studio) -> Language:
    return Language.load(studio.locales[0], studio.project.folders("locales"))


def _excerpt(path: str, line: int | None) -> list[tuple[int, str]]:
    """The lines around a mistake."""
    try:
        lines = Path(path).read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return []
    at = line or 1
    return [(n, lines[n - 1]) for n in range(max(1, at - 2), min(len(lines), at + 2) + 1)]
