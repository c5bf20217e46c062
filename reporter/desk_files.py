"""Desk files: TOML → `model.Desk`, checked in whole, resolved for a day.

A desk file names instruments once, in `[subjects]`, and speaks of them by id everywhere else. Two things in it
depend on the day of the edition and are resolved by `DeskFile.desk`: the delivery months of `[futures]`, and the
windows in `since` that start with last month.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from reporter.errors import ConfigError, Problem
from reporter.model import Chain, Desk, Pair, PeriodKind, Subject
from reporter.model.design import Design
from reporter.model.subject import Kind, SectorGroup
from reporter.project import Project
from reporter.registry import nearest, unknown
from reporter.toml import TomlFile, mistakes, read

ROLES = (
    "challenger", "benchmark", "context", "challenger_etf", "benchmark_etf", "equal_weight", "micro", "small", "mid",
    "large", "mega", "sector", "giant", "basket", "fear", "yield_long", "yield_short", "industry",
    "credit_high_yield", "credit_investment_grade", "treasury", "treasury_long", "growth_large", "value_large",
    "growth_small", "value_small", "foreign", "emerging", "gold", "oil", "dollar", "future",
)  # fmt: skip
PAIR_ROLES = (
    "size", "size_etf", "weighting", "style_large", "style_small", "nasdaq", "micro", "credit", "industry", "foreign",
    "duration",
    "lead",
)  # fmt: skip
SECTIONS = ("executive-summary", "analysis", "insights", "risks-opportunities", "summary", "method", "sources")
THRESHOLDS = {
    "close_delay_minutes": "minutes after the close before the data of a session count as final",
    "excluded_explanation": "share of the last 252 sessions' moves that a move must exceed to explain another",
}
"""Numbers that a desk may set, and what each is."""
_MONTH_CODES = "FGHJKMNQUVXZ"


def _since(value: object) -> object:
    if isinstance(value, date) or value == "last-month":
        return value
    raise ValueError('a date such as 2025-12-01, or "last-month"')


class _Table(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class SubjectEntry(_Table):
    """One line of `[subjects]`; `symbol` is absent for a basket, which has `members` instead."""

    kind: Kind
    symbol: str = ""
    currency: str | None = None
    calendar: str | None = None
    roles: tuple[str, ...] = ()
    groups: tuple[SectorGroup, ...] = ()
    members: tuple[str, ...] = ()
    known_from: date | None = None


class FuturesEntry(_Table):
    """`[futures]`: monthly contracts `root` + month code + year + `suffix`, from the edition's month on."""

    root: str
    suffix: str = ""
    months: int = Field(default=12, ge=1, le=36)


class DeskFile(_Table):
    """What a desk file may say."""

    market: str
    calendar: str = "XNYS"
    tags: tuple[str, ...] = ()
    lead: tuple[str, ...] = Field(min_length=2)
    related: tuple[str, ...] = ()
    since: tuple[Annotated[date | Literal["last-month"], BeforeValidator(_since)], ...] = ()
    sections: tuple[str, ...] = SECTIONS
    members: tuple[str, ...] = ()
    locales: tuple[str, ...] = ()
    wraps: tuple[PeriodKind, ...] = ()
    require_approval: bool = False
    minimum_subjects: int = Field(default=1, ge=1)
    thresholds: dict[str, float] = {}
    subjects: dict[str, SubjectEntry] = Field(min_length=1)
    futures: FuturesEntry | None = None
    pairs: dict[str, str] = {}
    chains: tuple[tuple[str, ...], ...] = ()
    design: Design = Design()

    def desk(
        self,
        desk_id: str,
        day: date,
        *,
        locales: Iterable[str] = (),
        usual_locales: Iterable[str] = ("zh_CN", "en"),
        publish_prices: str = "used",
    ) -> Desk:
        """The desk as it stands on `day` (the edition's session, or the day that was asked for).

        Its languages are `locales` where there are any, else those of the file, else `usual_locales`.
        """
        return Desk(
            id=desk_id,
            market=self.market,
            calendar=self.calendar,
            subjects=(*self._subjects(), *self._futures(day)),
            pairs=self._pairs(),
            chains=tuple(Chain(links=links) for links in self.chains),
            lead=self.lead,
            since=tuple(sorted({_start(each, day) for each in self.since})),
            thresholds=self.thresholds,
            sections=self.sections,
            locales=tuple(locales) or self.locales or tuple(usual_locales),
            related=self.related,
            tags=self.tags,
            minimum_subjects=self.minimum_subjects,
            publish_prices=publish_prices,
        )

    def _pairs(self) -> tuple[Pair, ...]:
        """The pairs of the file, and the two that the desk leads with where it has them not."""
        pairs = tuple(Pair(a=a, b=b, role=role) for role, text in self.pairs.items() for a, b in [text.split("-")])
        if any((pair.a, pair.b) == self.lead[:2] for pair in pairs):
            return pairs
        return (*pairs, Pair(a=self.lead[0], b=self.lead[1], role="lead"))

    def _subjects(self) -> list[Subject]:
        return [
            Subject(
                id=subject_id,
                symbol=entry.symbol,
                kind=entry.kind,
                currency=entry.currency,
                calendar=entry.calendar or self.calendar,
                roles=entry.roles,
                groups=entry.groups,
                members=entry.members,
                known_from=entry.known_from.isoformat() if entry.known_from else None,
            )
            for subject_id, entry in self.subjects.items()
        ]

    def _futures(self, day: date) -> list[Subject]:
        if self.futures is None:
            return []
        found = []
        for ahead in range(self.futures.months):
            year, month = divmod(day.year * 12 + day.month - 1 + ahead, 12)
            contract = f"{self.futures.root}{_MONTH_CODES[month]}{year % 100:02d}"
            found.append(
                Subject(
                    id=contract.lower(),
                    symbol=f"{contract}{self.futures.suffix}",
                    kind="future",
                    calendar=self.calendar,
                    roles=("future",),
                )
            )
        return found


