"""`reporter approve`: let this project's templates and words be used in production as they are."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from reporter.cli.arguments import Moment, clock
from reporter.errors import UsageError


@click.command()
@click.option("--by", default="", metavar="NAME", help="Who approves.")
@click.option("--list", "only_list", is_flag=True, help="Only list what is not approved.")
@click.option("--now", type=Moment(), help="The time to work by, instead of this machine's clock.")
def approve(by: str, only_list: bool, now: datetime | None) -> None:
    """Approve the templates and words of this project as they are.

    Where the settings say `require_approval = true`, a build refuses what is not approved.
    """
    from reporter.approving import approve as put_down
    from reporter.approving import unapproved
    from reporter.project import Project

    project = Project.find(Path.cwd())
    if only_list:
        for problem in unapproved(project):
            click.echo(str(problem))
        return
    if not by:
        raise UsageError("Say who approves: reporter approve --by NAME.")
    new = put_down(project, by, clock(now))
    for name in new:
        click.echo(f"approved: {name}")
    if not new:
        click.echo("nothing to approve: all is as it was")
