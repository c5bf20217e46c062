"""A plan's file: every mistake of its form, with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from reporter.errors import ConfigError
from reporter.plan_file import PlanFile, read_plan

GOOD = """\
plan: reporter.plan/1
desk: us-small-caps
session: 2026-01-23
length: standard
theme: quiet
headline:
  override: {en: "Nothing [[figure:rut.day_change.1d]]"}
sections:
  - id: analysis
    passages:
      - id: lead
        move: lead
        claims:
          - day.rut.spx
          - {id: fear.vix, kind: fear, salience: 0.4, rule: r}
          - {id: rates.tnx, veto: true}
        sentences: {en: {2: "Prices do not say why."}}
      - {id: inside, move: inside, claims: [sectors_day.sectors], veto: true}
  - id: insights
    passages: []
dropped:
  passages:
    - {id: ladder, move: ladder, section: insights, reason: r, claims: [ladder.size], pin: true}
    - {id: season, move: season, section: insights, reason: r, claims: [season.jan]}
  claims:
    - {id: credit.hyg, kind: credit, salience: 0.3, rule: r, reason: r, pin: lead}
    - {id: volume.iwm, kind: volume, salience: 0.3, rule: r, reason: r}
"""


def written(folder: Path, text: str) -> PlanFile:
    path = folder / "plan.yaml"
    path.write_text(text, encoding="utf-8")
    return read_plan(path)


def test_vetoes_pins_and_words_are_read(tmp_path: Path) -> None:
    plan = written(tmp_path, GOOD)
    assert plan.problems == ()
    passages = {p.id: (section.id, p.claims) for section in plan.sections for p in section.passages}
    assert passages == {
        "lead": ("analysis", ("day.rut.spx", "fear.vix", "credit.hyg")), "ladder": ("insights", ("ladder.size",)),
    }  # fmt: skip
    assert [(w.place, w.locale, w.sentence) for w in plan.words] == [("headline", "en", None), ("lead", "en", 2)]


@pytest.mark.parametrize(
    ("old", "new", "line", "message"),
    [
        ("reporter.plan/1", "reporter.plan/9", 1, "is no plan of this version"),
        ("2026-01-23", "yesterday", 3, "session must be a date"),
        ("length: standard", "length: short", 4, "it is one of brief, standard, full"),
        ("theme: quiet", "theme:", 5, "theme is missing or no text"),
        ("        move: lead\n", "        mvoe: lead\n", 12, "did you mean move?"),
        ("veto: true}\n        sent", "veto: yes}\n        sent", 16, "veto is 'yes'; it must be true or false"),
        ("{2: ", "{second: ", 17, "is no number of a sentence"),
        ("headline:\n", "headlines:\n", 6, "did you mean headline?"),
        ("passages: []", "passages: none", 20, "must be a list"),
    ],
)
def test_a_mistake_is_told_with_its_line(tmp_path: Path, old: str, new: str, line: int, message: str) -> None:
    assert old in GOOD
    problems = written(tmp_path, GOOD.replace(old, new, 1)).problems
    assert any(each.line == line and message in each.message for each in problems), problems


def test_all_mistakes_are_told_at_once(tmp_path: Path) -> None:
    text = GOOD.replace("session: 2026-01-23", "session: soon").replace("veto: true}\n  - id", "vetto: true}\n  - id")
    assert len(written(tmp_path, text).problems) == 2


@pytest.mark.parametrize("text", ["- a list", "plan: [", "plan: &a x\ndesk: *a"])
def test_what_is_no_plan_at_all_is_one_sentence(tmp_path: Path, text: str) -> None:
    with pytest.raises(ConfigError, match=r"The plan .*plan\.yaml has"):
        written(tmp_path, text)
