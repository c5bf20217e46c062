"""The plan between deciding and saying: written for an editor, or followed as an editor has changed it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import yaml

from reporter.annotating import Annotated
from reporter.errors import ConfigError, Problem
from reporter.insights import Theme
from reporter.insights.themes import every_theme
from reporter.model import Briefing, Claim, Desk, Figures, Passage, Section
from reporter.model.briefing import Edited, Override, heading_of
from reporter.model.gate import Reading
from reporter.model.market import Market
from reporter.narrative import Edition
from reporter.narrative.drafting import left_out
from reporter.narrative.following import follow
from reporter.narrative.planning import plan
from reporter.narrative.remembering import Memory
from reporter.notes.prose import Named, render
from reporter.notes.typed_numbers import Typed
from reporter.plan_file import SCHEMA, PlanFile, Words, mistakes_of
from reporter.recalling import Recalled
from reporter.registry import unknown
from reporter.rendering.context import plain
from reporter.rendering.overriding import sentences
from reporter.rendering.phrasebook import Phrasebook

HEAD = """\
# The plan of one edition; `reporter build --plan FILE` follows it. Move passages and claims to reorder them, delete
# them or write `veto: true` to leave them out. What is under dropped comes back with `pin: true` (a passage) or
# `pin: PASSAGE` (a claim). Your own words go under override (headline, subheadings, passages) or sentences (of one):
#     override: {en: "Small caps lost [[figure:rut.day_change.1d|percent]]."}
#     sentences: {en: {2: "Prices do not say why."}}
# Numbers are written [[figure:ID|style]]; both languages need the same ones. Scores, generated texts, kinds, saliences,
# rules and reasons are there for you to read; changing them changes nothing.
"""


@dataclass(frozen=True)
class Decided:
    """What is true of a session and worth saying, before anything is said."""

    desk: Desk
    market: Market
    theme: Theme
    told: Annotated
    before: Recalled | None
    readings: tuple[Reading, ...] = ()
    """What the gates of the data measured."""

    @property
    def memory(self) -> Memory:
        """What the edition before told, where one was read."""
        return Memory.of(self.before.briefing if self.before is not None else None)


def automatic(decided: Decided, theme: str, length: str) -> tuple[Section, ...]:
    """The plan that is accepted where nobody changes it, without sections that the desk has not."""
    made = plan(theme, decided.told.claims, length, decided.memory)
    return tuple(s for s in made if not decided.desk.sections or s.id in decided.desk.sections)


# -- following ----------------------------------------------------------------------------------------


def followed(
    file: PlanFile, decided: Decided, edition: Edition, locales: Sequence[str], names: Callable[[str], Named]
) -> Edition:
    """The edition as the plan has it; a ConfigError with every line of the plan that cannot be followed."""
    claims, figures = decided.told.claims, decided.told.figures
    sections, wrong = follow(file.theme, claims, file.sections)
    problems = [*file.problems, *_head(file, decided), *(file.problem(place, message) for place, message in wrong)]
    overrides = []
    for words in file.words:
        made = _override(words, figures, locales, names)
        problems += [file.problem(words.where, message, rule) for message, rule in made[1]]
        overrides += [made[0]] if made[0] is not None else []
    problems += [*_uneven(file, overrides), *_headless(file, sections)]
    if problems:
        raise mistakes_of(file.document.path, problems)
    usual = automatic(decided, decided.theme.name, file.length)
    changes = tuple(_changes(decided.theme.name, file.theme, usual, sections))
    edited = Edited(sha256=file.sha256, changes=changes) if changes or overrides else None
    return replace(edition, theme=file.theme, sections=sections, overrides=tuple(overrides), plan=edited)


def _head(file: PlanFile, decided: Decided) -> Iterator[Problem]:
    """A plan is of one desk, one session, and a theme that the session bears."""
    if file.desk and file.desk != decided.desk.id:
        yield file.problem(("desk",), f"the plan is of the desk {file.desk}, this edition of {decided.desk.id}")
    if file.session is not None and file.session != decided.market.session:
        yield file.problem(
            ("session",),
            f"the plan is of {file.session}, this edition of {decided.market.session}; "
            "write it anew with reporter plan, or name its session with --on",
        )
    scores = dict(decided.theme.scores)
    if file.theme and file.theme not in every_theme():
        yield file.problem(("theme",), unknown("theme", file.theme, every_theme()))
    elif file.theme and scores.get(file.theme, 0.0) <= 0:
        fit = ", ".join(name for name, score in decided.theme.scores if score > 0)
        yield file.problem(("theme",), f"the session does not bear the theme {file.theme}; it bears {fit}")


class _Book:
    """The figures of a session: no number may be typed, every one is named."""

    def __init__(self, figures: Figures) -> None:
        self._figures = figures

    def find(self, typed: Typed, own: str | None) -> tuple[str, float] | None:
        return None

    def note(self, reference: str) -> str | None:
        return f"note.{reference}" if f"note.{reference}" in self._figures else None

    def has(self, figure_id: str) -> bool:
        return figure_id in self._figures


def _override(
    words: Words, figures: Figures, locales: Sequence[str], names: Callable[[str], Named]
) -> tuple[Override | None, Sequence[tuple[str, str]]]:
    if words.locale not in locales:
        return None, [
            (f"the edition is not written in {words.locale}; it is written in {', '.join(locales)}", "plan")
        ]
    rendered = render(words.text, _Book(figures), names=names(words.locale))
    if rendered.mistakes:
        return None, [(f"the text {message}", rule.replace("note-", "plan-")) for message, rule in rendered.mistakes]
    return Override(
        place=words.place,
        locale=words.locale,
        sentence=words.sentence,
        text=words.text,
        html=rendered.html,
        figures=rendered.figures,
    ), ()


def _uneven(file: PlanFile, overrides: Sequence[Override]) -> Iterator[Problem]:
    """Words for one place in several languages name the same figures."""
    named: dict[tuple[str, int | None], dict[str, set[str]]] = {}
    for each in overrides:
        named.setdefault((each.place, each.sentence), {})[each.locale] = set(each.figures)
    for words in file.words:
        others = named.get((words.place, words.sentence), {})
        if words.locale in others and words.sentence is None:
            for lacking in sorted(set().union(*others.values()) - others[words.locale]):
                yield file.problem(
                    words.where, f"the text lacks the figure {lacking}, which another language has", "plan-language"
                )


def _headless(file: PlanFile, sections: Sequence[Section]) -> Iterator[Problem]:
    """A subheading can be reworded only where there is one."""
    bare = {heading_of(p.id): p.id for s in sections for p in s.passages if not p.heading}
    for words in file.words:
        if words.place in bare:
            yield file.problem(words.where, f"the passage {bare[words.place]} has no subheading to be reworded")


def _changes(before: str, after: str, usual: Sequence[Section], sections: Sequence[Section]) -> Iterator[str]:
    """What an editor changed, for the record."""
    if before != after:
        yield f"theme {after} instead of {before}"
    old = {p.id: (s.id, p) for s in usual for p in s.passages}
    new = {p.id: (s.id, p) for s in sections for p in s.passages}
    yield from (f"passage {name} taken out" for name in old if name not in new)
    yield from (f"passage {name} put in" for name in new if name not in old)
    for name, (_, passage) in new.items():
        if name in old and old[name][1].claims != passage.claims:
            was = old[name][1].claims
            yield from (f"claim {claim} taken out of {name}" for claim in was if claim not in passage.claims)
            yield from (f"claim {claim} put into {name}" for claim in passage.claims if claim not in was)
            if sorted(was) == sorted(passage.claims):
                yield f"claims of {name} in another order"
    for section in sections:
        kept = [p.id for p in section.passages if p.id in old]
        if kept != [name for name, (of, _) in old.items() if of == section.id and name in new]:
            yield f"passages of {section.id} in another order"
    if [s.id for s in sections] != [s.id for s in usual]:
        yield f"sections {', '.join(s.id for s in sections)}"


def rehearse(file: PlanFile, briefing: Briefing, books: Sequence[Phrasebook]) -> None:
    """Say every passage once, so that all that cannot be said is told together, by the plan's lines."""
    places = {passage.id: passage.place for section in file.sections for passage in section.passages}
    problems: list[Problem] = []
    for book in books:
        problems += _unsaid(file, ("headline",), book.language.tag, book.title)
        for section in briefing.sections:
            for passage in section.passages:
                place = places.get(passage.id, ())
                problems += _unsaid(file, place, book.language.tag, lambda b=book, p=passage: b.heading(p))  # type: ignore[misc]
                problems += _unsaid(file, place, book.language.tag, lambda b=book, p=passage: b.passage(p))  # type: ignore[misc]
    if problems:
        raise mistakes_of(file.document.path, problems)


