"""Compiled templates outlive the process, and nothing depends on their being there."""

from __future__ import annotations

from pathlib import Path

import pytest

from reporter.rendering import environment as module
from reporter.rendering.compiled import CompiledOnce


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    templates = tmp_path / "templates"
    templates.mkdir()
    (templates / "a.j2").write_text("{% macro m(x) %}{{ 'a'|upper }}{{ x }}{% endmacro %}{{ m(1) }}")
    return templates


def said(folder: Path, cache: CompiledOnce, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setattr(module, "COMPILED", cache)
    return str(module.environment([folder]).get_template("a.j2").render())


@pytest.fixture
def compiled(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Names of the templates that were compiled."""
    names: list[str] = []
    real = module.PhraseEnvironment.compile

    def compile_(self: module.PhraseEnvironment, source: str, name: str | None = None, *rest: object) -> object:
        names.append(str(name))
        return real(self, source, name, *rest)  # type: ignore[call-overload]

    monkeypatch.setattr(module.PhraseEnvironment, "compile", compile_)
    return names


def test_another_process_does_not_compile_again(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, compiled: list[str]
) -> None:
    cache = tmp_path / "cache"
    assert said(folder, CompiledOnce(cache), monkeypatch) == said(folder, CompiledOnce(cache), monkeypatch) == "A1"
    assert compiled == ["a.j2"]
    (folder / "a.j2").write_text("B")
    assert said(folder, CompiledOnce(cache), monkeypatch) == "B" and compiled == ["a.j2", "a.j2"]


@pytest.mark.parametrize("left", [b"", b"x" * 9, None])
def test_what_was_cut_short_is_compiled_again(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, left: bytes | None
) -> None:
    cache = tmp_path / "cache"
    said(folder, CompiledOnce(cache), monkeypatch)
    (kept,) = cache.iterdir()
    kept.write_bytes(kept.read_bytes()[:-20] if left is None else left)
    assert said(folder, CompiledOnce(cache), monkeypatch) == "A1"


def test_without_a_place_for_them_templates_are_compiled_all_the_same(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "cache").write_text("in the way")
    assert said(folder, CompiledOnce(tmp_path / "cache"), monkeypatch) == "A1"


def test_the_folder_does_not_grow_without_bound(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(5):
        other = tmp_path / str(number)
        other.mkdir()
        (other / "a.j2").write_text("B")
        said(other, CompiledOnce(tmp_path / "cache", room=3), monkeypatch)
    assert len(list((tmp_path / "cache").iterdir())) == 3
