"""The published editions in order: a light slip for each, its card when a page shows it.

Slips and cards are kept beside the site and made again only for an edition whose files have changed, so that a site
of thousands of editions is looked over in milliseconds. They hold nothing that is not in the editions themselves.
"""

from __future__ import annotations

import hashlib
import json
import re
from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

from reporter.model.revision import FILE
from reporter.model.site import Card
from reporter.publishing.site.reading import card

Pages = Callable[[Path], Mapping[str, str]]
"""The pages of an edition's folder by language."""
LeftOut = Callable[[str], tuple[str, ...]]
"""Which sections an edition lacks on this site."""
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


@dataclass(frozen=True, order=True)
class Slip:
    """What is needed to find an edition and to see whether it has changed."""

    session: str
    desk: str
    seal: str
    tags: tuple[str, ...]
    subjects: tuple[str, ...]
    claims: tuple[str, ...]
    locales: tuple[str, ...]
    withdrawn: bool
    modified: str

    @property
    def id(self) -> str:
        return f"{self.session}/{self.desk}"

    @property
    def month(self) -> str:
        return self.session[:7]

    @property
    def year(self) -> str:
        return self.session[:4]

    @property
    def mark(self) -> str:
        """The edition and its state, for the keys of whatever shows it."""
        return f"{self.id} {self.seal}"


class Shelf:
    """All editions under a folder. `cache` is where slips and cards are kept, `stamp` what they were made with."""

    def __init__(self, editions: Path, cache: Path, stamp: str, pages: Pages, left_out: LeftOut) -> None:
        self._editions, self._cache, self._stamp, self._pages = editions, cache, stamp, pages
        self._left_out = left_out
        self._months: dict[str, dict[str, Card]] = {}
        self._changed: set[str] = set()

    @cached_property
    def slips(self) -> tuple[Slip, ...]:
        """Every edition, oldest first; on one day in the order of the desks' names."""
        index = self._cache / "index.json"
        kept = _kept(index, self._stamp)
        made: dict[str, object] = {}
        slips = []
        for folder in self._folders():
            name = f"{folder.parent.name}/{folder.name}"
            signature = _signature(folder)
            old = kept.get(name)
            known = old[1] if isinstance(old, list) and old[0] == signature else vars(self._read(folder))
            slips.append(_slip(known))
            made[name] = old if isinstance(old, list) and old[1] is known else [signature, known]
        self._save_cards()
        if any(made[name] is not kept.get(name) for name in made) or len(made) != len(kept):
            _save(index, self._stamp, made)
        return tuple(sorted(slips))

    def _folders(self) -> list[Path]:
        if not self._editions.is_dir():
            return []
        days = (day for day in self._editions.iterdir() if _DAY.fullmatch(day.name) and day.is_dir())
        return [
            desk for day in days for desk in day.iterdir()
            if not desk.name.startswith(".") and (desk / "briefing.json").is_file()
        ]  # fmt: skip

    def _read(self, folder: Path) -> Slip:
        made = self._card(folder)
        self._month(made.month)[made.id] = made
        self._changed.add(made.month)
        return Slip(
            made.session.isoformat(), made.desk, made.seal, made.tags, tuple(made.rows), made.claims,
            tuple(made.titles), made.withdrawn, made.modified.isoformat(),
        )  # fmt: skip

    def _card(self, folder: Path) -> Card:
        """The card of an edition; of one that lacks sections here none of its files, which have them."""
        made = card(folder, self._pages(folder))
        return made.model_copy(update={"files": (), "free": False}) if self._left_out(folder.name) else made

    def _month(self, month: str) -> dict[str, Card]:
        if month not in self._months:
            kept = _kept(self._cache / f"{month}.json", self._stamp)
            self._months[month] = {name: Card.model_validate(value) for name, value in kept.items()}
        return self._months[month]

    def _save_cards(self) -> None:
        for month in sorted(self._changed):
            cards = {name: one.model_dump(mode="json") for name, one in self._month(month).items()}
            _save(self._cache / f"{month}.json", self._stamp, cards)
        self._changed.clear()

    def card(self, slip: Slip) -> Card:
        """The card of an edition, made again where the kept one is of an earlier state."""
        found = self._month(slip.month).get(slip.id)
        if found is None or found.seal != slip.seal:
            folder = self.folder(slip)
            found = self._card(folder)
            self._months[slip.month][slip.id] = found
        return found

    def folder(self, slip: Slip) -> Path:
        return self._editions / slip.session / slip.desk

    @cached_property
    def months(self) -> Mapping[str, tuple[Slip, ...]]:
        """Month → its editions, oldest first."""
        return _grouped(self.slips, lambda slip: (slip.month,))

    @cached_property
    def years(self) -> Mapping[str, tuple[Slip, ...]]:
        return _grouped(self.slips, lambda slip: (slip.year,))

    @cached_property
    def desks(self) -> Mapping[str, tuple[Slip, ...]]:
        return _grouped(self.slips, lambda slip: (slip.desk,))

    @cached_property
    def tags(self) -> Mapping[str, tuple[Slip, ...]]:
        return _grouped(self.slips, lambda slip: slip.tags)

    @cached_property
    def subjects(self) -> Mapping[str, tuple[Slip, ...]]:
        """Instrument → the editions that print numbers of it and stand, oldest first."""
        return _grouped(self.slips, lambda slip: () if slip.withdrawn else slip.subjects)

    def beside(self, slip: Slip) -> tuple[Slip | None, Slip | None]:
        """The same desk's edition before and after this one."""
        row = self.desks[slip.desk]
        at = bisect_left(row, slip)
        return (row[at - 1] if at else None), (row[at + 1] if at + 1 < len(row) else None)

    def since(self, month: str, months: int) -> tuple[Slip, ...]:
        """The editions of `month` and of so many months before it."""
        year, number = map(int, month.split("-"))
        first = date(year + (number - 1 - months) // 12, (number - 1 - months) % 12 + 1, 1).isoformat()[:7]
        return tuple(slip for name, slips in self.months.items() if first <= name <= month for slip in slips)


def _grouped(slips: Sequence[Slip], names: Callable[[Slip], tuple[str, ...]]) -> dict[str, tuple[Slip, ...]]:
    groups: dict[str, list[Slip]] = {}
    for slip in slips:
        for name in names(slip):
            groups.setdefault(name, []).append(slip)
    return {name: tuple(groups[name]) for name in sorted(groups)}


def _signature(folder: Path) -> list[int]:
    """Changes whenever an edition is published again: editions are replaced as whole folders."""
    numbers = []
    for name in ("manifest.json", "briefing.json", FILE):
        try:
            stat = (folder / name).stat()
        except FileNotFoundError:
            numbers += [0, 0, 0]
            continue
        numbers += [stat.st_ino, stat.st_mtime_ns, stat.st_size]
    return numbers


def _slip(kept: Mapping[str, object]) -> Slip:
    return Slip(**{key: tuple(value) if isinstance(value, list) else value for key, value in kept.items()})  # type: ignore[arg-type]


def _kept(path: Path, stamp: str) -> dict[str, object]:
    """What was kept under the same stamp; nothing where there is none or it cannot be read."""
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return dict(kept["kept"]) if isinstance(kept, dict) and kept.get("stamp") == stamp else {}


def _save(path: Path, stamp: str, kept: Mapping[str, object]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_name(f".{path.name}.new")
    new.write_text(json.dumps({"stamp": stamp, "kept": kept}, ensure_ascii=False), encoding="utf-8")
    new.rename(path)


def digest(*parts: object) -> str:
    """A checksum over some plain values."""
    text = json.dumps(parts, ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:32]
