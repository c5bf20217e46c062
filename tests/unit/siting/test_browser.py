"""The site in a real browser: reading, search, the switch of language, nothing on the console, nothing from elsewhere."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from functools import partial
from http.server import ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from reporter.cli.serving import Reader

pytestmark = pytest.mark.browser
EDITION = "2026/01/05/us-small-caps/"


@pytest.fixture(scope="module")
def address(searchable: Path) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Reader, site=searchable / "site", base="/briefings"))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/briefings"
    server.shutdown()
    server.server_close()


@pytest.fixture
def page(browser: Any, address: str) -> Iterator[Any]:
    """A page that fails the test by any console message and any request to another host."""
    said: list[str] = []
    opened = browser.new_page()
    opened.on("console", lambda message: said.append(message.text))
    opened.on("pageerror", lambda error: said.append(str(error)))
    opened.on("request", lambda request: said.append(request.url) if not request.url.startswith(address) else None)
    yield opened
    opened.close()
    assert said == []


QUERIES = [
    ("zh", "连胜", 4), ("zh", "罗素2000", 4), ("zh", "2,547.92", 1), ("zh", "2547.92", 1), ("zh", "收", 4), ("zh", "RUT", 4),
    ("zh", "大盘股", 1), ("zh", "没有的词", 0), ("en", "streak", 4), ("en", "closing", 4), ("en", "Russell 2000", 4),
    ("en", "2508.22", 1), ("en", "9999", 0), ("en", "zebra", 0), ("en", "small caps 2500", 1),
]  # fmt: skip


def test_search_finds_names_tickers_numbers_and_chinese_words(page: Any, address: str) -> None:
    found = []
    for language in ("zh", "en"):
        page.goto(f"{address}/{language}/search/")
        for each, query, _ in QUERIES:
            if each != language:
                continue
            page.fill("#query", query)
            page.press("#query", "Enter")
            page.wait_for_function(
                "query => document.getElementById('state').textContent.includes(query)", arg=query, timeout=20_000
            )
            page.wait_for_timeout(150)
            links = page.eval_on_selector_all("#results a", "all => all.map(a => a.getAttribute('href'))")
            found.append((language, query, sum("/us-small-caps/" in link for link in links)))
    assert found == QUERIES


def test_a_reader_goes_from_front_page_to_edition_and_over_to_the_other_language(page: Any, address: str) -> None:
    page.goto(f"{address}/zh/")
    page.click(".newest h2 a")
    assert page.url == f"{address}/zh/{EDITION}"
    page.click(".site-languages a[lang=en]")
    assert page.url == f"{address}/en/{EDITION}"
    page.wait_for_load_state()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages_are_free_of_barriers(browser: Any, address: str, scheme: str) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    page = browser.new_page(color_scheme=scheme)
    try:
        for path in ("zh/", "en/instruments/rut/", "zh/2026/01/", "en/search/"):
            page.goto(f"{address}/{path}")
            assert [one["id"] for one in axe.run(page).response["violations"]] == [], path
    finally:
        page.close()
