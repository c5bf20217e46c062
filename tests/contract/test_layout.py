"""The shape of the house: rooms, sizes, names, and what may stand in which folder."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "reporter"
MODULES = sorted(PACKAGE.rglob("*.py"))
ROOMS = ("data", "metrics", "notes", "insights", "narrative", "language", "rendering", "publishing", "verification")
NO_NAMES = {"utils", "util", "helpers", "helper", "common", "manager", "misc"}


def relative(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("name", ["reporter", "templates", "locales", "tests", "docs", "benchmarks"])
def test_top_level_folders(name: str) -> None:
    assert (ROOT / name).is_dir()


@pytest.mark.parametrize("name", ["README.md", "Makefile", ".ci/run", "CHANGELOG.md", "LICENSE", "pyproject.toml"])
def test_top_level_files(name: str) -> None:
    assert (ROOT / name).read_text(encoding="utf-8").strip()


@pytest.mark.parametrize("room", [*ROOMS, "model", "cli", "preview"])
def test_every_room_is_a_package(room: str) -> None:
    assert (PACKAGE / room / "__init__.py").is_file()


@pytest.mark.parametrize("path", MODULES, ids=relative)
def test_modules_stay_small_and_have_telling_names(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").count("\n")
    assert lines <= 300, f"{lines} lines; split it"
    assert path.stem not in NO_NAMES


@pytest.mark.parametrize("path", MODULES, ids=relative)
def test_functions_stay_short(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    long = {
        f"{node.name}: {node.end_lineno - node.lineno + 1} lines"
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.end_lineno is not None
        and node.end_lineno - node.lineno + 1 > 60
    }
    assert not long


def strings(path: Path) -> list[str]:
    """Every string of a module but its docstrings; comments and docstrings may quote what a locale says."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    said = {
        id(node.value)
        for parent in ast.walk(tree)
        for node in (parent.body if isinstance(getattr(parent, "body", None), list) else [])
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    return [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in said
    ]


# Verification reads texts instead of writing them: its patterns hold what it looks for.
WRITERS = [path for path in MODULES if path.relative_to(PACKAGE).parts[0] != "verification"]


@pytest.mark.parametrize("path", WRITERS, ids=relative)
def test_no_chinese_in_python(path: Path) -> None:
    assert not [text for text in strings(path) if re.search(r"[\u4e00-\u9fff]", text)]


@pytest.mark.parametrize("path", [path for path in MODULES if path.read_text(encoding="utf-8").strip()], ids=relative)
def test_every_module_says_what_it_is(path: Path) -> None:
    assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))


TEMPLATES = sorted(path for path in (ROOT / "templates").rglob("*") if path.suffix in {".j2", ".html", ".toml"})


@pytest.mark.parametrize("path", TEMPLATES, ids=relative)
def test_no_words_of_a_language_in_templates(path: Path) -> None:
    assert not re.findall(r".*[\u4e00-\u9fff].*", path.read_text(encoding="utf-8"))


def test_the_version_is_the_newest_of_the_changelog() -> None:
    from reporter import __version__

    headings = re.findall(r"^## (\S+)", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert headings[0] == __version__
