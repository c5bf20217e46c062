"""One pydantic error in an editor's words: the field, its value, what is expected."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel

from reporter.notes.fields import as_plain
from reporter.registry import nearest

_EXPECTED: Mapping[str, str] = {
    "string_type": "text", "bool_type": "true or false", "int_type": "a whole number", "float_type": "a number",
    "tuple_type": "a list", "dict_type": "a text for each language", "date_type": "a date, as 2026-01-23",
}
_PATTERNS: Mapping[str, str] = {
    "id": "letters, digits, - and _", "source": "the id of a source", "subject": "a subject's id or symbol",
    "comparator": "a subject's id or symbol", "compared": "a subject's id or symbol",
    "period": "2026, 2026-Q1, 2026-01 or next_12_months", "language": "a language, as en or zh-CN",
    "quote_language": "a language, as en or zh_CN", "measure": "jan … dec or midterm", "figure": "a figure's id",
    "rule": "the id of a rule",
}


def sentence(model: type[BaseModel], error: Mapping[str, Any], what: str) -> tuple[str, str]:
    """The message and the rule of one error that `model` found; `what` is the kind of note."""
    keys = tuple(str(key) for key in error["loc"])
    name, kind, value = ".".join(keys), str(error["type"]), error["input"]
    context = error.get("ctx", {})
    if kind == "missing":
        field = model.model_fields.get(keys[0])
        hint = f", {field.description}" if field is not None and field.description else ""
        return f"{what} has no {name}; add {name}:{hint.removeprefix(',')}", "note-missing"
    if kind == "extra_forbidden":
        near = nearest(keys[-1], model.model_fields)
        if keys[-1].isdigit():
            return f"{what} has no field {name}; write numbers without thousands commas", "note-field"
        hint = f"did you mean {near}?" if near else f"it has {', '.join(sorted(model.model_fields))}"
        return f"{what} has no field {name}; {hint}", "note-field"
    if kind == "literal_error":
        known = re.findall(r"'([^']*)'", str(context["expected"]))
        near = nearest(str(value), known)
        hint = f"did you mean {near}? " if near else ""
        return f"{name} is {as_plain(value)}; {hint}it is one of {', '.join(known)}", "note-field"
    return f"{name} is {as_plain(value)}; it must be {_expected(keys, kind, error, context)}", _rule(keys, kind)


def _expected(keys: tuple[str, ...], kind: str, error: Mapping[str, Any], context: Mapping[str, Any]) -> str:
    if kind == "string_pattern_mismatch":
        return _PATTERNS.get(keys[0], "an id of names.toml: lower-case letters, digits, - and _")
    if kind == "greater_than":
        return f"above {context['gt']:g}"
    if kind == "greater_than_equal":
        return f"{context['ge']} or more"
    if kind == "less_than_equal":
        return f"{context['le']} or less"
    if kind == "string_too_short":
        return "something; it is empty"
    if kind in ("string_too_long", "too_long"):
        return f"at most {context['max_length']} long"
    if kind in _EXPECTED:
        return _EXPECTED[kind]
    return str(error["msg"]).removeprefix("Value error, ").removeprefix("Input should be ")


def _rule(keys: tuple[str, ...], kind: str) -> str:
    if keys[0] in ("date", "as_of", "expires", "session", "start", "end", "base_date", "horizon"):
        return "note-date"
    if keys[0] == "url":
        return "note-url"
    if kind == "value_error" and keys[-1] in ("title", "publisher", "author", "via"):
        return "note-html"
    return "note-value" if kind == "value_error" else "note-field"
