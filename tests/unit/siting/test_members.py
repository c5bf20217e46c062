"""What is for members is on the members' site and nowhere on the public one."""

from __future__ import annotations

import gzip
from dataclasses import replace
from pathlib import Path

import pytest

from reporter.siting import build

from .conftest import SECRETS, four_editions, request, tree
from .test_corrections import revise

HIDDEN = [*SECRETS.values(), "+1.58%", "day_change", "0.0158"]


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    output = tmp_path_factory.mktemp("members")
    four_editions(output)
    change = {
        "figure": "rut.day_change.1d", "metric": "day_change", "subject": "rut", "old": 0.0157, "new": 0.0158,
        "shown": {"zh_CN": ["+1.57%", "+1.58%"], "en": ["+1.57%", "+1.58%"]},
    }  # fmt: skip
    folder = output / "editions" / "2026-01-02" / "us-small-caps"
    revise(folder, None, "corrected", "2026-01-10T08:00:00+00:00", cause="data_revised", changes=[change])
    try:
        import pagefind  # noqa: F401

        search = True
    except ImportError:
        search = False
    build(replace(request(output, search=search), members={"us-small-caps": ("insights",)}), lambda _: None)
    return output


def readable(data: bytes) -> str:
    return (gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data).decode("utf-8", "replace")


@pytest.mark.parametrize("hidden", HIDDEN)
def test_the_public_site_holds_nothing_of_it(output: Path, hidden: str) -> None:
    assert [name for name, data in tree(output / "site").items() if hidden in readable(data)] == []


@pytest.mark.parametrize("hidden", HIDDEN)
def test_the_members_site_holds_all_of_it(output: Path, hidden: str) -> None:
    assert [name for name, data in tree(output / "site-members").items() if hidden in readable(data)]


def test_a_reader_is_told_what_is_missing_and_machines_too(output: Path) -> None:
    page = (output / "site/zh/2026/01/05/us-small-caps/index.html").read_text(encoding="utf-8")
    assert "本节供会员阅读。" in page and '"isAccessibleForFree":false' in page
    assert 'data-figure="rut.close_level.1d"' in page
    assert not (output / "site/editions/2026/01/05/us-small-caps").exists()
    assert "供会员阅读" not in (output / "site-members/zh/2026/01/05/us-small-caps/index.html").read_text(encoding="utf-8")
