"""Mistakes planted in templates and phrases, each found by its line with a hint that helps."""

from __future__ import annotations

from pathlib import Path

import pytest

from reporter.errors import Problem
from reporter.language import Language
from reporter.project import packaged
from reporter.rendering.review import phrase_problems, template_problems

LABELS = {tag: dict(Language.load(tag, [packaged("locales")]).catalogue) for tag in ("zh_CN", "en")}
NEEDED = frozenset({"passage_lead", "heading_lead", "title_quiet"})


def templates(folder: Path, name: str, text: str) -> list[Problem]:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return [p for p in template_problems([packaged("templates"), folder], LABELS) if p.path.startswith(str(folder))]


def phrases(folder: Path, text: str, tag: str = "en") -> list[Problem]:
    (folder / "own.j2").write_text(text, encoding="utf-8")
    return phrase_problems(Language.load(tag, [packaged("locales")]), [folder], NEEDED, frozenset())


FOOTER = "components/footer.html.j2"
EXTENDED = '{% extends "builtin:layouts/page.html.j2" %}\n'


@pytest.mark.parametrize(
    ("name", "text", "line", "column", "words"),
    [
        (FOOTER, "<footer>\n{{ pgae.title }}\n</footer>", 2, 4, "there is no 'pgae' here; did you mean 'page'?"),
        (FOOTER, "\n\n{{ page.titel }}", 3, 9, "a PageView has no 'titel'; did you mean 'title'?"),
        (FOOTER, "{{ page.kpi.rosw }}", 1, 13, "did you mean 'rows'?"),
        (FOOTER, "{% for row in page.kpi.rows %}\n{{ row.nmae }}\n{% endfor %}", 2, 8, "did you mean 'name'?"),
        (FOOTER, "{% for s in page.sections %}{% for b in s.blocks %}\n{{ b.htlm }}{% endfor %}{% endfor %}", 2, 6, "'html'"),
        (FOOTER, "{% set r = page.sources %}\n{% for x in r %}{{ x.ulr }}{% endfor %}", 2, 22, "has no 'ulr'"),
        (FOOTER, "{{ page.title|mdd }}", 1, None, "there is no filter 'mdd'; did you mean 'md'?"),
        (FOOTER, "{% if page.sample is deffined %}{% endif %}", 1, None, "did you mean 'defined'?"),
        (FOOTER, "{% if page.sample %}\n<p>", 2, None, "end of template"),
        (FOOTER, "{{ t('footer.disclaimr') }}", 1, 7, "did you mean 'footer.disclaimer'?"),
        (FOOTER, "{% include 'components/kpis.html.j2' %}", 1, 13, "did you mean 'components/kpi.html.j2'?"),
        (FOOTER, "<p>{{ page.figures|length * 2 }}</p>", 1, None, "a template may not compute"),
        (FOOTER, "{% with total = 1 + 1 %}{% endwith %}", 1, None, "a template may not compute"),
        ("sections/analysis/body.html.j2", "{{ section.blcoks }}", 1, 12, "did you mean 'blocks'?"),
        ("layouts/page.html.j2", EXTENDED + "{% block nosuch %}{% endblock %}", 2, 10, "has no block 'nosuch'"),
        ("sections/own/section.toml", 'title = "section.analysis.title"\nordr = 5\n', 2, None, "did you mean order?"),
    ],
)  # fmt: skip
def test_a_mistake_in_a_template(
    tmp_path: Path, name: str, text: str, line: int, column: int | None, words: str
) -> None:
    found = [p for p in templates(tmp_path, name, text) if words in p.message]
    assert found, templates(tmp_path, name, text)
    assert found[0].line == line and (column is None or found[0].column == column), found[0]


@pytest.mark.parametrize(
    ("tag", "text", "line", "words"),
    [
        ("en", "{% macro passage_laed(p) %}x{% endmacro %}", 1, "did you mean 'passage_lead'?"),
        ("en", "{% macro passage_lead(p) %}\n{{ p.dya.gap|pp }}{% endmacro %}", 2, "did you mean 'day'?"),
        ("en", "{% macro passage_lead(p) %}\n{{ p.day.gpa|pp }}{% endmacro %}", 2, "did you mean 'gap'?"),
        ("en", "{% macro passage_lead(p) %}{% set d = p.day %}\n\n{{ d.a_chang|pct }}{% endmacro %}", 3, "'a_change'"),
        ("en", "{% macro passage_lead(p) %}\n{{ p.day.gap.upp }}{% endmacro %}", 2, "did you mean 'up'?"),
        ("en", "{% macro passage_lead(p) %}{% for w in p.of('watch') %}\n{{ w.levle }}{% endfor %}{% endmacro %}", 2, "'level'"),
        ("en", "{% macro passage_lead(p) %}\n{{ q.day }}{% endmacro %}", 2, "there is no 'q' here"),
        ("en", "{% macro passage_lead(p) %}\n{{ p.day.gap|pctt }}{% endmacro %}", 2, "did you mean 'pct'?"),
        ("en", "{% macro passage_lead(p) %}\nIt fell 1.82%.{% endmacro %}", 2, "'1.82' is typed in"),
        ("en", "{% macro passage_lead(p) %}\n{{ p.day.gap.printed * 2 }}{% endmacro %}", 2, "may not compute"),
        ("en", "{% macro passage_lead(p) %}\nIt fell，then{% endmacro %}", 2, "Chinese in a language"),
        ("zh_CN", "{% macro passage_lead(p) %}\n小盘股下跌,大盘股上涨{% endmacro %}", 2, "half-width"),
        ("zh_CN", "{% macro passage_lead(p) %}\n小盘股跌了3天{% endmacro %}", 2, "'3' is typed in"),
        ("zh_CN", "{% macro passage_lead(p) %}\n{% if p.day %}x{% endmacro %}", 2, "endmacro"),
    ],
)  # fmt: skip
def test_a_mistake_in_a_phrase(tmp_path: Path, tag: str, text: str, line: int, words: str) -> None:
    found = [p for p in phrases(tmp_path, text, tag) if words in p.message]
    assert found, phrases(tmp_path, text, tag)
    assert found[0].line == line


@pytest.mark.parametrize(
    "text",
    [
        "{% macro passage_lead(p) %}{% if p.day and p.day.gap.up %}{{ p.day.gap|pp }}{% endif %}{% endmacro %}",
        "{% macro passage_lead(p) %}{% for w in p.of('watch') %}{{ w.level|level }}{% endfor %}{% endmacro %}",
        "{% macro own(x, y) %}{{ x.anything }}{% endmacro %}{% macro passage_lead(p) %}{{ own(p.day, none) }}{% endmacro %}",
        "{% macro passage_lead(p) %}{% set l = ['a'] %}{% set l = l + ['b'] %}{{ l[0] }}{% endmacro %}",
        "{% macro passage_lead(p) %}<span class='w2'>The S&#38;P</span> {{ term('52w') }}{% endmacro %}",
        "{% macro passage_lead(p) %}{% for f in p.sectors_day.tops %}{{ f.subject|name }}{% endfor %}{% endmacro %}",
    ],
)
def test_a_sound_phrase_is_left_in_peace(tmp_path: Path, text: str) -> None:
    assert phrases(tmp_path, text) == []


def test_what_came_with_the_program_is_sound() -> None:
    assert template_problems([packaged("templates")], LABELS) == []
