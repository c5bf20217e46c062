"""Names for things: a metric, a detector, a provider, a chart, an output format.

A registry refuses a name that is taken and names the nearest one when it is asked for an unknown one, so that
a misspelling is found when the program starts or in one sentence, never by silence.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from difflib import get_close_matches
from typing import Generic, TypeVar

from reporter.errors import ConfigError

T = TypeVar("T")


class Registry(Generic[T]):
    """Things of one kind by name, in the order in which they were registered.

    >>> shapes: Registry[type] = Registry("shape")
    >>> @shapes.register("round")
    ... class Round: ...
    >>> shapes["round"] is Round
    True
    """

    def __init__(self, kind: str) -> None:
        self.kind = kind
        self._things: dict[str, T] = {}

    def register(self, name: str) -> Callable[[T], T]:
        """A decorator that files what it decorates under `name`; ValueError where the name is taken."""

        def file(thing: T) -> T:
            self.add(name, thing)
            return thing

        return file

    def add(self, name: str, thing: T) -> None:
        """File `thing` under `name`; ValueError where the name is taken, since that is a mistake in the code."""
        if name in self._things:
            raise ValueError(f"{self.kind} registered twice: {name}")
        self._things[name] = thing

    def __getitem__(self, name: str) -> T:
        """The thing of that name; a ConfigError that lists the names where there is none."""
        if name not in self._things:
            raise ConfigError(unknown(self.kind, name, self._things))
        return self._things[name]

    def get(self, name: str) -> T | None:
        return self._things.get(name)

    def __contains__(self, name: object) -> bool:
        return name in self._things

    def __iter__(self) -> Iterator[str]:
        return iter(self._things)

    def __len__(self) -> int:
        return len(self._things)

    def items(self) -> list[tuple[str, T]]:
        return list(self._things.items())


def unknown(kind: str, name: str, names: Iterable[str]) -> str:
    """One sentence for a name that is not known: the nearest one if there is a near one, and all of them."""
    known = sorted(names)
    near = nearest(name, known)
    hint = f"; did you mean {near!r}?" if near else "."
    return f"There is no {kind} {name!r}{hint} Known: {', '.join(known) or 'none'}."


def nearest(name: str, names: Iterable[str]) -> str | None:
    """The known name that a misspelling most likely meant, or None where nothing is near."""
    found = get_close_matches(name, list(names), n=1, cutoff=0.6)
    return found[0] if found else None
