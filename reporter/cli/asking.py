"""`reporter ask`: a question about an edition."""

from __future__ import annotations

import json
from pathlib import Path

import click

from reporter.cli.arguments import EXISTING_FOLDER


@click.command()
@click.argument("question")
@click.option("--edition", type=EXISTING_FOLDER, help="An edition's folder; the latest one if not given.")
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
def ask(question: str, edition: Path | None, as_json: bool) -> None:
    """Answer a question from what an edition prints.

    In Chinese or English; where the edition does not say, so does the answer.
    """
    from reporter import api

    found = api.ask(question, Path.cwd(), edition=edition)
    click.echo(json.dumps(found.as_json(), ensure_ascii=False, indent=2) if as_json else found.as_text())
