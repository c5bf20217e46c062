"""`reporter backfill` and `reporter status`: many editions at once, and where everything stands."""

from __future__ import annotations

import json
from datetime import date, datetime
from pathlib import Path

import click

from reporter.cli.arguments import ANY_PATH, Day, Moment, clock
from reporter.cli.edition_options import FORMATS, many_editions_options


@click.command()
@click.option("--from", "start", type=Day(), required=True, help="The first session.")
@click.option("--to", "end", type=Day(), required=True, help="The last one.")
@click.option("--desk", "desks", multiple=True, metavar="DESK", help="May be repeated, and be a pattern: client-*.")
@click.option("--workers", type=click.IntRange(1), default=1, show_default=True, help="Processes that put them out.")
@click.option("--engine", default="local", metavar="local|dask=ADDRESS", help="Where they run.")
@click.option("--point-in-time", is_flag=True, help="With --data store: each with the prices known at its close.")
@many_editions_options
@click.option("--format", "formats", multiple=True, type=click.Choice(FORMATS), help="May be repeated.")
@click.option("--output", type=ANY_PATH, help="The folder to publish to.")
@click.option("--json", "as_json", is_flag=True, help="Print what became of each edition as JSON.")
@click.pass_context
def backfill(
    context: click.Context,
    start: date,
    end: date,
    desks: tuple[str, ...],
    workers: int,
    engine: str,
    point_in_time: bool,
    data: str | None,
    as_of: datetime | None,
    notes: tuple[Path, ...],
    skip_bad_notes: bool,
    previous: Path | None,
    length: str | None,
    locales: tuple[str, ...],
    freeze: bool,
    now: datetime | None,
    formats: tuple[str, ...],
    output: Path | None,
    as_json: bool,
) -> None:
    """Make the editions of many sessions.

    Plans each desk in the order of its sessions and puts editions out in parallel. What is out already stays; a run
    that was stopped goes on where it was.
    """
    from reporter import api
    from reporter.cli.progress import shown

    with shown("starting") as step:
        run = api.backfill(
            start,
            end,
            Path.cwd(),
            desks=desks,
            workers=workers,
            engine=engine,
            point_in_time=point_in_time,
            now=clock(now),
            progress=step,
            data=data,
            as_of=as_of,
            notes=notes,
            skip_bad_notes=skip_bad_notes,
            previous=previous,
            length=length,
            locales=locales,
            freeze=freeze,
            formats=formats,
            output=output,
        )
    if as_json:
        click.echo(json.dumps(run.as_json(), ensure_ascii=False, indent=2))
    else:
        counts = {name: len(run.that(name)) for name in ("published", "unchanged", "held", "failed")}
        told = [f"{counts['published']} published"]
        told += [f"{count} {words}" for name, words in _WORDS.items() if (count := counts[name])]
        click.echo(", ".join(told))
    context.exit(run.exit_code)


_WORDS = {"unchanged": "made before", "held": "held", "failed": "failed"}


@click.command()
@click.option("--desk", "desks", multiple=True, metavar="DESK", help="May be repeated; else those of the settings.")
@click.option("--output", type=ANY_PATH, help="The folder that editions are published to.")
@click.option("--now", type=Moment(), help="The time to work by, instead of this machine's clock.")
@click.option("--json", "as_json", is_flag=True, help="Print it as JSON.")
def status(desks: tuple[str, ...], output: Path | None, now: datetime | None, as_json: bool) -> None:
    """Show where everything stands.

    The last editions and their gates, what is held, what is due and when the next session ends, the store, the
    calendars, the last run.
    """
    from reporter import api
    from reporter.operations.status import as_text

    found = api.status(Path.cwd(), desks=desks, now=clock(now), output=output)
    click.echo(json.dumps(found, ensure_ascii=False, indent=2) if as_json else as_text(found))
