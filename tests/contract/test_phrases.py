"""Every theme, move and claim can be said in every locale; every wording is rendered, and no proof-reader objects."""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from reporter.insights.themes import THEMES, every_theme
from reporter.language import Language
from reporter.model import Briefing
from reporter.model.kinds import KINDS
from reporter.model.note_kinds import CLAIM_KEYS
from reporter.model.themes import WORDED_AS
from reporter.narrative.composing import _title_claims
from reporter.narrative.moves import MOVES
from reporter.project import packaged
from reporter.rendering.phrasebook import Phrasebook
from reporter.rendering.proofreading import figures_of, proofread

LOCALES = tuple(sorted(path.parent.name for path in packaged("locales").glob("*/locale.toml")))
FORMS = 4
"""No phrase has more wordings than this; a test holds it."""
TURNS, PATIENCE = 14, 16
"""Rounds of all themes, and how often in a row a passage may say nothing new before it is left."""
ELSEWHERE = re.compile(r"/(?:wraps|notes)\.j2")
"""Phrases that are said here too, and counted in tests of their own or by what the made notes bring."""
SELDOM = 0.12
"""The share of branches that the made editions may leave unsaid."""
UNSPOKEN: dict[str, str] = {}
"""Claims that are made for something else than a passage."""

Book = Callable[[Briefing, str, int | None], Phrasebook]


def source(tag: str) -> dict[str, str]:
    return {
        path.name: path.read_text(encoding="utf-8") for path in (packaged("locales") / tag / "phrases").glob("*.j2")
    }


def macros(tag: str) -> dict[str, str]:
    """Macro → file."""
    return {name: file for file, text in source(tag).items() for name in re.findall(r"{%-?\s*macro (\w+)\(", text)}


# ------------------------------------------------------------------------------------------------ what there is


def test_the_three_locales_are_there() -> None:
    assert {"zh_CN", "zh_TW", "en"} <= set(LOCALES)


@pytest.mark.parametrize("tag", LOCALES)
def test_every_theme_has_a_title(tag: str) -> None:
    assert {f"title_{WORDED_AS.get(theme, theme)}" for theme in every_theme()} - set(macros(tag)) == set()


@pytest.mark.parametrize("tag", LOCALES)
def test_every_move_has_its_passage_and_heading(tag: str) -> None:
    wanted = {f"passage_{move.name}" for move in MOVES} | {f"heading_{move.name}" for move in MOVES if move.heading}
    assert wanted - set(macros(tag)) == set()


@pytest.mark.parametrize("tag", LOCALES)
def test_no_macro_is_left_over(tag: str) -> None:
    asked = {f"title_{WORDED_AS.get(theme, theme)}" for theme in every_theme()} | {f"passage_{move.name}" for move in MOVES}
    asked |= {f"heading_{move.name}" for move in MOVES if move.heading}
    text = "\n".join(re.sub(r"{%-?\s*macro \w+\(", "", each) for each in source(tag).values())
    called = set(re.findall(r"\b(\w+)\(", text))
    left = {name: file for name, file in macros(tag).items() if name not in asked | called}
    assert left == {}


@pytest.mark.parametrize("tag", LOCALES)
def test_no_macro_hides_another(tag: str) -> None:
    """Titles, headings and passages share one namespace across files: the later would win in silence."""
    names = [name for text in source(tag).values() for name in re.findall(r"{%-?\s*macro (\w+)\(", text)]
    shared = [name for name in names if re.match("title_|heading_|passage_", name)]
    assert sorted(shared) == sorted(set(shared))


def test_locales_have_the_same_macros() -> None:
    own = {tag: {name for name in macros(tag) if re.match("title_|heading_|passage_", name)} for tag in LOCALES}
    assert len({frozenset(names) for names in own.values()}) == 1, own


