"""Charts of a project's own: `templates/charts/NAME.toml` says what is drawn, `NAME.svg.j2` beside it how."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from reporter import toml
from reporter.desk_files import ROLES
from reporter.errors import ConfigError, Problem
from reporter.metrics import definitions
from reporter.model.chart import OwnChart
from reporter.project import Project
from reporter.registry import nearest


class ChartFile(BaseModel):
    """`NAME.toml`: one metric over one window, of some subjects or of all that have it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    section: str
    metric: str
    window: str
    comparator: str | None = None
    subjects: tuple[str, ...] = ()
    role: str | None = None
    order: Literal["value", "listed"] = "value"
    most: int = Field(default=24, ge=1, le=60)


def own_charts(project: Project) -> tuple[OwnChart, ...]:
    """Every chart of the project's own, by name; a ConfigError with all mistakes of their files."""
    made, problems = [], []
    for path in _files(project):
        file = toml.read(path, "chart")
        wrong = [*toml.mistakes(file, ChartFile, "chart")] or [*_unknown(file, project)]
        problems += wrong
        if not wrong:
            made.append(OwnChart(id=path.stem, **ChartFile.model_validate(file.data).model_dump()))
    if problems:
        raise ConfigError("A chart's file is wrong; mend the lines that are named.", problems)
    return tuple(made)


def chart_problems(project: Project) -> Iterator[Problem]:
    """Mistakes of the files of charts."""
    try:
        own_charts(project)
    except ConfigError as error:
        yield from error.problems


def _files(project: Project) -> list[Path]:
    folders = project.folders("templates")
    return sorted({path.name: path for folder in folders for path in (folder / "charts").glob("*.toml")}.values())


def _unknown(file: toml.TomlFile, project: Project) -> Iterator[Problem]:
    """Names in a chart's file that there are not: its drawing, its section, its metric, its role."""
    data, folders = file.data, project.folders("templates")
    drawing = f"charts/{file.path.stem}.svg.j2"
    if not any((folder / drawing).is_file() for folder in folders):
        yield file.problem((), f"nothing draws it: make templates/{drawing}", "chart")
    sections = {path.parent.name for folder in folders for path in (folder / "sections").glob("*/section.toml")}
    metrics = {metric.id for metric in definitions()}
    for key, known in (("section", sections), ("metric", metrics), ("role", set(ROLES))):
        name = data.get(key)
        if name is not None and name not in known:
            near = nearest(str(name), known)
            hint = f"; did you mean {near}?" if near else ""
            yield file.problem((key,), f"there is no {key} {name!r}{hint}", "chart")
