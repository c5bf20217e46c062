"""Research notes at the command line: every mistake at once with its line, and what an edition does without bad ones."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from reporter.cli import main
from reporter.notes.kinds import KINDS

DESK = """\
market = "us_equities"
lead = ["rut", "spx"]

[pairs]
size = "rut-spx"

[subjects]
rut = { symbol = "^RUT", kind = "index", roles = ["challenger"] }
spx = { symbol = "^GSPC", kind = "index", roles = ["benchmark"] }
"""
PRICES = """\
date,symbol,close
2026-01-21,^RUT,2698.17
2026-01-21,^GSPC,6875.62
2026-01-22,^RUT,2718.64
2026-01-22,^GSPC,6913.35
2026-01-23,^RUT,2669.16
2026-01-23,^GSPC,6915.61
"""
SOURCE = "- {id: house, title: Outlook, publisher: Example Securities, date: 2026-01-20}"
GOOD = "- {id: good, source: house, kind: price_target, subject: rut, value: 2825, unit: points, horizon: 2026}"
TARGET = "source: house, kind: price_target, subject: rut"
VIEW = "source: house, kind: expert_view, subject: rut, stance: bull"
BAD = {
    "unknown kind": (f"- {{{TARGET.replace('price_target', 'price_targt')}}}", "did you mean price_target? [note-kind]"),
    "no unit": (f"- {{{TARGET}, value: 2825}}", "value has no unit; add unit: points"),
    "a value as text": (f"- {{{TARGET}, value: '2825', unit: points}}", "must be a number: no quotation marks"),
    "a date in the future": (f"- {{{TARGET}, value: 2825, unit: points, as_of: 2026-03-01}}", "is in the future"),
    "one language": (f"- {{{VIEW}, text: {{en: only}}}}", "text has en but no zh_CN"),
    "an id twice": (f"- {{id: good, {TARGET}, value: 2825, unit: points}}", "the id good is given twice"),
    "a script": (f"- {{{VIEW}, text: {{zh_CN: 好, en: <script>alert(1)</script>}}}}", "holds HTML"),
    "a link that runs": (f"- {{{VIEW}, text: {{zh_CN: 好, en: '[x](javascript:alert(1))'}}}}", "only http:// and https://"),
    "a quantity in words": (f"- {{{VIEW}, text: {{zh_CN: 领先了三个月, en: ahead for three months}}}}", "'三个月' in words"),
    "a number of nobody's": (f"- {{{VIEW}, text: {{zh_CN: 涨到9999点, en: to 9999 points}}}}", "holds the number 9999"),
}


@pytest.fixture
def project(folder: Path) -> Path:
    (folder / "reporter.toml").write_text('desk = "own"\ndata = "csv:prices"\n', encoding="utf-8")
    for name, text in (("desks/own.toml", DESK), ("prices/prices.csv", PRICES)):
        (folder / name).parent.mkdir()
        (folder / name).write_text(text, encoding="utf-8")
    (folder / "notes").mkdir()
    return folder


def write(project: Path, *claims: str, sources: tuple[str, ...] = (SOURCE,), name: str = "own.yaml") -> None:
    lines = ["sources:", *(f"  {line}" for line in sources), "claims:", *(f"  {line}" for line in claims)]
    (project / "notes" / name).write_text("\n".join(lines) + "\n", encoding="utf-8")


def run(*arguments: str) -> Result:
    result = CliRunner().invoke(main, [*arguments, "--now", "2026-01-24T12:00:00+00:00"])
    assert "Traceback" not in result.output
    return result


def build(*arguments: str) -> Result:
    return run("build", "--format", "html", "--previous", "none", "--json", *arguments)


def edition(result: Result) -> Path:
    return Path(json.loads(result.stdout)["folder"])


@pytest.mark.parametrize("case", BAD)
def test_a_bad_note_is_one_sentence_with_its_line(project: Path, case: str) -> None:
    claim, words = BAD[case]
    write(project, GOOD, claim)
    checked = run("check")
    assert checked.exit_code == 40
    found = [line for line in checked.stdout.splitlines() if "own.yaml" in line]
    assert any(f"{Path('notes') / 'own.yaml'}:5:" in line and words in line for line in found), checked.stdout
    built = build()
    assert built.exit_code == 40 and words in built.stderr
    assert not (project / "output").exists()


def test_the_build_goes_on_without_bad_notes_only_when_told_to(project: Path) -> None:
    write(project, GOOD, *(claim for claim, _ in BAD.values()))
    built = build("--skip-bad-notes")
    assert built.exit_code == 0, built.stderr
    for _, words in BAD.values():
        assert words in built.stderr
    told = json.loads((edition(built) / "briefing.json").read_text(encoding="utf-8"))
    assert {figure["id"] for figure in told["figures"]} >= {"rut.price_target.good", "rut.implied_upside.good.upside"}
    page = (edition(built) / "en.html").read_text(encoding="utf-8")
    assert "alert(1)" not in page and "9999" not in page
    manifest = json.loads((edition(built) / "manifest.json").read_text(encoding="utf-8"))
    rules = {each["rule"] for each in manifest["notes_held_back"]}
    assert {"note-kind", "note-unit", "note-html", "note-url", "note-number", "note-id"} <= rules
    assert {each["file"] for each in manifest["notes_held_back"]} == {"own.yaml"}


BOMB = "a: &a [x, x]\nb: &b [*a, *a]\nclaims: [*b, *b]\n"
FILES = {
    "no YAML": ("sources: [\n", "own.yaml:2:1: error: is no YAML"),
    "aliases": (BOMB, "own.yaml:2:8: error: the alias *a is not read"),
    "too large": ("# " + "x" * 5_000_000 + "\n", "own.yaml:1: error: the file has 5,000,003 bytes"),
    "no text": ("sources: \x00", "own.yaml:1: error: holds a character"),
    "a list": ("[1, 2]\n", "own.yaml:1:1: error: a file of notes is a mapping"),
    "an unused source": (f"sources:\n  {SOURCE}\n", "own.yaml:2:6: error: source house is never used"),
    "a source from the future": (
        f"sources:\n  {SOURCE.replace('2026-01-20', '2027-01-20')}\nclaims:\n  {GOOD}\n",
        "date 2027-01-20 of source house is in the future",
    ),
    "a source that runs": (
        f"sources:\n  {SOURCE[:-1]}, url: 'javascript:alert(1)'}}\nclaims:\n  {GOOD}\n", "own.yaml:2:",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", FILES)
def test_a_bad_file_is_one_sentence_and_does_not_hide_the_others(project: Path, case: str) -> None:
    text, words = FILES[case]
    (project / "notes" / "own.yaml").write_text(text, encoding="utf-8")
    other = SOURCE.replace("id: house", "id: press"), GOOD.replace("good, source: house", "other, source: press")
    write(project, other[1], "- {source: press, kind: nonsense}", sources=(other[0],), name="press.yaml")
    checked = run("check")
    assert checked.exit_code == 40
    assert words in checked.stdout and "press.yaml:5:" in checked.stdout
    assert all(len(line) < 1000 for line in checked.stdout.splitlines())
    built = build("--skip-bad-notes")
    assert built.exit_code == 0, built.stderr
    assert '"rut.price_target.other"' in (edition(built) / "briefing.json").read_text(encoding="utf-8")


def test_what_is_held_back_is_told(project: Path) -> None:
    sources = (SOURCE, SOURCE.replace("id: house", "id: later").replace("2026-01-20", "2026-01-24"),
               SOURCE.replace("id: house", "id: old").replace("2026-01-20", "2024-01-20"))  # fmt: skip
    write(
        project,
        GOOD,
        "- {id: expired, source: house, kind: expert_view, subject: rut, stance: bull, expires: 2026-01-21,"
        " text: {zh_CN: 好, en: good}}",
        "- {id: tomorrow, source: later, kind: price_target, subject: rut, value: 2900, unit: points, horizon: 2026}",
        "- {id: stale, source: old, kind: price_target, subject: rut, value: 2000, unit: points}",
        "- {id: wrong, source: house, kind: market_claim, subject: rut, figure: rut.day_change.1d, value: 3, unit: percent}",
        sources=sources,
    )
    built = build()
    assert built.exit_code == 0, built.stderr
    lines = [line for line in built.stderr.splitlines() if line.startswith("Warning: ")]
    for name, rule in (("expired", "note-expired"), ("tomorrow", "note-later"), ("stale", "note-stale"),
                       ("wrong", "note-contradiction")):  # fmt: skip
        assert [line for line in lines if f"note {name}: " in line and f"[{rule}]" in line], (name, built.stderr)
    manifest = json.loads((edition(built) / "manifest.json").read_text(encoding="utf-8"))
    assert len(manifest["notes_held_back"]) == len(lines) == 4
    assert len(json.loads(built.stdout)["warnings"]) == 4
    assert "2,900" not in (edition(built) / "en.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("kind", [*KINDS, "target"])
def test_a_new_note_is_read_without_a_mistake(project: Path, kind: str) -> None:
    made = CliRunner().invoke(main, ["new", "note", kind])
    assert made.exit_code == 0, made.output
    (path,) = (project / "notes").glob("*.yaml")
    assert made.stdout.startswith(str(Path("notes") / path.name))
    assert path.read_text(encoding="utf-8").startswith("# yaml-language-server: $schema=notes.schema.json\n")
    assert json.loads((project / "notes" / "notes.schema.json").read_text(encoding="utf-8"))["title"]
    told = [line for line in run("check").stdout.splitlines() if path.name in line and "[note-name]" not in line]
    assert len(told) == 1 and "warning" in told[0] and "is a draft" in told[0]


def test_a_new_note_is_not_published_before_it_is_filled_in(project: Path) -> None:
    CliRunner().invoke(main, ["new", "note", "price_target"])
    path = project / "notes" / "price_target.yaml"
    built = build()
    assert built.exit_code == 0 and "[note-draft]" in built.stderr
    assert "Example Securities" not in (edition(built) / "briefing.json").read_text(encoding="utf-8")
    path.write_text("".join(line for line in path.read_text(encoding="utf-8").splitlines(keepends=True)
                            if not line.strip().startswith("draft:")), encoding="utf-8")
    assert "Example Securities" in (edition(build()) / "briefing.json").read_text(encoding="utf-8")


def test_check_compares_notes_with_the_market_and_the_names(project: Path) -> None:
    write(
        project,
        "- {id: far, source: house, kind: price_target, subject: rut, value: 2825, unit: points, horizon: 2026,"
        " stated_upside: 14}",
        "- {id: day, source: house, kind: market_claim, subject: rut, figure: rut.day_change.1d, value: 3, unit: percent}",
        "- {id: who, source: house, kind: participants, subject: rut, group: pension_funds, measure: positioning,"
        " direction: up}",
    )
    checked = run("check")
    assert checked.exit_code == 0, checked.output
    for words in (
        "own.yaml:4:106: warning: note far: 14% is stated, but 2,825 points is 5.84% above the close of 2,669.16 points",
        "own.yaml:5:91: warning: note day: 3 is stated, but rut.day_change.1d is -1.82%",
        "own.yaml:6:64: warning: note who: pension_funds has no name in zh_CN, en; add [pension_funds] to names.toml",
    ):
        assert words in checked.stdout, checked.stdout


def test_check_says_so_where_there_are_no_prices_to_compare_with(project: Path) -> None:
    write(project, GOOD)
    checked = run("check", "--data", "csv:nowhere")
    assert checked.exit_code == 0
    assert "warning: notes are not compared with prices: " in checked.stdout and "[note-market]" in checked.stdout


def test_what_an_edition_has_no_room_for_is_told(project: Path) -> None:
    read = "kind: provenance, subject: rut"
    sources = tuple(SOURCE.replace("id: house", f"id: house{n}") for n in range(6))
    write(project, *(f"- {{id: read{n}, source: house{n}, {read}}}" for n in range(6)), sources=sources)
    built = build()
    assert built.exit_code == 0
    assert sum("[note-untold]" in line for line in built.stderr.splitlines()) == 2


def test_a_new_note_never_overwrites(project: Path) -> None:
    for _ in range(2):
        CliRunner().invoke(main, ["new", "note", "event"])
    assert sorted(path.name for path in (project / "notes").glob("*.yaml")) == ["event-2.yaml", "event.yaml"]
    again = CliRunner().invoke(main, ["new", "note", "event", "--output", "notes/event.yaml"])
    assert again.exit_code == 2 and "exists; name another file" in again.stderr


def test_a_new_note_of_an_unknown_kind(project: Path) -> None:
    made = CliRunner().invoke(main, ["new", "note", "evnt"])
    assert made.exit_code == 2 and "did you mean 'event'" in made.stderr


def test_a_new_note_is_printed(folder: Path) -> None:
    made = CliRunner().invoke(main, ["new", "note", "event", "--output", "-"])
    assert made.stdout.startswith("# event: ")
    assert list(folder.iterdir()) == []
