"""`reporter plan`: what an edition will say and in which order, for an editor to change."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from reporter.cli.arguments import ANY_PATH, clock
from reporter.cli.edition_options import edition_options
from reporter.errors import ConfigError

if TYPE_CHECKING:
    from reporter.model import PeriodKind


@click.command()
@edition_options
@click.option("--output", type=ANY_PATH, metavar="FILE", help="Write the plan to this file instead of printing it.")
def plan(
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
    freeze: bool,
    now: datetime | None,
    output: Path | None,
) -> None:
    """Write the plan of an edition as YAML; `reporter build --plan FILE` follows it."""
    from reporter import pipeline
    from reporter.cli.progress import shown
    from reporter.request import BuildRequest

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
        freeze=freeze,
    )
    with shown("starting") as step:
        text = pipeline.draft(request, step)
    if output is None:
        click.echo(text, nl=False)
        return
    try:
        output.write_text(text, encoding="utf-8")
    except OSError as error:
        raise ConfigError(f"Cannot write {output}: {error.strerror}; name another file.") from error
    click.echo(f"{output}: change what you like, then reporter build --plan {output}")
