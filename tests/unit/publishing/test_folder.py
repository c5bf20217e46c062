"""A folder is old or new, whatever happens."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from reporter.errors import ConfigError
from reporter.publishing import folder as module
from reporter.publishing.folder import replace_folder


def content(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_a_new_folder_and_its_parents_are_made(tmp_path: Path) -> None:
    replace_folder(tmp_path / "a" / "b", {"one": b"1"})
    assert content(tmp_path / "a" / "b") == {"one": b"1"}
    assert [path.name for path in (tmp_path / "a").iterdir()] == ["b"]


def test_an_old_folder_is_replaced_as_a_whole(tmp_path: Path) -> None:
    replace_folder(tmp_path / "b", {"one": b"1", "two": b"2"})
    replace_folder(tmp_path / "b", {"one": b"3"})
    assert content(tmp_path / "b") == {"one": b"3"}
    assert [path.name for path in tmp_path.iterdir()] == ["b"]


def test_without_an_exchange_the_old_folder_steps_aside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_exchange", lambda one, other: False)
    replace_folder(tmp_path / "b", {"one": b"1"})
    replace_folder(tmp_path / "b", {"one": b"2"})
    assert content(tmp_path / "b") == {"one": b"2"}
    assert [path.name for path in tmp_path.iterdir()] == ["b"]


def test_what_dead_runs_left_is_cleared_and_what_stepped_aside_comes_back(tmp_path: Path) -> None:
    ended = subprocess.run([sys.executable, "-c", "import os; print(os.getpid())"], capture_output=True, check=True)
    dead = int(ended.stdout)
    (tmp_path / f".b.new-{dead}").mkdir()
    (tmp_path / f".b.old-{dead}").mkdir()
    (tmp_path / f".b.old-{dead}" / "one").write_bytes(b"old")
    (tmp_path / f".b.new-{os.getppid()}").mkdir()
    module._sweep(tmp_path / "b")
    assert content(tmp_path / "b") == {"one": b"old"}
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(["b", f".b.new-{os.getppid()}"]), (
        "a live run keeps its own"
    )


def test_a_refusing_disk_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "output").write_text("a file, not a folder")
    with pytest.raises(ConfigError) as caught:
        replace_folder(tmp_path / "output" / "2026-01-23", {"one": b"1"})
    assert str(caught.value).startswith(f"Cannot write the edition to {tmp_path / 'output' / '2026-01-23'}")
    assert "--output" in str(caught.value) and "\n" not in str(caught.value)


def test_a_failed_write_leaves_the_old_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    replace_folder(tmp_path / "b", {"one": b"1"})

    def full(path: Path, data: bytes) -> None:
        raise OSError(28, "No space left on device", str(path))

    monkeypatch.setattr(module, "_write", full)
    with pytest.raises(ConfigError, match="No space left on device"):
        replace_folder(tmp_path / "b", {"one": b"2"})
    assert content(tmp_path / "b") == {"one": b"1"}
    assert [path.name for path in tmp_path.iterdir()] == ["b"]


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs SIGKILL")
def test_killed_at_any_moment_the_folder_is_whole(tmp_path: Path) -> None:
    """A process that replaces a folder over and over is killed; every file then has one and the same content."""
    target = tmp_path / "b"
    script = (
        "import sys; from pathlib import Path; from reporter.publishing.folder import replace_folder\n"
        "for n in range(10**6):\n"
        "    replace_folder(Path(sys.argv[1]), {f'file{i}': str(n).encode() * 2000 for i in range(8)})\n"
    )
    for pause in (0.02, 0.07, 0.13):
        process = subprocess.Popen([sys.executable, "-c", script, str(target)])
        deadline = time.monotonic() + 20
        while not target.exists() and time.monotonic() < deadline:
            time.sleep(0.005)
        time.sleep(pause)
        process.send_signal(signal.SIGKILL)
        process.wait()
        found = content(target)
        assert len(found) == 8 and len(set(found.values())) == 1
