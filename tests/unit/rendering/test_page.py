"""What stands on the page: the contract of an edition's HTML, checked with a parser of its own."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser as HTMLParser

from reporter.errors import ConfigError
from reporter.model import Briefing, Section
from reporter.model.page import Page
from reporter.project import packaged
from reporter.rendering.page import render, screen
from reporter.rendering.phrasebook import Phrasebook

HEADS = {
    "zh_CN": ["综合分析", "核心洞察", "风险与机遇", "核心信息摘要", "数据与方法", "信息来源"],
    "en": [
        "Comprehensive Analysis",
        "Key Insights",
        "Risks and Opportunities",
        "Key Takeaways",
        "Data and Methods",
        "Sources",
    ],
}
HOMES = "data, time, code, svg, style, script, title, .cite, .name, .term, .quote"
Make = Callable[[Briefing, str], Phrasebook]


def page(briefing: Briefing, phrasebook: Make, tag: str, *folders: Path) -> Page:
    return render(briefing, phrasebook(briefing, tag), [*folders, packaged("templates")])


@pytest.mark.parametrize("tag", ["zh_CN", "en"])
def test_sections_stand_in_order_under_their_names(briefing: Briefing, phrasebook: Make, tag: str) -> None:
    tree = HTMLParser(page(briefing, phrasebook, tag).html)
    assert [node.text(strip=True) for node in tree.css("main h2")] == HEADS[tag]
    assert tree.css_first("html").attributes["lang"] == {"zh_CN": "zh-Hans", "en": "en"}[tag]


@pytest.mark.parametrize("tag", ["zh_CN", "en"])
def test_every_digit_stands_in_an_element_that_says_what_it_is(briefing: Briefing, phrasebook: Make, tag: str) -> None:
    tree = HTMLParser(page(briefing, phrasebook, tag).html)
    for node in tree.css(HOMES):
        node.decompose()
    loose = re.findall(r".{0,20}\d.{0,20}", tree.body.text())
    assert loose == []


def test_both_languages_carry_the_same_figures_with_their_values(briefing: Briefing, phrasebook: Make) -> None:
    values = {figure.id: figure.value for figure in briefing.figures}
    shown = {}
    for tag in ("zh_CN", "en"):
        nodes = HTMLParser(page(briefing, phrasebook, tag).html).css("data.figure")
        shown[tag] = {node.attributes["data-figure"] for node in nodes}
        assert all(float(node.attributes["value"]) == values[node.attributes["data-figure"]] for node in nodes)
    assert shown["zh_CN"] == shown["en"]
    assert {"rut.day_change.1d", "xlf.day_change.1d", "tnx.yield_change.1d"} <= shown["en"]


@pytest.mark.parametrize("tag", ["zh_CN", "en"])
def test_a_page_asks_for_nothing_from_elsewhere(briefing: Briefing, phrasebook: Make, tag: str) -> None:
    html = page(briefing, phrasebook, tag).html
    tree = HTMLParser(html)
    assert not tree.css("link, img, iframe, object, embed, script[src]")
    assert "@import" not in html and "url(" not in html
    assert all(not node.attributes.get("src") for node in tree.css("*"))


def test_sample_data_say_so_in_words(briefing: Briefing, phrasebook: Make) -> None:
    for tag, words in (("zh_CN", "样例数据，非市场行情"), ("en", "Sample data, not market data")):
        made = page(briefing, phrasebook, tag)
        assert words in HTMLParser(made.html).css_first(".notice.sample").text()
        assert words in made.markdown
        assert words in made.print_css
        real = page(briefing.model_copy(update={"sample": False}), phrasebook, tag)
        assert words not in real.html + real.markdown + real.print_css


def test_a_date_without_a_session_is_told(briefing: Briefing, phrasebook: Make) -> None:
    from datetime import date

    asked = briefing.model_copy(update={"requested_on": date(2026, 1, 25)})
    notice = HTMLParser(page(asked, phrasebook, "en").html).css_first(".notice.requested")
    assert [node.attributes["datetime"] for node in notice.css("time")] == ["2026-01-25", "2026-01-23"]
    assert HTMLParser(page(briefing, phrasebook, "en").html).css_first(".notice.requested") is None


def test_groups_and_headings_have_their_levels(briefing: Briefing, phrasebook: Make) -> None:
    tree = HTMLParser(page(briefing, phrasebook, "zh_CN").html)
    assert [node.text() for node in tree.css("#risks-opportunities h3")] == ["风险因素", "机遇窗口"]
    assert len(tree.css("#analysis h3")) == 2
    assert tree.css_first("#risks-opportunities p.item strong").text() == "要点"


def test_charts_close_the_headed_parts_of_their_section(briefing: Briefing, phrasebook: Make) -> None:
    tree = HTMLParser(page(briefing, phrasebook, "en").html)
    order = [node.tag for node in tree.css("#analysis > h3, #analysis > figure")]
    assert order == ["h3", "figure", "h3", "figure", "figure"]
    assert all(node.attributes.get("aria-label") for node in tree.css("svg"))
    assert {node.attributes["font-family"] for node in tree.css("svg")} == {
        "'Noto Sans CJK SC', 'Source Sans 3', 'Segoe UI', 'Helvetica Neue', sans-serif"
    }


def test_paper_has_one_layout_of_each_chart_and_the_small_faces_first(briefing: Briefing, phrasebook: Make) -> None:
    made = page(briefing, phrasebook, "zh_CN")
    assert made.print_html.count("<svg") == 3 and made.html.count("<svg") == 6
    assert "'Noto Sans CJK SC Core', 'Noto Sans CJK SC'" in made.print_html
    assert "<style" not in made.print_html
    assert '"第 " counter(page) " 页，共 " counter(pages) " 页"' in made.print_css
    assert made.faces == ("Noto Sans CJK SC", "Noto Serif CJK SC")


def test_gaps_with_one_reason_share_a_row(briefing: Briefing, phrasebook: Make) -> None:
    rows = [
        node.text(separator=" ", strip=True)
        for node in HTMLParser(page(briefing, phrasebook, "en").html).css(".gaps tbody tr")
    ]
    assert len(rows) == 2
    assert "Technology" in rows[0] and "Financials" in rows[0] and "The source has no volume" in rows[0]
    assert "The source has no futures prices" in rows[1]


def test_without_gaps_there_is_no_table_of_gaps(briefing: Briefing, phrasebook: Make) -> None:
    made = page(briefing.model_copy(update={"gaps": ()}), phrasebook, "en")
    assert "method-gaps" not in made.html


def test_text_of_a_source_is_escaped(briefing: Briefing, phrasebook: Make) -> None:
    html = page(briefing, phrasebook, "en").html
    assert "Test &amp; Prices" in html and "Test & Prices" not in html
    assert HTMLParser(html).css_first("#source-0 .quote").text() == "Test & Prices"


def test_total_returns_are_marked_and_explained(briefing: Briefing, phrasebook: Make) -> None:
    made = HTMLParser(page(briefing, phrasebook, "en").html)
    assert "(total return)" in made.css_first("#figure-xlf-day_change-1d").text()
    assert "(total return)" not in made.css_first("#figure-rut-day_change-1d").text()
    assert "only adjusted closes" in made.css_first(".conventions").text()


def test_the_same_briefing_gives_the_same_page(briefing: Briefing, phrasebook: Make) -> None:
    assert page(briefing, phrasebook, "zh_CN") == page(briefing, phrasebook, "zh_CN")


def test_a_new_folder_is_a_new_section(briefing: Briefing, phrasebook: Make, tmp_path: Path) -> None:
    folder = tmp_path / "sections" / "colour"
    folder.mkdir(parents=True)
    (folder / "section.toml").write_text('title = "kpi.title"\norder = 5\nneeds = "nothing"\n', encoding="utf-8")
    (folder / "body.html.j2").write_text("<p>blue</p>", encoding="utf-8")
    (folder / "body.md.j2").write_text("blue", encoding="utf-8")
    made = page(briefing, phrasebook, "en", tmp_path)
    assert HTMLParser(made.html).css_first("main section").attributes["id"] == "colour"
    assert "## Key figures\n\nblue\n" in made.markdown


def test_mistakes_of_section_files_are_told_together(briefing: Briefing, phrasebook: Make, tmp_path: Path) -> None:
    for name, text in (("one", 'title = "kpi.title"\nordre = 5\n'), ("two", 'title = "kpi.title"\norder = "first"\n')):
        folder = tmp_path / "sections" / name
        folder.mkdir(parents=True)
        (folder / "section.toml").write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        page(briefing, phrasebook, "en", tmp_path)
    assert {Path(problem.path).parent.name for problem in caught.value.problems} == {"one", "two"}
    assert "order" in str(caught.value)


def test_a_section_without_a_folder_is_an_error_with_the_remedy(briefing: Briefing, phrasebook: Make) -> None:
    strange = briefing.model_copy(update={"sections": (Section(id="horoscope", passages=()),)})
    with pytest.raises(ConfigError, match="templates/sections/horoscope/"):
        page(strange, phrasebook, "en")


def test_a_broken_template_is_told_with_its_file_and_line(briefing: Briefing, phrasebook: Make, tmp_path: Path) -> None:
    (tmp_path / "components").mkdir()
    (tmp_path / "components" / "footer.html.j2").write_text("fine\n{{ page.nothing_of_the_kind }}\n", encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        page(briefing, phrasebook, "en", tmp_path)
    assert "nothing_of_the_kind" in str(caught.value)


def test_templates_cannot_compute(briefing: Briefing, phrasebook: Make, tmp_path: Path) -> None:
    (tmp_path / "components").mkdir()
    (tmp_path / "components" / "footer.html.j2").write_text("{{ 'a' * 1000000000 }}", encoding="utf-8")
    with pytest.raises(ConfigError, match="may not compute"):
        page(briefing, phrasebook, "en", tmp_path)


def test_a_chart_stands_behind_the_move_that_it_belongs_to(
    briefing: Briefing, phrasebook: Make, tmp_path: Path
) -> None:
    folder = tmp_path / "sections" / "analysis"
    folder.mkdir(parents=True)
    (folder / "section.toml").write_text(
        'title = "section.analysis.title"\norder = 20\n'
        '[charts_after]\nrange_strip = ["lead"]\nsector_bars = ["lead"]\n',
        encoding="utf-8",
    )
    tree = HTMLParser(page(briefing, phrasebook, "en", tmp_path).html)
    order = [node.attributes.get("class") or node.tag for node in tree.css("#analysis > h3, #analysis > figure")]
    assert order == [
        "h3",
        "chart chart-sector_bars",
        "chart chart-range_strip",
        "h3",
        "chart chart-relative_performance",
    ]


@pytest.mark.parametrize("tag", ["zh_CN", "en"])
def test_every_number_leads_to_its_row_and_the_row_leads_back(briefing: Briefing, phrasebook: Make, tag: str) -> None:
    made = page(briefing, phrasebook, tag)
    for html in (made.html, made.print_html):
        tree = HTMLParser(html)
        rows = {node.attributes["id"] for node in tree.css("table.figures tr[id], table.figures a.here[id]")}
        outside = [node for node in tree.css("data.figure") if not node.css_matches("table.figures data.figure")]
        assert outside
        for node in outside:
            link = node.parent
            assert link is not None and link.tag == "a"
            row = "figure-" + str(node.attributes["data-figure"]).replace(".", "-")
            assert link.attributes["href"] == f"#{row}" and row in rows
        ids = [node.attributes["id"] for node in tree.css("[id]")]
        assert len(ids) == len(set(ids))
        back = [str(node.attributes["href"])[1:] for node in tree.css("table.figures a.back, table.figures a.here")]
        assert back and set(back) <= set(ids)


@pytest.mark.parametrize("tag", ["zh_CN", "en"])
def test_each_measure_of_the_table_is_defined_once_on_the_screen(briefing: Briefing, phrasebook: Make, tag: str) -> None:
    made = page(briefing, phrasebook, tag)
    tree = HTMLParser(made.html)
    measures = {node.attributes["data-measure"] for node in tree.css("table.figures tr[data-measure]")}
    defined = [node.attributes["data-defines"] for node in tree.css(".definitions dd")]
    assert len(measures) > 3 and sorted(defined) == sorted(measures)
    assert {"zh_CN": "涨跌幅", "en": "session before"}[tag] in tree.css_first('[data-defines="day_change"]').text()
    assert "data-defines" not in made.print_html


def test_on_paper_a_formula_stands_once_with_all_that_it_gave(briefing: Briefing, phrasebook: Make) -> None:
    made = page(briefing, phrasebook, "en")
    screen, paper = HTMLParser(made.html), HTMLParser(made.print_html)
    kinds = [(row.css("th")[0].text(), row.css("td.formula")[0].text()) for row in paper.css("table.figures tbody tr")]
    assert len(kinds) == len(set(kinds)) < len(screen.css("table.figures tbody tr[id]"))
    told = {node.attributes["data-figure"] for node in paper.css("table.figures data.figure")}
    assert told == {node.attributes["data-figure"] for node in screen.css("table.figures data.figure")}


def test_paragraphs_and_headings_name_their_passage(briefing: Briefing, phrasebook: Make) -> None:
    named = {}
    for tag in ("zh_CN", "en"):
        tree = HTMLParser(page(briefing, phrasebook, tag).html)
        named[tag] = [node.attributes["data-passage"] for node in tree.css("[data-passage]")]
        prose = tree.css("#analysis > p, #insights > p, #analysis > h3, #risks-opportunities > p")
        assert prose and all(node.attributes.get("data-passage") for node in prose)
    assert named["zh_CN"] == named["en"]


@pytest.mark.parametrize("tag", ["zh_CN", "en"])
def test_the_page_for_screens_alone_is_the_same_page(briefing: Briefing, phrasebook: Make, tag: str) -> None:
    alone = screen(briefing, phrasebook(briefing, tag), [packaged("templates")])
    assert alone == page(briefing, phrasebook, tag).html
