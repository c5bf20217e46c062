"""A file alone, on another machine: as it was published it verifies itself, changed anywhere it does not."""

from __future__ import annotations

import hashlib
import json
import random
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from reporter.errors import DataError
from reporter.verification import portable, verify
from reporter.verification.on_paper import shown
from reporter.verification.page import Page
from reporter.verification.reader import read_page

from .altering import Paper

pytestmark = pytest.mark.slow
TAGS = ("zh_CN", "en")
WORDS = {
    "zh_CN": (("上涨", "下跌"), ("领先", "落后"), ("落后", "领先"), ("高于", "低于"), ("走弱", "走高"), ("▼", "▲"), ("+", "-")),
    "en": (("fell", "rose"), ("ahead", "above"), ("behind", "before"), ("above", "below"), ("trail", "leads"), ("▼", "▲"), ("+", "−")),
}  # fmt: skip
"""Words of direction and what takes their place, glyph for glyph."""


@pytest.fixture(scope="module", params=TAGS)
def paper(request: pytest.FixtureRequest, edition: Path, tmp_path_factory: pytest.TempPathFactory) -> Paper:
    """The PDF of a language, in a folder where nothing else is."""
    alone = tmp_path_factory.mktemp("elsewhere") / f"{request.param}.pdf"
    return Paper(Path(shutil.copy(edition / alone.name, alone)))


@pytest.fixture(scope="module")
def page(paper: Paper) -> Page:
    return read_page(portable.attachments(paper.path)[f"{paper.path.stem}.html"].decode())


def changes(paper: Paper, count: int) -> list[tuple[int, int, str]]:
    """Pages, places and what is put there: some digits drawn by lot, and every kind of word."""
    lot = random.Random(paper.path.stem)
    digits = [(n, m.start(), lot.choice("0123456789".replace(m.group(), ""))) for n, text in enumerate(paper.texts)
              for m in re.finditer(r"[0-9]", text)]  # fmt: skip
    found = [one for one in lot.sample(digits, 3 * count) if paper.writable(*one)][:count]
    for old, new in WORDS[paper.path.stem]:
        places = [(n, m.start(), new) for n, text in enumerate(paper.texts) for m in re.finditer(re.escape(old), text)]
        found += [one for one in places if paper.writable(*one)][:1]
    return found


def test_a_pdf_verifies_itself_wherever_it_is(paper: Paper) -> None:
    report = verify(paper.path)
    assert report.exit_code == 0, report.as_text()
    assert report.verified == report.numbers > 400 and report.unexplained == 0


def test_a_digit_or_a_word_changed_in_what_a_pdf_shows_is_found(paper: Paper, page: Page, tmp_path: Path) -> None:
    made = changes(paper, 14)
    assert len(made) >= 18
    for number, place, new in made:
        changed = paper.with_text(number, place, new, tmp_path / paper.path.name)
        around = paper.texts[number][max(0, place - 20) : place + 20]
        found = shown("changed.pdf", page, portable.visible_text(changed))
        assert found and all(one.sentence for one in found), (around, new)


