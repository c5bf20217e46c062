"""Articles of others against a project's prices."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from reporter.data import load
from reporter.desk_files import find_desks, load_desk
from reporter.model import Desk
from reporter.project import Project
from reporter.request import Step
from reporter.settings import data_spec, load_settings, store_file
from reporter.verification.factcheck import FactReport
from reporter.verification.factcheck import factcheck as check

if TYPE_CHECKING:
    import pandas as pd


def factcheck(
    files: Iterable[Path | str], folder: Path, data: str | None, on: date | None, now: datetime, step: Step
) -> FactReport:
    """Check articles; `data` names where prices come from, without it only the articles are compared."""
    prices = None
    project = Project.find(folder)
    if data is not None:
        step("data")
        prices = _prices(project, folder, data, now)
    step("checking")
    return check(files, prices, on, project.folders("locales"))


def _prices(project: Project, folder: Path, data: str, now: datetime) -> dict[str, pd.DataFrame]:
    """Every series that a source has of the instruments of all desks, by symbol; yields in percent."""
    desks = [load_desk(name, project).desk(name, now.date()) for name in find_desks(project)]
    subjects = {subject.symbol: subject for desk in desks for subject in desk.subjects if subject.symbol}
    every = Desk(id="factcheck", market="us_equities", subjects=tuple(subjects.values()), minimum_subjects=0)
    store = store_file(project, load_settings(project))
    market = load(data_spec(folder, data), every, now=now, store_path=store)
    return {
        market.subjects[name].symbol: bars * 100 if market.subjects[name].kind == "yield" else bars
        for name, bars in market.bars.items()
    }
