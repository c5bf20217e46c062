"""`reporter new`: files to start from."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from reporter.cli.arguments import ANY_PATH
from reporter.errors import UsageError

if TYPE_CHECKING:
    from reporter.project import Project


@click.group()
def new() -> None:
    """Make files to start from."""


@new.command("project")
@click.argument("folder", metavar="DIR", type=ANY_PATH)
def new_project(folder: Path) -> None:
    """Make a project folder: settings, a desk, places for notes, templates and words."""
    from reporter.project import packaged

    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise UsageError(f"{folder} exists and is not empty; name a new folder.")
    try:
        shutil.copytree(packaged("starter"), folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__"))
    except OSError as error:
        raise UsageError(f"Cannot write {error.filename or folder}: {error.strerror}; name another folder.") from error
    enter = "" if folder.resolve() == Path.cwd() else f"cd {folder} && "
    click.echo(f"{folder}: a new project. Next: {enter}reporter build")


SCHEMA = "notes.schema.json"
"""Beside the notes, for the completion of editors' programs."""


@new.command("note")
@click.argument("kind")
@click.option("--output", type=ANY_PATH, metavar="FILE", help="Write to this file instead; - prints the note.")
def new_note(kind: str, output: Path | None) -> None:
    """Write a note of a kind to fill in: what it needs with examples, what it may have as comments."""
    from reporter.notes import note_template, notes_schema
    from reporter.notes.kinds import kind_of
    from reporter.project import Project
    from reporter.settings import load_settings

    text = note_template(kind)
    if str(output) == "-":
        click.echo(text, nl=False)
        return
    project = Project.find(Path.cwd())
    path = output or _free(project.path(load_settings(project).notes) / f"{kind_of(kind)}.yaml")
    if path.exists():
        raise UsageError(f"{path} exists; name another file with --output.")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"# yaml-language-server: $schema={SCHEMA}\n{text}", encoding="utf-8")
        schema = json.dumps(notes_schema(), ensure_ascii=False, indent=1) + "\n"
        path.with_name(SCHEMA).write_text(schema, encoding="utf-8")
    except OSError as error:
        raise UsageError(f"Cannot write {error.filename or path}: {error.strerror}; name another file.") from error
    shown = path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path
    click.echo(f"{shown}: put your source and its words in place of the examples, then run reporter check")


def _free(path: Path) -> Path:
    """The path itself, or with the first number behind its name that no file has."""
    number, free = 2, path
    while free.exists():
        free, number = path.with_stem(f"{path.stem}-{number}"), number + 1
    return free


@new.command("key")
@click.argument("file", type=ANY_PATH)
def new_key(file: Path) -> None:
    """Make a key to sign editions with: FILE stays yours, FILE.pub is for your readers."""
    from reporter.publishing.signing import new_key as made

    public = made(file)
    click.echo(f"{file}: keep it to yourself and sign with it: reporter build --sign {file}")
    click.echo(f"{public}: give it to your readers: reporter verify EDITION --key {public}")


