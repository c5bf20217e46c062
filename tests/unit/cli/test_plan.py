"""`reporter plan` and `build --plan`, over the embedded sample: a round trip, an editor's changes, and mistakes."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner, Result

from reporter.cli import main

ON = ("--data", "sample", "--now", "2026-01-24T12:00:00+00:00", "--notes", "none", "--locale", "en")


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, list(arguments))


@pytest.fixture(scope="module")
def plan_text(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("plan") / "plan.yaml"
    done = run("plan", *ON, "--output", str(path))
    assert done.exit_code == 0, done.output
    return path.read_text(encoding="utf-8")


@pytest.fixture
def plan(plan_text: str) -> dict[str, Any]:
    return yaml.safe_load(plan_text)


def passages(plan: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {p["id"]: p for section in plan["sections"] for p in section["passages"]}


def built(folder: Path, name: str, plan: dict[str, Any] | str | None = None, *more: str) -> tuple[Result, Path]:
    given: tuple[str, ...] = ()
    if plan is not None:
        text = plan if isinstance(plan, str) else yaml.safe_dump(plan, sort_keys=False, allow_unicode=True)
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
        given = ("--plan", str(folder / f"{name}.yaml"))
    done = run("build", *ON, "--format", "html", "--output", str(folder / name), *given, *more)
    return done, folder / name / "editions" / "2026-01-23" / "us-small-caps"


def digests(folder: Path) -> dict[str, str]:
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(folder.iterdir())}


def test_an_unedited_plan_gives_the_same_bytes_as_none(folder: Path, plan_text: str) -> None:
    without, first = built(folder, "without")
    following, second = built(folder, "following", plan_text)
    assert without.exit_code == following.exit_code == 0, without.output + following.output
    assert digests(first) == digests(second)


def test_the_plan_says_what_is_told_why_and_what_is_not(plan: dict[str, Any]) -> None:
    assert plan["scores"][plan["theme"]] == max(plan["scores"].values()) and len(plan["scores"]) > 1
    lead = passages(plan)["lead"]
    assert {"id", "kind", "salience", "rule"} == set(lead["claims"][0])
    assert plan["headline"]["generated"]["en"] and len(lead["generated"]["en"]) > 1
    assert all(each["reason"] for part in plan["dropped"].values() for each in part)


def test_an_editor_is_followed_and_recorded(folder: Path, plan: dict[str, Any]) -> None:
    plan["headline"]["override"] = {"en": "A day of [[figure:rut.day_change.1d|signed]]"}
    told = passages(plan)
    told["lead"]["sentences"] = {"en": {1: "The [[name:rut]] moved [[figure:rut.day_change.1d]] on the day."}}
    told["exclude"]["veto"] = True
    analysis = plan["sections"][0]["passages"]
    analysis.append(analysis.pop(1))
    done, edition = built(folder, "edited", plan)
    assert done.exit_code == 0, done.output
    html = (edition / "en.html").read_text(encoding="utf-8")
    assert "<h1" in html and "A day of" in html.split("</h1>")[0]
    assert re.search(r"moved\W+1\.82%\W+on the day", re.sub("<[^>]+>", "", html))
    briefing = json.loads((edition / "briefing.json").read_text(encoding="utf-8"))
    assert "exclude" not in [p["id"] for s in briefing["sections"] for p in s["passages"]]
    assert [(o["place"], o["sentence"]) for o in briefing["overrides"]] == [("headline", None), ("lead", 1)]
    manifest = json.loads((edition / "manifest.json").read_text(encoding="utf-8"))
    assert {"passage exclude taken out", "passages of analysis in another order"} <= set(manifest["inputs"][-1]["plan"])
    assert [each["place"] for each in manifest["overrides"]] == ["headline", "lead"]


def test_words_that_the_figures_contradict_are_held(folder: Path, plan: dict[str, Any]) -> None:
    passages(plan)["lead"]["override"] = {"en": "The [[name:rut]] rose [[figure:rut.day_change.1d|percent]]."}
    done, edition = built(folder, "held", plan)
    assert done.exit_code == 10 and "words say up" in done.output and not edition.exists()


def test_every_mistake_is_told_at_once_with_its_line(folder: Path, plan: dict[str, Any]) -> None:
    told = passages(plan)
    plan["theme"] = "recrods"
    told["lead"]["claims"].append({"id": "nonsense.rut"})
    told["inside"]["move"] = "insdie"
    told["position"]["override"] = {"en": "Down 1.82% <b>today</b>", "fr": "x"}
    told["exclude"]["vetto"] = True
    done, _ = built(folder, "wrong", plan)
    assert done.exit_code == 40
    lines = [line for line in done.output.splitlines() if "wrong.yaml:" in line]
    assert len(lines) == 7 and all(line.split("wrong.yaml:")[1].split(":")[0].isdigit() for line in lines), done.output
    for part in ("'records'", "nonsense.rut", "'inside'", "HTML", "1.82%", "not written in fr", "did you mean veto"):
        assert part in done.output


def test_a_passage_that_cannot_be_said_is_told_by_its_line(folder: Path, plan: dict[str, Any]) -> None:
    passages(plan)["exclude"]["sentences"] = {"en": {99: "x"}}
    done, _ = built(folder, "unsaid", plan)
    assert done.exit_code == 40 and "none with the number 99" in done.output and "unsaid.yaml:" in done.output


def test_a_plan_of_another_session_is_refused(folder: Path, plan_text: str) -> None:
    done, _ = built(folder, "old", plan_text, "--on", "2026-01-22")
    assert done.exit_code == 40 and "the plan is of 2026-01-23, this edition of 2026-01-22" in done.output


def test_a_plan_says_itself_how_long_the_briefing_is(folder: Path, plan_text: str) -> None:
    done, _ = built(folder, "long", plan_text, "--length", "full")
    assert done.exit_code == 2 and "leave out --length" in done.output


def test_a_subheading_in_an_editors_words(folder: Path, plan: dict[str, Any]) -> None:
    lead = passages(plan)["lead"]
    assert set(lead["subheading"]["generated"]) == {"en"}
    lead["subheading"]["override"] = {"en": "A day that cost [[figure:rut.day_change.1d|percent]]"}
    done, edition = built(folder, "subheading", plan)
    assert done.exit_code == 0, done.output
    page = (edition / "en.html").read_text(encoding="utf-8")
    assert re.search(r"A day that cost [^\n]*?data-figure=\"rut.day_change.1d\"", page)
    overrides = json.loads((edition / "briefing.json").read_text(encoding="utf-8"))["overrides"]
    assert [each["place"] for each in overrides] == ["heading lead"]


def test_a_passage_without_a_subheading_has_none_to_reword(folder: Path, plan: dict[str, Any]) -> None:
    passages(plan)["signals"]["subheading"] = {"override": {"en": "Lines to watch"}}
    done, _ = built(folder, "headless", plan)
    assert done.exit_code == 40
    assert "the passage signals has no subheading to be reworded" in done.output
