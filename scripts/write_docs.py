"""Writes the pages of docs/ that are made from code: metrics.md and the schemas. A test keeps them current."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from reporter.metrics import definitions
from reporter.model import Briefing
from reporter.notes import notes_schema

DOCS = Path(__file__).resolve().parents[1] / "docs"
HEAD = """\
# Metrics

Every number that a briefing can hold. This page is made from the declarations in `reporter/metrics/`
(`python scripts/write_docs.py`); `reporter metrics list` prints the same.

Units are canonical: a `fraction` of 0.0675 prints as 6.75%, `pp` is a difference of fractions, `percentile` a share of
observations from 0 to 1, `level` the unit of the subject's own level (points, a currency, a yield's fraction). Decimals
count those of the stored value that are printed.
"""


def pages() -> Mapping[str, str]:
    """Name of each made page → its text."""
    return {"metrics.md": metrics(), "briefing.schema.json": schema(), "notes.schema.json": notes()}


def metrics() -> str:
    parts = [HEAD]
    for metric in definitions():
        parts.append(f"\n## {metric.id}\n\n`{metric.unit}`, decimals {metric.decimals}: `{metric.formula}`\n")
        parts.append(f"\n{metric.definition}\n")
    return "".join(parts)


def schema() -> str:
    return json.dumps(Briefing.model_json_schema(by_alias=True), ensure_ascii=False, indent=2) + "\n"


def notes() -> str:
    return json.dumps(notes_schema(), ensure_ascii=False, indent=2) + "\n"


if __name__ == "__main__":
    for name, text in pages().items():
        (DOCS / name).write_text(text, encoding="utf-8")
