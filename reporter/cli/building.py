"""`reporter build`: one edition, from prices to files."""

from __future__ import annotations

import json
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from reporter.cli.arguments import ANY_PATH, EXISTING_FILE, Day, Moment, clock
from reporter.errors import UsageError

if TYPE_CHECKING:
    from reporter.request import Built


@click.command()
@click.option("--desk", metavar="DESK", help="The desk to build; the settings' one if not given.")
@click.option("--on", type=Day(), help="Tell of the last session on or before this date.")
@click.option("--data", metavar="SOURCE", help="sample, yahoo, store or csv:PATH.")
@click.option("--as-of", type=Moment(), help="With --data store: see only what was known then.")
@click.option("--notes", multiple=True, type=ANY_PATH, metavar="PATH", help="A file or folder of research notes; none for none.")
@click.option("--skip-bad-notes", is_flag=True, help="Go on without notes that have mistakes.")
@click.option("--previous", type=ANY_PATH, metavar="PATH", help="The edition before, for the follow-up; none for none.")
@click.option("--length", type=click.Choice(["brief", "standard", "full"]), help="How long the briefing is.")
@click.option("--locale", "locales", multiple=True, metavar="LOCALE", help="A language; may be repeated.")
@click.option(
    "--format", "formats", multiple=True, type=click.Choice(["html", "pdf", "md", "json"]), help="May be repeated."
)
@click.option("--output", type=ANY_PATH, help="The folder to publish to.")
@click.option("--freeze", is_flag=True, help="Use the first form of every phrase.")
@click.option("--now", type=Moment(), help="The time to work by, instead of this machine's clock.")
@click.option("--dump", type=ANY_PATH, help="Also write figures.json, claims.json and briefing.json to this folder.")
@click.option("--from", "source", type=EXISTING_FILE, help="Render this briefing.json again.")
@click.option("--json", "as_json", is_flag=True, help="Print what was made as JSON.")
def build(
    desk: str | None,
    on: date | None,
    data: str | None,
    as_of: datetime | None,
    notes: tuple[Path, ...],
    skip_bad_notes: bool,
    previous: Path | None,
    length: str | None,
    locales: tuple[str, ...],
    formats: tuple[str, ...],
    output: Path | None,
    freeze: bool,
    now: datetime | None,
    dump: Path | None,
    source: Path | None,
    as_json: bool,
) -> None:
    """Build one edition.

    Measures, writes, publishes, and reads again what was published.
    """
    from reporter import pipeline
    from reporter.cli.progress import shown
    from reporter.request import BuildRequest

    if source is not None and (desk or on or data or length or previous):
        raise UsageError("--from renders a finished briefing: --desk, --on, --data, --previous and --length do not go with it.")
    request = BuildRequest.from_settings(
        Path.cwd(),
        now=clock(now),
        desk=desk,
        on=on,
        data=data,
        as_of=as_of,
        notes=notes,
        skip_bad_notes=skip_bad_notes,
        previous=previous,
        length=length,
        locales=locales,
        formats=formats,
        output=output,
        freeze=freeze,
        dump=dump,
    )
    with shown("starting") as step:
        built = pipeline.build(request, step) if source is None else pipeline.rebuild(source, request, step)
    click.echo(json.dumps(built.summary(), ensure_ascii=False, indent=2) if as_json else _told(built))


def _told(built: Built) -> str:
    """What a person wants to know of a finished build."""
    lines = []
    if built.requested_on is not None:
        lines.append(f"{built.requested_on} was no session; this is the last one before it, {built.session}.")
    lines.append(f"{built.folder}")
    width = max(len(locale) for locale in built.titles)
    lines += [f"  {locale:<{width}}  {title}" for locale, title in built.titles.items()]
    lines.append(f"  {built.verified} numbers on the pages verified, {built.recomputed} figures computed again")
    if built.gaps:
        lines.append(f"  {built.gaps} gaps told on the page")
    if built.sample:
        lines.append("  made from the reconstructed sample, not from market data")
    return "\n".join(lines)
