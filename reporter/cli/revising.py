"""`reporter revise`: an edition that is out gives way to another version, or is withdrawn."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, cast

import click

from reporter.cli.arguments import ANY_PATH, Moment, clock
from reporter.errors import UsageError

if TYPE_CHECKING:
    from reporter.model.revision import RevisionKind

CAUSES = ("data_revised", "more_data", "notes_changed", "wording", "program", "unstated")


@click.command()
@click.argument("edition", metavar="EDITION")
@click.option(
    "--kind",
    type=click.Choice(["corrected", "updated", "refiled", "withdrawn"]),
    help="What the new version is; found out where not given.",
)
@click.option("--cause", type=click.Choice(CAUSES), default="unstated", help="Why, in words of each language.")
@click.option("--reason", "reasons", multiple=True, metavar="LOCALE=TEXT", help="Why, in your own words for readers.")
@click.option("--data", metavar="SOURCE", help="sample, yahoo, stooq, store or csv:PATH.")
@click.option("--notes", multiple=True, type=ANY_PATH, metavar="PATH", help="Research notes; none for none.")
@click.option("--output", type=ANY_PATH, help="The folder that editions are published to.")
@click.option("--now", type=Moment(), help="The time to work by, instead of this machine's clock.")
@click.option("--json", "as_json", is_flag=True, help="Print what was done as JSON.")
@click.pass_context
def revise(
    context: click.Context,
    edition: str,
    kind: str | None,
    cause: str,
    reasons: tuple[str, ...],
    data: str | None,
    notes: tuple[Path, ...],
    output: Path | None,
    now: datetime | None,
    as_json: bool,
) -> None:
    """Replace or withdraw an edition that is out.

    EDITION is its folder, or DATE/DESK. What stood there is kept, and the record says what changed and why.
    """
    from reporter import api
    from reporter.cli.progress import shown

    words = {}
    for reason in reasons:
        tag, equals, text = reason.partition("=")
        if not equals or not text.strip():
            raise UsageError(f"--reason {reason!r} names no language; write --reason en=TEXT.")
        words[tag] = text.strip()
    with shown("starting") as step:
        outcome = api.revise(
            edition,
            Path.cwd(),
            kind=cast("RevisionKind | None", kind),
            cause=cause,
            reasons=words,
            now=clock(now),
            progress=step,
            data=data,
            notes=notes,
            output=output,
        )
    click.echo(json.dumps(outcome.as_json(), ensure_ascii=False, indent=2) if as_json else outcome.message)
    context.exit(outcome.exit_code)
