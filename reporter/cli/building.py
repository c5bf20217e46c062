"""`reporter build`: one edition, from prices to files."""

from __future__ import annotations

import json
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from reporter.cli.arguments import ANY_PATH, EXISTING_FILE, clock
from reporter.cli.edition_options import FORMATS, edition_options
from reporter.errors import UsageError

if TYPE_CHECKING:
    from reporter.model import PeriodKind
    from reporter.request import Built


@click.command()
@edition_options
@click.option("--plan", type=EXISTING_FILE, help="Follow a plan that reporter plan wrote and you changed.")
@click.option(
    "--format",
    "formats",
    multiple=True,
    type=click.Choice(FORMATS),
    help="May be repeated.",
)
@click.option("--output", type=ANY_PATH, help="The folder to publish to.")
@click.option("--dump", type=ANY_PATH, help="Also write figures.json, claims.json and briefing.json to this folder.")
@click.option("--from", "source", type=EXISTING_FILE, help="Render this briefing.json again.")
@click.option("--sign", type=ANY_PATH, metavar="KEY", help="Sign the edition with this private key; none for none.")
@click.option("--json", "as_json", is_flag=True, help="Print what was made as JSON.")
@click.pass_context
def build(
    context: click.Context,
    desk: str | None,
    on: date | None,
    data: str | None,
    as_of: datetime | None,
    notes: tuple[Path, ...],
    skip_bad_notes: bool,
    previous: Path | None,
    period: PeriodKind | None,
    length: str | None,
    locales: tuple[str, ...],
    formats: tuple[str, ...],
    output: Path | None,
    freeze: bool,
    now: datetime | None,
    plan: Path | None,
    dump: Path | None,
    source: Path | None,
    sign: Path | None,
    as_json: bool,
) -> None:
    """Build one edition.

    Measures, writes, publishes, and reads again what was published.
    """
    from reporter import pipeline
    from reporter.cli.progress import shown
    from reporter.request import BuildRequest

    _agreed(plan, length, source, desk or on or data or period or length or previous or plan)
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
        period=period,
        length=length,
        locales=locales,
        formats=formats,
        output=output,
        freeze=freeze,
        dump=dump,
        plan=plan,
        sign=sign,
    )
    with shown("starting") as step:
        built = pipeline.build(request, step) if source is None else pipeline.rebuild(source, request, step)
    click.echo(json.dumps(built.summary(), ensure_ascii=False, indent=2) if as_json else told(built))
    context.exit(built.exit_code)


def _agreed(plan: Path | None, length: str | None, source: Path | None, others: object) -> None:
    """Options that contradict each other are refused."""
    if plan is not None and length is not None:
        raise UsageError("--plan says itself how long the briefing is: change its line length, or leave out --length.")
    if source is not None and others:
        given = "--desk, --on, --data, --period, --previous, --plan and --length do not go with it."
        raise UsageError(f"--from renders a finished briefing: {given}")


def told(built: Built) -> str:
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
    if built.gates is not None:
        lines += [f"  warning: {reading}" for reading in built.gates.that("warn")]
    if built.sample:
        lines.append("  made from the reconstructed sample, not from market data")
    return "\n".join(lines)