def detected() -> set[str]:
    """Claim kinds that a detector's code names."""
    code = "\n".join(
        p.read_text(encoding="utf-8") for p in (Path(__file__).parents[2] / "reporter" / "insights").glob("*.py")
    )
    return {kind for kind in KINDS if re.search(rf'(?:claim\(\s*|_claim\(scene, |\(scene\.[ab], )"{kind}"', code)}


@pytest.mark.parametrize("kind", sorted(detected() | set(CLAIM_KEYS)))
def test_every_claim_that_is_made_is_taken_by_a_move(kind: str) -> None:
    if kind not in UNSPOKEN:
        assert kind in {taken for move in MOVES for taken in move.takes}


def test_every_kind_that_a_move_takes_exists() -> None:
    assert {taken for move in MOVES for taken in move.takes} <= set(KINDS)


@pytest.mark.parametrize("tag", LOCALES)
def test_every_label_of_one_catalogue_is_in_the_others(tag: str) -> None:
    catalogues = {each: Language.load(each, [packaged("locales")]).catalogue for each in LOCALES}
    first, own = catalogues[LOCALES[0]], catalogues[tag]
    assert set(own) == set(first)
    holes = {key: sorted(re.findall(r"{\w+}", text)) for key, text in own.items()}
    assert holes == {key: sorted(re.findall(r"{\w+}", text)) for key, text in first.items()}


@pytest.mark.parametrize("tag", LOCALES)
def test_names_and_words_have_the_same_keys_everywhere(tag: str) -> None:
    def keys(table: Mapping[str, Any]) -> set[str]:
        return {
            f"{k}.{inner}" if isinstance(v, Mapping) else k
            for k, v in table.items()
            for inner in (keys(v) if isinstance(v, Mapping) else [""])
        }

    own, first = (Language.load(each, [packaged("locales")]) for each in (tag, LOCALES[0]))
    assert set(own.names._tables) == set(first.names._tables)
    assert keys(own.lexicon) == keys(first.lexicon)
    assert keys(own.settings) == keys(first.settings)


# ----------------------------------------------------------------------------------------------- what is said


class Patience:
    """Which passages still bring branches that nothing has said: one that has brought none for long is left."""

    def __init__(self, said: set[str], most: int) -> None:
        self._said, self._most, self._known = said, most, len(said)
        self._dry: Counter[tuple[str, str]] = Counter()

    def worth(self, move: str, theme: str) -> bool:
        return self._dry[self._key(move, theme)] < self._most

    def told(self, move: str, theme: str) -> None:
        key, self._known, before = self._key(move, theme), len(self._said), self._known
        self._dry[key] = 0 if self._known > before else self._dry[key] + 1

    @staticmethod
    def _key(move: str, theme: str) -> tuple[str, str]:
        return (move, theme if move in ("title", "lead", "sum_day") else "")


def said(book: Book, briefing: Briefing, tag: str, form: int | None) -> dict[str, str]:
    """Everything that an edition says in one language, by place."""
    with_form = book(briefing, tag, form)
    told = ((place, say(with_form)) for place, say in places(briefing, None))
    return {place: str(text) for place, text in told if text is not None}


@cache
def typography(tag: str) -> str:
    return str(Language.load(tag, [packaged("locales")]).settings["typography"])


def places(briefing: Briefing, patience: Patience | None) -> Iterator[tuple[str, Callable[[Phrasebook], object]]]:
    """Everything that an edition says, by place."""
    if patience is None or patience.worth("title", briefing.theme):
        yield "title", Phrasebook.title
        if patience is not None:
            patience.told("title", briefing.theme)
    for passage in (p for section in briefing.sections for p in section.passages):
        if patience is None or patience.worth(passage.move, briefing.theme):
            yield f"heading {passage.id}", lambda book, p=passage: book.heading(p)
            yield passage.id, lambda book, p=passage: book.passage(p)
            if patience is not None:
                patience.told(passage.move, briefing.theme)


