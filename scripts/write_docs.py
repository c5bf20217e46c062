"""Writes the pages of docs/ that are made from code: metrics.md and the schemas. A test keeps them current."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from reporter.language import Language
from reporter.metrics import definitions
from reporter.model import Briefing
from reporter.notes import notes_schema
from reporter.project import packaged
from reporter.rendering.glossary import plain_definition

DOCS = Path(__file__).resolve().parents[1] / "docs"
HEAD = """\
# Metrics

Every number that a briefing can hold. This page is made from the declarations in `reporter/metrics/` and from what
readers are told of each (`locales/*/definitions.toml`) by `python scripts/write_docs.py`; `reporter metrics list`
prints the declarations.

Units are canonical: a `fraction` of 0.0675 prints as 6.75%, `pp` is a difference of fractions, `percentile` a share of
observations from 0 to 1, `level` the unit of the subject's own level (points, a currency, a yield's fraction). Decimals
count those of the stored value that are printed.
"""

NOTES = """
## What notes bring

Research notes add numbers that no price gives. Where one is computed from them, its formula stands in the edition.
"""
LOCALES = ("en", "zh_CN")


def pages() -> Mapping[str, str]:
    """Name of each made page → its text."""
    return {"metrics.md": metrics(), "briefing.schema.json": schema(), "notes.schema.json": notes()}


def metrics() -> str:
    languages = [Language.load(tag, [packaged("locales")]) for tag in LOCALES]
    parts = [HEAD]
    declared = definitions()
    for metric in declared:
        parts.append(f"\n## {metric.id}\n\n`{metric.unit}`, decimals {metric.decimals}: `{metric.formula}`\n")
        parts.append(f"\n{metric.definition}\n")
        parts.append(readers(metric.id, languages))
    parts.append(NOTES)
    for name in sorted(set(languages[0].definitions) - {metric.id for metric in declared}):
        parts.append(f"\n### {name}\n{readers(name, languages)}")
    return "".join(parts)


def readers(metric: str, languages: list[Language]) -> str:
    """Name and definition for readers, a line a language."""
    told = (f"{each.t('metric.' + metric)} — {plain_definition(each.definition(metric))}" for each in languages)
    return "\n" + "\n".join(f"> {line}{end}" for line, end in zip(told, ("  ", ""), strict=True)) + "\n"


def schema() -> str:
    return json.dumps(Briefing.model_json_schema(by_alias=True), ensure_ascii=False, indent=2) + "\n"


def notes() -> str:
    return json.dumps(notes_schema(), ensure_ascii=False, indent=2) + "\n"


if __name__ == "__main__":
    for name, text in pages().items():
        (DOCS / name).write_text(text, encoding="utf-8")
