"""The program's table of contents: one edition, one line a room.

desk → data → metrics → insights → notes → narrative → language → rendering → publishing → verification
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import cast

from reporter.annotating import annotate, names_of, tell
from reporter.approving import require_approved
from reporter.briefing_file import read_briefing
from reporter.dressing import dressed
from reporter.errors import Problem
from reporter.gathering import gather, gather_again, moment
from reporter.gating import inspected, judged
from reporter.insights import choose_theme, find
from reporter.language import Language
from reporter.metrics import measure, since_previous
from reporter.model import Briefing
from reporter.model.gate import Reading
from reporter.model.market import Market
from reporter.model.page import Page
from reporter.narrative import compose
from reporter.plan_file import PlanFile, read_plan
from reporter.planned import Decided, followed, plan_text, rehearse
from reporter.publishing.signing import require_key
from reporter.recalling import recall
from reporter.releasing import dump, hold, read_again, release, told
from reporter.rendering.page import render
from reporter.rendering.phrasebook import Phrasebook
from reporter.request import BuildRequest, Built, Step
from reporter.reviewing import untold
from reporter.settings import Length


def build(request: BuildRequest, step: Step) -> Built:
    """Measure, decide, say, publish and check one edition. A HeldError where a gate or the check holds it."""
    plan = read_plan(request.plan) if request.plan is not None else None
    request = request if plan is None else replace(request, length=cast(Length, plan.length))
    decided = decide(request, step)
    step("narrative")
    briefing = narrate(decided, request, plan)
    tell(untold(decided.told.own, briefing))
    dump(request.dump, briefing, decided.told.figures, decided.told.claims)
    return put_out(request, briefing, decided.market, decided.desk.locales, step, decided.told.held, decided.readings)


def draft(request: BuildRequest, step: Step) -> str:
    """The plan of an edition as YAML, with the headlines that it gives."""
    decided = decide(request, step)
    step("narrative")
    briefing = narrate(decided, request)
    return plan_text(decided, briefing, phrasebooks(briefing, decided.desk.locales, request))


def decide(request: BuildRequest, step: Step) -> Decided:
    """What is true of a session and worth saying."""
    require_key(request.sign)
    step("data")
    languages(request.locales, request)
    desk, market = gather(request, step)
    languages(desk.locales, request)
    readings = inspected(request, desk, market)
    step("metrics")
    figures = measure(market, desk)
    before = recall(request, desk, market)
    if before is not None:
        figures = since_previous(market, desk, before.briefing, figures)
    step("insights")
    claims = find(figures, desk)
    theme = choose_theme(claims, figures)
    step("notes")
    told = annotate(request, market, figures, claims, desk.locales)
    return Decided(desk, market, theme, told, before, readings)


def narrate(decided: Decided, request: BuildRequest, plan: PlanFile | None = None) -> Briefing:
    """The briefing that the claims make by themselves, or as an editor's plan has it."""
    desk, market, told = decided.desk, decided.market, decided.told
    edition = moment(request, desk, market, decided.theme.name, told.sources, decided.before)
    if plan is None:
        return compose(told.claims, told.figures, desk, market, edition)
    edited = followed(plan, decided, edition, desk.locales, names_of(request.project))
    briefing = compose(told.claims, told.figures, desk, market, edited)
    if briefing.plan is not None:
        rehearse(plan, briefing, phrasebooks(briefing, desk.locales, request))
    return briefing


def rebuild(source: Path, request: BuildRequest, step: Step) -> Built:
    """Say, publish and check a finished briefing again; its prices are those that lie beside it."""
    require_key(request.sign)
    step("data")
    briefing = read_briefing(source)
    market = gather_again(briefing, source.with_name("prices.csv"))
    dump(request.dump, briefing)
    return put_out(request, briefing, market, request.locales or request.usual_locales, step)


def put_out(
    request: BuildRequest,
    briefing: Briefing,
    market: Market,
    locales: tuple[str, ...],
    step: Step,
    kept_back: Sequence[Problem] = (),
    readings: Sequence[Reading] = (),
) -> Built:
    """A briefing in each of `locales`, as files that have been read again; `kept_back` are notes that it leaves out.

    Where one of `readings` holds, the files stay among the held ones, with a HeldError.
    """
    require_approved(request.project, request.require_approval, briefing.desk)
    step("language")
    books = phrasebooks(briefing, locales, request)
    step("rendering")
    pages = rendered(briefing, books, request)
    step("publishing")
    held = hold(pages, briefing, market, request, kept_back)
    step("verification")
    report = read_again(held, request)
    gates = judged(briefing.desk, market, readings, report)
    release(held, gates, report, request.sign)
    return told(held, briefing, pages, report, gates, kept_back)


def rendered(briefing: Briefing, books: Sequence[Phrasebook], request: BuildRequest) -> list[Page]:
    """The pages of a briefing, in the templates and the design of its desk."""
    templates = request.project.folders("templates")[::-1]
    design = dressed(request, briefing.desk)
    return [render(briefing, book, templates, design) for book in books]


def phrasebooks(briefing: Briefing, locales: tuple[str, ...], request: BuildRequest) -> list[Phrasebook]:
    """The words of a briefing in each locale."""
    return [words(briefing, language, request) for language in languages(locales, request)]


def languages(locales: tuple[str, ...], request: BuildRequest) -> list[Language]:
    """The locales asked for; a ConfigError names one that is nowhere, before anything is fetched for it."""
    roots = request.project.folders("locales")
    return [Language.load(tag, roots) for tag in locales]


def words(briefing: Briefing, language: Language, request: BuildRequest) -> Phrasebook:
    """The phrases of a locale, a project's own before the packaged ones."""
    roots = request.project.folders("locales")[::-1]
    folders = [folder for root in roots if (folder := root / language.tag / "phrases").is_dir()]
    return Phrasebook(briefing, language, folders, freeze=request.freeze)
