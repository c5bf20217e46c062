"""`reporter.toml` and its settings. Every mistake of the file is reported at once, with its line."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, field_validator

from reporter.delivery.channels import Channel
from reporter.errors import ConfigError, Problem
from reporter.model.design import Design
from reporter.model.gate import LIMITS, Limit
from reporter.operations_settings import DailySettings
from reporter.project import Project
from reporter.registry import unknown
from reporter.toml import mistakes, read

Length = Literal["brief", "standard", "full"]
Format = Literal["html", "pdf", "md", "json", "txt", "card", "mail", "fragment"]
PublishPrices = Literal["none", "used"]

DATA = ("sample", "yahoo", "stooq", "store")
FORMATS: tuple[Format, ...] = ("html", "pdf", "md", "json", "txt", "card")
"""What is written where nothing is said; mail and fragment are for those who ask."""


def _data(value: object) -> object:
    """One of `DATA`, `csv:PATH` or `stooq:ADDRESS`; anything else is a mistake."""
    if isinstance(value, str) and (value in DATA or re.fullmatch(r"csv:.+|stooq:https?://.+", value)):
        return value
    raise ValueError("sample, yahoo, stooq, store or csv:PATH")


def _data_or_none(value: object) -> object:
    return value if value == "" else _data(value)


class GateLimits(BaseModel):
    """From which value a gate warns and holds; `false` for never."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    warn: float | None = None
    hold: float | None = None

    @field_validator("warn", "hold", mode="before")
    @classmethod
    def _never(cls, value: object) -> object:
        return None if value is False else value


def _address(value: object) -> object:
    """An address of the web, or nothing."""
    if value == "":
        return value
    parts = urlsplit(value) if isinstance(value, str) else None
    if parts is None or parts.scheme not in ("http", "https") or not parts.netloc or parts.query or parts.fragment:
        raise ValueError("an address such as https://example.org/briefings")
    return value


class SiteSettings(BaseModel):
    """`[site]`: the website made from the editions."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    url: Annotated[str, BeforeValidator(_address)] = ""
    """Where readers find it, as https://example.org/briefings; feeds, sitemaps and search engines need it."""


class Settings(BaseModel):
    """What `reporter.toml` may say; each has a default, so an empty file is a valid one."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    desk: str = "us-small-caps"
    """The desk that is built where the command line names none."""
    data: Annotated[str, BeforeValidator(_data)] = "sample"
    """Where prices come from: sample, yahoo, stooq, store or csv:PATH (PATH read from the project folder)."""
    locales: tuple[str, ...] = Field(default=("zh_CN", "en"), min_length=1)
    """The languages of every edition: names of folders in locales/."""
    formats: tuple[Format, ...] = Field(default=FORMATS, min_length=1)
    """What is written beside manifest and prices."""
    length: Length = "standard"
    """How long a briefing is: brief, standard or full."""
    output: str = "output"
    """The folder that editions are published to, read from the project folder."""
    notes: str = "notes"
    """The folder of research notes, read from the project folder; it may be absent."""
    store: str = ""
    """The file in which live prices are kept, read from the project folder; in the user's data folder where empty."""
    calendars: str = "calendars.toml"
    """A file of closures and openings that the exchanges' calendars do not know yet; it may be absent."""
    publish_prices: PublishPrices = "used"
    """Whether an edition carries the prices that its figures use; some vendors forbid it."""
    fallback: tuple[Annotated[str, BeforeValidator(_data)], ...] = ()
    """Where prices come from that `data` does not have, in this order: csv:PATH, store, stooq, yahoo."""
    compare: Annotated[str, BeforeValidator(_data_or_none)] = ""
    """Prices of a second provider that the closes of the session are held against; none where empty."""
    state: str = "state"
    """The folder of what runs remember: lock, journal, health, what was sent; read from the project folder."""
    sign: str = ""
    """A private key (`reporter new key`) that every edition is signed with, read from the project folder; ~ is home."""
    require_approval: bool = False
    """Whether only templates and words that `reporter approve` has put down may be published."""
    gates: Mapping[str, GateLimits] = {}
    """Limits of gates that are other than the usual ones."""
    daily: DailySettings = DailySettings()
    """The daily run."""
    site: SiteSettings = SiteSettings()
    """The website."""
    delivery: Mapping[str, Channel] = {}
    """Where editions are sent, by a name of your own."""
    design: Design = Design()
    """How editions look; a desk file may say otherwise for its own."""

    @field_validator("gates")
    @classmethod
    def _known(cls, value: Mapping[str, GateLimits]) -> Mapping[str, GateLimits]:
        for name in value:
            if name not in LIMITS:
                raise ValueError(unknown("gate", name, LIMITS))
        return value

    @property
    def limits(self) -> dict[str, Limit]:
        """The limits that the settings change, whole."""
        return {
            name: LIMITS[name].model_copy(update=each.model_dump(exclude_unset=True))
            for name, each in self.gates.items()
        }


def load_settings(project: Project) -> Settings:
    """The settings of a project, or the defaults without one; a ConfigError that lists every mistake."""
    if project.settings_file is None:
        return Settings()
    file = read(project.settings_file, "settings-toml")
    problems: list[Problem] = mistakes(file, Settings, "settings")
    if problems:
        count = "one mistake" if len(problems) == 1 else f"{len(problems)} mistakes"
        raise ConfigError(f"{file.path.name} has {count}.", problems)
    return Settings.model_validate(file.data)


def calendars_file(project: Project, settings: Settings) -> Path | None:
    """The project's file of closures and openings; None where it has none."""
    path = project.path(settings.calendars)
    return path if project.settings_file is not None and path.is_file() else None


def store_file(project: Project, settings: Settings) -> Path | None:
    """The file of live prices that the settings name; None for the one in the user's data folder."""
    return project.path(settings.store) if settings.store else None


def key_file(project: Project, settings: Settings) -> Path | None:
    """The private key that the settings name; None where editions are not signed."""
    return project.path(settings.sign) if settings.sign else None


def public_key(project: Project, edition: Path) -> Path | None:
    """The public key beside the private one of the settings, for an edition that is signed at all."""
    if project.settings_file is None or not (edition / "manifest.json.sig").is_file():
        return None
    own = key_file(project, load_settings(project))
    public = own.with_name(own.name + ".pub") if own is not None else None
    return public if public is not None and public.is_file() else None


def data_spec(folder: Path, data: str) -> str:
    """A data setting with the path of `csv:` made absolute, read from `folder`."""
    if not data.startswith("csv:") or data == "csv:":
        return data
    return f"csv:{(folder / Path(data[4:]).expanduser()).resolve()}"
