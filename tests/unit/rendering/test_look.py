"""Themes and what settings put in their place: complete, readable, and the same for page and paper."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from markupsafe import Markup
from selectolax.lexbor import LexborHTMLParser as HTMLParser

from reporter.errors import ConfigError
from reporter.language import Language
from reporter.model import Briefing
from reporter.model.design import Design, Faces
from reporter.project import packaged
from reporter.rendering import viewing
from reporter.rendering.look import Look, look, theme_problems
from reporter.rendering.page import render
from reporter.rendering.pictures import Fonts, for_paper

TEMPLATES = packaged("templates")
TEXTS = ("ink", "soft", "accent", "up", "down", "warn", "chance", "watch", *(f"line{i}" for i in range(1, 7)))
GROUNDS = {"warn": "warn_tint", "chance": "chance_tint", "watch": "watch_tint"}


def made(tag: str, **design: object) -> Look:
    return look(Design.model_validate(design), Language.load(tag, [packaged("locales")]), [TEMPLATES])


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", ["research", "plain"])
@pytest.mark.parametrize("mode", ["light", "dark"])
def test_text_in_every_colour_can_be_read_on_its_ground(theme: str, mode: str) -> None:
    colours = getattr(made("zh_CN", theme=theme), mode)
    low = {
        (name, ground): round(contrast(colours[name], colours[ground]), 2)
        for name in TEXTS
        for ground in ("page", "tint", GROUNDS.get(name, "page"))
    }
    assert {pair: ratio for pair, ratio in low.items() if ratio < 4.5} == {}


@pytest.mark.parametrize(
    ("tag", "rising", "colour"),
    [("zh_CN", "locale", "red"), ("en", "locale", "green"), ("zh_TW", "locale", "red"), ("en", "red", "red")],
)
def test_what_rises_has_the_colour_of_the_market_or_of_the_setting(tag: str, rising: str, colour: str) -> None:
    style = made(tag, rising=rising)
    falling = {"red": "green", "green": "red"}[colour]
    for colours in (style.light, style.dark):
        assert (colours["up"], colours["down"]) == (colours[colour], colours[falling])


def test_settings_change_a_page_without_a_template(
    briefing: Briefing, phrasebook: Callable[[Briefing, str], object]
) -> None:
    design = Design(
        theme="plain", paper="Letter", accent="#7a1f5c", accent_dark="#f0a0d0", logo="data:image/svg+xml;base64,AAAA",
        house={"en": "Somebody & Co"}, disclaimer={"en": "Our own words."},
        faces={"en": Faces(serif="Noto Serif CJK TC")},
    )  # fmt: skip
    page = render(briefing, phrasebook(briefing, "en"), [TEMPLATES], design)
    tree = HTMLParser(page.html)
    assert tree.css_first(".house img").attributes == {"src": design.logo, "alt": "Somebody & Co"}
    assert "Our own words." in tree.css_first(".disclaimer").text() and "Our own words." in page.markdown
    assert page.html.count("--accent: #7a1f5c") == page.html.count("--accent: #f0a0d0") == 1
    assert "size: Letter" in page.print_css and "#7a1f5c" in page.print_css and "#f0a0d0" not in page.print_css
    assert page.faces == ("Noto Sans CJK SC", "Noto Serif CJK TC")
    chinese = render(briefing, phrasebook(briefing, "zh_CN"), [TEMPLATES], design)
    assert "Our own words." not in chinese.html and "市场简报" in chinese.html


def test_paper_knows_no_custom_properties(briefing: Briefing, phrasebook: Callable[[Briefing, str], object]) -> None:
    page = render(briefing, phrasebook(briefing, "en"), [TEMPLATES])
    assert "var(" not in page.print_css and "prefers-color-scheme: dark" in page.html
    used = set(re.findall(r"var\(--([a-z0-9-]+)\)", page.html))
    assert used <= set(re.findall(r"--([a-z0-9-]+): ", page.html))


def test_a_theme_is_whole_or_its_mistakes_are_told(tmp_path: Path) -> None:
    folder = tmp_path / "themes"
    folder.mkdir()
    text = (TEMPLATES / "themes" / "plain.toml").read_text(encoding="utf-8")
    (folder / "night.toml").write_text(text.replace('ink = "#eeeeee"\n', "").replace("#adadad", "grey"), "utf-8")
    told = " ".join(str(problem) for problem in theme_problems([TEMPLATES, tmp_path]))
    assert "night.toml" in told and "dark.soft" in told
    (folder / "night.toml").write_text(text.replace('ink = "#eeeeee"\n', ""), "utf-8")
    assert "lacks dark.ink" in str(theme_problems([tmp_path])[0])
    with pytest.raises(ConfigError, match="night"):
        look(Design(theme="night"), Language.load("en", [packaged("locales")]), [tmp_path, TEMPLATES])
    with pytest.raises(ConfigError, match=r"no theme 'reserch'; did you mean 'research'"):
        made("en", theme="reserch")


def test_a_new_theme_is_a_new_file(tmp_path: Path) -> None:
    (tmp_path / "themes").mkdir()
    text = (TEMPLATES / "themes" / "plain.toml").read_text(encoding="utf-8")
    (tmp_path / "themes" / "mine.toml").write_text(text.replace("#555555", "#444444"), "utf-8")
    mine = look(Design(theme="mine"), Language.load("en", [packaged("locales")]), [tmp_path, TEMPLATES])
    assert mine.light["soft"] == "#444444"


def test_the_last_words_of_a_headline_stay_together_on_paper() -> None:
    fonts = Fonts(Markup("a"), Markup("b"), Markup("c"))
    kept = for_paper('<h1 class="a b">a lead of <b>8.55</b> points</h1><p>a b c</p>', fonts, fonts)
    assert kept == '<h1 class="a b">a lead of\u00a0<b>8.55</b>\u00a0points</h1><p>a b c</p>'


@pytest.mark.parametrize(
    ("title", "short"),
    [
        ("Small caps fell", "Small caps fell"),
        ("Russell 2000 falls 14.27%, its worst day; VIX closes at 1,082.69, the S&P 500 at 2,386.13", None),
        ("word " * 20 + "ends, and more", "word " * 20 + "ends"),
    ],
)
def test_the_tab_of_a_browser_shows_whole_clauses(title: str, short: str | None) -> None:
    assert viewing._short(title) == (short or "Russell 2000 falls 14.27%, its worst day; VIX closes at 1,082.69")
