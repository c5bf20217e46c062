"""Two sessions in a row: the second follows the first up, in every locale, and says which edition it read."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from reporter.cli import main

pytestmark = pytest.mark.slow
ON = ("--data", "sample", "--now", "2026-01-24T12:00:00+00:00", "--notes", "none", "--format", "html")
WORKSHOP = {"en": r"edition|briefing|passage", "zh_CN": "上一期|本期|简报|版本"}


@pytest.fixture(scope="module")
def chain(tmp_path_factory: pytest.TempPathFactory) -> Path:
    output = tmp_path_factory.mktemp("chain")
    for day in ("2026-01-22", "2026-01-23"):
        done = CliRunner().invoke(main, ["build", *ON, "--on", day, "--output", str(output)])
        assert done.exit_code == 0, done.output
    return output / "editions"


def read(chain: Path, day: str, name: str) -> str:
    return (chain / day / "us-small-caps" / name).read_text(encoding="utf-8")


def test_the_manifest_names_the_edition_before(chain: Path) -> None:
    digest = hashlib.sha256(read(chain, "2026-01-22", "briefing.json").encode()).hexdigest()
    inputs = json.loads(read(chain, "2026-01-23", "manifest.json"))["inputs"]
    assert {"edition": "2026-01-22/us-small-caps", "sha256": digest} in inputs
    assert not any("edition" in each for each in json.loads(read(chain, "2026-01-22", "manifest.json"))["inputs"])


def test_every_signal_is_followed_up(chain: Path) -> None:
    before = json.loads(read(chain, "2026-01-22", "briefing.json"))
    after = json.loads(read(chain, "2026-01-23", "briefing.json"))
    named = {(c["roles"]["subject"], c["facts"]["mark"]) for c in before["claims"] if c["kind"] == "watch"}
    told = {(c["roles"]["subject"], c["facts"]["mark"]) for c in after["claims"] if c["kind"] == "follow_up"}
    assert named and told == named
    risks = next(s for s in after["sections"] if s["id"] == "risks-opportunities")
    moves = [p["move"] for p in risks["passages"]]
    assert moves.index("follow_up") == moves.index("signals") - 1


@pytest.mark.parametrize("tag", ["zh_CN", "en"])
def test_the_reader_never_hears_of_the_workshop(chain: Path, tag: str) -> None:
    page = read(chain, "2026-01-23", f"{tag}.html")
    paragraphs = re.findall(r"<p[^>]*>(.*?)</p>", page, re.DOTALL)
    mine = [re.sub("<[^>]+>", "", each) for each in paragraphs if "follow_up_signals" in each]
    assert len(mine) == 1 and not re.search(WORKSHOP[tag], mine[0])
