"""Writes docs/briefing.schema.json from the nouns; a test keeps it current."""

from __future__ import annotations

import json
from pathlib import Path

from reporter.model import Briefing

if __name__ == "__main__":
    schema = Briefing.model_json_schema(by_alias=True)
    path = Path(__file__).resolve().parents[1] / "docs" / "briefing.schema.json"
    path.write_text(json.dumps(schema, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
