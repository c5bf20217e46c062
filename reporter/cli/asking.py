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
    from reporter.briefing_file import read_briefing
    from reporter.cli.editions import find_edition
    from reporter.project import Project
    from reporter.verification.asking import ask as answer

    folder = find_edition(edition)
    locales = Project.find(Path.cwd()).folders("locales")
    found = answer(question, read_briefing(folder / "briefing.json"), folder, locales)
    click.echo(json.dumps(found.as_json(), ensure_ascii=False, indent=2) if as_json else found.as_text())
