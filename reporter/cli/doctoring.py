"""`reporter doctor`: overrides whose originals have changed since they were made."""

from __future__ import annotations

import json
from pathlib import Path

import click

FINDINGS = 12
SAID = {
    "current": "its original has not changed",
    "changed": "its original has changed since",
    "gone": "its original is no more; nothing asks for it",
    "unmarked": "says not what it was made from, so whether that has changed is not known",
}


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
@click.pass_context
def doctor(context: click.Context, as_json: bool) -> None:
    """List this project's overrides, and show what has changed in their originals since.

    Exit code 12 where one has changed or is gone.
    """
    from reporter.preview.overrides import overrides
    from reporter.project import Project

    found = overrides(Project.find(Path.cwd()))
    if as_json:
        rows = [
            {"path": str(each.path), "of": each.of, "state": each.state, "diff": each.diffs() or None} for each in found
        ]
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
    else:
        for each in found:
            click.echo(f"{each.path}: {each.of}: {SAID[each.state]}")
            if each.state == "changed":
                click.echo(each.diffs())
        if not found:
            click.echo("no overrides")
    if any(each.state in ("changed", "gone") for each in found):
        context.exit(FINDINGS)
