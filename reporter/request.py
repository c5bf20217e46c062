"""What a build is asked for, and what it answers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, cast

from reporter.model import PeriodKind
from reporter.model.design import Design
from reporter.model.gate import Gates, Limit
from reporter.project import Project
from reporter.settings import (
    Format,
    Length,
    PublishPrices,
    calendars_file,
    data_spec,
    key_file,
    load_settings,
    store_file,
)

if TYPE_CHECKING:
    from reporter.data.provider import Absence

Step = Callable[[str], None]
"""Told the name of each stage as it begins."""


@dataclass(frozen=True)
class BuildRequest:
    """One edition to make. Everything that a build depends on is here, the clock too."""

    project: Project
    now: datetime
    desk: str
    data: str
    length: Length
    locales: tuple[str, ...]
    """Languages that the command line names; none means those of the desk, else the usual ones."""
    usual_locales: tuple[str, ...]
    formats: tuple[Format, ...]
    output: Path
    publish_prices: PublishPrices = "used"
    require_approval: bool = False
    sign: Path | None = None
    """A private key that the edition is signed with."""
    design: Design = field(default_factory=Design)
    """How the project's editions look; the desk may say otherwise."""
    on: date | None = None
    freeze: bool = False
    dump: Path | None = None
    notes: tuple[Path, ...] | None = None
    """Files and folders of notes that the command line names; the path `none` stands for no notes at all."""
    notes_folder: str = "notes"
    store: Path | None = None
    """The file of live prices; None for the one in the user's data folder."""
    calendars: Path | None = None
    """A file of closures and openings beside the exchanges' calendars."""
    skip_bad_notes: bool = False
    as_of: datetime | None = None
    plan: Path | None = None
    """An editor's plan to follow; its length goes before `length`."""
    period: PeriodKind | None = None
    """The week or month to wrap up; None for the edition of a session."""
    previous: Path | None = None
    """The edition before, as a folder or a briefing.json; the path `none` for none, None for the output's own."""
    notes_until: datetime | None = None
    """Notes that were not known by then are left out, as if the edition were made at that time."""
    limits: Mapping[str, Limit] = field(default_factory=dict)
    """Limits of gates that the settings change."""
    compare: str | None = None
    """Prices of a second provider that the session's closes are held against."""
    fallback: tuple[str, ...] = ()
    """Where prices come from that `data` does not have, in this order."""
    answered: Mapping[str, Absence] | None = None
    """What a fetch for all desks could not have, by symbol; None without one. After it no provider is asked again."""

    @classmethod
    def from_settings(
        cls,
        folder: Path,
        *,
        now: datetime,
        desk: str | None = None,
        on: date | None = None,
        data: str | None = None,
        length: str | None = None,
        locales: Iterable[str] = (),
        formats: Iterable[str] = (),
        output: Path | None = None,
        freeze: bool = False,
        dump: Path | None = None,
        notes: Iterable[Path] = (),
        skip_bad_notes: bool = False,
        as_of: datetime | None = None,
        plan: Path | None = None,
        period: PeriodKind | None = None,
        previous: Path | None = None,
        sign: Path | None = None,
    ) -> BuildRequest:
        """The request of a command line in `folder`: what it does not say comes from the settings.

        A path of `--data csv:` is read from `folder`, one in the settings from the project's folder.
        """
        project = Project.find(folder)
        settings = load_settings(project)
        return cls(
            project=project,
            now=now,
            desk=desk or settings.desk,
            data=data_spec(folder, data) if data else data_spec(project.root, settings.data),
            length=cast(Length, length or settings.length),
            locales=tuple(dict.fromkeys(locales)),
            usual_locales=settings.locales,
            formats=cast(tuple[Format, ...], tuple(dict.fromkeys(formats)) or settings.formats),
            output=folder / output if output else project.path(settings.output),
            publish_prices=settings.publish_prices,
            design=settings.design,
            require_approval=settings.require_approval,
            sign=_key(folder, sign) if sign else key_file(project, settings),
            on=on,
            freeze=freeze,
            dump=dump,
            notes=tuple(notes) or None,
            notes_folder=settings.notes,
            store=store_file(project, settings),
            calendars=calendars_file(project, settings),
            skip_bad_notes=skip_bad_notes,
            as_of=as_of,
            plan=folder / plan if plan else None,
            period=period,
            previous=previous if previous is None or str(previous) == "none" else folder / previous,
            limits=settings.limits,
            compare=data_spec(project.root, settings.compare) if settings.compare else None,
            fallback=tuple(data_spec(project.root, each) for each in settings.fallback),
        )


def _key(folder: Path, named: Path) -> Path | None:
    """The key that the command line names; `none` for none, whatever the settings say."""
    return None if str(named) == "none" else folder / named


@dataclass(frozen=True)
class Built:
    """An edition that was published, for the sentence at the end of a run."""

    folder: Path
    desk: str
    session: date
    theme: str
    sample: bool
    titles: Mapping[str, str]
    files: tuple[str, ...]
    gaps: int
    numbers: int
    verified: int
    recomputed: int
    requested_on: date | None = None
    warnings: tuple[str, ...] = field(default=())
    gates: Gates | None = None

    @property
    def exit_code(self) -> int:
        """0, or 11 where a gate warned."""
        return 11 if self.gates is not None and self.gates.outcome == "warn" else 0

    def summary(self) -> dict[str, object]:
        """As JSON, for programs."""
        return {
            "folder": str(self.folder),
            "desk": self.desk,
            "session": self.session.isoformat(),
            "requested_on": self.requested_on.isoformat() if self.requested_on else None,
            "theme": self.theme,
            "sample": self.sample,
            "titles": dict(self.titles),
            "files": list(self.files),
            "gaps": self.gaps,
            "numbers": {"on_pages": self.numbers, "verified": self.verified, "recomputed": self.recomputed},
            "warnings": list(self.warnings),
            "gates": {each.gate: each.outcome for each in self.gates.gates} if self.gates is not None else {},
        }
