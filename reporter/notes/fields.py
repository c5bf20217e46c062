"""The fields that notes are made of: each reads one form and says in a few words which."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Mapping
from datetime import date, datetime
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_HTTP = re.compile(r"https?://[^\s/?#@<>\"'\\]+(?:[/?#][^\s<>\"'\\]*)?", re.ASCII)
_HTML = re.compile(r"<\s*[/!?]?\s*[A-Za-z]")
_HIDDEN = re.compile("[\u0000-\u0008\u000b-\u001f\u007f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
"""Characters that change the order or look of a line without being seen."""

LOCALES = ("zh_CN", "en")


class Fields(BaseModel):
    """Strict: a number in quotation marks is text, an unknown key a mistake."""

    model_config = ConfigDict(strict=True, frozen=True, extra="forbid", allow_inf_nan=False, defer_build=True)


def day_of(value: object) -> object:
    """A date, written 2026-01-23 with or without quotation marks."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, str) and _DAY.fullmatch(value):
        try:
            return date.fromisoformat(value)
        except ValueError:
            raise ValueError("a date of the calendar, as 2026-01-23") from None
    if not isinstance(value, date):
        raise ValueError("a date, as 2026-01-23")
    return value


def horizon_of(value: object) -> object:
    """The last day of what a forecast speaks of: a date, a year (its end), a month, or `12m` from publication."""
    text = str(value)
    if isinstance(value, int) and not isinstance(value, bool) and re.fullmatch(r"(19|20)\d\d", text):
        return date(value, 12, 31).isoformat()
    if isinstance(value, str) and re.fullmatch(r"(19|20)\d\d", text):
        return f"{text}-12-31"
    month = re.fullmatch(r"((?:19|20)\d\d)-(0[1-9]|1[0-2])", text)
    if isinstance(value, str) and month:
        year, number = int(month[1]), int(month[2])
        return date(year, number, monthrange(year, number)[1]).isoformat()
    if isinstance(value, str) and re.fullmatch(r"[1-9]\d?m", text):
        return text
    try:
        day = day_of(value)
    except ValueError:
        raise ValueError("a date, a year, a month as 2026-06, or months from publication as 12m") from None
    assert isinstance(day, date)
    return day.isoformat()


def months_after(day: date, months: int) -> date:
    """The same day some months later, or the last of a shorter month."""
    index = day.year * 12 + day.month - 1 + months
    year, month = index // 12, index % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def plain(value: str) -> str:
    """One line of text without markup or hidden characters."""
    if _HTML.search(value):
        raise ValueError("plain text without HTML")
    if _HIDDEN.search(value) or "\n" in value.strip():
        raise ValueError("one line without hidden control characters")
    return value.strip()


def web_address(value: str) -> str:
    if not _HTTP.fullmatch(value):
        raise ValueError("an address that starts with http:// or https://")
    return value


def prose(value: str) -> str:
    """Markdown of any length; what it holds is judged by `prose.check`."""
    if _HIDDEN.search(value.replace("\t", " ").replace("\r", "")):
        raise ValueError("text without hidden control characters")
    return value.strip()


def texts(value: object) -> object:
    """Text by locale."""
    if not isinstance(value, Mapping):
        raise ValueError("a text for each language: {" + ": …, ".join(LOCALES) + ": …}")
    return value


def number_of(value: object) -> object:
    """A number as YAML writes it; text that looks like one is told how to write it."""
    if isinstance(value, str):
        if value.strip().endswith("%"):
            raise ValueError("a number: leave the % out and write unit: percent")
        if re.fullmatch(r"[-+]?[\d,]+(\.\d+)?", value.strip()):
            raise ValueError("a number: no quotation marks, no thousands commas")
        raise ValueError("a number")
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise ValueError("a number")
    return float(value)


def whole_of(value: object) -> object:
    if isinstance(value, bool) or not isinstance(value, int):
        raise ValueError("a whole number without quotation marks")
    return value


def period_of(value: object) -> object:
    """A year may stand without quotation marks."""
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


Line = Annotated[str, Field(min_length=1, max_length=400), AfterValidator(plain)]
Prose = Annotated[str, Field(min_length=1, max_length=8000), AfterValidator(prose)]
Texts = Annotated[dict[str, Prose], BeforeValidator(texts)]
NoteId = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]{0,59}$")]
NameId = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_-]{0,59}$")]
"""An id of `locales/*/names.toml`."""
SubjectId = Annotated[str, Field(pattern=r"^\^?[A-Za-z0-9][A-Za-z0-9_.=-]{0,29}$")]
"""A subject of a desk (`rut`), its symbol (`^RUT`), or a term that names.toml has (`small_caps`, `fed_funds`)."""
Day = Annotated[date, BeforeValidator(day_of, json_schema_input_type=date)]
Horizon = Annotated[str, BeforeValidator(horizon_of, json_schema_input_type=str | int)]
Address = Annotated[str, Field(max_length=2000), AfterValidator(web_address)]
Number = Annotated[float, BeforeValidator(number_of, json_schema_input_type=float)]
Positive = Annotated[float, BeforeValidator(number_of, json_schema_input_type=float), Field(gt=0)]
Count = Annotated[int, BeforeValidator(whole_of, json_schema_input_type=int), Field(ge=0, le=1_000_000)]
Period = Annotated[
    str, BeforeValidator(period_of, json_schema_input_type=str | int),
    Field(pattern=r"^(19|20)\d\d(-(Q[1-4]|H[12]|0[1-9]|1[0-2]))?$|^next_12_months$"),
]
Stance = Literal["bull", "bear", "neutral"]
Direction = Literal["up", "down", "flat"]


def dated(horizon: str | None, published: date) -> date | None:
    """A horizon as a date."""
    if horizon is None:
        return None
    if horizon.endswith("m"):
        return months_after(published, int(horizon[:-1]))
    return date.fromisoformat(horizon)


def as_plain(value: Any) -> str:
    """A value as an editor would have typed it, short enough for a message."""
    text = value.isoformat() if isinstance(value, date) else str(value)
    return repr(text if len(text) <= 50 else text[:47] + "…") if isinstance(value, str) else text[:50]


NAMED = ("person", "institution", "group", "pattern", "effect", "series", "concept")
SUBJECTS = ("subject", "comparator")
SHARES_OF = ("exposure", "concentration_share")
"""Kinds whose `measure` is such an id."""


def named_in(fields: BaseModel) -> list[tuple[str, str]]:
    """Fields of a note that hold an id which readers see by its name in `names.toml`, with the id."""
    found = [(name, value) for name in NAMED if isinstance(value := getattr(fields, name, None), str)]
    if getattr(fields, "kind", None) in SHARES_OF:
        found.append(("measure", str(getattr(fields, "measure", ""))))
    found += [(name, value) for name in SUBJECTS if isinstance(value := getattr(fields, name, None), str)]
    return found
