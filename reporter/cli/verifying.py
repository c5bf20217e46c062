"""`reporter verify`: what was published, read again."""

from __future__ import annotations

import json
from pathlib import Path

import click

from reporter.cli.arguments import ANY_PATH


@click.command()
@click.argument("path", metavar="FILE|EDITION", type=ANY_PATH)
@click.option("--key", type=ANY_PATH, metavar="PUBLIC", help="Also check the edition's signature with this public key.")
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON.")
@click.pass_context
def verify(context: click.Context, path: Path, key: Path | None, as_json: bool) -> None:
    """Read an edition again, report what fails.

    Takes a page, a PDF or the folder of an edition. Where the settings name a key, a signature is checked too.
    """
    from reporter import api

    report = api.verify(path, Path.cwd(), key=key)
    click.echo(json.dumps(report.as_json(), ensure_ascii=False, indent=2) if as_json else report.as_text())
    context.exit(report.exit_code)
