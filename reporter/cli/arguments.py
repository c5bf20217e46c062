"""Kinds of values that options take: days, moments, and the clock that a run works by."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime
from pathlib import Path

import click

from reporter.errors import UsageError


class Day(click.ParamType[date]):
    """A date written YYYY-MM-DD."""

    name = "date"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> date:
        if isinstance(value, date):
            return value
        try:
            return datetime.strptime(str(value), "%Y-%m-%d").date()
        except ValueError:
            self.fail(f"{value!r} is no date; write it as YYYY-MM-DD.", param, ctx)


class Moment(click.ParamType[datetime]):
    """A date and time in ISO form; without a zone it is UTC."""

    name = "time"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        if isinstance(value, datetime):
            return value
        try:
            moment = datetime.fromisoformat(str(value))
        except ValueError:
            self.fail(f"{value!r} is no time; write it as 2026-01-23T22:00:00+00:00.", param, ctx)
        return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


EXISTING_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
EXISTING_FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
ANY_PATH = click.Path(path_type=Path)


def fixed_clock(given: datetime | None) -> datetime | None:
    """The time that was given, by `--now` or SOURCE_DATE_EPOCH; None where this machine's clock runs."""
    return clock(given) if given is not None or "SOURCE_DATE_EPOCH" in os.environ else None


def clock(given: datetime | None) -> datetime:
    """The time that a run works by: `--now`, else SOURCE_DATE_EPOCH, else this machine's clock."""
    if given is not None:
        return given
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    if epoch is None:
        return datetime.now(UTC).replace(microsecond=0)
    try:
        return datetime.fromtimestamp(int(epoch), UTC)
    except (ValueError, OverflowError, OSError) as error:
        raise UsageError(f"SOURCE_DATE_EPOCH is {epoch!r}; it must be a number of seconds since 1970.") from error
