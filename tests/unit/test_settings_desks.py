"""Desk files: what resolves to a desk, and what every mistake in one says."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from reporter.desk_files import DeskFile, desk_problems, find_desks, load_desk
from reporter.errors import ConfigError
from reporter.project import Project
from reporter.toml import read

GOOD = """\
market = "us_equities"
lead = ["rut", "spx"]
since = [2025-12-01]

[pairs]
size = "rut-spx"

[subjects]
rut = { symbol = "^RUT", kind = "index", roles = ["challenger"] }
spx = { symbol = "^GSPC", kind = "index", roles = ["benchmark"] }
"""


def problems(folder: Path, text: str) -> list[tuple[int | None, str]]:
    path = folder / "own.toml"
    path.write_text(text, encoding="utf-8")
    return [(problem.line, problem.message) for problem in desk_problems(read(path, "desk-toml"))]


@pytest.mark.parametrize("name", sorted(find_desks(Project(Path("/")))))
def test_every_packaged_desk_is_valid(name: str) -> None:
    desk = load_desk(name, Project(Path("/"))).desk(name, date(2026, 1, 23))
    ids = [subject.id for subject in desk.subjects]
    assert len(ids) == len(set(ids))
    assert all(desk.subject(pair.a) and desk.subject(pair.b) for pair in desk.pairs)
    assert all(desk.subject(name) for name in (*desk.lead, *desk.related))


def test_the_default_desk_compares_small_with_large() -> None:
    desk = load_desk("us-small-caps", Project(Path("/"))).desk("us-small-caps", date(2026, 1, 23))
    assert (desk.with_role("challenger")[0].symbol, desk.with_role("benchmark")[0].symbol) == ("^RUT", "^GSPC")
    assert len(desk.with_role("sector")) == 11
    basket = desk.subject("mag7")
    assert basket is not None
    assert (len(basket.members), basket.symbol, basket.known_from) == (7, "", "2023-05-01")


def test_every_sector_has_the_group_of_one_fixed_table() -> None:
    desk = load_desk("us-small-caps", Project(Path("/"))).desk("us-small-caps", date(2026, 1, 23))
    groups: dict[str, list[str]] = {}
    for subject in desk.with_role("sector"):
        for group in subject.groups:
            groups.setdefault(group, []).append(subject.id)
    assert {name: sorted(ids) for name, ids in groups.items()} == {
        "cyclical": ["xlb", "xle", "xlf", "xli", "xly"],
        "defensive": ["xlp", "xlu", "xlv"],
        "rate_sensitive": ["xlre", "xlu"],
        "growth": ["xlc", "xlk"],
    }


@pytest.mark.parametrize(
    ("day", "start"),
    [
        (date(2026, 1, 23), date(2025, 12, 1)),
        (date(2026, 2, 2), date(2026, 1, 1)),
        (date(2025, 12, 31), date(2025, 11, 1)),
    ],
)
def test_last_month_starts_on_its_first_day(day: date, start: date) -> None:
    file = load_desk("us-small-caps", Project(Path("/")))
    assert file.desk("us-small-caps", day).since == (start,)


def test_futures_run_from_the_month_of_the_edition_over_the_turn_of_the_year() -> None:
    desk = load_desk("us-small-caps", Project(Path("/"))).desk("us-small-caps", date(2026, 11, 3))
    contracts = desk.with_role("future")
    assert [contract.id for contract in contracts[:4]] == ["zqx26", "zqz26", "zqf27", "zqg27"]
    assert (contracts[0].symbol, len(contracts)) == ("ZQX26.CBT", 12)


def test_the_languages_are_the_command_lines_then_the_desks_then_the_usual_ones(tmp_path: Path) -> None:
    (tmp_path / "desks").mkdir()
    (tmp_path / "reporter.toml").touch()
    (tmp_path / "desks" / "own.toml").write_text('locales = ["en"]\n' + GOOD, encoding="utf-8")
    day, own = date(2026, 1, 23), load_desk("own", Project.find(tmp_path))
    assert own.desk("own", day).locales == ("en",)
    assert own.desk("own", day, locales=["zh_CN"]).locales == ("zh_CN",)
    packaged = load_desk("us-markets", Project.find(tmp_path))
    assert packaged.desk("us-markets", day, usual_locales=["zh_CN"]).locales == ("zh_CN",)


def test_the_good_desk_has_no_mistakes(tmp_path: Path) -> None:
    assert problems(tmp_path, GOOD) == []


def test_mistakes_of_form_and_of_names_are_found_together(tmp_path: Path) -> None:
    text = (
        GOOD.replace('"spx"]\n', '"spy"]\n')
        .replace("since", "sinse")
        .replace('kind = "index", roles = ["ch', 'kind = "indx", roles = ["ch')
    )
    assert problems(tmp_path, text) == [
        (2, "there is no subject 'spy'; did you mean 'spx'?"),
        (3, "unknown key sinse; did you mean since?"),
        (
            9,
            "subjects.rut.kind is 'indx'; did you mean 'index'? it is one of index, etf, stock, volatility_index, "
            "yield, future, currency, commodity, basket",
        ),
    ]


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ('["challenger"]', '["chalenger"]', 9, "there is no role 'chalenger'; did you mean 'challenger'?"),
        ('size = "rut-spx"', 'size = "rut"', 6, 'write "a-b" with two ids'),
        ('size = "rut-spx"', 'sise = "rut-spx"', 6, "there is no pair role 'sise'; did you mean 'size'?"),
        ('size = "rut-spx"', 'size = "rut-nky"', 6, "there is no subject 'nky'"),
        ('market = "us_equities"\n', "", None, "market is missing; add it"),
        ("[2025-12-01]", '["yesterday"]', 3, "since.0 is 'yesterday'; it must be a date such as 2025-12-01"),
        ('symbol = "^RUT", ', "", 9, "subjects.rut has no symbol"),
        ("rut = {", "Rut = {", 9, "'Rut' is no id; use lower case"),
        ("lead = ", 'sections = ["analysys"]\nlead = ', 2, "there is no section 'analysys'; did you mean 'analysis'?"),
        ("lead = ", "minimum_subjects = 0\nlead = ", 2, "minimum_subjects is 0; it must be greater than or equal to 1"),
    ],
)
def test_each_mistake_has_its_sentence(tmp_path: Path, old: str, new: str, line: int | None, words: str) -> None:
    found = problems(tmp_path, GOOD.replace(old, new))
    assert any(at == line and words in message for at, message in found), found


def test_wrong_kinds_of_values_do_not_stop_the_other_checks(tmp_path: Path) -> None:
    found = problems(tmp_path, 'market = 1\nlead = "rut"\npairs = 3\nchains = [["rut"]]\nsubjects = ["rut"]\n')
    assert {line for line, _ in found} == {1, 2, 3, 4, 5}


def test_an_unknown_desk_lists_those_there_are(tmp_path: Path) -> None:
    with pytest.raises(ConfigError) as caught:
        load_desk("us-smal-caps", Project.find(tmp_path))
    assert str(caught.value) == (
        "There is no desk 'us-smal-caps'; did you mean 'us-small-caps'? Known: cn-hk, us-markets, us-small-caps."
    )


def test_a_desk_of_the_project_stands_in_for_the_packaged_one(tmp_path: Path) -> None:
    (tmp_path / "reporter.toml").touch()
    (tmp_path / "desks").mkdir()
    (tmp_path / "desks" / "us-markets.toml").write_text(GOOD, encoding="utf-8")
    file = load_desk("us-markets", Project.find(tmp_path))
    assert isinstance(file, DeskFile)
    assert set(file.subjects) == {"rut", "spx"}
