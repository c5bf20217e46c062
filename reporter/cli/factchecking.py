"""`reporter factcheck`: articles of others, statement by statement."""

from __future__ import annotations

import json
from datetime import date, datetime
from pathlib import Path

import click

from reporter.cli.arguments import ANY_PATH, EXISTING_FILE, Day, Moment, clock
from reporter.errors import ConfigError


@click.command()
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=EXISTING_FILE)
@click.option("--data", metavar="SOURCE", help="sample, yahoo or csv:PATH; without it only the articles are compared.")
@click.option("--on", type=Day(), help="The date that an article without one is read on.")
@click.option("--now", type=Moment(), help="The time to work by, instead of this machine's clock.")
@click.option("--json", "as_json", is_flag=True, help="Print the statements as JSON.")
@click.option("--html", "html", metavar="OUT", type=ANY_PATH, help="Also write a page with every statement marked.")
@click.pass_context
def factcheck(
    context: click.Context,
    files: tuple[Path, ...],
    data: str | None,
    on: date | None,
    now: datetime | None,
    as_json: bool,
    html: Path | None,
) -> None:
    """Check the statements of articles.

    Against themselves, each other and prices.
    """
    from reporter.cli.progress import shown
    from reporter.operations.factchecking import factcheck as check
    from reporter.project import Project

    with shown("reading") as step:
        report = check(files, Path.cwd(), data, on, clock(now), step)
    if html is not None:
        try:
            html.write_text(report.as_html(locales=Project.find(Path.cwd()).folders("locales")), encoding="utf-8")
        except OSError as error:
            raise ConfigError(f"Cannot write {html}: {error.strerror}; name another file.") from error
    click.echo(json.dumps(report.as_json(), ensure_ascii=False, indent=2) if as_json else report.as_text())
    context.exit(report.exit_code)
