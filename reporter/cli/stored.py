"""`reporter data`: what the store of prices has kept."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from reporter.cli.arguments import ANY_PATH, Day

if TYPE_CHECKING:
    from reporter.data import Revision


@click.group()
def data() -> None:
    """What live builds have kept of prices."""


@data.command()
@click.argument("symbol")
@click.option("--on", type=Day(), help="Every version of this session's prices, also where there is only one.")
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
def revisions(symbol: str, on: date | None, as_json: bool) -> None:
    """Prices that were told again and otherwise.

    Every version of them, with when it came and from whom.
    """
    from reporter.data import list_revisions
    from reporter.project import Project
    from reporter.settings import load_settings, store_file

    project = Project.find(Path.cwd())
    found = list_revisions(store_file(project, load_settings(project)), symbol, on)
    if as_json:
        click.echo(json.dumps([_plain(each) for each in found], indent=2))
    elif not found:
        click.echo(f"no prices of {symbol} {f'on {on} are stored' if on else 'have been revised'}")
    else:
        click.echo("\n".join(_lines(found)))


@data.command()
@click.argument("file", type=ANY_PATH)
def backup(file: Path) -> None:
    """Copy the store of prices to FILE, whole and checked, also while it is in use."""
    from reporter.data import back_up

    _tell(back_up(_store(), file))


@data.command()
@click.argument("file", type=ANY_PATH)
def restore(file: Path) -> None:
    """Put a copy back in the store's place; the old one stays beside it."""
    from reporter.data import restore as put_back

    _tell(put_back(_store(), file))


def _store() -> Path | None:
    from reporter.project import Project
    from reporter.settings import load_settings, store_file

    project = Project.find(Path.cwd())
    return store_file(project, load_settings(project))


def _tell(facts: dict[str, Any]) -> None:
    click.echo(f"{facts['path']}: {facts['symbols']} symbols, {facts['bars']} bars, whole")


def _plain(revision: Revision) -> dict[str, object]:
    return {
        "symbol": revision.symbol,
        "session": revision.session.isoformat(),
        "retrieved_at": revision.retrieved_at.isoformat(),
        "provider": revision.provider,
        "values": dict(revision.values),
    }


def _lines(found: list[Revision]) -> list[str]:
    """One line a version; a session that repeats is named once."""
    lines, last = [], None
    for each in found:
        told = ", ".join(f"{name} {value:.12g}" for name, value in each.values.items() if value is not None)
        session = str(each.session) if each.session != last else " " * 10
        lines.append(f"{session}  {each.retrieved_at.isoformat(timespec='seconds')}  {each.provider}: {told}")
        last = each.session
    return lines
