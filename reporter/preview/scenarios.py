"""Markets to look at templates with: sessions of the sample that are each of their kind, and made extremes.

A scenario's briefing is made once by the real build and then frozen, so that a change of a template is all that a
reload shows. It is kept in the user's cache under a checksum of the program and of what the project measures with.
"""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from platformdirs import user_cache_path

from reporter.briefing_file import read_briefing
from reporter.model import Briefing, Figure
from reporter.pipeline import decide, narrate
from reporter.project import Project, packaged
from reporter.request import BuildRequest

DESK = "us-small-caps"
NOW = datetime(2026, 1, 24, 12, tzinfo=UTC)
LONG = "THE-LONGEST-NAME-THAT-A-FUND-OF-FUNDS-HAS-EVER-GIVEN-ITSELF"
HUGE = 12.3456
"""A return of +1,234.56 %."""


def _as_it_is(briefing: Briefing) -> Briefing:
    return briefing


def _long_names(briefing: Briefing) -> Briefing:
    """Instruments that no locale has a name for, with symbols of sixty characters."""
    renamed = {subject.id: f"{LONG}-{place:02}" for place, subject in enumerate(briefing.subjects[4:12])}
    subjects = tuple(
        subject.model_copy(update={"symbol": renamed[subject.id]}) if subject.id in renamed else subject
        for subject in briefing.subjects
    )
    return briefing.model_copy(update={"subjects": subjects})


def _limits(briefing: Briefing) -> Briefing:
    """Changes of four digits before the point, which no table may break over."""

    def stretched(figure: Figure) -> Figure:
        if figure.unit != "fraction" or figure.metric not in ("day_change", "period_return"):
            return figure
        return figure.model_copy(update={"value": HUGE if figure.value >= 0 else -0.9999})

    return briefing.model_copy(update={"figures": tuple(stretched(figure) for figure in briefing.figures)})


@dataclass(frozen=True)
class Scenario:
    """`on` is a session of the sample; `notes` whether its notes come along; `drop` instruments that have no prices;
    `then` changes the finished briefing."""

    name: str
    on: date
    notes: bool = False
    drop: tuple[str, ...] = ()
    then: Callable[[Briefing], Briefing] = _as_it_is


SCENARIOS: Mapping[str, Scenario] = {
    each.name: each
    for each in (
        Scenario("streak-ends", date(2026, 1, 23), notes=True),
        Scenario("record", date(2026, 1, 22)),
        Scenario("big-up", date(2025, 6, 26)),
        Scenario("big-down", date(2025, 3, 20)),
        Scenario("flat", date(2025, 10, 30)),
        Scenario("holiday-week", date(2025, 11, 28)),
        Scenario("no-notes", date(2026, 1, 23)),
        Scenario("missing-instrument", date(2026, 1, 23), drop=("^TNX", "^VIX", "RSP")),
        Scenario("long-names", date(2026, 1, 23), then=_long_names),
        Scenario("limits", date(2026, 1, 23), then=_limits),
    )
}


def frozen(scenario: Scenario, project: Project) -> Briefing:
    """The scenario's briefing: from the cache, else made now, which takes some seconds."""
    path = _folder(project) / f"{scenario.name}.json"
    if path.is_file():
        return read_briefing(path)
    briefing = scenario.then(_made(scenario, project))
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(".part")
    part.write_text(briefing.model_dump_json(by_alias=True), encoding="utf-8")
    part.replace(path)
    return briefing


def state(project: Project) -> str:
    """What a scenario's briefing depends on, as a word that changes when it does."""
    return _folder(project).name


def request(project: Project, on: date, *, notes: bool = True, data: str = "sample") -> BuildRequest:
    """A build on the sample, as the project's settings have it otherwise."""
    return BuildRequest.from_settings(
        project.root, now=NOW, on=on, data=data, desk=DESK, notes=() if notes else (Path("none"),),
        previous=Path("none"),
    )  # fmt: skip


def _made(scenario: Scenario, project: Project) -> Briefing:
    with tempfile.TemporaryDirectory() as folder:
        data = f"csv:{_without(scenario.drop, Path(folder))}" if scenario.drop else "sample"
        wanted = request(project, scenario.on, notes=scenario.notes, data=data)
        return narrate(decide(wanted, lambda _: None), wanted)


def _without(symbols: tuple[str, ...], folder: Path) -> Path:
    """The sample's prices, but for some instruments."""
    import pandas as pd

    rows = pd.read_csv(packaged("data") / "sample" / "prices.csv.gz")
    path = folder / "prices.csv"
    rows[~rows["symbol"].isin(symbols)].to_csv(path, index=False)
    return path


def _folder(project: Project) -> Path:
    """A folder of the cache that stands for this program and this project's settings, desks and charts."""
    package = Path(__file__).resolve().parents[1]
    seen = hashlib.sha256()
    files = [*sorted(package.rglob("*.py")), *sorted(package.glob("desks/*.toml"))]
    own = [project.settings_file] if project.settings_file else []
    own += [path for part in ("desks", "templates/charts") for path in sorted((project.root / part).glob("*.toml"))]
    for path in [*files, *own]:
        stat = path.stat()
        seen.update(f"{path}:{stat.st_size}:{stat.st_mtime_ns}\n".encode())
    return user_cache_path("reporter", appauthor=False) / "scenarios" / seen.hexdigest()[:16]
