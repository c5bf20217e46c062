"""`reporter explain`: where one number or one statement of an edition comes from."""

from __future__ import annotations

import json
from pathlib import Path

import click

from reporter.cli.arguments import EXISTING_FOLDER


@click.command()
@click.argument("name", metavar="FIGURE_ID|CLAIM_ID")
@click.option("--edition", type=EXISTING_FOLDER, help="An edition's folder; the latest one if not given.")
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
def explain(name: str, edition: Path | None, as_json: bool) -> None:
    """Show where a figure or a claim of an edition comes from."""
    from reporter import api

    found = api.explain(name, Path.cwd(), edition=edition)
    click.echo(json.dumps(found.noun.model_dump(mode="json"), ensure_ascii=False, indent=2) if as_json else found.text)
