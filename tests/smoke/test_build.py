"""The whole chain, run as a user runs it."""

from __future__ import annotations

import csv
import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

import pytest

from reporter.model import Briefing, Claim, Figure
from reporter.publishing.site.reading import card, exhibit

pytestmark = pytest.mark.slow
NOW = "2026-01-24T12:00:00+00:00"


class Run(Protocol):
    """A command that has ended."""

    code: int
    out: str
    err: str


Reporter = Callable[..., Run]


def test_the_sample_is_published_in_both_languages(sample: dict[str, object], edition: Path) -> None:
    names = {path.name for path in edition.iterdir()}
    assert names == {f"{tag}.{kind}" for tag in ("zh_CN", "en") for kind in ("html", "pdf", "md")} | {
        "briefing.json",
        "gates.json",
        "manifest.json",
        "prices.csv",
        *(name for tag in ("zh_CN", "en") for name in (f"brief.{tag}.txt", f"card.{tag}.png")),
    }
    assert edition.parts[-4:] == ("output", "editions", "2026-01-23", "us-small-caps")
    assert set(sample["titles"]) == {"zh_CN", "en"}  # type: ignore[call-overload]
    assert sample["sample"] is True


def test_every_number_was_verified(sample: dict[str, object]) -> None:
    numbers = sample["numbers"]
    assert isinstance(numbers, dict)
    assert numbers["verified"] == numbers["on_pages"] > 100
    assert numbers["recomputed"] > 50


def test_nothing_is_left_beside_the_editions(edition: Path) -> None:
    assert [path.name for path in edition.parents[2].iterdir()] == ["editions"]


def test_the_manifest_has_the_hash_of_every_file(edition: Path) -> None:
    manifest = json.loads((edition / "manifest.json").read_text(encoding="utf-8"))
    hashes = {each["name"]: each["sha256"] for each in manifest["files"]}
    there = {path.name for path in edition.iterdir()} - {"manifest.json"}
    assert hashes == {name: hashlib.sha256((edition / name).read_bytes()).hexdigest() for name in there}


def test_the_doors_hold_the_nouns(edition: Path) -> None:
    doors = edition.parents[3] / "doors"
    figures = json.loads((doors / "figures.json").read_text(encoding="utf-8"))
    assert len([Figure.model_validate(each) for each in figures["figures"]]) > 500
    claims = [Claim.model_validate(each) for each in json.loads((doors / "claims.json").read_text(encoding="utf-8"))]
    assert "day" in {claim.kind for claim in claims}
    dumped = Briefing.model_validate_json((doors / "briefing.json").read_text(encoding="utf-8"))
    assert dumped == Briefing.model_validate_json((edition / "briefing.json").read_text(encoding="utf-8"))


def test_the_same_input_gives_the_same_bytes(reporter: Reporter, edition: Path, tmp_path: Path) -> None:
    run = reporter("build", "--now", NOW, folder=tmp_path)
    assert run.code == 0, run.err
    again = tmp_path / "output" / "editions" / "2026-01-23" / "us-small-caps"
    different = [
        path.name for path in sorted(edition.iterdir()) if path.read_bytes() != (again / path.name).read_bytes()
    ]
    assert different == []


def test_a_briefing_is_rendered_again_without_measuring(reporter: Reporter, edition: Path, tmp_path: Path) -> None:
    run = reporter(
        "build",
        "--from",
        str(edition / "briefing.json"),
        "--format",
        "html",
        "--format",
        "md",
        "--now",
        NOW,
        folder=tmp_path,
    )
    assert run.code == 0, run.err
    again = tmp_path / "output" / "editions" / "2026-01-23" / "us-small-caps"
    for name in ("en.html", "zh_CN.html", "en.md", "zh_CN.md", "briefing.json", "prices.csv"):
        assert (again / name).read_bytes() == (edition / name).read_bytes(), name


def test_verify_finds_nothing(reporter: Reporter, edition: Path) -> None:
    run = reporter("verify", str(edition), folder=edition)
    assert run.code == 0, run.out


def test_verify_finds_a_number_that_was_changed(reporter: Reporter, edition: Path, tmp_path: Path) -> None:
    page = (edition / "en.html").read_text(encoding="utf-8")
    (tmp_path / "briefing.json").write_bytes((edition / "briefing.json").read_bytes())
    (tmp_path / "en.html").write_text(page.replace(">1.82%<", ">1.28%<"), encoding="utf-8")
    assert ">1.82%<" in page
    run = reporter("verify", str(tmp_path / "en.html"), folder=tmp_path)
    assert run.code == 12
    assert "1.28" in run.out


def test_explain_follows_a_number_of_the_edition(reporter: Reporter, edition: Path) -> None:
    run = reporter("explain", "rut.day_change.1d", "--edition", str(edition), folder=edition)
    assert run.code == 0
    assert "2669.16 / 2718.64 - 1 = -0.0182" in run.out


@pytest.mark.parametrize(("asked", "session"), [("2026-01-18", "2026-01-16"), ("2026-01-19", "2026-01-16")])
def test_a_day_without_a_session_tells_of_the_one_before(
    reporter: Reporter, asked: str, session: str, tmp_path: Path
) -> None:
    run = reporter("build", "--on", asked, "--now", NOW, "--format", "html", folder=tmp_path)
    assert run.code == 0, run.err
    assert run.out.startswith(f"{asked} was no session; this is the last one before it, {session}.")
    made = Briefing.model_validate_json(
        (tmp_path / "output" / "editions" / session / "us-small-caps" / "briefing.json").read_text(encoding="utf-8")
    )
    assert made.session.isoformat() == session
    computed = [figure for figure in made.figures if figure.window.name != "note"]
    assert computed and all(figure.as_of.isoformat() == session for figure in computed)


def test_prices_of_ones_own_with_closes_alone(reporter: Reporter, edition: Path, tmp_path: Path) -> None:
    """Two indices and nothing else: a briefing with gaps, not an error and not a zero."""
    with (edition / "prices.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["symbol"] in ("^RUT", "^GSPC") and row["close"]]
    lines = ["date,ticker,close", *(f"{row['date']},{row['symbol']},{row['close']}" for row in rows)]
    (tmp_path / "own.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    run = reporter("build", "--data", "csv:own.csv", "--now", NOW, "--format", "html", "--json", folder=tmp_path)
    assert run.code == 0, run.err
    summary = json.loads(run.out)
    assert summary["sample"] is False and summary["gaps"] > 0


def test_the_other_desk(reporter: Reporter, tmp_path: Path) -> None:
    run = reporter("build", "--desk", "us-markets", "--now", NOW, "--format", "html", folder=tmp_path)
    assert run.code == 0, run.err
    assert (tmp_path / "output" / "editions" / "2026-01-23" / "us-markets" / "en.html").is_file()


def test_progress_is_not_written_to_a_pipe(reporter: Reporter, tmp_path: Path) -> None:
    run = reporter("build", "--now", NOW, "--format", "md", "--locale", "en", folder=tmp_path)
    assert run.code == 0, run.err
    assert run.err == ""


def test_the_website_finds_on_the_pages_what_it_shows_of_an_edition(edition: Path) -> None:
    pages = {tag: (edition / f"{tag}.html").read_text(encoding="utf-8") for tag in ("zh_CN", "en")}
    rows = card(edition, pages).rows
    assert set(rows["rut"].values) >= {"last", "day", "week", "year"} and len(rows) > 10
    assert all(rows["rut"].shown[tag]["last"] and rows["rut"].said[tag] for tag in pages)
    assert all("<svg" in exhibit(page) and 'class="cite"' not in exhibit(page) for page in pages.values())
