"""Where each key of a TOML document stands: `("subjects", "rut", "kind")` → line 12.

Reads only documents that `tomllib` has accepted, so it needs to know where values end, not what they mean.
"""

from __future__ import annotations

import re

Keys = tuple[str | int, ...]

_BARE = re.compile(r"[A-Za-z0-9_-]+")
_STRINGS = tuple(
    (quote, re.compile(pattern, re.DOTALL))
    for quote, pattern in (
        ('"""', r'"""(?:\\.|[^\\])*?"{3,5}'),
        ("'''", r"'''.*?'{3,5}"),
        ('"', r'"(?:\\.|[^"\\\n])*"'),
        ("'", r"'[^'\n]*'"),
    )
)
_SCALAR = re.compile(r"[^,\]}#\n]+")
_SPACE = re.compile(r"[ \t]*")
_GAP = re.compile(r"(?:[\s]|#[^\n]*)*")


def positions(text: str) -> dict[Keys, int]:
    """The line (from 1) of every table, key and list element of a valid TOML document."""
    return _Scanner(text).scan()


class _Scanner:
    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.lines: dict[Keys, int] = {}
        self._counts: dict[Keys, int] = {}

    def scan(self) -> dict[Keys, int]:
        table: Keys = ()
        self._skip(_GAP)
        while self.at < len(self.text):
            if self.text.startswith("[", self.at):
                table = self._header()
            else:
                self._pair(table)
            self._skip(_GAP)
        return self.lines

    def _skip(self, pattern: re.Pattern[str]) -> str:
        match = pattern.match(self.text, self.at)
        if match is None:
            return ""
        self.at = match.end()
        return match.group()

    def _note(self, keys: Keys) -> None:
        line = self.text.count("\n", 0, self.at) + 1
        for length in range(1, len(keys) + 1):
            self.lines.setdefault(keys[:length], line)

    def _header(self) -> Keys:
        """`[a.b]` or `[[a.b]]`; the second counts its tables. A parent that is a list means its last table."""
        many = self.text.startswith("[[", self.at)
        start = self.at
        self.at += 2 if many else 1
        named = self._key()
        self.at = self.text.index("]", self.at) + (2 if many else 1)
        keys: Keys = ()
        for index, part in enumerate(named):
            keys = (*keys, part)
            last = index == len(named) - 1
            if last and many:
                self._counts[keys] = self._counts.get(keys, -1) + 1
            if keys in self._counts:
                keys = (*keys, self._counts[keys])
        end, self.at = self.at, start
        self._note(keys)
        self.at = end
        return keys

    def _key(self) -> Keys:
        """A dotted key of bare and quoted parts; stops behind its last part."""
        parts: list[str] = []
        while True:
            self._skip(_SPACE)
            string = self._string()
            parts.append(self._skip(_BARE) if string is None else string)
            self._skip(_SPACE)
            if not self.text.startswith(".", self.at):
                return tuple(parts)
            self.at += 1

    def _string(self) -> str | None:
        """A string at this place without its quotes, or None where there is none."""
        for quote, pattern in _STRINGS:
            if self.text.startswith(quote, self.at):
                found = self._skip(pattern)
                return found[len(quote) : -len(quote)]
        return None

    def _pair(self, table: Keys) -> None:
        start = self.at
        keys = (*table, *self._key())
        end, self.at = self.at, start
        self._note(keys)
        self.at = self.text.index("=", end) + 1
        self._skip(_SPACE)
        self._value(keys)

    def _value(self, keys: Keys) -> None:
        if self.text.startswith("{", self.at):
            self._members(keys, "}")
        elif self.text.startswith("[", self.at):
            self._members(keys, "]")
        elif self._string() is None:
            self._skip(_SCALAR)

    def _members(self, keys: Keys, close: str) -> None:
        """The pairs of an inline table or the elements of a list, up to its closing bracket."""
        self.at += 1
        index = 0
        self._skip(_GAP)
        while not self.text.startswith(close, self.at):
            if close == "}":
                self._pair(keys)
            else:
                self._note((*keys, index))
                self._value((*keys, index))
            index += 1
            self._skip(_GAP)
            if self.text.startswith(",", self.at):
                self.at += 1
                self._skip(_GAP)
        self.at += 1
