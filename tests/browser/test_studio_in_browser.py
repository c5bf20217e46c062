"""The studio as an editor uses it: words, order, colour, a part and a label changed, each broken once and mended."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PATIENCE = 60_000
"""Milliseconds: the first page of a scenario measures a whole market."""


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("studio") / "mine"
    subprocess.run([sys.executable, "-m", "reporter", "new", "project", str(folder)], check=True, capture_output=True)
    return folder


@pytest.fixture(scope="module")
def address(project: Path) -> Iterator[str]:
    """A studio that runs; it is stopped by its process when the tests are done."""
    command = [sys.executable, "-m", "reporter", "preview"]
    with subprocess.Popen(command, cwd=project, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as studio:
        assert studio.stdout is not None
        line = studio.stdout.readline()
        assert line.startswith("Open http://127.0.0.1:"), line
        yield line.split()[1]
        studio.terminate()
        studio.wait(10)


@pytest.fixture(scope="module")
def page(browser: Any, address: str) -> Iterator[Any]:
    context = browser.new_context(viewport={"width": 1500, "height": 950})
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(address)
    page.select_option("#locale", "en")
    yield page
    context.close()
    # The edition's own scripts do not run in the frame, and words with a mistake are refused with 422.
    assert [text for text in said if "422" not in text and "Blocked script" not in text] == []


def wait(page: Any, selector: str, *, inside: bool = True) -> Any:
    """Until the edition in the frame shows something."""
    found = (page.frame_locator("#page") if inside else page).locator(selector).first
    found.wait_for(timeout=PATIENCE)
    return found


def test_words_are_changed_in_the_browser_and_the_page_follows(page: Any, project: Path) -> None:
    wait(page, "[data-passage=title]").click()
    wait(page, "#words:not([hidden])", inside=False)
    text = page.input_value("#text")
    assert text.startswith("{% macro title_streak_ended(p) %}")
    page.fill("#text", "{% macro title_streak_ended(p) %}Changed by Ann: {{ p.day.gap|pp }}{% endmacro %}")
    page.click("#try")
    wait(page, "#tried dd:has-text('Changed by Ann: 1.85')", inside=False)
    page.click("#save")
    wait(page, "h1:has-text('Changed by Ann')")
    assert "zh_CN" in page.inner_text("#lagging")
    assert (project / "locales" / "en" / "phrases" / "title_streak_ended.j2").is_file()
    page.fill("#text", "{% macro title_streak_ended(p) %}{{ p.day.gpa|pp }}{% endmacro %}")
    page.click("#save")
    wait(page, "#answer:has-text(\"did you mean 'gap'?\")", inside=False)
    page.fill("#text", text)
    page.click("#save")
    wait(page, "h1:has-text('Fourteen')")


def test_a_number_is_explained(page: Any) -> None:
    wait(page, "p [data-figure]").click()
    wait(page, "#figure:has-text('formula')", inside=False)


@pytest.mark.parametrize(
    ("name", "right", "shows", "wrong", "told"),
    [
        ("templates/components/footer.html.j2", "<footer>A part of Ann’s</footer>", "footer:has-text('A part of Ann’s')",
         "<footer>\n{{ page.titel }}</footer>", "footer.html.j2:2"),
        ("locales/en/LC_MESSAGES/reporter.po", 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
         'msgid "section.analysis.title"\nmsgstr "What happened"\n', "h2:has-text('What happened')",
         'msgid "section.analysis.title\nmsgstr "x"\n', "reporter.po:1"),
        ("templates/sections/summary/section.toml", 'title = "section.summary.title"\norder = 5\n',
         "main section:first-of-type#summary", 'title = "section.summary.title"\nordr = 5\n', "did you mean order"),
    ],
    ids=["a part", "a label", "the order"],
)  # fmt: skip
def test_a_file_is_changed_broken_and_mended(
    page: Any, project: Path, name: str, right: str, shows: str, wrong: str, told: str
) -> None:
    path = project / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(right, encoding="utf-8")
    wait(page, shows)
    path.write_text(wrong, encoding="utf-8")
    assert told in wait(page, ".studio-problem").inner_text()
    path.unlink()
    wait(page, "footer.colophon")
    page.frame_locator("#page").locator(".studio-problem").wait_for(state="detached", timeout=PATIENCE)


def test_a_colour_of_the_settings(page: Any, project: Path) -> None:
    file = project / "reporter.toml"
    before = file.read_text(encoding="utf-8")
    file.write_text(before.replace('# accent = "#143a5c"', 'accent = "#7a1f5c"'), encoding="utf-8")
    page.wait_for_timeout(100)
    shown = page.frame_locator("#page").locator("h2").first
    for _ in range(100):
        page.wait_for_timeout(200)
        if shown.evaluate("node => getComputedStyle(node).color") == "rgb(122, 31, 92)":
            break
    else:
        pytest.fail("the accent never came")
    file.write_text(before, encoding="utf-8")