def faults_of(book: Book, briefing: Briefing, form: int | None, patience: Patience | None = None) -> dict[str, str]:
    """What a proof-reader objects to, and what languages tell differently, by fault with an example."""
    found: dict[str, str] = {}
    books: dict[str, Phrasebook] = {}
    for place, say in places(briefing, patience):
        books = books or {tag: book(briefing, tag, form) for tag in LOCALES}
        texts = {tag: str(text) for tag, each in books.items() if (text := say(each)) is not None}
        sentences = place != "title" and not place.startswith("heading")
        for tag, html in texts.items():
            for fault in proofread(html, typography(tag), sentences=sentences):
                found.setdefault(f"{tag} {briefing.theme}/{place}: {fault}", html)
        printed = {tag: set(figures_of(html)) for tag, html in texts.items()}
        first = printed.get(LOCALES[0], set())
        for tag, ids in printed.items():
            if ids != first:
                found[f"{briefing.theme}/{place}: {tag} and {LOCALES[0]} differ in {sorted(ids ^ first)}"] = ""
    return found


@pytest.mark.parametrize(("seed", "back"), [(3, 5), (3, 130), (5, 61), (5, 310)])
def test_an_edition_of_a_made_market_reads_cleanly(made: Any, book: Book, seed: int, back: int) -> None:
    assert sorted(faults_of(book, made(seed, back).briefing, None)) == []


@pytest.mark.parametrize("seed", [21, 22, 23])
def test_many_editions_of_made_markets_read_cleanly(made: Any, book: Book, seed: int) -> None:
    """Markets in calm and wild times, each edition with the one before it, which is another day each time."""
    before, faults = None, {}
    for back in range(238, 0, -90 + seed):
        one = made(seed, back, before=before)
        before = one.briefing
        faults |= faults_of(book, one.briefing, None)
    assert sorted(faults) == []


@pytest.mark.parametrize("theme", THEMES)
def test_every_theme_can_be_told_of_any_day(pool: Any, book: Book, theme: str) -> None:
    """Claims of different days side by side, with facts and values that may never meet: nothing breaks."""
    rng = random.Random(f"any {theme}")
    assert sorted(faults_of(book, pool.briefing(rng, theme), rng.randrange(FORMS))) == []


def test_every_branch_of_every_phrase_is_said(large_pool: Any, book: Book, coverage: Any) -> None:
    """Both sides of every condition in every wording. What detectors make too seldom to be met here is counted."""
    rng, patience = random.Random(0), Patience(coverage.said, PATIENCE)
    faults: dict[str, str] = {}
    for turn in range(TURNS):
        for theme in THEMES:
            faults |= faults_of(book, large_pool.briefing(rng, theme), turn % FORMS, patience)
    assert sorted(faults) == []
    unsaid, branches = ([b for b in each if not ELSEWHERE.search(b)] for each in (coverage.unsaid, coverage.branches))
    assert len(unsaid) <= SELDOM * len(branches), "\n".join(unsaid)


@pytest.mark.parametrize("tag", LOCALES)
def test_no_phrase_has_more_wordings_than_are_tried(tag: str) -> None:
    text = "\n".join(source(tag).values())
    assert max(map(int, re.findall(r"vary\('\w+', (\d+)\)", text))) <= FORMS


def test_a_title_may_draw_on_every_claim_that_titles_name(pool: Any) -> None:
    """What titles read must be among the claims that a title is given."""
    read = {
        kind
        for tag in LOCALES
        for body in re.findall(r"macro title_.*?endmacro", "\n".join(source(tag).values()), re.DOTALL)
        for kind in re.findall(r"\bp\.(\w+)", body)
    } - {"of", "session", "theme"}
    claims = [days[0][0][0] for days in pool.days.values()]
    given = {claim.kind for claim in claims if claim.id in _title_claims(claims)}
    assert read & set(pool.days) <= given
    assert {k for k in read if k.startswith("wrap")} <= {"wrap", "wrap_levels", "wrap_year", "wrap_rarity", "wrap_run"}
