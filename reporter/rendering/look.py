"""The look of a page: a theme's tokens, and what the settings put in their place.

A theme is a file in `templates/themes/`. Page and paper take sizes, spaces and colours from the same tokens.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Literal

from markupsafe import Markup
from pydantic import BaseModel, ConfigDict, Field, model_validator

from reporter import toml
from reporter.errors import ConfigError, Problem
from reporter.model.design import Design
from reporter.model.speech import Speech
from reporter.registry import unknown

FOLDER = "themes"
COLOURS = (
    "page", "ink", "soft", "rule", "firm", "accent", "tint", "track", "warn", "warn_tint", "chance", "chance_tint",
    "watch", "watch_tint", "red", "green", "line1", "line2", "line3", "line4", "line5", "line6",
)  # fmt: skip
SIZES = (
    "screen", "phone", "paper", "tiny", "small", "label", "text", "lead", "part", "section", "pull", "headline",
)  # fmt: skip
SPACES = ("hair", "s", "m", "l", "xl")
Length = Annotated[str, Field(pattern=r"^\d*\.?\d+(rem|em|px|pt|mm)$|^0$")]
Hex = Annotated[str, Field(pattern=r"^#[0-9a-fA-F]{6}$")]


class ThemeFile(BaseModel):
    """What a theme may say; it says all of it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    headline: Literal["serif", "sans"]
    text: Literal["serif", "sans"]
    corner: Length
    size: dict[str, Length]
    space: dict[str, Length]
    light: dict[str, Hex]
    dark: dict[str, Hex]

    @model_validator(mode="after")
    def _complete(self) -> ThemeFile:
        wanted = {"size": SIZES, "space": SPACES, "light": COLOURS, "dark": COLOURS}
        missing = [f"{t}.{n}" for t, names in wanted.items() for n in names if n not in getattr(self, t)]
        strange = [f"{t}.{n}" for t, names in wanted.items() for n in getattr(self, t) if n not in names]
        if missing or strange:
            told = [f"lacks {', '.join(missing)}"] * bool(missing) + [f"knows no {', '.join(strange)}"] * bool(strange)
            raise ValueError("a whole theme: it " + " and ".join(told))
        return self


@dataclass(frozen=True)
class Look:
    """What templates see as `page.look`. `light` also serves paper; `up` and `down` are among the colours."""

    headline: str
    text: str
    corner: str
    size: Mapping[str, str]
    space: Mapping[str, str]
    light: Mapping[str, str]
    dark: Mapping[str, str]
    paper: str
    logo: Markup | None
    house: str | None
    disclaimer: str | None


def look(design: Design, language: Speech, folders: Sequence[Path]) -> Look:
    """The theme of a design with the house's own colours, for one language. `folders` are strongest first."""
    theme = _theme(design.theme, tuple(folders))
    rising = str(language.settings["colours"]["rising"]) if design.rising == "locale" else design.rising
    return Look(
        headline=theme.headline, text=theme.text, corner=theme.corner,
        size=MappingProxyType(theme.size), space=MappingProxyType(theme.space),
        light=_colours(theme.light, design.accent, rising), dark=_colours(theme.dark, design.accent_dark, rising),
        paper=design.paper, logo=_logo(design), house=design.house.get(language.tag),
        disclaimer=design.disclaimer.get(language.tag),
    )


def _colours(theme: Mapping[str, str], accent: str, rising: str) -> Mapping[str, str]:
    falling = "green" if rising == "red" else "red"
    own = {"accent": accent, "line1": accent} if accent else {}
    return MappingProxyType({**theme, **own, "up": theme[rising], "down": theme[falling]})


def _logo(design: Design) -> Markup | None:
    """The address of the picture, which is part of the page: nothing is fetched."""
    if not design.logo:
        return None
    if not re.match(r"data:image/(svg\+xml|png);base64,[A-Za-z0-9+/=]+$", design.logo):
        raise ConfigError("The logo has not been read; name an SVG or PNG file in [design].")
    return Markup(design.logo)


@lru_cache(maxsize=8)
def _theme(name: str, folders: tuple[Path, ...]) -> ThemeFile:
    found = {path.stem: path for folder in reversed(folders) for path in sorted((folder / FOLDER).glob("*.toml"))}
    if name not in found:
        raise ConfigError(unknown("theme", name, found))
    file = toml.read(found[name], "theme")
    problems = toml.mistakes(file, ThemeFile, "theme")
    if problems:
        raise ConfigError(f"The theme {name!r} is wrong; mend the lines that are named.", problems)
    return ThemeFile.model_validate(file.data)


def theme_problems(folders: Sequence[Path]) -> list[Problem]:
    """The mistakes of every theme there is."""
    problems: list[Problem] = []
    for path in (path for folder in folders for path in sorted((folder / FOLDER).glob("*.toml"))):
        try:
            problems += toml.mistakes(toml.read(path, "theme"), ThemeFile, "theme")
        except ConfigError as error:
            problems += error.problems or (Problem(str(path), error.message, "theme"),)
    return problems