def test_the_command_names_the_sentence_that_was_changed(
    paper: Paper, tmp_path: Path, reporter: Callable[..., Any]
) -> None:
    old, new, before, after = {
        "zh_CN": ("上涨", "下跌", "指数的平静来自权重股的上涨", "指数的平静来自权重股的下跌"),
        "en": ("trail", "leads", "smallcapstrailby1.85points", "smallcapsleadsby1.85points"),
    }[paper.path.stem]
    number = next(n for n, text in enumerate(paper.texts) if old in text)
    paper.with_text(number, paper.texts[number].index(old), new, tmp_path / paper.path.name)
    run = reporter("verify", paper.path.name, folder=tmp_path)
    assert run.code == 12, run.out
    assert before in run.out or after in run.out


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("briefing.json", '"value": 0.03', '"value": 0.04'),
        ("prices.csv", "2026-01-23,^RUT,,2721.02,2660.67,2669.16", "2026-01-23,^RUT,,2721.02,2660.67,2696.16"),
        ("{tag}.html", ">6.42<", ">6.24<"),
        ("{tag}.html", "▼", "▲"),
    ],
)
@pytest.mark.parametrize("sealed", [False, True])
def test_what_is_attached_cannot_be_changed(
    paper: Paper, tmp_path: Path, name: str, old: str, new: str, sealed: bool
) -> None:
    """Not even by somebody who writes the new checksum into the attached manifest."""
    name, target = name.format(tag=paper.path.stem), tmp_path / paper.path.name
    with pikepdf.open(paper.path) as document:
        raw = bytes(document.attachments[name].get_file().read_bytes())
        changed = raw.replace(old.encode(), new.encode(), 1)
        assert changed != raw
        document.attachments[name] = pikepdf.AttachedFileSpec(document, changed)
        if sealed:
            manifest = json.loads(document.attachments["manifest.json"].get_file().read_bytes())
            next(one for one in manifest["files"] if one["name"] == name)["sha256"] = hashlib.sha256(changed).hexdigest()
            document.attachments["manifest.json"] = pikepdf.AttachedFileSpec(document, json.dumps(manifest).encode())
        document.save(target)
    report = verify(target)
    assert report.exit_code == 12
    assert any(one.rule == "manifest" and name in one.message for one in report.findings) is not sealed
    assert any(one.sentence for one in report.findings)


@pytest.fixture(scope="module", params=TAGS)
def alone(request: pytest.FixtureRequest, edition: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of a language, in a folder where nothing else is."""
    target = tmp_path_factory.mktemp("elsewhere") / f"{request.param}.html"
    return Path(shutil.copy(edition / target.name, target))


def test_a_page_verifies_itself_wherever_it_is(alone: Path) -> None:
    report = verify(alone)
    assert report.exit_code == 0, report.as_text()
    assert report.verified == report.numbers > 400


@pytest.mark.parametrize(
    ("pattern", "new"),
    [
        (r">(6\.42)</data>", "6.24"), (r">January (23), 2026</time>|>2026年1月(23)日</time>", "21"), (r"</span> (fell) <|(下跌)<", None),
        (r">(▼) ", "▲"), (r"<code[^>]*>\^RUT close \S+ = (\d)", "9"), 
    ],
)  # fmt: skip
def test_whatever_is_changed_on_a_page_alone_is_found(alone: Path, tmp_path: Path, pattern: str, new: str | None) -> None:
    text = alone.read_text(encoding="utf-8")
    match = re.search(pattern, text[text.index("<main") :])
    assert match is not None
    group = next(place for place, found in enumerate(match.groups(), start=1) if found)
    start, end = (text.index("<main") + at for at in match.span(group))
    put = new or {"fell": "rose", "下跌": "上涨"}[match[group]]
    target = tmp_path / alone.name
    target.write_text(text[:start] + put + text[end:], encoding="utf-8")
    report = verify(target)
    assert report.exit_code == 12 and any(one.sentence for one in report.findings)


@pytest.mark.parametrize("old", ["6.42", "2,735.10"])
def test_markdown_is_held_to_its_page(alone: Path, edition: Path, tmp_path: Path, old: str) -> None:
    path = Path(shutil.copy(edition / f"{alone.stem}.md", tmp_path))
    with pytest.raises(DataError, match=r"Markdown carries no data; put .*\.html beside it"):
        verify(path)
    shutil.copy(alone, tmp_path)
    assert verify(path).exit_code == 0, verify(path).as_text()
    text = path.read_text(encoding="utf-8")
    changed = old[:-1] + "7"
    path.write_text(text.replace(old, changed, 1), encoding="utf-8")
    report = verify(path)
    assert report.exit_code == 12 and any(changed in one.sentence for one in report.findings)
