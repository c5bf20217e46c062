"""Every kind of bad input ends in one clear sentence and the right exit code, never in a traceback."""

from __future__ import annotations

import errno
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner

from reporter.cli import main

DESK = """\
market = "us_equities"
lead = ["rut", "spx"]

[pairs]
size = "rut-spx"

[subjects]
rut = { symbol = "^RUT", kind = "index", roles = ["challenger"] }
spx = { symbol = "^GSPC", kind = "index", roles = ["benchmark"] }
"""

HEADER = "date,symbol,close"
ROWS = (
    "2026-01-21,^RUT,2698.17",
    "2026-01-21,^GSPC,6875.62",
    "2026-01-22,^RUT,2718.64",
    "2026-01-22,^GSPC,6913.35",
    "2026-01-23,^RUT,2669.16",
    "2026-01-23,^GSPC,6915.61",
)


@dataclass(frozen=True)
class Ended:
    code: int
    said: str


@pytest.fixture
def project(folder: Path) -> Path:
    """A project whose desk needs two indices."""
    (folder / "reporter.toml").write_text('desk = "own"\n', encoding="utf-8")
    (folder / "desks").mkdir()
    (folder / "desks" / "own.toml").write_text(DESK, encoding="utf-8")
    return folder


def prices(folder: Path, lines: Sequence[str], name: str = "prices.csv") -> str:
    (folder / name).write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return f"csv:{name}"


def run(*arguments: str) -> Ended:
    result = CliRunner().invoke(main, ["build", "--now", "2026-01-24T12:00:00+00:00", *arguments])
    assert "Traceback" not in result.output
    return Ended(result.exit_code, result.stderr)


def test_an_unknown_desk(project: Path) -> None:
    ended = run("--desk", "us-smal-caps")
    assert ended.code == 40
    assert "There is no desk 'us-smal-caps'; did you mean 'us-small-caps'?" in ended.said
    assert "Known: cn-hk, own, us-markets, us-small-caps." in ended.said


def test_a_symbol_that_the_file_lacks(project: Path) -> None:
    ended = run("--data", prices(project, [HEADER, *(row for row in ROWS if "^RUT" in row)]))
    assert ended.code == 30
    assert "^GSPC" in ended.said and "^RUT" in ended.said


@pytest.mark.parametrize("column", ["date", "symbol", "close"])
def test_a_missing_column(project: Path, column: str) -> None:
    keep = [index for index, name in enumerate(HEADER.split(",")) if name != column]
    lines = [",".join(line.split(",")[index] for index in keep) for line in (HEADER, *ROWS)]
    ended = run("--data", prices(project, lines))
    assert ended.code == 30
    assert "prices.csv" in ended.said and column in ended.said


@pytest.mark.parametrize(
    ("line", "row", "words"),
    [
        (3, "2026-01-21,^GSPC,n.a.", "n.a."),
        (4, "2026-01-22,^RUT,-2718.64", "-2718.64"),
        (4, "2026-01-22,^RUT,0", "0"),
        (5, "2026-01-22x,^GSPC,6913.35", "2026-01-22x"),
        (5, "2026-02-30,^GSPC,6913.35", "2026-02-30"),
    ],
)
def test_a_row_that_is_wrong_is_named(project: Path, line: int, row: str, words: str) -> None:
    lines = [HEADER, *ROWS]
    lines[line - 1] = row
    ended = run("--data", prices(project, lines))
    assert ended.code == 30
    assert f"prices.csv:{line}" in ended.said
    assert words in ended.said


def test_all_wrong_rows_are_named_at_once(project: Path) -> None:
    lines = [HEADER, *ROWS]
    lines[1], lines[4] = "2026-01-21,^RUT,text", "2026-01-22,^GSPC,-1"
    ended = run("--data", prices(project, lines))
    assert "prices.csv:2" in ended.said and "prices.csv:5" in ended.said


def test_the_same_symbol_and_date_twice(project: Path) -> None:
    ended = run("--data", prices(project, [HEADER, *ROWS, "2026-01-22,^RUT,2718.65"]))
    assert ended.code == 30
    assert "prices.csv:8" in ended.said and "^RUT" in ended.said and "2026-01-22" in ended.said


def test_unsorted_rows_are_put_in_order(project: Path) -> None:
    figures = []
    for name, rows in (("sorted.csv", ROWS), ("unsorted.csv", ROWS[::-1])):
        ended = run("--format", "md", "--dump", name[:-4], "--data", prices(project, [HEADER, *rows], name))
        assert ended.code == 0, ended.said
        figures.append((project / name[:-4] / "figures.json").read_text(encoding="utf-8"))
    assert figures[0] == figures[1]


def test_an_empty_file(project: Path) -> None:
    ended = run("--data", prices(project, []))
    assert ended.code == 30
    assert "prices.csv" in ended.said and "empty" in ended.said


def test_a_file_with_a_header_alone(project: Path) -> None:
    ended = run("--data", prices(project, [HEADER]))
    assert ended.code == 30
    assert "prices.csv" in ended.said


