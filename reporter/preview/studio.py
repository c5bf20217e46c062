"""One project in the studio: its scenarios, the last good pages, and what an editor asks of them."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

from reporter.errors import ConfigError
from reporter.model import Briefing
from reporter.preview import phrase_files, scenarios, stage
from reporter.preview.bounds import bounded
from reporter.project import Project
from reporter.registry import unknown
from reporter.request import BuildRequest
from reporter.settings import load_settings


class Studio:
    """Nothing of the editor's runs in this process: pages and words come from `bounded` ones."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self._good: dict[tuple[str, str], str] = {}
        self._sheets: dict[tuple[str, str], list[bytes]] = {}
        self._frozen: dict[tuple[str, str], Briefing] = {}
        self._making = threading.Lock()

    @property
    def locales(self) -> tuple[str, ...]:
        return load_settings(self.project).locales

    @property
    def scenarios(self) -> tuple[str, ...]:
        return tuple(scenarios.SCENARIOS)

    def briefing(self, scenario: str) -> Briefing:
        """The frozen briefing of a scenario, or of a session of the sample by its date."""
        with self._making:  # two requests for one briefing make it once
            key = scenario, scenarios.state(self.project)
            if key not in self._frozen:
                self._frozen[key] = scenarios.frozen(_scenario(scenario), self.project)
            return self._frozen[key]

    def request(self, briefing: Briefing) -> BuildRequest:
        return scenarios.request(self.project, briefing.session)

    def page(self, scenario: str, locale: str) -> str:
        briefing = self.briefing(scenario)
        html = bounded(stage.page, self.request(briefing), briefing, locale)
        self._good[scenario, locale] = html
        return html

    def last_good(self, scenario: str, locale: str) -> str | None:
        return self._good.get((scenario, locale))

    def paper(self, scenario: str, locale: str) -> int:
        """Lay the PDF out again; how many pages it has."""
        briefing = self.briefing(scenario)
        sheets = bounded(stage.paper, self.request(briefing), briefing, locale, seconds=90)
        self._sheets[scenario, locale] = sheets
        return len(sheets)

    def sheet(self, scenario: str, locale: str, number: int) -> bytes | None:
        sheets = self._sheets.get((scenario, locale), [])
        return sheets[number - 1] if 0 < number <= len(sheets) else None

    def said(self, scenario: str, locale: str, passage: str) -> Mapping[str, Any]:
        """The words of a passage here, and in the other languages."""
        briefing = self.briefing(scenario)
        found: dict[str, Any] = asdict(bounded(stage.said, self.project, briefing, locale, passage))
        others = [tag for tag in self.locales if tag != locale]
        beside = {tag: phrase_files.find_phrase(self.project, tag, found["macro"]) for tag in others}
        return found | {
            "file": _short(self.project, Path(found["path"])),
            "beside": {tag: {"text": phrase.text, "own": phrase.own} for tag, phrase in beside.items()},
            "lagging": self.lagging(found["macro"]),
        }

    def explained(self, scenario: str, figure: str) -> str:
        return stage.explained(self.briefing(scenario), figure)

    def tried(self, locale: str, macro: str, text: str) -> Mapping[str, str]:
        """What words that are not saved say in every scenario."""
        phrase = phrase_files.find_phrase(self.project, locale, macro).worded(text)
        every: Sequence[tuple[str, Briefing]] = [(name, self.briefing(name)) for name in self.scenarios]
        return bounded(stage.tried, self.project, every, locale, phrase)

    def save(self, locale: str, macro: str, text: str) -> Mapping[str, Any]:
        """Put words in the project's file. Words with a mistake are refused, with its line."""
        wanted = phrase_files.find_phrase(self.project, locale, macro).worded(text)
        problems = bounded(stage.mistakes, self.project, locale, wanted)
        if problems:
            raise ConfigError("Not saved: the words have a mistake.", problems)
        phrase = phrase_files.save(self.project, locale, macro, text)
        return {"file": _short(self.project, phrase.path), "lagging": self.lagging(macro)}

    def lagging(self, macro: str) -> list[str]:
        return list(phrase_files.lagging(self.project, self.locales, macro))

    def watched(self) -> list[Path]:
        """Folders and files that a page is made of."""
        own = [self.project.root / name for name in ("templates", "locales", "desks", "notes")]
        packaged = [folder for name in ("templates", "locales") for folder in self.project.folders(name)]
        settings = [self.project.settings_file] if self.project.settings_file else []
        return list(dict.fromkeys([*own, *packaged, *settings]))


def _scenario(name: str) -> scenarios.Scenario:
    """A scenario by its name, or a session of the sample by its date."""
    if name in scenarios.SCENARIOS:
        return scenarios.SCENARIOS[name]
    try:
        return scenarios.Scenario(name, date.fromisoformat(name))
    except ValueError:
        raise ConfigError(unknown("scenario", name, scenarios.SCENARIOS)) from None


def _short(project: Project, path: Path) -> str:
    """A path as an editor would name it: from the project, else from the program's own folders."""
    for root in (project.root, *(folder.parent for folder in project.folders("locales"))):
        if path.is_relative_to(root):
            return str(path.relative_to(root))
    return str(path)
