"""Wraps of weeks and months: every theme and wording in every locale, of any week, over or not."""

from __future__ import annotations

import itertools
import random
from typing import Any

import pytest

from reporter.insights.wrap_themes import WRAP_THEMES
from reporter.model import Claim
from reporter.project import packaged
from reporter.verification.reading import load

from .conftest import Pool
from .test_phrases import FORMS, faults_of, said

WEEKS = (0, 57)
"""Sessions before the last that end a week; the last one is a Friday."""
MONTHS = (15, 101)
OPEN = (2,)
"""Sessions on which neither is over."""


@pytest.fixture(scope="module")
def wraps(made: Any) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for kind, ends in (("week", WEEKS), ("month", MONTHS)):
        every = [made(seed, back, period=kind) for seed in (5, 11) for back in ends]
        found[kind] = [each for each in every if each.briefing.period.complete]
        found[f"open {kind}"] = [made(5, back, period=kind) for back in OPEN]
    return found


@pytest.mark.parametrize("kind", ["week", "month", "open week", "open month"])
def test_wraps_of_a_made_market_read_cleanly(wraps: Any, book: Any, kind: str) -> None:
    assert wraps[kind]
    for each in wraps[kind][:2]:
        assert each.briefing.theme in WRAP_THEMES
        assert [section.id for section in each.briefing.sections if section.passages] == [
            "analysis", "insights", "risks-opportunities", "summary",
        ]
        assert sorted(faults_of(book, each.briefing, None)) == []


def ran(claim: Claim) -> bool:
    """A run of one of the two against the other, which the theme of a streak does not come without."""
    return claim.kind == "wrap_run" and "comparator" in claim.roles


@pytest.mark.parametrize(("theme", "kind"), [*zip(WRAP_THEMES, itertools.cycle(("week", "month", "open week")))])
def test_every_theme_can_be_told_of_any_period(wraps: Any, constants: Any, book: Any, theme: str, kind: str) -> None:
    """Claims of different periods side by side, with facts and values that may never meet: nothing breaks."""
    rng = random.Random(f"any {kind} {theme}")
    pool = Pool(wraps[kind], constants)
    if theme == "wrap_streak":
        pool = Pool([each for each in (*wraps["week"], *wraps["month"]) if any(map(ran, each.claims))][:1], constants)
    assert sorted(faults_of(book, pool.briefing(rng, theme), rng.randrange(FORMS))) == []


@pytest.mark.parametrize("tag", ["zh_CN", "zh_TW", "en"])
def test_a_period_that_is_not_over_says_so(wraps: Any, book: Any, tag: str) -> None:
    reading = load(tag, packaged("locales"))
    for kind in ("week", "month"):
        for each in wraps[f"open {kind}"]:
            texts = said(book, each.briefing, tag, None)
            assert reading.finds("period.to_date", texts["title"] + texts["wrap_lead"])
        for each in wraps[kind]:
            assert not reading.finds("period.to_date", said(book, each.briefing, tag, None)["title"])
