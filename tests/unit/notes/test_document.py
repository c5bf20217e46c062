"""YAML that strangers wrote."""

from __future__ import annotations

import time
from datetime import date
from pathlib import Path

import pytest

from reporter.notes.document import MAX_BYTES, parse, read_document


def test_places_and_typed_numbers() -> None:
    document, problems = parse("sources:\n  - id: a\n    value: 3.50\nclaims: []\n")
    assert not problems and document is not None
    assert document.data == {"sources": [{"id": "a", "value": 3.5}], "claims": []}
    assert document.places[("sources", 0, "value")] == (3, 5)
    assert document.places[("sources", 0)] == (2, 5)
    assert document.typed[("sources", 0, "value")] == "3.50"


@pytest.mark.parametrize(("text", "value"), [
    ("12", 12), ("010", 10), ("78.6e9", 78.6e9), ("-.5", -0.5), ("1:30", "1:30"), ("yes", "yes"), ("on", "on"),
    ("'12'", "12"), ("true", True), ("~", None), ("2026-01-23", date(2026, 1, 23)), ("2026-02-30", "2026-02-30"),
    ("1_000", "1_000"), ("2,825", "2,825"), (".nan", ".nan"), (".inf", ".inf"), ("0x10", "0x10"),
])
def test_scalars_mean_what_they_look_like(text: str, value: object) -> None:
    document, problems = parse(f"a: {text}\n")
    assert not problems and document is not None
    assert document.data["a"] == value
    assert type(document.data["a"]) is type(value)


@pytest.mark.parametrize(("text", "rule", "line"), [
    ("a: &x [1]\nb: *x\n", "notes-alias", 2),
    ("a: 1\nb: !!python/object/apply:os.system ['true']\n", "notes-tag", 2),
    ("a: !!str 5\n", "notes-tag", 1),
    ("a: " + "[" * 40, "notes-depth", 1),
    ("a: 1\n---\nb: 2\n", "notes-yaml", 2),
    ("a: 1\nb: [1, 2\nc: 3\n", "notes-yaml", 3),
    ("a: 1\n\tb: 2\n", "notes-yaml", 2),
    ("a: 1\nb: '\x07'\n", "notes-yaml", 2),
    ("a: " + "9" * 31 + "\n", "notes-number", 1),
    ("? [a, b]\n: 1\n", "notes-yaml", 1),
])
def test_what_is_refused_in_one_sentence(text: str, rule: str, line: int) -> None:
    document, problems = parse(text, "x.yaml")
    assert document is None
    assert [(p.path, p.rule, p.line) for p in problems] == [("x.yaml", rule, line)]
    assert "\n" not in problems[0].message


def test_a_key_twice_is_named_with_its_first_line() -> None:
    document, problems = parse("a: 1\nb: 2\na: 3\n", "x.yaml")
    assert document is not None
    assert [str(p) for p in problems] == ["x.yaml:3:1: error: a is given twice; first in line 1 [notes-yaml]"]


@pytest.mark.parametrize("bomb", [
    "a: &a [x]\n" + "".join(f"{chr(98 + i)}: &{chr(98 + i)} [*{chr(97 + i)},*{chr(97 + i)}]\n" for i in range(20)),
    "[" * 200_000,
    "a: {" * 50_000,
    "- " * 100_000 + "x",
])
def test_bombs_are_met_before_they_are_unpacked(bomb: str) -> None:
    begun = time.process_time()
    document, problems = parse(bomb)
    assert document is None and len(problems) == 1
    assert time.process_time() - begun < 1


def test_a_big_file_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "big.yaml"
    path.write_bytes(b"a: " + b"x" * 5_000_000)
    document, problems = read_document(path)
    assert document is None
    assert problems[0].rule == "notes-size" and f"{MAX_BYTES:,}" in problems[0].message


def test_a_file_in_another_encoding_says_where(tmp_path: Path) -> None:
    path = tmp_path / "gbk.yaml"
    path.write_bytes("a: 1\nb: 小盘股\n".encode("gbk"))
    document, problems = read_document(path)
    assert document is None
    assert (problems[0].rule, problems[0].line) == ("notes-file", 2)


def test_a_mark_of_byte_order_is_no_part_of_the_text(tmp_path: Path) -> None:
    path = tmp_path / "bom.yaml"
    path.write_bytes(b"\xef\xbb\xbfa: 1\n")
    document, problems = read_document(path)
    assert not problems and document is not None and document.data == {"a": 1}
