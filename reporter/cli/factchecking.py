"""`reporter factcheck`: articles of others, statement by statement."""

from __future__ import annotations

import json
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from reporter.cli.arguments import ANY_PATH, EXISTING_FILE, Day, Moment, clock
from reporter.errors import ConfigError

if TYPE_CHECKING:
    import pandas as pd


@click.command()
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=EXISTING_FILE)
@click.option("--data", metavar="SOURCE", help="sample, yahoo or csv:PATH; without it only the articles are compared.")
@click.option("--on", type=Day(), help="The date that an article without one is read on.")
@click.option("--now", type=Moment(), help="The time to work by, instead of this machine's clock.")
@click.option("--json", "as_json", is_flag=True, help="Print the statements as JSON.")
@click.option("--html", "html", metavar="OUT", type=ANY_PATH, help="Also write a page with every statement marked.")
@click.pass_context
def factcheck(
    context: click.Context,
    files: tuple[Path, ...],
    data: str | None,
    on: date | None,
    now: datetime | None,
    as_json: bool,
    html: Path | None,
) -> None:
    """Check the statements of articles.

    Against themselves, each other and prices.
    """
    from reporter.cli.progress import shown
    from reporter.project import Project
    from reporter.verification.factcheck import factcheck as check

    locales = Project.find(Path.cwd()).folders("locales")
    with shown("reading") as step:
        prices = None
        if data is not None:
            step("data")
            prices = _prices(data, clock(now))
        step("checking")
        report = check(files, prices, on, locales)
    if html is not None:
        try:
            html.write_text(report.as_html(locales=locales), encoding="utf-8")
        except OSError as error:
            raise ConfigError(f"Cannot write {html}: {error.strerror}; name another file.") from error
    click.echo(json.dumps(report.as_json(), ensure_ascii=False, indent=2) if as_json else report.as_text())
    context.exit(report.exit_code)


def _prices(data: str, now: datetime) -> dict[str, pd.DataFrame]:
    """Every series that a source has of the instruments of all desks, by symbol; yields in percent."""
    from reporter.data import load
    from reporter.desk_files import find_desks, load_desk
    from reporter.model import Desk
    from reporter.project import Project
    from reporter.settings import data_spec, load_settings, store_file

    project = Project.find(Path.cwd())
    desks = [load_desk(name, project).desk(name, now.date()) for name in find_desks(project)]
    subjects = {subject.symbol: subject for desk in desks for subject in desk.subjects if subject.symbol}
    every = Desk(id="factcheck", market="us_equities", subjects=tuple(subjects.values()), minimum_subjects=0)
    store = store_file(project, load_settings(project))
    market = load(data_spec(Path.cwd(), data), every, now=now, store_path=store)
    return {
        market.subjects[name].symbol: bars * 100 if market.subjects[name].kind == "yield" else bars
        for name, bars in market.bars.items()
    }
