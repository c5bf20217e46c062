"""The options that say which edition is meant: the same for every command that makes one or speaks of one."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import click

from reporter.cli.arguments import ANY_PATH, Day, Moment

Command = TypeVar("Command", bound=Callable[..., object])

OPTIONS = (
    click.option("--desk", metavar="DESK", help="The desk to build; the settings' one if not given."),
    click.option("--on", type=Day(), help="Tell of the last session on or before this date."),
    click.option("--data", metavar="SOURCE", help="sample, yahoo, store or csv:PATH."),
    click.option("--as-of", type=Moment(), help="With --data store: see only what was known then."),
    click.option(
        "--notes",
        multiple=True,
        type=ANY_PATH,
        metavar="PATH",
        help="A file or folder of research notes; none for none.",
    ),
    click.option("--skip-bad-notes", is_flag=True, help="Go on without notes that have mistakes."),
    click.option(
        "--previous", type=ANY_PATH, metavar="PATH", help="The edition before, for the follow-up; none for none."
    ),
    click.option("--period", type=click.Choice(["week", "month"]), help="Wrap up the last ended one, or that of --on."),
    click.option("--length", type=click.Choice(["brief", "standard", "full"]), help="How long the briefing is."),
    click.option("--locale", "locales", multiple=True, metavar="LOCALE", help="A language; may be repeated."),
    click.option("--freeze", is_flag=True, help="Use the first form of every phrase."),
    click.option("--now", type=Moment(), help="The time to work by, instead of this machine's clock."),
)


def edition_options(command: Command) -> Command:
    """Give a command all of them, in this order."""
    for option in reversed(OPTIONS):
        command = option(command)
    return command
