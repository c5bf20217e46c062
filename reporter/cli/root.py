"""The command `reporter` and its subcommands, and how an error ends a run."""

from __future__ import annotations

import errno
import gc
import importlib
from collections.abc import Mapping
from types import MappingProxyType

import click

from reporter.cli.failures import explain_bug, explain_error
from reporter.errors import ReporterError
from reporter.version import __version__

COMMANDS: Mapping[str, str] = MappingProxyType(
    {
        "approve": "approving",
        "ask": "asking",
        "backfill": "backfilling",
        "build": "building",
        "check": "checking",
        "daily": "unattended",
        "data": "stored",
        "diff": "differing",
        "doctor": "doctoring",
        "eject": "ejecting",
        "explain": "explaining",
        "factcheck": "factchecking",
        "metrics": "measuring",
        "new": "making",
        "plan": "planning",
        "preview": "previewing",
        "release": "unattended",
        "revise": "revising",
        "site": "siting",
        "status": "backfilling",
        "verify": "verifying",
    }
)
"""Command → module of this package; the command is the module's function of that name."""


class Commands(click.Group):
    """Loads commands by name, and turns every error into a sentence and an exit code."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in COMMANDS:
            return None
        module = importlib.import_module(f"reporter.cli.{COMMANDS[name]}")
        command: click.Command = getattr(module, name)
        return command

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except ReporterError as error:
            explain_error(error)
            ctx.exit(error.exit_code)
        except OSError as error:
            if error.errno == errno.EPIPE:
                raise
            explain_bug(error)
            ctx.exit(1)
        except Exception as error:
            explain_bug(error)
            ctx.exit(1)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, message="%(prog)s %(version)s")
def reporter() -> None:
    """Writes market briefings in Chinese and English in which every number can be traced."""
    # A command makes much and drops little of it while it runs: collecting every 700 objects takes a fifteenth of it.
    gc.set_threshold(20_000, 20, 20)
