"""Four tiny editions in two languages, written by hand, and the site made from them once."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest

from reporter.model.site import Place
from reporter.project import Project
from reporter.siting import SiteRequest, build

URL = "https://example.org/briefings"
NAMES = {"zh_CN": "罗素2000", "en": "Russell 2000"}
SECTION = {"zh_CN": "综合分析", "en": "Comprehensive Analysis"}
TITLES = {"zh_CN": "小盘股{day}收于{close}点", "en": "Small caps close at {close} on {day}"}
SECRETS = {"zh_CN": "唯有会员知晓的话。", "en": "Hush, for members."}
LEADS = {
    "zh_CN": '罗素2000收于<data class="figure" value="{close}" data-figure="rut.close_level.1d">{close}</data>点。连胜继续。',
    "en": 'The Russell 2000 closed at <data class="figure" value="{close}" data-figure="rut.close_level.1d">{close}</data>. '
    "The streak goes on.",
}
PAGE = """<!doctype html>
<html lang="{lang}">
<head>
<meta charset="utf-8">
<title>{title}</title>
<meta name="description" content="{title}">
<style>
html {{ color: #111; }}
</style>
</head>
<body class="screen">
<a class="skip" href="#text">skip</a>
<header class="cover"><h1 data-passage="title">{title}</h1></header>
<main id="text">
<section class="section" id="analysis" aria-labelledby="analysis-title">
<h2 id="analysis-title">{section}</h2>
<p data-passage="lead">{lead} <a class="cite" href="#source-0">[0]</a></p>
</section>
<section class="section" id="insights" aria-labelledby="insights-title">
<h2 id="insights-title">Insights</h2>
<p data-passage="one">{secret} <data class="figure" value="0.0158" data-figure="rut.day_change.1d">+1.58%</data></p>
</section>
<section class="section" id="method" aria-labelledby="method-title">
<h2 id="method-title">Method</h2>
<table>
<tr id="figure-rut-close_level-1d"><td>Close</td><td class="number"><data class="figure" value="{close}" data-figure="rut.close_level.1d">{close}</data></td></tr>
<tr id="figure-rut-day_change-1d"><td>Day</td><td class="number"><data class="figure" value="0.0158" data-figure="rut.day_change.1d">+1.58%</data></td></tr>
</table>
<ol><li id="source-0">Test prices</li></ol>
</section>
</main>
<footer class="colophon"><p>made</p></footer>
</body>
</html>
"""


def write_edition(
    output: Path,
    day: str,
    desk: str = "us-small-caps",
    close: float = 2669.16,
    claims: tuple[str, ...] = ("day.rut.spx",),
    tags: tuple[str, ...] = ("small_caps",),
) -> Path:
    """The folder of a published edition, as small as one can be."""
    folder = output / "editions" / day / desk
    if folder.exists():
        shutil.rmtree(folder)
    folder.mkdir(parents=True)
    lang = {"zh_CN": "zh-Hans", "en": "en"}
    files: dict[str, bytes] = {"briefing.json": _json(_briefing(day, desk, close, claims, tags)), "prices.csv": b"date\n"}
    for tag in TITLES:
        title = TITLES[tag].format(day=day, close=close)
        lead = LEADS[tag].format(close=close)
        page = PAGE.format(lang=lang[tag], title=title, section=SECTION[tag], lead=lead, close=close, secret=SECRETS[tag])
        files[f"{tag}.html"] = page.encode()
    listed = [{"name": name, "sha256": hashlib.sha256(data).hexdigest()} for name, data in sorted(files.items())]
    files["manifest.json"] = _json({"files": listed})
    for name, data in files.items():
        (folder / name).write_bytes(data)
    return folder


def _briefing(
    day: str, desk: str, close: float, claims: tuple[str, ...], tags: tuple[str, ...]
) -> Mapping[str, object]:
    return {
        "desk": desk, "session": day, "generated_at": f"{day}T22:00:00+00:00", "sample": False, "sentiment": "mixed",
        "market": "us_equities", "tags": list(tags), "theme_claims": list(claims[:1]),
        "subjects": [{"id": "rut", "symbol": "^RUT", "kind": "index"}],
        "figures": [{"id": "rut.close_level.1d", "value": close, "metric": "close_level", "subject": "rut"},
                    {"id": "rut.day_change.1d", "value": 0.0158, "metric": "day_change", "subject": "rut"}],
        "sections": [{"id": "analysis", "passages": [{"id": "lead", "claims": list(claims)}]}],
    }  # fmt: skip


def _json(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, sort_keys=True) + "\n").encode()


def four_editions(output: Path) -> None:
    write_edition(output, "2025-12-30", close=2500.0, claims=("day.rut.spx", "rare.rut"))
    write_edition(output, "2025-12-31", close=2481.91)
    write_edition(output, "2026-01-02", close=2508.22, tags=("small_caps", "large_caps"))
    write_edition(output, "2026-01-05", close=2547.92, claims=("day.rut.spx", "rare.rut"))


def request(output: Path, *, search: bool = False) -> SiteRequest:
    return SiteRequest(Project(output), output, Place(url=URL), ("zh_CN", "en"), search=search)


def tree(site: Path) -> dict[str, bytes]:
    """Every file of a site with its content."""
    found, left = {}, [site.resolve()]
    while left:
        for path in left.pop().iterdir():
            if path.is_dir():
                left.append(path)
            else:
                found[str(path).removeprefix(str(site.resolve()))] = path.read_bytes()
    return found


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of four editions; tests read it and leave it as it is."""
    output = tmp_path_factory.mktemp("site")
    four_editions(output)
    build(request(output), lambda _: None)
    return output / "site"


@pytest.fixture
def own(made: Path, tmp_path: Path) -> Path:
    """An output folder of the test's own with the same editions and the same site, links and all."""
    shutil.copytree(made.parent, tmp_path / "output", symlinks=True, copy_function=shutil.copy2)
    return tmp_path / "output"


@pytest.fixture(scope="session")
def searchable(made: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same site with its search index."""
    pytest.importorskip("pagefind")
    output = tmp_path_factory.mktemp("searchable")
    shutil.copytree(made.parent / "editions", output / "editions", copy_function=shutil.copy2)
    build(request(output, search=True), lambda _: None)
    return output