def test_a_folder_without_price_files(project: Path) -> None:
    (project / "empty").mkdir()
    ended = run("--data", "csv:empty")
    assert ended.code == 30
    assert "empty" in ended.said and "csv" in ended.said.lower()


def test_a_path_that_is_not_there(project: Path) -> None:
    ended = run("--data", "csv:nowhere")
    assert ended.code == 30
    assert "nowhere" in ended.said


def test_an_unknown_source(project: Path) -> None:
    ended = run("--data", "yahooo")
    assert ended.code == 2
    assert "did you mean 'yahoo'" in ended.said


def test_a_date_in_the_future(project: Path) -> None:
    ended = run("--on", "2026-02-02", "--data", prices(project, [HEADER, *ROWS]))
    assert ended.code == 2
    assert "2026-02-02 is in the future" in ended.said and "2026-01-23" in ended.said


def test_a_date_before_the_data(project: Path) -> None:
    ended = run("--on", "2020-03-16", "--data", prices(project, [HEADER, *ROWS]))
    assert ended.code == 30
    assert "2020-03-16" in ended.said and "2026-01-21" in ended.said


@pytest.mark.parametrize("option", ["--on", "--now"])
def test_a_date_that_is_none(project: Path, option: str) -> None:
    ended = run(option, "2026-02-30")
    assert ended.code == 2
    assert "'2026-02-30' is no" in ended.said


def test_a_desk_with_three_mistakes_names_all_three(project: Path) -> None:
    wrong = DESK.replace('"spx"]', '"spy"]').replace("market", "markt").replace('"challenger"', '"chalenger"')
    (project / "desks" / "own.toml").write_text(wrong, encoding="utf-8")
    ended = run()
    assert ended.code == 40
    assert "The desk 'own' has 4 mistakes." in ended.said
    for words in (
        "own.toml:1: error: unknown key markt; did you mean market?",
        "own.toml:2: error: there is no subject",
        "own.toml:8: error: there is no role 'chalenger'; did you mean 'challenger'?",
        "market is missing",
    ):
        assert words in ended.said


def test_a_settings_file_with_mistakes(project: Path) -> None:
    (project / "reporter.toml").write_text('desk = 3\nlocale = "en"\n', encoding="utf-8")
    ended = run()
    assert ended.code == 40
    assert "reporter.toml:1" in ended.said and "reporter.toml:2" in ended.said


def test_an_unknown_language(project: Path) -> None:
    ended = run("--locale", "fr", "--data", prices(project, [HEADER, *ROWS]))
    assert ended.code == 40
    assert "There is no locale 'fr'" in ended.said and "zh_CN" in ended.said


def test_an_unknown_language_is_told_before_the_notes_that_lack_it(folder: Path) -> None:
    ended = run("--data", "sample", "--locale", "fr")
    assert (ended.code, ended.said.count("\n")) == (40, 1)
    assert "There is no locale 'fr'" in ended.said


def test_a_file_where_the_output_folder_should_be(project: Path) -> None:
    (project / "taken").touch()
    ended = run("--output", "taken", "--format", "md", "--data", prices(project, [HEADER, *ROWS]))
    assert ended.code != 0
    assert "taken" in ended.said and "not your fault" not in ended.said


def test_an_output_folder_without_permission_to_write(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The system's refusal is played, since a test that runs as root would not be refused."""
    make = Path.mkdir

    def refused(path: Path, *arguments: object, **options: object) -> None:
        if "output" in path.parts:
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))
        make(path, *arguments, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(Path, "mkdir", refused)
    ended = run("--format", "md", "--data", prices(project, [HEADER, *ROWS]))
    assert ended.code == 40
    assert "output" in ended.said and "Permission denied" in ended.said and "--output" in ended.said


def test_from_and_data_do_not_go_together(project: Path) -> None:
    (project / "briefing.json").write_text("{}", encoding="utf-8")
    ended = run("--from", "briefing.json", "--data", "sample")
    assert ended.code == 2
    assert "--from renders a finished briefing" in ended.said


@pytest.mark.parametrize("text", ["", "{}", '{"schema": 1}', "[1]"])
def test_a_file_that_is_no_briefing(project: Path, text: str) -> None:
    (project / "briefing.json").write_text(text, encoding="utf-8")
    ended = run("--from", "briefing.json")
    assert ended.code == 30
    assert "briefing.json is no briefing" in ended.said


def test_a_mistake_of_ours_names_a_log_file(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import reporter.pipeline

    def broken(*_: object) -> None:
        raise ZeroDivisionError("a bug")

    monkeypatch.setattr(reporter.pipeline, "build", broken)
    ended = run()
    assert ended.code == 1
    log = Path(ended.said.rstrip().rstrip(".").split(" ")[-1])
    assert "something went wrong that is not your fault (ZeroDivisionError)" in ended.said
    assert "ZeroDivisionError: a bug" in log.read_text(encoding="utf-8")
