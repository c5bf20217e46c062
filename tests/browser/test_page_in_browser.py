"""The page as a reader has it: light and dark, wide and narrow, by pointer and keyboard, without script, on paper."""

from __future__ import annotations

from email import message_from_bytes
from email.policy import default
from pathlib import Path
from typing import Any

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.slow]
LOCALES = ("zh_CN", "en", "zh_TW")

TOUCHING = """() => [...document.querySelectorAll("figure.chart svg")].filter(svg => svg.getClientRects().length).flatMap(svg => {
  const boxes = [...svg.querySelectorAll("text")].map(node => [node.textContent, node.getBBox()]);
  const view = svg.viewBox.baseVal, found = [];
  boxes.forEach(([text, a], place) => {
    if (a.x < -1 || a.x + a.width > view.width + 1) found.push(text + " leaves the picture");
    for (const [other, b] of boxes.slice(place + 1)) {
      const across = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
      const down = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
      if (across > 0.5 && down > 5) found.push(text + " | " + other);
    }
  });
  return found;
})"""


@pytest.mark.parametrize(("tag", "scheme"), [*((tag, "light") for tag in LOCALES), *((tag, "dark") for tag in LOCALES)])
def test_a_page_has_no_barriers(show: Any, tag: str, scheme: str) -> None:
    """By all rules on a light screen; what a dark one changes is colour. Rows of figures are alike: twelve stand for all."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    light = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
    rules = {"type": "tag", "values": light} if scheme == "light" else {"type": "rule", "values": ["color-contrast"]}
    page = show(f"{tag}.html", scheme=scheme)
    page.evaluate("document.querySelectorAll('.figures tbody:nth-of-type(n+3) tr:nth-child(n+5)').forEach(r => r.remove())")
    page.evaluate("document.querySelectorAll('.figures tbody:nth-of-type(-n+2) tr:nth-child(n+14)').forEach(r => r.remove())")
    violations = axe.run(page, options={"runOnly": rules}).response["violations"]
    assert [(one["id"], [node["target"] for node in one["nodes"]][:5]) for one in violations] == []


@pytest.mark.parametrize("width", [320, 390, 1280])
@pytest.mark.parametrize("tag", LOCALES)
def test_nothing_is_wider_than_the_window_and_no_words_of_charts_touch(show: Any, tag: str, width: int) -> None:
    page = show(f"{tag}.html", width=width)
    assert page.evaluate("document.documentElement.scrollWidth") == width
    assert page.evaluate(TOUCHING) == []
    shown = page.evaluate("[...document.querySelectorAll('figure.chart svg')].filter(s => s.getClientRects().length).length")
    assert shown == page.evaluate("document.querySelectorAll('figure.chart').length") > 5, "one layout of each chart"


def test_charts_answer_to_the_keyboard_and_to_the_pointer(show: Any) -> None:
    page = show("en.html")
    chart = page.locator("#chart-performance .wide svg")
    chart.focus()
    readout = page.locator("#chart-performance .readout")
    assert readout.inner_text().startswith("January 23, 2026: Russell 2000 113.8")
    page.keyboard.press("ArrowLeft")
    assert readout.inner_text().startswith("January 22, 2026: Russell 2000")
    assert chart.get_attribute("aria-valuetext") == readout.inner_text()
    page.keyboard.press("Home")
    assert chart.get_attribute("aria-valuenow") == "1"
    page.keyboard.press("Escape")
    assert readout.inner_text() == ""
    bars = page.locator("#chart-sectors .wide svg")
    bars.hover(position={"x": 300, "y": 30})
    assert page.locator("#chart-sectors .readout").inner_text().startswith("Materials +1.73%")


@pytest.mark.parametrize(("tag", "words"), [("zh_CN", ("算法", "输入", "历史位置：在", "释义", "相对前一交易日收盘价的涨跌幅", "关闭")), ("en", ("Formula", "Inputs", "Place in history: compared with", "Definition", "against the close of the session before", "Close"))])
def test_a_number_opens_its_panel_by_keyboard_and_gives_the_focus_back(show: Any, tag: str, words: tuple[str, ...]) -> None:
    page = show(f"{tag}.html", width=390)
    number = page.locator('main a.trace[href="#figure-rut-day_change-1d"]').first
    number.focus()
    page.keyboard.press("Enter")
    panel = page.locator("dialog.panel")
    assert panel.is_visible() and "#" not in page.url
    told = panel.inner_text()
    assert all(word in told for word in (*words, "1.82%", "close[end] / close[base] - 1", "^RUT close 2026-01-23", "reporter · prices.csv.gz"))
    assert panel.bounding_box()["width"] <= 390
    for _ in range(8):
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement === document.body || !!document.activeElement.closest('dialog.panel')")
    page.keyboard.press("Escape")
    assert not panel.is_visible()
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#figure-rut-day_change-1d"
    page.keyboard.press("Enter")
    panel.locator("button").press("Enter")
    assert not panel.is_visible()


@pytest.mark.parametrize("tag", ["zh_CN", "en"])
def test_without_script_a_number_leads_to_its_row(show: Any, tag: str) -> None:
    page = show(f"{tag}.html", script=False)
    page.locator('main a.trace[href="#figure-rut-day_change-1d"]').first.focus()
    page.keyboard.press("Enter")
    assert page.url.endswith("#figure-rut-day_change-1d") and not page.locator("dialog.panel").is_visible()
    row = page.locator("#figure-rut-day_change-1d")
    row.locator("summary").focus()
    page.keyboard.press("Enter")
    assert row.locator("details li").first.is_visible()


def test_every_stop_of_the_keyboard_can_be_seen(show: Any) -> None:
    page = show("en.html")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    assert page.locator(".skip").bounding_box()["x"] >= 0, "the way past the head shows itself"
    for _ in range(12):
        page.keyboard.press("Tab")
        outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert outline == "solid", page.evaluate("document.activeElement.outerHTML.slice(0, 200)")


def test_a_page_can_be_read_without_script_and_asks_for_nothing(show: Any, edition: Path, browser: Any) -> None:
    page = show("zh_CN.html", script=False)
    assert page.locator("#chart-performance .wide svg").is_visible() and page.locator("#sources").is_visible()
    context = browser.new_context()
    other = context.new_page()
    asked: list[str] = []
    other.on("request", lambda request: asked.append(request.url))
    errors: list[str] = []
    other.on("pageerror", lambda error: errors.append(str(error)))
    other.goto((edition / "zh_CN.html").as_uri())
    context.close()
    assert asked == [(edition / "zh_CN.html").as_uri()] and errors == []


def test_dark_screens_have_dark_charts_and_paper_is_white(show: Any) -> None:
    page = show("zh_CN.html", scheme="dark")
    ground, ink = "getComputedStyle(document.documentElement).backgroundColor", "getComputedStyle(document.body).color"
    words = "getComputedStyle(document.querySelector('#chart-sectors .wide text.f-ink')).fill"
    assert page.evaluate(ground) == "rgb(18, 23, 29)"
    assert page.evaluate(words) == page.evaluate(ink) == "rgb(228, 232, 237)"
    page.emulate_media(media="print", color_scheme="dark")
    assert page.evaluate(ground) == "rgb(255, 255, 255)" and page.evaluate(ink) == "rgb(27, 36, 48)"
    assert not page.locator(".skip").is_visible() and not page.locator("#chart-sectors .narrow").is_visible()


def test_links_lead_both_ways(show: Any) -> None:
    page = show("en.html")
    broken = """[...document.querySelectorAll('a[href^="#"]')].map(a => a.getAttribute("href").slice(1))
        .filter(id => !document.getElementById(id))"""
    assert page.evaluate(broken) == []
    doubled = """(() => { const ids = [...document.querySelectorAll("[id]")].map(n => n.id);
        return ids.filter((id, place) => ids.indexOf(id) !== place); })()"""
    assert page.evaluate(doubled) == []
    page.locator("#analysis a.cite").first.click()
    assert page.url.endswith("#source-0")
    page.locator("#source-0 a.back").click()
    assert page.url.endswith("#cite-0")


def test_a_fragment_leaves_the_page_around_it_alone(edition: Path, browser: Any) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    fragment = (edition / "fragment.en.html").read_text(encoding="utf-8")
    page.set_content(f"<style>p {{ color: rgb(1, 2, 3); margin: 7px }} h2 {{ color: teal }}</style><p id=host>x</p>{fragment}")
    style = "(node => { const s = getComputedStyle(node); return [s.color, s.marginTop, s.fontSize] })"
    assert page.evaluate(f"{style}(document.querySelector('#host'))") == ["rgb(1, 2, 3)", "7px", "16px"]
    assert page.evaluate("getComputedStyle(document.querySelector('.reporter h2')).color") == "rgb(20, 58, 92)"
    assert page.evaluate("getComputedStyle(document.querySelector('.reporter .narrow')).display") == "none"
    context.close()


@pytest.mark.parametrize("width", [320, 700])
def test_a_mail_fits_any_window(edition: Path, browser: Any, width: int) -> None:
    message = message_from_bytes((edition / "mail.zh_CN.eml").read_bytes(), policy=default)
    body = message.get_body(("html",))
    assert body is not None
    context = browser.new_context(viewport={"width": width, "height": 900})
    page = context.new_page()
    page.set_content(body.get_content())
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    context.close()
