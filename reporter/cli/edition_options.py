"""The options that say which edition is meant: the same for every command that makes one or speaks of one."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import click

from reporter.cli.arguments import ANY_PATH, Day, Moment

Command = TypeVar("Command", bound=Callable[..., object])

FORMATS = ("html", "pdf", "md", "json", "txt", "card", "mail", "fragment")
OPTIONS = {
    "desk": click.option("--desk", metavar="DESK", help="The desk to build; the settings' one if not given."),
    "on": click.option("--on", type=Day(), help="Tell of the last session on or before this date."),
    "data": click.option("--data", metavar="SOURCE", help="sample, yahoo, stooq, store or csv:PATH."),
    "as_of": click.option("--as-of", type=Moment(), help="With --data store: see only what was known then."),
    "notes": click.option(
        "--notes",
        multiple=True,
        type=ANY_PATH,
        metavar="PATH",
        help="A file or folder of research notes; none for none.",
    ),
    "skip_bad_notes": click.option("--skip-bad-notes", is_flag=True, help="Go on without notes that have mistakes."),
    "previous": click.option(
        "--previous", type=ANY_PATH, metavar="PATH", help="The edition before, for the follow-up; none for none."
    ),
    "period": click.option(
        "--period", type=click.Choice(["week", "month"]), help="Wrap up the last ended one, or that of --on."
    ),
    "length": click.option(
        "--length", type=click.Choice(["brief", "standard", "full"]), help="How long the briefing is."
    ),
    "locales": click.option(
        "--locale", "locales", multiple=True, metavar="LOCALE", help="A language; may be repeated."
    ),
    "freeze": click.option("--freeze", is_flag=True, help="Use the first form of every phrase."),
    "now": click.option("--now", type=Moment(), help="The time to work by, instead of this machine's clock."),
}


MANY = ("data", "as_of", "notes", "skip_bad_notes", "previous", "length", "locales", "freeze", "now")
"""Those that hold for many editions at once."""


def edition_options(command: Command) -> Command:
    """Give a command all of them, in this order."""
    return _with(command, tuple(OPTIONS))


def many_editions_options(command: Command) -> Command:
    """Give a command those that hold for many editions."""
    return _with(command, MANY)


def _with(command: Command, names: tuple[str, ...]) -> Command:
    for name in reversed(names):
        command = OPTIONS[name](command)
    return command
