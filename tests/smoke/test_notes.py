"""The sample's edition carries every kind of claim that notes make; without notes it stands and says what it lacks."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

from reporter.model.note_kinds import CLAIM_KEYS

NOW = "2026-01-24T12:00:00+00:00"


def test_every_kind_is_there_and_tied_to_a_passage(edition: Path) -> None:
    briefing = json.loads((edition / "briefing.json").read_text(encoding="utf-8"))
    kinds = {claim["id"]: claim["kind"] for claim in briefing["claims"]}
    told = {kinds[claim] for section in briefing["sections"] for each in section["passages"] for claim in each["claims"]}
    # what differs about the policy rate's end is set aside; a title alone is told where sources say nothing else
    assert set(CLAIM_KEYS) - told == {"note_disagreement", "note_provenance"}


def test_every_source_is_cited_on_every_page_in_order(edition: Path) -> None:
    sources = json.loads((edition / "briefing.json").read_text(encoding="utf-8"))["sources"]
    for page in ("zh_CN.html", "en.html"):
        text = (edition / page).read_text(encoding="utf-8")
        cited = [int(number) for number in re.findall(r'href="#source-(\d+)"', text)]
        assert set(cited) == {source["id"] for source in sources}


def test_without_notes_it_stands_and_says_what_it_lacks(reporter: Callable[..., object], tmp_path: Path) -> None:
    run = reporter("build", "--now", NOW, "--notes", "none", "--format", "html", "--json", folder=tmp_path)
    assert run.code == 0, run.err  # type: ignore[attr-defined]
    folder = Path(json.loads(run.out)["folder"])  # type: ignore[attr-defined]
    briefing = json.loads((folder / "briefing.json").read_text(encoding="utf-8"))
    assert not [claim["id"] for claim in briefing["claims"] if claim["kind"].startswith("note_")]
    assert [section["id"] for section in briefing["sections"] if section["passages"]] == [
        "analysis", "insights", "risks-opportunities", "summary"]  # fmt: skip
    lacking = {gap["what"] for gap in briefing["gaps"] if gap["why"] == "no_source"}
    assert lacking == {"price_target", "pe_forward", "eps_forecast", "flows", "expert_view"}, "futures tell the path"
    for page, words in (("zh_CN.html", "专家观点"), ("en.html", "Expert views")):
        assert words in (folder / page).read_text(encoding="utf-8"), page
