"""The seam between the world and the data room: what is asked of a provider and what it answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any, Protocol

import pandas as pd

from reporter.data.calendar import Calendar
from reporter.errors import UsageError
from reporter.model.market import Action
from reporter.model.subject import Kind
from reporter.registry import Registry, unknown

Progress = Callable[[str, int, int], None]
"""Called with a symbol or file, how many are done, and how many there are."""


@dataclass(frozen=True)
class Absence:
    """Why one symbol has no prices, or not all of them. `why` is a key that each locale words."""

    why: str
    detail: str | None = None


@dataclass(frozen=True)
class Request:
    """Prices that a desk wants: every session of `symbols` up to `session`.

    `session` is the last one that may be seen; `completed` the last one that had ended at `now`. `location` is what
    stands after the colon of the spec. `as_of` limits what a store may know.
    """

    symbols: tuple[str, ...]
    kinds: Mapping[str, Kind]
    calendar: Calendar
    session: date
    completed: date
    now: datetime
    location: str | None = None
    as_of: datetime | None = None
    store_path: Path | None = None
    progress: Progress | None = None
    fundamentals: tuple[str, ...] = ()
    """Symbols whose fundamentals are of use to the desk."""
    answered: Mapping[str, Absence] | None = None
    """What a fetch for several desks could not have; where there was one, nothing is asked for again."""
    zones: Mapping[str, str] = field(default_factory=dict)
    """Time zones of the symbols' exchanges, where they are known."""


@dataclass(frozen=True)
class Prices:
    """What a provider answers, in its own units (yields in percent).

    `frames[symbol]` has a naive, normalised, strictly increasing DatetimeIndex and all of `FIELDS` as float64.
    `available` are all symbols of the source, asked for or not. `live` is True where the source is expected to have
    the last completed session. `snapshots_at` is when the `fundamentals` of each symbol were retrieved, `multiples` are
    the trailing multiples of all snapshots with their times.
    """

    frames: Mapping[str, pd.DataFrame]
    publisher: str
    title: str
    sha256: str
    retrieved_at: datetime | None
    url: str | None = None
    available: tuple[str, ...] = ()
    absences: Mapping[str, Absence] = field(default_factory=dict)
    fundamentals: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    snapshots_at: Mapping[str, datetime] = field(default_factory=dict)
    multiples: Mapping[str, Sequence[tuple[datetime, float]]] = field(default_factory=dict)
    actions: Mapping[str, Sequence[Action]] = field(default_factory=dict)
    live: bool = False
    sample: bool = False
    place: str = ""
    """How a user named the source, for errors; the publisher where it is empty."""

    @property
    def called(self) -> str:
        return self.place or self.publisher


class Provider(Protocol):
    """One source of prices."""

    def fetch(self, request: Request) -> Prices:
        """All bars up to `request.session`; DataError where nothing at all can be had."""
        ...


PROVIDERS: Registry[type[Provider]] = Registry("data source")


def provider(name: str) -> Callable[[type[Provider]], type[Provider]]:
    """Decorator of a provider's class: `--data NAME` or `--data NAME:LOCATION` reaches it."""
    return PROVIDERS.register(name)


def parse_spec(spec: str) -> tuple[str, str | None]:
    """`csv:PATH` → ("csv", "PATH"); UsageError where the name is unknown or a location lacks or is too much."""
    from reporter.data.providers import discover

    discover()
    name, colon, location = spec.strip().partition(":")
    if name not in PROVIDERS:
        raise UsageError(unknown("data source", name, PROVIDERS))
    needs = bool(getattr(PROVIDERS[name], "needs_location", False))
    if needs and not location.strip():
        raise UsageError(f"--data {name} needs a place: write {name}:PATH.")
    if colon and not needs and not getattr(PROVIDERS[name], "takes_location", False):
        raise UsageError(f"--data {name} takes no place, but {location!r} was given: write {name}.")
    return name, location.strip() or None
