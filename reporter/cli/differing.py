"""`reporter diff`: what this project's templates and words change."""

from __future__ import annotations

from pathlib import Path

import click

from reporter.cli.arguments import EXISTING_FOLDER
from reporter.errors import ConfigError


@click.command()
@click.option("--against", type=EXISTING_FOLDER, help="Another project; else the program as it came.")
@click.option("--scenario", "scenarios", multiple=True, metavar="NAME", help="A market; may be repeated; else all.")
@click.option("--locale", "locales", multiple=True, metavar="LOCALE", help="A language; may be repeated.")
@click.option(
    "--pictures", type=click.Path(file_okay=False, path_type=Path), help="A folder for pages that look otherwise."
)
def diff(
    against: Path | None, scenarios: tuple[str, ...], locales: tuple[str, ...], pictures: Path | None
) -> None:
    """Show each sentence that this project says otherwise, in every market of the studio."""
    from reporter.preview import differing
    from reporter.preview.scenarios import SCENARIOS
    from reporter.project import Project
    from reporter.registry import unknown
    from reporter.settings import load_settings

    for name in scenarios:
        if name not in SCENARIOS:
            raise ConfigError(unknown("scenario", name, SCENARIOS))
    project = Project.find(Path.cwd())
    other = Project.find(against) if against else None
    names, tags = scenarios or tuple(SCENARIOS), locales or load_settings(project).locales
    count, head = 0, None
    for change in differing.changes(project, names, tags, other):
        if (change.scenario, change.locale) != head:
            head = change.scenario, change.locale
            click.echo(f"{change.scenario}, {change.locale}")
        click.echo(f"  {change.place}")
        for sign, text in (("-", change.before), ("+", change.after)):
            if text:
                click.echo(f"  {sign} {text}")
        count += 1
    if pictures is not None:
        _draw(pictures, differing.pictures(project, names, tags, other))
    click.echo(f"{count} changed sentences" if count != 1 else "one changed sentence")


def _draw(folder: Path, sheets: object) -> None:
    from collections.abc import Iterable
    from typing import cast

    from reporter.preview.differing import Sheets

    folder.mkdir(parents=True, exist_ok=True)
    for each in cast(Iterable[Sheets], sheets):
        for number, before, after in each.pages:
            for side, png in (("before", before), ("after", after)):
                if png is not None:
                    (folder / f"{each.scenario}.{each.locale}.{number:02}.{side}.png").write_bytes(png)
