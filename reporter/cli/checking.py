"""`reporter check`: every mistake in settings, desks, templates, locales, phrases and notes, at once."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import date, datetime
from pathlib import Path

import click

from reporter.cli.arguments import Day, Moment, clock
from reporter.errors import ConfigError


@click.command()
@click.option("--data", metavar="SOURCE", help="Compare notes with these prices: sample, store or csv:PATH.")
@click.option("--on", type=Day(), help="Compare notes with the last session on or before this date.")
@click.option("--now", type=Moment(), help="The time to work by, instead of this machine's clock.")
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
@click.pass_context
def check(context: click.Context, data: str | None, on: date | None, now: datetime | None, as_json: bool) -> None:
    """Find mistakes in everything that people write.

    One line a mistake: path:line:column: severity: message [rule]. Research notes are compared with the prices of the
    settings (of yahoo with those that earlier builds have kept).
    """
    from reporter.cli.checks import everything
    from reporter.project import Project

    problems = everything(Project.find(Path.cwd()), clock(now), data, on)
    if as_json:
        click.echo(json.dumps([asdict(problem) for problem in problems], ensure_ascii=False, indent=2))
    else:
        for problem in problems:
            click.echo(str(problem))
    errors = sum(problem.severity == "error" for problem in problems)
    if errors:
        click.echo(f"{errors} errors, {len(problems) - errors} warnings", err=True)
        context.exit(ConfigError.exit_code)
    if not as_json:
        click.echo(f"no errors, {len(problems)} warnings" if problems else "no mistakes found")
