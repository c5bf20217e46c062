"""What a superlative may rest on, and when a date's text names a day."""

from __future__ import annotations

from datetime import date

import pytest

from reporter.model import Figure, Window
from reporter.verification.page import Run
from reporter.verification.reading import every
from reporter.verification.rules.grounds import _searched
from reporter.verification.rules.places import _names_day

DAY = date(2026, 1, 23)


def figure(metric: str, **params: str) -> Figure:
    return Figure(
        id=f"rut.{metric}.1d", metric=metric, subject="rut", window=Window(name="1d", start=DAY, end=DAY, sessions=1),
        value=2718.64, unit="points", decimals=2, formula="close[end]", inputs=(), sources=(0,), as_of=DAY, params=params,
    )  # fmt: skip


def test_a_level_told_as_it_stood_earlier_counts_as_what_it_was() -> None:
    assert _searched(figure("follow_up_level", of="record_close"), "record")
    assert not _searched(figure("follow_up_level", of="sma20"), "record")


@pytest.mark.parametrize(
    ("text", "named"),
    [("2026年1月", False), ("2026年1月1日", True), ("1月1日", True), ("January 2026", False), ("January 1", True)],
)
def test_a_month_names_no_day(text: str, named: bool) -> None:
    assert _names_day(Run(text, "time"), 1, every()) is named


def test_what_the_next_sentence_says_is_not_said_of_a_number() -> None:
    """The words behind a number end with its sentence: "… and one down. Small caps beat …"."""
    from types import SimpleNamespace

    from reporter.verification.page import Block, Run
    from reporter.verification.reading import load
    from reporter.verification.rules.sides import stretch

    runs: list[Run] = []
    for text, kind in (("three", "figure"), (" were up and ", "text"), ("1.5", "figure"), (" down. Small caps beat large caps", "text")):
        runs.append(Run(text, kind, start=sum(len(run.text) for run in runs)))
    block = Block("p", "course", "analysis", runs=runs)
    context = SimpleNamespace(reading=load("en"))
    assert stretch(context, block, [runs[0], runs[2]], 1)[1] == " down"  # type: ignore[arg-type]
