"""Progress of a long run: a line that moves on a terminal, nothing in a pipe."""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

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
def shown(first: str, log_format: str | None = None) -> Iterator[Step]:
    """Gives a function that says what is being done now; the line goes to stderr and is gone at the end.

    Warnings meanwhile are told there too, in a pipe as well; with `log_format` ("text", "json") all that is logged is.
    """
    logger, handler = logging.getLogger("reporter"), lines(log_format) if log_format else Warnings()
    level = logger.level
    if log_format:
        logger.setLevel(logging.INFO)
    logger.addHandler(handler)
    try:
        if log_format:
            yield lambda text: logger.info("%s", text)
        else:
            with _line(first) as step:
                yield step
    finally:
        logger.removeHandler(handler)
        logger.setLevel(level)


def lines(log_format: str) -> logging.Handler:
    """A log on stderr, a line an event: with its time for people, as JSON for programs."""
    handler = logging.StreamHandler()
    handler.setFormatter(JsonLines() if log_format == "json" else logging.Formatter(PEOPLE))
    return handler


PEOPLE = "%(asctime)s %(levelname)s %(name)s: %(message)s"


class JsonLines(logging.Formatter):
    """One JSON object a line: at, level, name, message, and the traceback where there is one."""

    def format(self, record: logging.LogRecord) -> str:
        moment = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        entry = {
            "at": moment,
            "level": record.levelname.lower(),
            "name": record.name,
            "message": record.getMessage(),
        }
        if record.exc_info:
            entry["traceback"] = self.formatException(record.exc_info)
        return json.dumps(entry, ensure_ascii=False)


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
