"""Overrides: begun as small as they can be, and told when their originals have changed."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from reporter.cli import main
from reporter.preview import originals, overrides
from reporter.preview.ejecting import eject
from reporter.project import Project, packaged
from reporter.rendering.review.spans import spans


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, list(arguments))


@pytest.fixture
def project(folder: Path) -> Path:
    assert run("new", "project", ".").exit_code == 0
    return folder


def test_every_macro_of_a_locale_is_cut_out_whole() -> None:
    for path in sorted((packaged("locales") / "zh_CN" / "phrases").glob("*.j2")):
        source = path.read_text(encoding="utf-8")
        found = spans(source, "macro")
        assert len(found) == source.count("{% macro ")
        for span in found:
            text = source[span.start : span.end]
            assert text.startswith(f"{{% macro {span.name}(") and text.endswith("{% endmacro %}")
            assert text.count("{% macro ") == 1
            assert source.splitlines()[span.line - 1].startswith("{% macro")


def test_a_template_is_begun_as_it_is_and_passes_the_check(project: Path) -> None:
    said = run("eject", "components/footer.html.j2")
    assert said.exit_code == 0, said.output
    own = (project / "templates" / "components" / "footer.html.j2").read_text(encoding="utf-8")
    first, _, rest = own.partition("\n")
    assert first.startswith("{# made from templates/components/footer.html.j2 sha256:")
    assert rest == (packaged("templates") / "components" / "footer.html.j2").read_text(encoding="utf-8")
    assert run("check").exit_code == 0


def test_a_phrase_is_begun_in_both_languages_with_what_it_calls(project: Path) -> None:
    said = run("eject", "--phrase", "passage_position")
    assert said.exit_code == 0, said.output
    for tag in ("zh_CN", "en"):
        own = (project / "locales" / tag / "phrases" / "passage_position.j2").read_text(encoding="utf-8")
        assert own.count("{% macro ") == 1
        assert '{% import "_pieces.j2" as s with context %}' in own
        called = re.search(r'{% from "builtin:analysis.j2" import (.*) with context %}', own)
        assert called is not None and "averages" in called[1].split(", ")
    assert run("check").exit_code == 0


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("components/foter.html.j2",), "did you mean 'components/footer.html.j2'?"),
        (("--phrase", "passage_positon"), "did you mean 'passage_position'?"),
        (("components/footer.html.j2", "--block", "x"), "There is no block of components/footer.html.j2 'x'"),
        ((), "Name a template, or a phrase"),
    ],
)
def test_what_there_is_not_is_named_with_the_nearest(project: Path, arguments: tuple[str, ...], words: str) -> None:
    said = run("eject", *arguments)
    assert said.exit_code in (2, 40) and words in said.output


def test_nothing_is_overwritten(project: Path) -> None:
    assert run("eject", "components/footer.html.j2").exit_code == 0
    said = run("eject", "components/footer.html.j2")
    assert said.exit_code == 40 and "is there already" in said.output


def test_without_a_project_there_is_nowhere_to_put_it(folder: Path) -> None:
    said = run("eject", "components/footer.html.j2")
    assert said.exit_code == 40 and "reporter new project" in said.output


def test_a_changed_original_is_told_with_both_differences(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    original = originals.template("components/footer.html.j2")
    path = eject(Project.find(project), original)
    path.write_text(path.read_text(encoding="utf-8").replace("disclaimer", "small print"), encoding="utf-8")
    assert run("doctor").exit_code == 0

    def newer(name: str, block: str | None = None) -> originals.Original:
        text = original.text + "<p>new</p>\n"
        return originals.Original(name, block, None, original.path, text, text)

    monkeypatch.setattr(overrides, "template", newer)
    said = run("doctor")
    assert said.exit_code == 12
    assert "its original has changed since" in said.output
    assert "+<p>new</p>" in said.output and "small print" in said.output


def test_an_original_that_is_gone_and_a_file_that_says_nothing(project: Path) -> None:
    phrases = project / "locales" / "en" / "phrases"
    phrases.mkdir(parents=True)
    head = "{# made from locales/en/phrases/analysis.j2 macro passage_gone sha256:0123456789abcdef #}\n"
    (phrases / "passage_gone.j2").write_text(head + "{% macro passage_gone(p) %}{% endmacro %}\n", encoding="utf-8")
    (phrases / "titles.j2").write_text("{% macro title_quiet(p) %}Quiet{% endmacro %}\n", encoding="utf-8")
    found = {each.path.name: each.state for each in overrides.overrides(Project.find(project))}
    assert found == {"passage_gone.j2": "gone", "titles.j2": "unmarked"}
    assert run("doctor").exit_code == 12


def test_blanks_at_the_ends_of_lines_change_nothing() -> None:
    assert originals.checksum("a \nb\n\n") == originals.checksum("a\r\nb")
    assert originals.checksum("a\nb") != originals.checksum("a\nc")
