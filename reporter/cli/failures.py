"""How a run that failed ends: a sentence for what the user can mend, a log file for what only we can."""

from __future__ import annotations

from pathlib import Path

import click

from reporter.errors import ReporterError
from reporter.version import __version__


def explain_error(error: ReporterError) -> None:
    """The sentence of an error on stderr, below it every mistake with its place."""
    click.echo(click.style("Error: ", fg="red") + str(error), err=True)


def explain_bug(error: BaseException) -> None:
    """One sentence that names the log file with the traceback; the traceback itself is not for the terminal."""
    path = write_log(error)
    where = f"the details are in {path}" if path else "and the details could not be written to a file"
    click.echo(
        click.style("Error: ", fg="red")
        + f"something went wrong that is not your fault ({type(error).__name__}); {where}.",
        err=True,
    )


def write_log(error: BaseException) -> Path | None:
    """The traceback in a new file of the user's log folder, else of the system's temporary one; None if both fail."""
    # Loaded here, since a run that ends well has no use for them.
    import sys
    import tempfile
    import traceback
    from datetime import UTC, datetime

    from platformdirs import user_log_path

    moment = datetime.now(UTC)
    lines = [
        f"reporter {__version__}, Python {sys.version.split()[0]}, {moment.isoformat(timespec='seconds')}\n",
        f"arguments: {sys.argv[1:]}\n\n",
        *traceback.format_exception(error),
    ]
    for folder in (user_log_path("reporter", appauthor=False), Path(tempfile.gettempdir())):
        path = folder / f"reporter-{moment:%Y%m%dT%H%M%S%f}.log"
        try:
            folder.mkdir(parents=True, exist_ok=True)
            path.write_text("".join(lines), encoding="utf-8")
        except OSError:
            continue
        return path
    return None
