"""Every mistake at once, one sentence each, at its line."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from reporter.notes import Notes, load_notes, load_text
from reporter.notes.loading import latest_day

NOW = datetime(2026, 1, 24)
TEXT = "text: {zh_CN: 好, en: good}"
TARGET = "source: house, kind: price_target, subject: rut"
BAD = [
    ("- {source: house, kind: price_targt, subject: rut}", "note-kind", "did you mean price_target?"),
    ("- {source: house, subject: rut}", "note-kind", "needs its kind"),
    (f"- {{{TARGET}, value: 2825}}", "note-unit", "has no unit; add unit: points"),
    (f"- {{{TARGET}, value: '2825', unit: points}}", "note-value", "'2825'; it must be a number: no quotation marks"),
    (f"- {{{TARGET}, value: 2,825, unit: points}}", "note-field", "write numbers without thousands commas"),
    (f"- {{{TARGET}, value: 12%, unit: points}}", "note-value", "leave the % out"),
    (f"- {{{TARGET}, value: many, unit: points}}", "note-value", "must be a number"),
    (f"- {{{TARGET}, value: true, unit: points}}", "note-value", "must be a number"),
    (f"- {{{TARGET}, unit: points}}", "note-value", "needs value, or low and high"),
    (f"- {{{TARGET}, low: 1, unit: points}}", "note-value", "stands without high"),
    (f"- {{{TARGET}, low: 3, high: 2, unit: points}}", "note-value", "is not below high"),
    (f"- {{{TARGET}, value: -3, unit: points}}", "note-value", "not above zero"),
    (f"- {{{TARGET}, value: 28, unit: percent}}", "note-unit", "does not fit price_target"),
    (f"- {{{TARGET}, value: 28, unit: dots}}", "note-field", "it is one of"),
    (f"- {{{TARGET}, value: 28, unit: points, as_of: 2026-03-01}}", "note-date", "is in the future"),
    (f"- {{{TARGET}, value: 28, unit: points, expires: soon}}", "note-date", "must be a date"),
    (f"- {{{TARGET}, value: 28, unit: points, horizon: later}}", "note-date", "months from publication as 12m"),
    (f"- {{{TARGET}, value: 28, unit: points, as_of: 2026-01-09, expires: 2026-01-08}}", "note-date",
     "before its as_of"),
    (f"- {{{TARGET}, value: 28, unit: points, colour: red}}", "note-field", "has no field colour"),
    (f"- {{{TARGET}, value: 28, unit: points, comparator: rut}}", "note-subject", "compares rut with itself"),
    (f"- {{{TARGET}, value: 2825, unit: points, stated_upside: 14, base_level: 2669.16}}", "note-contradiction",
     "is 5.84% above 2,669.16, not the stated 14%"),
    ("- {source: house, kind: expert_view, subject: rut, stance: bull, text: {en: only}}", "note-language",
     "text has en but no zh_CN"),
    ("- {source: house, kind: expert_view, subject: rut, stance: bull, text: {zh_CN: 只有}}", "note-language",
     "text has zh_CN but no en"),
    ("- {source: house, kind: expert_view, subject: rut, stance: bull}", "note-text", "needs its words"),
    ("- {source: house, kind: expert_view, subject: rut, stance: sad, " + TEXT + "}", "note-field",
     "bull, bear, neutral"),
    ("- {source: hose, kind: provenance, subject: rut}", "note-source", "did you mean house?"),
    ("- {source: house, kind: pe_forward, subject: spx, value: 22, unit: times, price: 6915, eps: 100}",
     "note-contradiction", "is 69.15, not the stated 22"),
    ("- {source: house, kind: eps_forecast, subject: spx, value: 12, unit: fraction, period: 2026}", "note-value",
     "would be 1200 percent"),
    ("- {source: house, kind: eps_growth_gap, subject: rut, comparator: spx, value: 3, unit: pp}", "note-value",
     "unit: percentage_points"),
    ("- {source: house, kind: guidance_counts, subject: spx, period: 2025-Q4, negative: 50, positive: 57, total: 106}",
     "note-contradiction", "are 107, more than 106"),
    ("- {source: house, kind: guidance_counts, subject: spx, period: 2025-Q4, negative: 50}", "note-value",
     "needs total"),
    ("- {source: house, kind: rate_path, value: 50, unit: bp, horizon: 2026, start_low: 3.5, start_high: 3.75, "
     "end_level: 2.5}", "note-contradiction", "ends at 3.00% to 3.25%"),
    ("- {source: house, kind: base_rate, subject: rut, comparator: ixic, cases: 8, since: 1928, " + TEXT + "}",
     "note-contradiction", "rut has no history before 1978"),
    ("- {source: house, kind: base_rate, subject: rut, cases: 8, hits: 9, " + TEXT + "}", "note-contradiction",
     "9 hits of 8 cases"),
    ("- {source: house, kind: driver, subject: rut, direction: up, text: {zh_CN: 好, en: 'a <b>word</b>'}}",
     "note-html", "holds HTML (<b>)"),
    ("- {source: house, kind: driver, subject: rut, direction: up, text: {zh_CN: 好, en: '[x](javascript:alert)'}}",
     "note-url", "links to 'javascript:alert'"),
    ("- {source: house, kind: driver, subject: rut, direction: up, text: {zh_CN: 好, en: 'up 45%'}}", "note-number",
     "holds the number 45%"),
    ("- just words", "notes-form", "is a mapping of fields"),
]


@pytest.mark.parametrize(("claim", "rule", "words"), BAD)
def test_a_bad_note_is_one_sentence_at_its_line(
    load: Callable[..., Notes], claim: str, rule: str, words: str
) -> None:
    keep = "- {id: keep, source: house, kind: provenance, subject: rut}\n"
    notes = load(keep + claim + "\n")
    told = [p for p in notes.problems if p.rule == rule]
    assert len(told) == 1, [str(p) for p in notes.problems]
    assert words in told[0].message
    assert (told[0].path, told[0].line) == ("notes/x.yaml", 5)
    assert "\n" not in told[0].message and told[0].severity == "error"
    assert [note.id for note in notes.claims] == ["keep"]


def test_all_mistakes_of_all_files_at_once(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("sources:\n  - {id: a, title: T, publisher: P, date: 2027-01-01}\nclaims:\n"
                                     "  - {source: a, kind: nothing, subject: rut}\n", encoding="utf-8")
    (tmp_path / "b.yaml").write_text("claims: [unclosed\n", encoding="utf-8")
    (tmp_path / "c.yml").write_text("sources:\n  - {id: c, title: T, publisher: P, date: 2026-01-01, url: 'ftp://x'}\n",
                                    encoding="utf-8")
    (tmp_path / "ignored.txt").write_text("not yaml: [", encoding="utf-8")
    (tmp_path / "big.yaml").write_bytes(b"#" * 5_000_000)
    notes = load_notes([tmp_path, tmp_path / "absent.yaml"], NOW)
    told = {(Path(p.path).name, p.rule) for p in notes.problems}
    assert told == {
        ("a.yaml", "note-date"), ("a.yaml", "note-kind"), ("b.yaml", "notes-yaml"), ("c.yml", "note-url"),
        ("c.yml", "note-source"), ("big.yaml", "notes-size"), ("absent.yaml", "notes-file"),
    }
    assert not notes.claims


def test_duplicates_name_the_first_place() -> None:
    notes = load_text(
        "sources:\n"
        "  - {id: a, title: T, publisher: P, date: 2026-01-01}\n"
        "  - {id: a, title: U, publisher: P, date: 2026-01-01}\n"
        "claims:\n"
        "  - {id: n, source: a, kind: provenance, subject: rut}\n"
        "  - {id: N, source: a, kind: provenance, subject: spx}\n", NOW, path="x.yaml")
    assert [str(p) for p in notes.problems] == [
        "x.yaml:3:6: error: source a is given twice; first in x.yaml:2 [note-id]",
        "x.yaml:6:6: error: the id N is given twice; first in x.yaml:5 [note-id]",
    ]
    assert [note.fields.subject for note in notes.claims] == ["rut"]


def test_a_source_that_no_claim_names_is_told(load: Callable[..., Notes]) -> None:
    notes = load("[]\n")
    assert [(p.rule, p.line, p.column) for p in notes.problems] == [("note-source", 2, 6)]


def test_a_source_may_stand_in_another_file(tmp_path: Path) -> None:
    (tmp_path / "b.yaml").write_text("sources: [{id: a, title: T, publisher: P, date: 2026-01-01}]\n", encoding="utf-8")
    (tmp_path / "a.yaml").write_text("claims: [{source: a, kind: provenance, subject: rut}]\n", encoding="utf-8")
    notes = load_notes(tmp_path, NOW)
    assert not notes.problems
    assert [(n.id, n.source.fields.publisher) for n in notes.claims] == [("a-provenance", "P")]
    assert len(notes.claims[0].source.sha256 or "") == 64


def test_notes_without_ids_get_them_in_order(good: Callable[..., Notes]) -> None:
    notes = good("- {source: house, kind: provenance, subject: rut}\n"
                 "- {source: house, kind: provenance, subject: spx}\n")
    assert [note.id for note in notes.claims] == ["house-provenance", "house-provenance-2"]


@pytest.mark.parametrize("address", ["javascript:alert(1)", "data:text/html,x", "https://", "http://a b", "//x.org",
                                     "https://user@evil.org/", 'https://x.org/"onclick'])
def test_addresses_that_are_no_web_pages(address: str) -> None:
    quoted = address.replace("'", "''")
    notes = load_text(f"sources:\n  - {{id: a, title: T, publisher: P, date: 2026-01-01, url: '{quoted}'}}\n"
                      "claims: [{source: a, kind: provenance, subject: rut}]\n", NOW)
    assert [p.rule for p in notes.problems] == ["note-url"]


@pytest.mark.parametrize("address", ["https://example.org", "http://example.org/a?b=c#d", "https://x.org/@me/post"])
def test_addresses_that_are(address: str) -> None:
    notes = load_text(f"sources:\n  - {{id: a, title: T, publisher: P, date: 2026-01-01, url: '{address}'}}\n"
                      "claims: [{source: a, kind: provenance, subject: rut}]\n", NOW)
    assert not notes.problems


def test_html_in_a_title_is_refused() -> None:
    notes = load_text("sources:\n  - {id: a, title: '<script>x</script>', publisher: P, date: 2026-01-01}\n"
                      "claims: [{source: a, kind: provenance, subject: rut}]\n", NOW)
    assert [(p.rule, p.line) for p in notes.problems] == [("note-html", 2)]


def test_the_latest_date_anywhere_is_no_future() -> None:
    evening = datetime(2026, 1, 23, 20, tzinfo=timezone(timedelta(hours=-5)))
    assert latest_day(evening).isoformat() == "2026-01-24"
    assert latest_day(datetime(2026, 1, 23, 20)).isoformat() == "2026-01-23"


@pytest.mark.parametrize("text", ["", "claims:\n", "sources: []\nclaims: []\n", "# only a remark\n"])
def test_an_empty_file_is_no_mistake(text: str) -> None:
    assert load_text(text, NOW) == Notes(files=("<notes>",))


@pytest.mark.parametrize("text", ["- a\n", "just words\n", "sources: {a: b}\n", "claim: []\n"])
def test_another_form_is(text: str) -> None:
    assert [p.rule for p in load_text(text, NOW).problems] == ["notes-form"]


def test_the_first_of_two_sets_wins(good: Callable[..., Notes]) -> None:
    mine = good("- {id: n, source: house, kind: provenance, subject: rut}\n")
    other = good("- {id: n, source: house, kind: provenance, subject: spx}\n"
                 "- {id: m, source: house, kind: provenance, subject: spx}\n")
    assert [(n.id, n.fields.subject) for n in (mine + other).claims] == [("n", "rut"), ("m", "spx")]