def _unsaid(file: PlanFile, place: tuple[str | int, ...], locale: str, say: Callable[[], object]) -> list[Problem]:
    try:
        say()
    except ConfigError as error:
        if not error.problems:
            return [file.problem(place, f"cannot be said in {locale}: {error.message}")]
        why = error.problems[0].message
        return [
            file.problem(place, f"cannot be said in {locale} as the plan has it ({why}); put back what was taken out")
        ]
    return []


# -- writing ------------------------------------------------------------------------------------------


class _Dumper(yaml.SafeDumper):
    """Plain YAML: no aliases, lists indented under their keys."""

    def ignore_aliases(self, data: Any) -> bool:
        return True

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)


def plan_text(decided: Decided, briefing: Briefing, books: Sequence[Phrasebook]) -> str:
    """The plan of an automatic briefing as YAML, with what each of its passages says."""
    claims = {claim.id: claim for claim in decided.told.claims}
    titles = {book.language.tag: plain(book.title()) for book in books}
    passages, dropped = left_out(
        briefing.theme, decided.told.claims, briefing.length, briefing.sections, decided.memory
    )
    data = {
        "plan": SCHEMA,
        "desk": briefing.desk,
        "session": briefing.session,
        "length": briefing.length,
        "theme": briefing.theme,
        "scores": {name: score for name, score in decided.theme.scores if score > 0},
        "headline": {"generated": titles},
        "sections": [
            {
                "id": s.id,
                "passages": [
                    {
                        "id": p.id,
                        "move": p.move,
                        **({"subheading": {"generated": _headings(books, p)}} if p.heading else {}),
                        "generated": {book.language.tag: _sentences(book, p) for book in books},
                        "claims": [_claim(claims[i]) for i in p.claims],
                    }
                    for p in s.passages
                ],
            }
            for s in briefing.sections
        ],
        "dropped": {
            "passages": [
                {
                    "id": each.passage.id,
                    "move": each.passage.move,
                    "section": each.section,
                    "reason": each.reason,
                    "claims": list(each.passage.claims),
                }
                for each in passages
            ],
            "claims": [{**_claim(each.claim), "reason": each.reason} for each in dropped],
        },
    }
    return HEAD + yaml.dump(data, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=10_000)


def _headings(books: Sequence[Phrasebook], passage: Passage) -> dict[str, str]:
    return {book.language.tag: plain(text) for book in books if (text := book.heading(passage)) is not None}


def _sentences(book: Phrasebook, passage: Passage) -> list[str]:
    """What a passage says, sentence by sentence, as they are counted for `sentences`."""
    return [plain(each).strip() for each in sentences(str(book.passage(passage)))]


def _claim(claim: Claim) -> dict[str, object]:
    return {"id": claim.id, "kind": claim.kind, "salience": claim.salience, "rule": claim.rule}
