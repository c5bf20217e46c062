"""The text of a new note of a kind, and the JSON Schema that editors' programs complete and check notes with."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel
from pydantic.fields import FieldInfo
from pydantic.json_schema import models_json_schema

from reporter.errors import UsageError
from reporter.notes.fields import LOCALES
from reporter.notes.kinds import EVERYDAY, KINDS, kind_of
from reporter.notes.number_kinds import Share
from reporter.notes.shapes import NoteFields, SourceFields, Valued
from reporter.registry import unknown

TITLE = "Research notes"
_VALUES = {
    "points": "2825", "percent": "12", "fraction": "0.12", "bp": "50", "times": "22", "USD": "78.6",
    "percentage_points": "2.5", "count": "1",
}
_RARE = {"id", "as_of", "session", "approximate", "stance", "person", "institution"}


def note_template(kind: str) -> str:
    """A file with one note of a kind, ready to be filled in; UsageError where there is no such kind.

    What is required stands there with an example; the rest is a comment. It loads as it is, so that `check` guides on,
    and is a draft, so that no example is published.
    """
    found = kind_of(kind)
    if found is None:
        raise UsageError(unknown("kind of note", kind, [*KINDS, *EVERYDAY]))
    model = KINDS[found]
    lines = [f"# {found}: {model.title}", "sources:"]
    lines += _fields(SourceFields, "  - ", {})
    lines += ["claims:"]
    lines += _fields(model, "  - ", {"kind": found, "draft": "true", **_given(model)})
    return "\n".join(lines) + "\n"


def _given(model: type[NoteFields]) -> dict[str, str]:
    """Fields that a template of this kind shows though the model does not demand them of every note."""
    given: dict[str, str] = {}
    if issubclass(model, Valued) and (not model.optional or issubclass(model, Share)):
        given = {"value": _VALUES.get(model.units[0], "1"), "unit": model.units[0]}
        if model.units[0] == "USD":
            given["scale"] = "billion"
    fields = model.model_fields
    if "pattern" in fields and "part" in fields:
        given |= {"value": "2861", "unit": "points"}
    given |= {name: _example(fields[name]) for name in ("negative", "positive", "total", "direction")
              if name in fields and fields[name].examples}
    if "previous" in fields:
        given["direction"] = "up"
    words = "{" + ", ".join(f'{tag}: "…"' for tag in LOCALES) + "}"
    if model.worded:
        given["text"] = words
    if fields.get("quote") is not None and fields["quote"].is_required():
        given["quote"] = words
    return given


def _fields(model: type[BaseModel], bullet: str, given: dict[str, str]) -> list[str]:
    required, rest = [], []
    for name, field in model.model_fields.items():
        value = given.get(name) or _example(field)
        note = f"  # {field.description}" if field.description else ""
        if name in given or field.is_required():
            required.append(f"{name}: {value}{note}")
        else:
            shown = value or _default(field)
            rest.append((name in _RARE, f"# {name}:{' ' + shown if shown else ''}{note}"))
    # `source` and `kind` first: they say what the rest means
    order = {name: place for place, name in enumerate(("id", "source", "draft", "kind", "subject"))}
    required.sort(key=lambda line: order.get(line.split(":")[0], 9))
    indent = " " * len(bullet)
    body = [*required, *(line for _, line in sorted(rest, key=lambda pair: pair[0]))]
    return [bullet + body[0], *(indent + line for line in body[1:])]


def _example(field: FieldInfo) -> str:
    if not field.examples:
        return ""
    text = str(field.examples[0])
    return f'"{text}"' if ": " in text or text.endswith(":") else text


def _defined(reference: Any) -> str:
    return str(reference["$ref"]).rsplit("/", 1)[1]


def _default(field: FieldInfo) -> str:
    return "" if field.default in (None, ()) else str(field.default).lower()


def notes_schema() -> dict[str, Any]:
    """JSON Schema (2020-12) of a file of notes, for completion and checks in an editor."""
    models: list[type[BaseModel]] = [SourceFields, *KINDS.values()]
    references, definitions = models_json_schema([(m, "validation") for m in models])
    defs = dict(definitions["$defs"])
    for kind, model in KINDS.items():
        shape = defs[_defined(references[(model, "validation")])]
        shape["properties"]["kind"] = {"enum": [kind, *(name for name, of in EVERYDAY.items() if of == kind)],
                                       "description": model.title}
        if model.needs_words({}) and model.needs_words({"event": "earnings"}):
            shape["required"] = [*shape.get("required", []), "text"]
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema", "title": TITLE, "type": "object",
        "additionalProperties": False, "$defs": defs,
        "properties": {
            "sources": {"type": "array", "items": references[(SourceFields, "validation")]},
            "claims": {"type": "array", "items": {"oneOf": [references[(m, "validation")] for m in KINDS.values()]}},
            "sample": {"type": "boolean"},
        },
    }