def _start(spec: date | str, day: date) -> date:
    """The date that a window of `since` starts on: a date as it is, `last-month` the first of the month before."""
    if isinstance(spec, date):
        return spec
    return date(day.year - (day.month == 1), (day.month - 2) % 12 + 1, 1)


def find_desks(project: Project) -> dict[str, Path]:
    """Every desk by name, the project's own before the packaged ones."""
    return {path.stem: path for folder in project.folders("desks") for path in sorted(folder.glob("*.toml"))}


def load_desk(name: str, project: Project) -> DeskFile:
    """The desk of that name; a ConfigError that lists the desks there are, or every mistake of the file."""
    desks = find_desks(project)
    if name not in desks:
        raise ConfigError(unknown("desk", name, desks))
    file = read(desks[name], "desk-toml")
    problems = desk_problems(file)
    if problems:
        count = "one mistake" if len(problems) == 1 else f"{len(problems)} mistakes"
        raise ConfigError(f"The desk {name!r} has {count}.", problems)
    return DeskFile.model_validate(file.data)


def desk_problems(file: TomlFile) -> list[Problem]:
    """Every mistake of a desk file: its form, and names in it that name nothing."""
    problems = [*mistakes(file, DeskFile, "desk"), *_names_nothing(file)]
    return sorted(set(problems), key=lambda problem: (problem.line or 0, problem.message))


def _names_nothing(file: TomlFile) -> list[Problem]:
    """References to subjects, roles and sections that do not exist; parts of the wrong form are left to `mistakes`."""
    data: Any = file.data
    subjects = data.get("subjects") if isinstance(data.get("subjects"), dict) else {}
    problems: list[Problem] = []

    def check(keys: tuple[str | int, ...], name: object, known: Iterable[str], kind: str) -> None:
        known = list(known)
        if isinstance(name, str) and name not in known:
            near = nearest(name, known)
            hint = f"did you mean {near!r}?" if near else f"known: {', '.join(sorted(known))}"
            problems.append(file.problem(keys, f"there is no {kind} {name!r}; {hint}", f"desk-{kind.split()[0]}"))

    def each(value: object) -> list[tuple[int, Any]]:
        return list(enumerate(value)) if isinstance(value, list) else []

    for key in ("lead", "related"):
        for index, name in each(data.get(key)):
            check((key, index), name, subjects, "subject")
    for index, name in each(data.get("sections")):
        check(("sections", index), name, SECTIONS, "section")
    for index, name in each(data.get("members")):
        check(("members", index), name, SECTIONS, "section")
    for name in data.get("thresholds") if isinstance(data.get("thresholds"), dict) else ():
        check(("thresholds", name), name, THRESHOLDS, "threshold")
    for index, links in each(data.get("chains")):
        for place, name in each(links):
            check(("chains", index, place), name, subjects, "subject")
    for role, text in (data.get("pairs") if isinstance(data.get("pairs"), dict) else {}).items():
        check(("pairs", role), role, PAIR_ROLES, "pair role")
        parts = text.split("-") if isinstance(text, str) else []
        if isinstance(text, str) and len(parts) != 2:
            message = f'{text!r} is no pair; write "a-b" with two ids'
            problems.append(file.problem(("pairs", role), message, "desk-pair"))
        for name in parts:
            check(("pairs", role), name, subjects, "subject")
    for subject_id, entry in subjects.items():
        problems.extend(_subject_problems(file, subject_id, entry))
        for index, role in each(entry.get("roles") if isinstance(entry, dict) else None):
            check(("subjects", subject_id, "roles", index), role, ROLES, "role")
        for index, name in each(entry.get("members") if isinstance(entry, dict) else None):
            check(("subjects", subject_id, "members", index), name, subjects, "subject")
    return problems


def _subject_problems(file: TomlFile, subject_id: str, entry: object) -> list[Problem]:
    """An id that no figure could carry, and a subject that has neither a symbol nor members."""
    keys = ("subjects", subject_id)
    problems = []
    if not subject_id.isidentifier() or subject_id != subject_id.lower():
        message = f"{subject_id!r} is no id; use lower case letters, digits and _, a letter first"
        problems.append(file.problem(keys, message, "desk-id"))
    if isinstance(entry, dict) and not entry.get("symbol") and not entry.get("members"):
        message = f"subjects.{subject_id} has no symbol; add it (a basket has members)"
        problems.append(file.problem(keys, message, "desk"))
    return problems