@new.command("section")
@click.argument("name", metavar="NAME")
@click.option("--order", type=click.IntRange(0, 999), default=55, show_default=True, help="Its place on the page.")
def new_section(name: str, order: int) -> None:
    """Begin a section of the page: its templates, and its heading in every language of the settings."""
    import re


    if not re.fullmatch(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", name):
        raise UsageError(f"{name!r} is no name for a section; write small letters and hyphens, as in desk-view.")
    project = _project()
    folder = project.root / "templates" / "sections" / name
    if any((root / "sections" / name).exists() for root in project.folders("templates")):
        raise UsageError(f"There is a section {name} already; choose another name.")
    label = f"section.{name}.title"
    files = {
        folder / "section.toml": f'title = "{label}"\norder = {order}\nneeds = "nothing"\n',
        folder / "body.html.j2": f'<p>{{{{ t("section.{name}.text") }}}}</p>\n{BLOCKS.format(kind="html")}',
        folder / "body.md.j2": f'{{{{ t("section.{name}.text")|md }}}}\n\n{BLOCKS.format(kind="md")}',
    }
    for path, text in files.items():
        _write(path, text)
        click.echo(str(path.relative_to(project.root)))
    title = name.replace("-", " ").capitalize()
    for path in _labelled(project, {label: title, f"section.{name}.text": title}):
        click.echo(f"{path.relative_to(project.root)}: put the heading and the text into the language")


@new.command("chart")
@click.argument("name", metavar="NAME")
@click.option("--metric", default="ytd_return", show_default=True, help="What it shows; reporter metrics lists them.")
@click.option("--window", default="ytd", show_default=True, help="Over which window: 1d, 5d, ytd …")
@click.option("--role", default="giant", show_default=True, help="Of which instruments of the desk: a role.")
@click.option("--section", default="analysis", show_default=True, help="The section that it stands in.")
def new_chart(name: str, metric: str, window: str, role: str, section: str) -> None:
    """Begin a chart: what it shows, how it is drawn, and its title in every language of the settings."""
    import re

    from reporter.chart_files import chart_problems
    from reporter.errors import ConfigError

    if not re.fullmatch(r"[a-z][a-z0-9]*(_[a-z0-9]+)*", name):
        raise UsageError(f"{name!r} is no name for a chart; write small letters and underscores, as in giants_year.")
    project = _project()
    if any((root / "charts" / f"{name}.svg.j2").exists() for root in project.folders("templates")):
        raise UsageError(f"There is a chart {name} already; choose another name.")
    folder = project.root / "templates" / "charts"
    definition = CHART.format(section=section, metric=metric, window=window, role=role)
    files = {folder / f"{name}.toml": definition, folder / f"{name}.svg.j2": DRAWING}
    for path, text in files.items():
        _write(path, text)
    problems = [each for each in chart_problems(project) if Path(each.path).stem == name]
    if problems:
        for path in files:
            path.unlink()
        raise ConfigError(f"The chart {name} would show nothing; name something else.", problems)
    for path in files:
        click.echo(str(path.relative_to(project.root)))
    title = name.replace("_", " ").capitalize()
    labels = {f"chart.{name}.title": title, f"chart.{name}.unit": "%", f"chart.{name}.alt": "{values}"}
    for path in _labelled(project, labels):
        click.echo(f"{path.relative_to(project.root)}: put the title and the unit into the language")


def _labelled(project: Project, labels: Mapping[str, str]) -> list[Path]:
    """The catalogues of every language of the settings, with labels of one's own behind those that they have."""
    from reporter.settings import load_settings

    paths = []
    entries = "".join(f'\nmsgid "{label}"\nmsgstr "{text}"\n' for label, text in labels.items())
    for tag in load_settings(project).locales:
        path = project.root / "locales" / tag / "LC_MESSAGES" / "reporter.po"
        old = path.read_text(encoding="utf-8") if path.exists() else PO_HEAD
        _write(path, old.rstrip("\n") + "\n" + entries)
        paths.append(path)
    return paths


CHART = """\
# What the chart shows: one metric over one window, of the instruments with a role, or of those listed under subjects.
section = "{section}"
metric = "{metric}"
window = "{window}"
role = "{role}"
# subjects = ["rut", "spx"]   # instead of role
order = "value"   # the largest first; "listed" keeps the order of subjects
"""
DRAWING = """\
{# `chart.points` has a row for each figure; scale, place, at, bar and beside do the geometry (templates/CONTEXT.md). #}
{% from "charts/frame.svg.j2" import text, fill, stroke, open with context %}
{% set tones = {"up": "up", "down": "down", "flat": "soft"} %}
{% set axis = scale(chart.points, chart.left, chart.right) %}
{{ open() }}
<line {{ stroke("firm", 1) }} x1="{{ axis.zero }}" x2="{{ axis.zero }}" y1="{{ chart.top }}" y2="{{ chart.bottom }}"/>
{% for point in chart.points %}
{{ text(place(point.name, 0, point.y, down=4), size, "ink") }}
<g data-figure="{{ point.figure }}" data-value="{{ point.value }}">
{% set end = point|at(axis) %}
<line {{ stroke(tones[point.way], 2) }} x1="{{ axis.zero }}" x2="{{ end }}" y1="{{ point.y }}" y2="{{ point.y }}"/>
<circle {{ fill(tones[point.way]) }} cx="{{ end }}" cy="{{ point.y }}" r="4"/>
{{ text(point|beside(axis), size, tones[point.way], "700") }}
</g>
{% endfor %}
</svg>
"""

BLOCKS = '{{% include "components/blocks.{kind}.j2" %}}\n'
"""Where a section's charts stand."""
PO_HEAD = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n'


@new.command("locale")
@click.argument("tag", metavar="TAG")
@click.option("--like", required=True, metavar="TAG", help="The language that it starts as.")
def new_locale(tag: str, like: str) -> None:
    """Begin a language: a folder of locales/ that starts as a copy of another, for translators to make their own."""
    import re

    from reporter.language import Language
    from reporter.language.language import is_known

    if not re.fullmatch(r"[a-z]{2,3}(_[A-Z][a-z]{3})?(_[A-Z]{2})?", tag):
        raise UsageError(f"{tag!r} is no tag of a locale; write it as fr, en_GB or zh_Hant_HK.")
    if not is_known(tag):
        raise UsageError(f"Nothing is known of a locale {tag}, so dates could not be written in it; mend the tag.")
    project = _project()
    target = project.root / "locales" / tag
    if any((root / tag).exists() for root in project.folders("locales")):
        raise UsageError(f"There is a locale {tag} already; choose another tag.")
    first, *own = Language.load(like, project.folders("locales")).folders
    shutil.copytree(first, target, ignore=shutil.ignore_patterns("__pycache__"))
    for folder in own:
        shutil.copytree(folder, target, dirs_exist_ok=True, ignore=shutil.ignore_patterns("*.po", "*.toml"))
        labels = folder / "LC_MESSAGES" / "reporter.po"
        if labels.exists():
            entries = labels.read_text(encoding="utf-8").partition("\n\n")[2]
            path = target / "LC_MESSAGES" / "reporter.po"
            _write(path, path.read_text(encoding="utf-8").rstrip("\n") + "\n\n" + entries)
    path = target / "locale.toml"
    text = path.read_text(encoding="utf-8")
    for key, value in (("language", tag.replace("_", "-")), ("babel", tag), ("path", tag.lower().replace("_", "-"))):
        text = re.sub(rf'^{key} = ".*?"', f'{key} = "{value}"', text, count=1, flags=re.MULTILINE)
    _write(path, text)
    then = f"reporter check && reporter build --locale {tag}"
    click.echo(f"locales/{tag}: starts as {like}. Reword its files, then: {then}")


def _project() -> Project:
    from reporter.project import Project

    project = Project.find(Path.cwd())
    if project.settings_file is None:
        raise UsageError("There is no project here to add to; make one with `reporter new project DIR`.")
    return project


def _write(path: Path, text: str) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise UsageError(f"Cannot write {error.filename or path}: {error.strerror}; mend that first.") from error
