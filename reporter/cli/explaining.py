"""`reporter explain`: where one number or one statement of an edition comes from."""

from __future__ import annotations

import json
from pathlib import Path

import click

from reporter.cli.arguments import EXISTING_FOLDER


def _for_readers(edition: Path, metric: str) -> list[str]:
    """The definition of a metric in each language that an edition is published in."""
    from reporter.language import Language
    from reporter.project import Project
    from reporter.rendering.glossary import plain_definition

    roots = Project.find(Path.cwd()).folders("locales")
    pages = {path.stem for path in edition.iterdir() if path.suffix in (".html", ".pdf", ".md")}
    tags = sorted(tag for tag in pages if any((root / tag).is_dir() for root in roots))
    return [plain_definition(text) for tag in tags if (text := Language.load(tag, roots).definition(metric))]


@click.command()
@click.argument("name", metavar="FIGURE_ID|CLAIM_ID")
@click.option("--edition", type=EXISTING_FOLDER, help="An edition's folder; the latest one if not given.")
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
def explain(name: str, edition: Path | None, as_json: bool) -> None:
    """Show where a figure or a claim of an edition comes from."""
    from reporter.briefing_file import read_briefing
    from reporter.cli.editions import find_edition
    from reporter.cli.explanation import explain_claim, explain_figure
    from reporter.errors import UsageError
    from reporter.model import Noun
    from reporter.registry import nearest

    folder = find_edition(edition)
    briefing = read_briefing(folder / "briefing.json")
    figure = next((each for each in briefing.figures if each.id == name), None)
    claim = next((each for each in briefing.claims if each.id == name), None)
    if figure is None and claim is None:
        near = nearest(name, [*(each.id for each in briefing.figures), *(each.id for each in briefing.claims)])
        hint = f"; did you mean {near}?" if near else f"; its briefing.json lists {len(briefing.figures)} figures."
        raise UsageError(f"The edition {folder} has no figure or claim {name!r}{hint}")
    if as_json:
        noun: Noun | None = figure or claim
        click.echo(json.dumps(noun and noun.model_dump(mode="json"), ensure_ascii=False, indent=2))
    elif figure is not None:
        click.echo(explain_figure(figure, briefing, folder / "prices.csv", _for_readers(folder, figure.metric)))
    elif claim is not None:
        click.echo(explain_claim(claim, briefing))
