"""Where keys stand in a TOML document."""

from __future__ import annotations

import tomllib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporter.toml_positions import Keys, positions

DOCUMENT = '''\
# a comment with key = "value" in it
plain = "a # no comment" # comment
"quoted key" = 'single'
dotted.inner = 1

list = [
  "a", # first
  { x = 1, y = [1, 2] },
]
text = """
[not.a.table]
key = 1
"""

[table]
date = 2025-12-01
sub = { one = 1, two = "}" }

[[rows]]
name = "first"
[[rows]]
name = "second"
[rows.deep]
er = true
'''


@pytest.mark.parametrize(
    ("keys", "line"),
    [
        (("plain",), 2),
        (("quoted key",), 3),
        (("dotted", "inner"), 4),
        (("list",), 6),
        (("list", 0), 7),
        (("list", 1), 8),
        (("list", 1, "x"), 8),
        (("list", 1, "y", 1), 8),
        (("text",), 10),
        (("table",), 15),
        (("table", "date"), 16),
        (("table", "sub", "two"), 17),
        (("rows", 0, "name"), 20),
        (("rows", 1, "name"), 22),
        (("rows", 1, "deep", "er"), 24),
    ],
)
def test_every_key_has_its_line(keys: Keys, line: int) -> None:
    assert positions(DOCUMENT)[keys] == line


def test_text_inside_a_string_is_no_key() -> None:
    assert ("key",) not in positions(DOCUMENT)
    assert ("not",) not in positions(DOCUMENT)


def paths(value: object, keys: Keys = ()) -> list[Keys]:
    """Every path into a parsed document."""
    inner: list[tuple[Any, object]] = []
    if isinstance(value, dict):
        inner = list(value.items())
    elif isinstance(value, list):
        inner = list(enumerate(value))
    here = [keys] if keys else []
    return here + [path for key, each in inner for path in paths(each, (*keys, key))]


scalars = st.sampled_from(['"a"', "'b'", "1", "1.5", "true", "2025-12-01", '"}"', '"#"', '"]"', '"""x\ny"""'])
values = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=3).map(lambda items: "[ " + ",\n ".join(items) + " ]"),
    max_leaves=6,
)
documents = st.lists(st.tuples(st.sampled_from("abcde"), values), max_size=5, unique_by=lambda pair: pair[0]).map(
    lambda pairs: "".join(f"{key} = {value}  # said\n\n" for key, value in pairs)
)


@given(documents)
def test_every_path_of_a_valid_document_is_found(text: str) -> None:
    found = positions(text)
    assert sorted(map(repr, paths(tomllib.loads(text)))) == sorted(map(repr, found))


def test_the_last_line_of_a_document_needs_no_newline() -> None:
    assert positions("a = 1\nb = [1,\n2]") == {("a",): 1, ("b",): 2, ("b", 0): 2, ("b", 1): 3}
