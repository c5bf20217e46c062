"""Writes templates/CONTEXT.md: everything that a template may read, each with an example in both languages.

The examples are those of the sample, so that this takes some seconds. A test holds the page to the code.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

from reporter.language import Language
from reporter.model.design import Design
from reporter.preview.scenarios import SCENARIOS, frozen
from reporter.project import Project, packaged
from reporter.rendering.context import Edition
from reporter.rendering.filling import environment_of
from reporter.rendering.look import look
from reporter.rendering.page import PageView, page_view
from reporter.rendering.phrasebook import Phrasebook
from reporter.rendering.pictures import faces, stacks
from reporter.rendering.review import contract
from reporter.rendering.review.phrases import nothing

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "templates" / "CONTEXT.md"
FROZEN = ROOT / "tests" / "golden" / "context.json"
LOCALES = ("zh_CN", "en")
LONGEST = 48

HEAD = f"""\
# What templates may read

Version {contract.CONTEXT}. Made by `python scripts/write_context.py`; a test holds it to the code. A name that stands
here stays what it is for as long as the version stays: when one has to go, the version goes up and a section
"From … to …" below says what to write instead.

Everything is text, marked-up text (safe to print), a number that is not for readers, a yes or no, a list, or a record
of these. Nothing can be called, changed or computed with: every number that a reader sees is a figure, already worded.
"""


def main() -> None:
    views = {tag: view(tag) for tag in LOCALES}
    parts = [HEAD, "\n## Everywhere\n\n| name | what it is |\n| --- | --- |\n"]
    parts += [f"| `{name}` | {what} |\n" for name, what in contract.GLOBALS.items()]
    parts.append("\n## Pages\n\n`section` is there in `sections/*/body.*.j2`, `chart` in the template of a chart\n")
    parts.append("of your own (`reporter new chart`); `[]` stands for each item of a list.\n\n")
    parts.append("| name | what it is | 中文 | English |\n| --- | --- | --- | --- |\n")
    for name in contract.names():
        shown = [cell(views[tag], name.path) for tag in LOCALES]
        parts.append(f"| `{name.path}` | {name.kind} | {shown[0]} | {shown[1]} |\n")
    parts += phrases()
    old = PAGE.read_text(encoding="utf-8") if PAGE.exists() else ""
    parts += ["\n" + section for section in re.findall(r"^## From \d+ to \d+\n.*?(?=^## |\Z)", old, re.M | re.S)]
    PAGE.write_text("".join(parts), encoding="utf-8")
    kinds = {name.path: name.kind for name in contract.names()}
    before = json.loads(FROZEN.read_text(encoding="utf-8")) if FROZEN.exists() else {"version": 0, "names": {}}
    if before["version"] != contract.CONTEXT or before["names"].items() <= kinds.items():
        text = json.dumps({"version": contract.CONTEXT, "names": kinds}, ensure_ascii=False, indent=1)
        FROZEN.write_text(text + "\n", encoding="utf-8")


def phrases() -> Iterator[str]:
    yield "\n## Phrases\n\nA macro `title_THEME(p)`, `heading_MOVE(p)` or `passage_MOVE(p)` reads its passage's claims "
    yield "as `p.KIND`, none where there is none, and all of a kind as `p.of('KIND')`. A key holds a figure, several, "
    yield "a subject, a word or a yes or no; one that a claim lacks is none.\n\n"
    figure = ", ".join(f"`{name}`" for name in contract.figure_names())
    yield f"A figure has {figure}; it is printed by a filter.\n\n"
    env = Phrasebook.reading(nothing(), Language.load("en", [packaged("locales")]), [packaged("locales") / "en"])
    plain = environment_of((packaged("templates"),))
    own = sorted(set(env.filters) - set(plain.filters))
    yield f"Filters: {', '.join(f'`{name}`' for name in own)}.\n\n"
    yield "| claim | what it has |\n| --- | --- |\n"
    for kind, keys in contract.phrase_names().items():
        yield f"| `p.{kind}` | {', '.join(f'`{key}`' for key in keys)} |\n"


def view(tag: str) -> PageView:
    """The page of the sample in a locale, as templates see it."""
    briefing = frozen(SCENARIOS["streak-ends"], Project(ROOT))
    language = Language.load(tag, [packaged("locales")])
    book = Phrasebook(briefing, language, [packaged("locales") / tag / "phrases"], freeze=True)
    roots = (packaged("templates"),)
    fonts = stacks(language, faces(language, Design()), paper=False)
    return page_view(Edition(briefing, book), environment_of(roots), roots, look(Design(), language, roots), fonts)


def cell(page: PageView, path: str) -> str:
    """The first value that a path finds, as a cell of a table."""
    root, _, rest = path.partition(".")
    if root == "chart":
        return "–"
    start: object = page if root == "page" else page.sections[0]
    value = next((one for one in found(start, rest.split(".")) if one not in (None, "", ())), None)
    if value is None:
        return "–"
    if isinstance(value, tuple):
        return f"{len(value)} ×"
    if hasattr(value, "__dataclass_fields__"):
        return ""
    text = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", str(value))).strip().replace("|", "\\|")
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


def found(value: object, names: list[str]) -> Iterator[object]:
    """Every value that a path may mean, in order."""
    if not names:
        yield value
        return
    name, many = names[0].removesuffix("[]"), names[0].endswith("[]")
    inner = getattr(value, name, None)
    for one in (inner or ()) if many else (inner,):
        yield from found(one, names[1:])


if __name__ == "__main__":
    main()
