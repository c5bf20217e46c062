"""Approval of templates and words, file by file."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

from reporter.approving import approve, require_approved, unapproved
from reporter.cli import main
from reporter.errors import ConfigError
from reporter.project import Project

NOW = datetime(2026, 1, 24, tzinfo=UTC)


@pytest.fixture
def project(folder: Path) -> Project:
    CliRunner().invoke(main, ["new", "project", "."])
    (folder / "templates" / "components").mkdir()
    (folder / "templates" / "components" / "footer.html.j2").write_text("<footer></footer>", encoding="utf-8")
    return Project.find(folder)


def test_what_nobody_has_approved_is_named(project: Project) -> None:
    assert [problem.message.split(";")[0] for problem in unapproved(project)] == ["has not been approved"]
    with pytest.raises(ConfigError, match="one file is not approved"):
        require_approved(project, True, "us-small-caps")


def test_approved_files_pass_until_they_change_or_go(project: Project) -> None:
    path = project.root / "templates" / "components" / "footer.html.j2"
    assert approve(project, "Ann", NOW) == ("templates/components/footer.html.j2",)
    assert approve(project, "Ben", NOW) == ()
    require_approved(project, True, "us-small-caps")
    path.write_text("<footer>new</footer>", encoding="utf-8")
    assert "was changed since Ann approved it on 2026-01-24" in unapproved(project)[0].message
    path.unlink()
    assert "was approved and is no more" in unapproved(project)[0].message
    approve(project, "Ben", NOW)
    assert unapproved(project) == []


def test_a_project_that_requires_it_builds_nothing_else(project: Project) -> None:
    file = project.root / "reporter.toml"
    text = file.read_text(encoding="utf-8").replace("require_approval = false", "require_approval = true")
    file.write_text(text, encoding="utf-8")
    build = ["build", "--data", "sample", "--now", "2026-01-24T12:00:00+00:00", "--format", "md", "--locale", "en"]
    refused = CliRunner().invoke(main, build)
    assert refused.exit_code == 40 and "has not been approved" in refused.output
    assert not (project.root / "output" / "editions").exists()
    assert CliRunner().invoke(main, ["approve"]).exit_code == 2
    assert CliRunner().invoke(main, ["approve", "--by", "Ann"]).exit_code == 0
    assert CliRunner().invoke(main, build).exit_code == 0


def test_a_file_of_approvals_that_cannot_be_read(project: Project) -> None:
    (project.root / "approved.json").write_text("{]", encoding="utf-8")
    with pytest.raises(ConfigError, match="approve again"):
        unapproved(project)


def test_a_desk_may_require_it_for_itself(project: Project) -> None:
    desk = 'market = "us_equities"\nlead = ["a", "b"]\n[subjects]\n' + "".join(
        f'{name} = {{ symbol = "{name.upper()}", kind = "etf" }}\n' for name in "ab")
    (project.root / "desks").mkdir(exist_ok=True)
    (project.root / "desks" / "strict.toml").write_text("require_approval = true\n" + desk, encoding="utf-8")
    (project.root / "desks" / "free.toml").write_text(desk, encoding="utf-8")
    require_approved(project, False, "free")
    with pytest.raises(ConfigError, match="The desk strict publishes approved templates and words only; one file is"):
        require_approved(project, False, "strict")
    with pytest.raises(ConfigError, match="This project publishes"):
        require_approved(project, True, "free")
    approve(project, "Ann", NOW)
    require_approved(project, False, "strict")
