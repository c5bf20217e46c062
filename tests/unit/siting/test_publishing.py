"""Readers see the old site or the new one, whatever happens to whoever publishes it."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from filelock import FileLock

from reporter.errors import ConfigError, DataError, HeldError, LockedError
from reporter.publishing.site import store as store_module
from reporter.siting import back, build
from reporter.siting import wording as wording_module

from .conftest import four_editions, request, tree, write_edition

NEW = "2026-01-06"


def quiet(_: str) -> None:
    pass


def clean(own: Path, tmp_path: Path) -> dict[str, bytes]:
    """The site that a first build makes of the same editions."""
    other = tmp_path / "clean"
    shutil.copytree(own / "editions", other / "editions", copy_function=shutil.copy2)
    build(request(other), quiet)
    return tree(other / "site")


def test_one_more_edition_gives_what_a_clean_build_gives_and_makes_little(own: Path, tmp_path: Path) -> None:
    write_edition(own, NEW, close=2582.9)
    built = build(request(own), quiet)
    assert built.kept >= 5
    assert tree(own / "site") == clean(own, tmp_path)
    before = (own / "site/en/2026/01/02/us-small-caps/index.html").stat().st_ino
    write_edition(own, "2026-01-07", close=2575.42)
    build(request(own), quiet)
    assert (own / "site/en/2026/01/02/us-small-caps/index.html").stat().st_ino == before


def test_an_edition_put_in_between_changes_its_neighbours_and_no_more(own: Path, tmp_path: Path) -> None:
    write_edition(own, "2025-12-29", close=2519.8, claims=("rare.rut",))
    build(request(own), quiet)
    assert tree(own / "site") == clean(own, tmp_path)


def test_an_edition_taken_away_leaves_nothing(own: Path, tmp_path: Path) -> None:
    shutil.rmtree(own / "editions" / "2026-01-02")
    build(request(own), quiet)
    assert tree(own / "site") == clean(own, tmp_path)
    assert not (own / "site/zh/2026/01/02").exists()


def test_an_edition_made_again_is_seen(own: Path, tmp_path: Path) -> None:
    write_edition(own, "2026-01-05", close=2600.0)
    build(request(own), quiet)
    assert "2600.0" in (own / "site/en/2026/01/05/us-small-caps/index.html").read_text(encoding="utf-8")
    assert tree(own / "site") == clean(own, tmp_path)


def test_nothing_new_is_nothing_to_do(own: Path) -> None:
    assert not build(request(own), quiet).changed


def test_held_editions_are_nowhere(own: Path) -> None:
    held = write_edition(own / "held", "2026-01-08")
    assert held.is_dir()
    build(request(own), quiet)
    assert not any("2026-01-08" in name or b"2026-01-08" in data for name, data in tree(own / "site").items())


def dies_at(number: int, own: Path) -> bool:
    """Publish in a process that is gone at its `number`th write; whether it got that far."""
    child = os.fork()
    if child == 0:
        left = [number]

        def counted(real: Callable[..., object]) -> Callable[..., object]:
            def step(*args: object, **more: object) -> object:
                left[0] -= 1
                if left[0] == 0:
                    os._exit(9)
                return real(*args, **more)

            return step

        for name in ("rename", "link", "symlink"):
            setattr(os, name, counted(getattr(os, name)))
        store_module._write = counted(store_module._write)
        build(request(own), quiet)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status) == 9


@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_a_publisher_killed_anywhere_leaves_the_old_site_or_the_new_one(own: Path, tmp_path: Path) -> None:
    old = tree(own / "site")
    write_edition(own, NEW, close=2582.9)
    new = clean(own, tmp_path)
    number, states = 1, []
    while dies_at(number, own):
        now = tree(own / "site")
        assert now in (old, new)
        states.append(now == new)
        number += max(1, number // 2)
    assert len(states) > 8 and not states[0]
    build(request(own), quiet)
    assert tree(own / "site") == new
    left = [path.name for path in (own / ".site").rglob(".new-*")]
    assert not left


def test_a_full_disk_is_a_sentence_and_the_old_site_stays(own: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    old = tree(own / "site")
    write_edition(own, NEW)

    def full(path: Path, content: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device", str(path))

    monkeypatch.setattr(store_module, "_write", full)
    with pytest.raises(ConfigError, match="free some space; readers still see the site as it was"):
        build(request(own), quiet)
    assert tree(own / "site") == old


@pytest.mark.parametrize("step", ["mkdir", "rename", "write_text"])
def test_a_disk_that_is_full_already_is_a_sentence_too(own: Path, monkeypatch: pytest.MonkeyPatch, step: str) -> None:
    old = tree(own / "site")
    write_edition(own, NEW)

    def full(self: Path, *_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(Path, step, full)
        with pytest.raises(ConfigError, match=r"No space left on device\): .* free some space"):
            build(request(own), quiet)
    assert tree(own / "site") == old


def test_the_second_of_two_publishers_is_told_to_wait(own: Path) -> None:
    with FileLock(own / ".site" / "lock"), pytest.raises(LockedError, match="Another run is publishing"):
        build(request(own), quiet)


def test_a_mistake_on_a_page_holds_the_site_back_each_time(own: Path) -> None:
    old = tree(own / "site")
    folder = write_edition(own, NEW)
    page = folder / "en.html"
    page.write_text(page.read_text().replace("</main>", '<a href="/briefings/nowhere/">x</a></main>'))
    for _ in range(2):
        with pytest.raises(HeldError, match="links to /briefings/nowhere/"):
            build(request(own), quiet)
    assert tree(own / "site") == old


def test_readers_can_be_led_back(own: Path) -> None:
    old = tree(own / "site")
    write_edition(own, NEW)
    build(request(own), quiet)
    assert tree(own / "site") != old
    back(request(own))
    assert tree(own / "site") == old
    with pytest.raises(DataError, match="no earlier release"):
        back(request(own))


def test_a_folder_in_the_way_is_not_touched(tmp_path: Path) -> None:
    four_editions(tmp_path)
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "mine.txt").write_text("mine")
    with pytest.raises(ConfigError, match="move it away"):
        build(request(tmp_path), quiet)
    assert (tmp_path / "site" / "mine.txt").read_text() == "mine"


def test_a_site_without_editions_is_a_site(tmp_path: Path) -> None:
    built = build(request(tmp_path), quiet)
    assert built.editions == 0
    assert "还没有发布" in (tmp_path / "site/zh/index.html").read_text(encoding="utf-8")


def test_an_edition_without_pages_is_worded_once_until_it_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    four_editions(tmp_path)
    bare = tmp_path / "editions" / "2026-01-02" / "us-small-caps"
    pages = {tag: (bare / f"{tag}.html").read_text(encoding="utf-8") for tag in ("zh_CN", "en")}
    for tag in pages:
        (bare / f"{tag}.html").unlink()
    worded: list[Path] = []

    def word(_: object, folder: Path) -> dict[str, str]:
        worded.append(folder)
        return pages

    monkeypatch.setattr(wording_module, "_worded", word)
    build(request(tmp_path), quiet)
    assert worded == [bare]
    assert "2508.22" in (tmp_path / "site/en/2026/01/02/us-small-caps/index.html").read_text(encoding="utf-8")
    write_edition(tmp_path, "2026-01-06", close=2582.9)
    build(request(tmp_path), quiet)
    assert worded == [bare]
    (bare / "manifest.json").write_text("{}", encoding="utf-8")
    build(request(tmp_path), quiet)
    assert worded == [bare, bare]
