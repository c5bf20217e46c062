"""The part of `reporter.api` that makes no edition: questions about one, plans, checks, the website, the store.

Each function takes the folder that a project is looked for in; an edition that is not named is the latest one there.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from reporter.errors import Problem
    from reporter.model import Claim, Figure
    from reporter.preview.differing import Change
    from reporter.request import Step
    from reporter.siting import SiteBuilt
    from reporter.verification.asking import Answer


@dataclass(frozen=True)
class Explanation:
    """A figure or a claim of an edition, and everything that makes it up in lines of plain text."""

    noun: Figure | Claim
    text: str


def ask(question: str, folder: str | Path = ".", *, edition: Path | None = None) -> Answer:
    """Answer a question in Chinese or English from what an edition prints; what it does not say is not answered."""
    from reporter.briefing_file import read_briefing
    from reporter.project import Project
    from reporter.verification.asking import ask as answer

    place = find_edition(edition, folder)
    locales = Project.find(Path(folder)).folders("locales")
    return answer(question, read_briefing(place / "briefing.json"), place, locales)


def explain(name: str, folder: str | Path = ".", *, edition: Path | None = None) -> Explanation:
    """Where a figure or a claim comes from, by its id. A UsageError that names the nearest where there is none."""
    from reporter.briefing_file import read_briefing
    from reporter.cli.explanation import explain_claim, explain_figure
    from reporter.errors import UsageError
    from reporter.registry import nearest

    place = find_edition(edition, folder)
    briefing = read_briefing(place / "briefing.json")
    for figure in briefing.figures:
        if figure.id == name:
            told = _for_readers(place, figure.metric, Path(folder))
            return Explanation(figure, explain_figure(figure, briefing, place / "prices.csv", told))
    for claim in briefing.claims:
        if claim.id == name:
            return Explanation(claim, explain_claim(claim, briefing))
    near = nearest(name, [*(each.id for each in briefing.figures), *(each.id for each in briefing.claims)])
    hint = f"; did you mean {near}?" if near else f"; its briefing.json lists {len(briefing.figures)} figures."
    raise UsageError(f"The edition {place} has no figure or claim {name!r}{hint}")


def _for_readers(edition: Path, metric: str, folder: Path) -> list[str]:
    """The definition of a metric in each language that an edition is published in."""
    from reporter.language import Language
    from reporter.project import Project
    from reporter.rendering.glossary import plain_definition

    roots = Project.find(folder).folders("locales")
    pages = {path.stem for path in edition.iterdir() if path.suffix in (".html", ".pdf", ".md")}
    tags = sorted(tag for tag in pages if any((root / tag).is_dir() for root in roots))
    return [plain_definition(text) for tag in tags if (text := Language.load(tag, roots).definition(metric))]


def check(
    folder: str | Path = ".", *, now: datetime | None = None, data: str | None = None, on: date | None = None
) -> list[Problem]:
    """Every mistake in settings, desks, templates, words and notes; those of severity `error` forbid a build."""
    from reporter.cli.checks import everything
    from reporter.project import Project

    return everything(Project.find(Path(folder)), now or _now(), data, on)


def diff(
    folder: str | Path = ".",
    *,
    against: Path | None = None,
    scenarios: Sequence[str] = (),
    locales: Sequence[str] = (),
) -> list[Change]:
    """Sentences that a project says otherwise than the program as it came, or than another project."""
    from reporter.preview import differing
    from reporter.preview.scenarios import SCENARIOS
    from reporter.project import Project
    from reporter.settings import load_settings

    project = Project.find(Path(folder))
    other = Project.find(against) if against is not None else None
    tags = tuple(locales) or load_settings(project).locales
    return list(differing.changes(project, tuple(scenarios) or tuple(SCENARIOS), tags, other))


def approve(by: str, folder: str | Path = ".", *, now: datetime | None = None) -> tuple[str, ...]:
    """Approve a project's templates and words as they are; the names of those that were not approved before."""
    from reporter.approving import approve as put_down
    from reporter.project import Project

    return put_down(Project.find(Path(folder)), by, now or _now())


def site(
    folder: str | Path = ".",
    *,
    output: Path | None = None,
    url: str | None = None,
    search: bool = True,
    check: bool = True,
    progress: Step | None = None,
) -> SiteBuilt:
    """Build and publish the website of the editions; readers see the old one until the new one is whole."""
    from reporter.siting import SiteRequest, build

    asked = SiteRequest.from_settings(Path(folder), output=output, url=url, search=search, check=check)
    return build(asked, progress or (lambda _: None))


def rollback(folder: str | Path = ".", *, output: Path | None = None) -> Path:
    """Let readers see the website's release before this one; its folder."""
    from reporter.siting import SiteRequest, back

    return back(SiteRequest.from_settings(Path(folder), output=output))


def backup(file: Path, folder: str | Path = ".") -> dict[str, Any]:
    """Copy the store of prices, whole and checked, also while it is in use."""
    from reporter.data import back_up

    return back_up(_store(Path(folder)), file)


def restore(file: Path, folder: str | Path = ".") -> dict[str, Any]:
    """Put a copy of the store in its place; the old one stays beside it."""
    from reporter.data import restore as put_back

    return put_back(_store(Path(folder)), file)


def _store(folder: Path) -> Path | None:
    from reporter.project import Project
    from reporter.settings import load_settings, store_file

    project = Project.find(folder)
    return store_file(project, load_settings(project))


def find_edition(given: Path | None, folder: str | Path = ".") -> Path:
    """The folder that was named, else the latest edition in the project's output; a UsageError where there is none."""
    from reporter.errors import UsageError
    from reporter.project import Project
    from reporter.settings import load_settings

    if given is not None:
        if not (given / "briefing.json").is_file():
            raise UsageError(
                f"{given} is no edition: it has no briefing.json. Name a folder output/editions/DATE/DESK."
            )
        return given
    project = Project.find(Path(folder))
    output = project.path(load_settings(project).output)
    # Folders are named by date, so the last in order is the latest; of several desks the one built last.
    found = sorted(
        output.glob("editions/*/*/briefing.json"), key=lambda path: (path.parts[-3], path.stat().st_mtime_ns)
    )
    if not found:
        raise UsageError(f"There is no edition in {output}; make one with: reporter build.")
    return found[-1].parent


def _now() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)
