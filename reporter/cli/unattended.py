"""`reporter daily` and `reporter release`: work that nobody watches, and what waits for somebody to look."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

import click

from reporter.cli.arguments import ANY_PATH, Moment, fixed_clock
from reporter.cli.edition_options import FORMATS


@click.command()
@click.option("--desk", "desks", multiple=True, metavar="DESK", help="May be repeated; else those of the settings.")
@click.option("--data", metavar="SOURCE", help="sample, yahoo, stooq, store or csv:PATH.")
@click.option("--notes", multiple=True, type=ANY_PATH, metavar="PATH", help="Research notes; none for none.")
@click.option("--skip-bad-notes", is_flag=True, help="Go on without notes that have mistakes.")
@click.option("--length", type=click.Choice(["brief", "standard", "full"]), help="How long the briefing is.")
@click.option("--locale", "locales", multiple=True, metavar="LOCALE", help="A language; may be repeated.")
@click.option("--format", "formats", multiple=True, type=click.Choice(FORMATS), help="May be repeated.")
@click.option("--output", type=ANY_PATH, help="The folder to publish to.")
@click.option("--freeze", is_flag=True, help="Use the first form of every phrase.")
@click.option("--now", type=Moment(), help="The time to work by; it stands still, so nothing is waited for.")
@click.option("--dry-run", is_flag=True, help="Say what would be made; fetch, write and send nothing.")
@click.option("--shadow", is_flag=True, help="Make the editions again and compare; publish nothing.")
@click.option("--log", "log_format", type=click.Choice(["text", "json"]), help="Log to stderr, for people or programs.")
@click.option("--json", "as_json", is_flag=True, help="Print what became of each desk as JSON.")
@click.pass_context
def daily(
    context: click.Context,
    desks: tuple[str, ...],
    data: str | None,
    notes: tuple[Path, ...],
    skip_bad_notes: bool,
    length: str | None,
    locales: tuple[str, ...],
    formats: tuple[str, ...],
    output: Path | None,
    freeze: bool,
    now: datetime | None,
    dry_run: bool,
    shadow: bool,
    log_format: str | None,
    as_json: bool,
) -> None:
    """Make the latest completed session.

    For a scheduler: waits for final prices up to a deadline, makes up for missed sessions, and changes nothing where
    everything is done.
    """
    from reporter import api
    from reporter.cli.progress import shown

    with shown("starting", log_format) as step:
        run = api.daily(
            Path.cwd(),
            desks=desks,
            now=fixed_clock(now),
            dry_run=dry_run,
            shadow=shadow,
            progress=step,
            data=data,
            notes=notes,
            skip_bad_notes=skip_bad_notes,
            length=length,
            locales=locales,
            formats=formats,
            output=output,
            freeze=freeze,
        )
    if as_json:
        click.echo(json.dumps(run.as_json(), ensure_ascii=False, indent=2))
    else:
        for outcome in run.outcomes:
            bad = outcome.status in ("failed", "held")
            click.echo((click.style("Error: ", fg="red") if bad else "") + outcome.message, err=bad)
    context.exit(run.exit_code)


@click.command()
@click.argument("edition", metavar="EDITION")
@click.option("--reason", required=True, help="Why it may be published; recorded with the edition.")
@click.option("--by", metavar="NAME", help="Who says so.")
@click.option("--unverified", is_flag=True, help="Even though reading it again finds mistakes.")
@click.option("--output", type=ANY_PATH, help="The folder that editions are published to.")
@click.option("--now", type=Moment(), help="The time to work by, instead of this machine's clock.")
@click.option("--json", "as_json", is_flag=True, help="Print what was done as JSON.")
@click.pass_context
def release(
    context: click.Context,
    edition: str,
    reason: str,
    by: str | None,
    unverified: bool,
    output: Path | None,
    now: datetime | None,
    as_json: bool,
) -> None:
    """Publish an edition that a gate holds.

    EDITION is its folder, or DATE/DESK. It is sent to its readers, and the website built, as by a daily run.
    """
    from reporter import api
    from reporter.cli.arguments import clock
    from reporter.cli.progress import shown

    with shown("starting") as step:
        outcome = api.release(
            edition, reason, Path.cwd(), by=by, unverified=unverified, now=clock(now), progress=step, output=output
        )
    click.echo(json.dumps(outcome.as_json(), ensure_ascii=False, indent=2) if as_json else outcome.message)
    context.exit(outcome.exit_code)
