"""An editor's paragraphs and lists, as lines of the one paragraph that a passage is."""

from __future__ import annotations

import pytest

from reporter.rendering.marks import as_lines


@pytest.mark.parametrize(
    ("html", "lines"),
    [
        ("<p>one</p>", "one"),
        ("<p>one</p>\n<p>two</p>", "one<br>two"),
        ("a line\nthat goes on", "a line\nthat goes on"),
        ("<p>these:</p>\n<ul>\n<li>a</li>\n<li>b</li>\n</ul>", "these:<br>\u2022 a<br>\u2022 b"),
        ("<ol>\n<li>\n<p>a</p>\n</li>\n<li>\n<p>b</p>\n</li>\n</ol>\n<p>so</p>", "\u2022 a<br>\u2022 b<br>so"),
        ('<p>said:</p>\n<blockquote class="quote">\n<p>x</p>\n</blockquote>',
         'said:<blockquote class="quote">x</blockquote>'),
    ],
)
def test_lines(html: str, lines: str) -> None:
    assert as_lines(html) == lines
