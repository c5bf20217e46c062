"""The documentation says what is: every command, option, key and file that it names, and all that there are."""

from __future__ import annotations

import ast
import importlib
import re
import runpy
import tomllib
from pathlib import Path

import click
import pytest
from pydantic import BaseModel

from reporter.cli import main
from reporter.delivery import MailChannel, MessengerChannel, WebhookChannel
from reporter.desk_files import PAIR_ROLES, ROLES, THRESHOLDS, DeskFile, SubjectEntry
from reporter.model.design import Design
from reporter.model.gate import LIMITS
from reporter.operations_settings import DailySettings
from reporter.settings import Settings

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
PAGES = sorted([ROOT / "README.md", ROOT / "CHANGELOG.md", *DOCS.rglob("*.md")])


def text(name: str) -> str:
    return (DOCS / name).read_text(encoding="utf-8")


def commands(group: click.Group = main, path: tuple[str, ...] = ()) -> list[tuple[str, click.Command]]:
    """Every command that does something, with the words that call it."""
    context = click.Context(group)
    found: list[tuple[str, click.Command]] = []
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        if isinstance(command, click.Group):
            found += commands(command, (*path, name))
        else:
            found.append((" ".join((*path, name)), command))
    return found


@pytest.mark.parametrize(("name", "command"), commands(), ids=[name for name, _ in commands()])
def test_every_command_and_option_is_documented(name: str, command: click.Command) -> None:
    section = re.search(rf"^## `reporter {name}\b.*?(?=^## |\Z)", text("commands.md"), re.MULTILINE | re.DOTALL)
    assert section, f"docs/commands.md has no heading for reporter {name}"
    options = {opt for param in command.params if isinstance(param, click.Option) for opt in param.opts}
    missing = {option for option in options if not re.search(rf"`{option}\b", section.group())}
    assert not missing


def test_no_command_is_documented_that_does_not_exist() -> None:
    documented = re.findall(r"^## `reporter ([a-z ]+[a-z])", text("commands.md"), re.MULTILINE)
    assert sorted(documented) == sorted(name for name, _ in commands())


@pytest.mark.parametrize("key", [*DeskFile.model_fields, *SubjectEntry.model_fields, *THRESHOLDS])
def test_every_key_of_a_desk_is_documented(key: str) -> None:
    assert f"| `{key}` |" in text("desks.md")


@pytest.mark.parametrize("role", [*ROLES, *PAIR_ROLES])
def test_every_role_is_documented(role: str) -> None:
    assert f"`{role}`" in text("desks.md")


def test_every_threshold_is_one_that_the_code_reads() -> None:
    source = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "reporter").rglob("*.py"))
    assert set(re.findall(r"thresholds\.get\(\s*\"(\w+)\"", source)) == set(THRESHOLDS)


def test_the_starting_project_names_every_setting() -> None:
    starter = (ROOT / "reporter" / "starter" / "reporter.toml").read_text(encoding="utf-8")
    assert list(tomllib.loads(starter)) == list(Settings.model_fields)
    _, design = starter.split("[design]\n")
    assert re.findall(r"^(?:# )?(\w+) =", design, re.MULTILINE) == list(Design.model_fields)


@pytest.mark.parametrize("key", Design.model_fields)
def test_every_key_of_the_design_is_documented(key: str) -> None:
    assert f"| `{key}` |" in text("design.md")


@pytest.mark.parametrize("table", [DailySettings, MailChannel, WebhookChannel, MessengerChannel])
def test_every_key_of_the_unattended_work_is_documented(table: type[BaseModel]) -> None:
    assert not [key for key in table.model_fields if f"| `{key}` |" not in text("operation.md")]


@pytest.mark.parametrize("gate", LIMITS)
def test_every_gate_is_documented(gate: str) -> None:
    assert f"| `{gate}` |" in text("operation.md")


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_link_leads_somewhere(page: Path) -> None:
    links = re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8"))
    assert not [link for link in links if "://" not in link and not (page.parent / link).exists()]


NAMED = re.compile(r"`((?:reporter|templates|locales|tests|scripts|benchmarks|docs)/[\w./-]+)`(?: \(`([\w., `]+)`\))?")


def named_files() -> list[tuple[str, str, str]]:
    """Every file that a page names in backticks, with the names in it that follow in brackets."""
    return [
        (page.relative_to(ROOT).as_posix(), path, names)
        for page in PAGES
        for path, names in NAMED.findall(page.read_text(encoding="utf-8"))
    ]


@pytest.mark.parametrize(("page", "path", "names"), named_files())
def test_every_named_file_and_function_exists(page: str, path: str, names: str) -> None:
    file = ROOT / path
    assert file.exists(), f"{page} names {path}"
    for name in re.findall(r"[\w.]+", names):
        source = file.read_text(encoding="utf-8")
        if file.suffix == ".py":
            tree = ast.parse(source)
            defined = {
                node.name
                for node in ast.walk(tree)
                if isinstance(node, ast.FunctionDef | ast.ClassDef | ast.AsyncFunctionDef)
            }
            assert name.split(".")[-1] in defined, f"{page} names {name} in {path}"
        else:
            assert name in source, f"{page} names {name} in {path}"


@pytest.mark.parametrize("name", ["metrics.md", "briefing.schema.json", "notes.schema.json"])
def test_pages_made_from_code_are_current(name: str) -> None:
    made = runpy.run_path(str(ROOT / "scripts" / "write_docs.py"))["pages"]()
    assert text(name) == made[name], "write it again: python scripts/write_docs.py"


def test_every_decision_is_in_the_list() -> None:
    pages = sorted(path.name for path in (DOCS / "decisions").glob("0*.md"))
    assert re.findall(r"\((0[\w-]+\.md)\)", text("decisions/README.md")) == pages


def test_the_public_door_of_every_room_has_a_docstring() -> None:
    rooms = ("data", "metrics", "insights", "narrative", "language", "rendering", "publishing", "verification")
    for room in rooms:
        module = importlib.import_module(f"reporter.{room}")
        for name in getattr(module, "__all__", ()):
            thing = getattr(module, name)
            assert not callable(thing) or thing.__doc__, f"reporter.{room}.{name}"
