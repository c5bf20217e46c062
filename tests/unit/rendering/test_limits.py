"""Hostile templates and phrases: each refused with a sentence, in bounded time and memory."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from reporter.errors import ConfigError
from reporter.rendering import limits
from reporter.rendering.filling import environment_of, fill
from reporter.rendering.views import FigureView

from .conftest import figure

DEEP = "{% for a in 'x' ~ w %}{% for b in w %}{% for c in w %}{% for d in w %}.{% endfor %}{% endfor %}{% endfor %}{% endfor %}"


def filled(folder: Path, text: str) -> str:
    (folder / "own.j2").write_text(text, encoding="utf-8")
    view = FigureView(figure("rut", "day_change", -0.0182, "fraction", 4))
    return fill(environment_of((folder,)), "own.j2", f=view, w="x" * 1000)


@pytest.mark.parametrize(
    "text",
    [
        "{{ 'a' * 1000000000 }}",
        "{{ 10 ** 10 ** 10 }}",
        "{{ '%1000000000d' % 1 }}",
        "{{ 'a'.center(1000000000) }}",
        "{{ '{:>1000000000}'.format(1) }}",
        "{{ 'a'|center(1000000000) }}",
        "{{ '%1000000000d'|format(1) }}",
        "{% set a = w|replace('x', w) %}{{ a|replace('x', w) }}",
        "{% macro m(s) %}{{ m(s ~ s) }}{% endmacro %}{{ m('ab') }}",
        "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
        "{% include 'own.j2' %}",
        "{{ range(100000) }}",
        "{{ ''.__class__.__mro__[1].__subclasses__() }}",
        "{{ f.__class__.__init__.__globals__ }}",
        "{{ f.figure.__class__ }}",
        "{{ self.__init__.__globals__ }}",
        "{{ cycler.__init__.__globals__.os }}",
        "{% include '../../../../etc/passwd' %}",
        "{% include '/etc/passwd' %}",
        "{% import 'os' as os %}",
        "{{ f.figure.model_dump_json() }}{{ f.nothing.at.all }}",
    ],
)
def test_what_a_template_may_not_do_is_refused(tmp_path: Path, text: str) -> None:
    began = time.process_time()
    with pytest.raises(ConfigError):
        filled(tmp_path, text)
    assert time.process_time() - began < 5


def test_loops_that_go_on_and_on_are_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "SECONDS", 0.3)
    with pytest.raises(ConfigError) as caught:
        filled(tmp_path, DEEP)
    assert "ran for more than 0.3 seconds" in str(caught.value)
    assert "own.j2:1" in str(caught.value)


def test_a_template_that_grows_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MEGABYTES", -1)
    with pytest.raises(ConfigError, match="MB"):
        filled(tmp_path, DEEP)


def test_others_still_finish(tmp_path: Path) -> None:
    with pytest.raises(ConfigError):
        filled(tmp_path, "{{ 'a' * 1000000000 }}")
    assert filled(tmp_path, "{{ w|length ~ '!' }}") == "1000!"


def test_escaping_survives_joining(tmp_path: Path) -> None:
    assert filled(tmp_path, "{{ '<b>' ~ f.id }}") == "&lt;b&gt;rut.day_change.1d"
