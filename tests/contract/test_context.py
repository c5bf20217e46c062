"""The context of templates is a contract: its page is complete, and what people rely on stays."""

from __future__ import annotations

import json
import re
from pathlib import Path

from reporter.rendering.review import contract

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "templates" / "CONTEXT.md").read_text(encoding="utf-8")
MAKE = "run python scripts/write_context.py"


def rows() -> dict[str, list[str]]:
    cells = [line.split(" | ") for line in PAGE.splitlines() if line.startswith("| `")]
    return {re.sub(r"[|` ]", "", row[0]): row for row in cells}


def test_every_name_is_on_the_page_with_its_kind() -> None:
    there = rows()
    for name in contract.names():
        assert name.path in there, f"{name.path} is not in templates/CONTEXT.md; {MAKE}"
        assert there[name.path][1] == name.kind, MAKE
    for kind, keys in contract.phrase_names().items():
        told = set(re.findall(r"`(\w+)`", there[f"p.{kind}"][1]))
        assert told == set(keys), f"p.{kind}: {MAKE}"


def test_nothing_is_on_the_page_that_there_is_not() -> None:
    known = {name.path for name in contract.names()} | {f"p.{kind}" for kind in contract.phrase_names()}
    known |= {name.replace(" ", "") for name in contract.GLOBALS}
    assert set(rows()) <= known, MAKE


def test_examples_are_given_in_both_languages() -> None:
    row = rows()["page.title"]
    assert re.search(r"[\u4e00-\u9fff]", row[2]) and re.search(r"[A-Za-z]{4}", row[3])


def test_what_people_rely_on_stays_until_the_version_says_otherwise() -> None:
    frozen = json.loads((ROOT / "tests" / "golden" / "context.json").read_text(encoding="utf-8"))
    now = {name.path: name.kind for name in contract.names()}
    broken = {path: kind for path, kind in frozen["names"].items() if now.get(path) != kind}
    if frozen["version"] == contract.CONTEXT:
        assert not broken, (
            f"{', '.join(broken)} went or changed: raise CONTEXT in reporter/rendering/review/contract.py, write a "
            f"section '## From {frozen['version']} to {frozen['version'] + 1}' in templates/CONTEXT.md, then {MAKE}"
        )
    else:
        assert re.search(rf"^## From {frozen['version']} to {contract.CONTEXT}$", PAGE, re.MULTILINE), "say what to do"


def test_the_page_names_the_version() -> None:
    assert f"Version {contract.CONTEXT}." in PAGE
