"""Progress of a long run: a line that moves on a terminal, nothing in a pipe."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click

Step = Callable[[str], None]


class Warnings(logging.Handler):
    """Each warning of the program once, as a sentence on stderr."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self._said: set[str] = set()

    def emit(self, record: logging.LogRecord) -> None:
        message = record.getMessage()
        if message not in self._said:
            self._said.add(message)
            click.echo(click.style("Warning: ", fg="yellow") + message, err=True)


@contextmanager
def shown(first: str) -> Iterator[Step]:
    """Gives a function that says what is being done now; the line goes to stderr and is gone at the end.

    Warnings meanwhile are told there too, in a pipe as well.
    """
    logger, warnings = logging.getLogger("reporter"), Warnings()
    logger.addHandler(warnings)
    try:
        with _line(first) as step:
            yield step
    finally:
        logger.removeHandler(warnings)


@contextmanager
def _line(first: str) -> Iterator[Step]:
    """The line itself: on a terminal alone."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console

    # Names in square brackets are no markup.
    with Console(stderr=True, markup=False).status(first) as status:
        yield lambda text: status.update(text)
