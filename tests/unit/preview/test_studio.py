"""The studio: who may come in, what a click shows, what a save writes, and what it refuses."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from starlette.testclient import TestClient

from reporter.cli import main
from reporter.errors import ConfigError
from reporter.preview import scenarios, studio
from reporter.preview.bounds import bounded
from reporter.preview.server import application
from reporter.preview.studio import Studio
from reporter.project import Project
from reporter.rendering.filling import environment_of

TOKEN = "a-token"
HOME = "http://127.0.0.1:8000"
MACRO = "passage_exclude"


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where this file's one frozen briefing is kept."""
    return tmp_path_factory.mktemp("scenarios")


@pytest.fixture
def project(folder: Path, cache: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    CliRunner().invoke(main, ["new", "project", "."])
    monkeypatch.setattr(scenarios, "_folder", lambda _: cache)
    monkeypatch.setattr(scenarios, "SCENARIOS", {"no-notes": scenarios.SCENARIOS["no-notes"]})

    def here(job: Callable[..., Any], *arguments: Any, seconds: float = 0) -> Any:
        environment_of.cache_clear()  # a process of its own knows no template of before
        return job(*arguments)

    monkeypatch.setattr(studio, "bounded", here)
    return Project.find(folder)


@pytest.fixture
def client(project: Project) -> Iterator[TestClient]:
    with TestClient(application(Studio(project), TOKEN, 8000), base_url=HOME) as client:
        assert client.get("/", params={"token": TOKEN}).status_code == 200
        yield client


def write(client: TestClient, where: str, **body: str) -> Any:
    return client.post(where, json=body, headers={"Origin": HOME})


def test_only_this_machine_with_the_token_comes_in(project: Project) -> None:
    with TestClient(application(Studio(project), TOKEN, 8000), base_url=HOME) as client:
        assert client.get("/").status_code == 403
        assert client.get("/", params={"token": "another"}).status_code == 403
        assert client.get("/page/no-notes/en").status_code == 403
        assert client.get("/", params={"token": TOKEN}, headers={"Host": "evil.example:8000"}).status_code == 421
        answer = client.get("/", params={"token": TOKEN}, follow_redirects=False)
        assert answer.status_code == 303 and "SameSite=strict" in answer.headers["set-cookie"]
        assert "script-src 'self'" in client.get("/").headers["content-security-policy"]


def test_another_site_cannot_write(client: TestClient) -> None:
    for headers in ({}, {"Origin": "http://evil.example"}, {"Origin": "null"}):
        assert client.post("/save", json={}, headers=headers).status_code == 403


def test_the_page_is_the_edition_and_runs_no_script(client: TestClient) -> None:
    page = client.get("/page/no-notes/zh_CN")
    assert page.status_code == 200 and 'data-passage="title"' in page.text
    assert "sandbox allow-same-origin" in page.headers["content-security-policy"]


def test_a_sentence_has_its_file_its_values_and_its_wordings(client: TestClient) -> None:
    found = client.get("/said", params={"scenario": "no-notes", "locale": "en", "passage": _passage(client)}).json()
    assert found["macro"] == MACRO and found["file"].endswith("phrases/analysis.j2")
    lines = (Path(found["path"])).read_text(encoding="utf-8").splitlines()
    assert lines[found["line"] - 1].startswith(f"{{% macro {MACRO}")
    values = dict(found["slots"])
    assert values["p.fear.level"] and values["p.rates.change"]
    assert found["variants"] and not found["own"] and set(found["beside"]) == {"zh_CN"}


def test_words_are_tried_and_then_saved_and_the_other_language_lags(client: TestClient, project: Project) -> None:
    text = "{% macro passage_exclude(p) %}Own words: {{ p.fear.level|level }}.{% endmacro %}"
    tried = write(client, "/try", locale="en", macro=MACRO, text=text).json()["scenarios"]
    assert tried["no-notes"].startswith("Own words: <data")
    saved = write(client, "/save", locale="en", macro=MACRO, text=text).json()
    assert saved == {"file": f"locales/en/phrases/{MACRO}.j2", "lagging": ["zh_CN"]}
    assert "Own words" in client.get("/page/no-notes/en").text
    assert "made from" in (project.root / saved["file"]).read_text(encoding="utf-8").splitlines()[0]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{% macro passage_exclude(p) %}{{ p.fear.levle|level }}{% endmacro %}", "did you mean 'level'?"),
        ("{% macro passage_exclude(p) %}It fell 3 points.{% endmacro %}", "'3' is typed in"),
        ("{% macro passage_exclude(p) %}{% if p.fear %}{% endmacro %}", "endmacro"),
        ("{% macro other(p) %}x{% endmacro %}", "must be one macro"),
        ("It fell.", "must be one macro"),
    ],
)
def test_words_with_a_mistake_are_not_saved(client: TestClient, project: Project, text: str, words: str) -> None:
    answer = write(client, "/save", locale="en", macro=MACRO, text=text)
    assert answer.status_code == 422
    told = answer.json()
    assert words in told["error"] + "".join(problem["message"] for problem in told["problems"])
    assert not (project.root / "locales" / "en" / "phrases").exists()


def test_a_broken_file_is_told_over_the_last_good_page(client: TestClient, project: Project) -> None:
    assert "studio-problem" not in client.get("/page/no-notes/en").text
    own = project.root / "templates" / "components"
    own.mkdir()
    (own / "footer.html.j2").write_text("<footer>\n{{ page.titel }}\n</footer>", encoding="utf-8")
    page = client.get("/page/no-notes/en").text
    assert "studio-problem" in page and "footer.html.j2:2" in page and "titel" in page
    assert 'data-passage="title"' in page
    (own / "footer.html.j2").unlink()
    assert "studio-problem" not in client.get("/page/no-notes/en").text


def test_what_there_is_not_is_named(client: TestClient) -> None:
    assert "There is no scenario" in client.get("/page/no-note/en").text
    answer = client.get("/said", params={"scenario": "no-notes", "locale": "en", "passage": "no-such"})
    assert answer.status_code == 422 and "no passage" in answer.json()["error"]
    assert client.get("/said").status_code == 400
    assert client.get("/asset/../../pyproject.toml").status_code == 404


def forever() -> None:
    while True:
        time.sleep(0.01)


def greedy() -> int:
    return len("x" * 4_000_000_000)


def endless() -> int:
    return endless() + 1


@pytest.mark.slow
@pytest.mark.parametrize(("job", "words"), [(forever, "was stopped"), (greedy, "MB"), (endless, "without end")])
def test_what_does_not_end_is_stopped(job: Callable[[], Any], words: str) -> None:
    with pytest.raises(ConfigError, match=words):
        bounded(job, seconds=3 if job is forever else 60)


def _passage(client: TestClient) -> str:
    page = client.get("/page/no-notes/en").text
    found = re.search(r'<p data-passage="([^"]+)">[^<]*(?:<[^>]+>[^<]*){0,6}VIX', page)
    assert found is not None
    return found[1]


def test_a_chart_that_is_defined_anew_makes_a_scenario_anew(folder: Path) -> None:
    assert CliRunner().invoke(main, ["new", "project", "."]).exit_code == 0
    before = scenarios.state(Project.find(folder))
    assert CliRunner().invoke(main, ["new", "chart", "giants"]).exit_code == 0
    made = scenarios.state(Project.find(folder))
    (folder / "templates" / "charts" / "giants.toml").write_text("section = 1", encoding="utf-8")
    assert len({before, made, scenarios.state(Project.find(folder))}) == 3
