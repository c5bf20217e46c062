"""The program as functions: what the command line calls, for programs of your own.

    import reporter
    built = reporter.build("my-project", on=date(2026, 1, 23), formats=["html"])
    assert reporter.verify(built.folder).clean

Every function takes the folder that a project is looked for in, and `now`, the time to work by. What an option does
not say comes from the project's settings. Nothing is kept between two calls. Errors are those of `reporter.errors`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypedDict

from reporter.inquiries import (
    Explanation,
    approve,
    ask,
    backup,
    check,
    diff,
    explain,
    restore,
    rollback,
    site,
)  # fmt: skip

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from reporter.model import PeriodKind
    from reporter.model.revision import RevisionKind
    from reporter.operations.outcome import Outcome, Run
    from reporter.operations.waiting import Clock
    from reporter.request import BuildRequest, Built, Step
    from reporter.verification.factcheck import FactReport
    from reporter.verification.report import Report


__all__ = [
    "Explanation", "Options", "approve", "ask", "backfill", "backup", "build", "check", "daily", "diff", "explain",
    "factcheck", "plan", "release", "request", "restore", "revise", "rollback", "site", "status", "verify",
]  # fmt: skip


class Options(TypedDict, total=False):
    """What may be said of an edition; see `reporter build --help`."""

    desk: str | None
    on: date | None
    data: str | None
    length: str | None
    locales: Iterable[str]
    formats: Iterable[str]
    output: Path | None
    freeze: bool
    dump: Path | None
    notes: Iterable[Path]
    skip_bad_notes: bool
    as_of: datetime | None
    plan: Path | None
    period: PeriodKind | None
    previous: Path | None
    sign: Path | None


def request(
    folder: str | Path = ".", *, now: datetime | None = None, **options: Unpack[Options]
) -> BuildRequest:
    """What a build in a folder is asked for: the options, the settings for the rest."""
    from reporter.request import BuildRequest

    return BuildRequest.from_settings(Path(folder), now=now or _now(), **options)


def build(
    folder: str | Path = ".",
    *,
    now: datetime | None = None,
    source: Path | None = None,
    progress: Step | None = None,
    **options: Unpack[Options],
) -> Built:
    """Make one edition, or render the briefing.json `source` again. A HeldError where a gate holds it."""
    from reporter import pipeline

    asked, step = request(folder, now=now, **options), progress or _silent
    return pipeline.build(asked, step) if source is None else pipeline.rebuild(source, asked, step)


def plan(
    folder: str | Path = ".",
    *,
    now: datetime | None = None,
    progress: Step | None = None,
    **options: Unpack[Options],
) -> str:
    """The plan of an edition as YAML, for an editor to change and `build(plan=FILE)` to follow."""
    from reporter import pipeline

    return pipeline.draft(request(folder, now=now, **options), progress or _silent)


def verify(path: str | Path, folder: str | Path = ".", *, key: str | Path | None = None) -> Report:
    """Read an edition, a page or a PDF again: what does not hold in it.

    With a public key, its signature too; without, that of an edition which is signed, where the settings name a key.
    """
    from reporter.project import Project
    from reporter.settings import public_key
    from reporter.verification import verify as read_again
    from reporter.verification.signature import signature_holds

    project, place = Project.find(Path(folder)), Path(path)
    report = read_again(place, project.folders("locales"))
    own = Path(key) if key is not None else public_key(project, place)
    if own is not None:
        report.add(signature_holds(place, own))
    return report


def factcheck(
    files: str | Path | Iterable[str | Path],
    folder: str | Path = ".",
    *,
    data: str | None = None,
    on: date | None = None,
    now: datetime | None = None,
    progress: Step | None = None,
) -> FactReport:
    """Check the statements of articles: against themselves, each other and, where `data` names a source, prices.

    `report.statements` holds every statement with its verdict, `report.findings` those that do not hold. `on` is the
    date that an article without one is read on.
    """
    from reporter.operations.factchecking import factcheck as check

    named = [files] if isinstance(files, str | Path) else list(files)
    return check(named, Path(folder), data, on, now or _now(), progress or _silent)


def daily(
    folder: str | Path = ".",
    *,
    desks: Sequence[str] = (),
    now: datetime | None = None,
    clock: Clock | None = None,
    dry_run: bool = False,
    shadow: bool = False,
    progress: Step | None = None,
    **options: Unpack[Options],
) -> Run:
    """Make the latest completed session of every desk, once. `now` stands still; without it, prices are waited for."""
    from reporter.operations.running import daily as run
    from reporter.operations.waiting import FixedClock, SystemClock

    clock = clock or (FixedClock(now) if now is not None else SystemClock())
    asked = request(folder, now=clock.now(), **options)
    return run(asked, desks, clock, dry_run=dry_run, shadow=shadow, step=progress or _silent)


def backfill(
    start: date,
    end: date,
    folder: str | Path = ".",
    *,
    desks: Sequence[str] = (),
    workers: int = 1,
    engine: str = "local",
    point_in_time: bool = False,
    now: datetime | None = None,
    progress: Step | None = None,
    **options: Unpack[Options],
) -> Run:
    """Make the editions of many sessions and desks; `engine` is `local` or `dask=ADDRESS`."""
    from reporter.operations.running import backfill as run

    asked, step = request(folder, now=now, **options), progress or _silent
    return run(
        asked, desks, start, end, workers=workers, engine=engine, point_in_time=point_in_time, step=step
    )


def status(
    folder: str | Path = ".", *, desks: Sequence[str] = (), now: datetime | None = None, **options: Unpack[Options]
) -> dict[str, Any]:
    """Where everything stands: editions, what is held, what is due, the store, the last run."""
    from reporter.operations.running import status as run

    return run(request(folder, now=now, **options), desks)


def release(
    edition: str,
    reason: str,
    folder: str | Path = ".",
    *,
    by: str | None = None,
    unverified: bool = False,
    now: datetime | None = None,
    progress: Step | None = None,
    **options: Unpack[Options],
) -> Outcome:
    """Let a held edition out; the reason is recorded with it. It is sent, and the website built, as by a daily run."""
    from reporter.operations.running import release as run

    return run(request(folder, now=now, **options), edition, reason, by, unverified, progress or _silent)


def revise(
    edition: str,
    folder: str | Path = ".",
    *,
    kind: RevisionKind | None = None,
    cause: str = "unstated",
    reasons: Mapping[str, str] | None = None,
    now: datetime | None = None,
    progress: Step | None = None,
    **options: Unpack[Options],
) -> Outcome:
    """Make an edition that is out again in its place, or withdraw it. `reasons` are words for readers by language."""
    from reporter.operations.running import revise as run

    return run(request(folder, now=now, **options), edition, kind, cause, reasons or {}, progress or _silent)


def _now() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)


def _silent(_: str) -> None:
    pass
