"""The guides for editors and translators: every command in them does what the guide says, in the order given."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner

from reporter.cli import main

GUIDES = Path(__file__).resolve().parents[2] / "docs" / "guides"
NOW = "2026-01-24T12:00:00+00:00"
UNENDING = ("preview",)
"""Commands that serve until they are stopped: only their help is asked for."""


def commands(guide: Path) -> list[list[str]]:
    blocks = re.findall(r"^```\n(.*?)^```", guide.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    return [shlex.split(line) for block in blocks for line in block.splitlines() if line.strip()]


@pytest.mark.slow
@pytest.mark.parametrize("name", ["editors.en.md", "editors.zh.md", "translators.en.md", "translators.zh.md"])
def test_the_commands_of_a_guide_work(name: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for words in commands(GUIDES / name):
        if words[0] == "cd":
            monkeypatch.chdir(words[1])
            continue
        assert words[0] == "reporter"
        if words[1] in UNENDING:
            words = [*words, "--help"]
        if words[1] in ("build", "plan"):
            words += ["--now", NOW] + (["--format", "md"] if words[1] == "build" else [])
        result = CliRunner().invoke(main, words[1:])
        assert result.exit_code == 0, f"{' '.join(words)}: {result.output}"


def test_both_languages_give_the_same_commands() -> None:
    for kind in ("editors", "translators"):
        first, second = ([words[:2] for words in commands(GUIDES / f"{kind}.{tag}.md")] for tag in ("en", "zh"))
        assert first == second
