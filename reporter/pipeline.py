"""The program's table of contents: one edition, one line a room.

desk → data → metrics → insights → notes → narrative → language → rendering → publishing → verification
"""

from __future__ import annotations

from pathlib import Path

from reporter.annotating import annotate
from reporter.briefing_file import read_briefing
from reporter.gathering import gather, gather_again, moment
from reporter.insights import choose_theme, find
from reporter.language import Language
from reporter.metrics import measure, since_previous
from reporter.model import Briefing
from reporter.model.market import Market
from reporter.narrative import compose
from reporter.recalling import recall
from reporter.releasing import dump, hold, release, told
from reporter.rendering.page import render
from reporter.rendering.phrasebook import Phrasebook
from reporter.request import BuildRequest, Built, Step


def build(request: BuildRequest, step: Step) -> Built:
    """Measure, decide, say, publish and check one edition. A HeldError where the check finds something."""
    step("data")
    desk, market = gather(request)
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
    step("narrative")
    briefing = compose(told.claims, told.figures, desk, market, moment(request, desk, market, theme.name, told.sources, before))
    dump(request.dump, briefing, told.figures, told.claims)
    return put_out(request, briefing, market, desk.locales, step)


def rebuild(source: Path, request: BuildRequest, step: Step) -> Built:
    """Say, publish and check a finished briefing again; its prices are those that lie beside it."""
    step("data")
    briefing = read_briefing(source)
    market = gather_again(briefing, source.with_name("prices.csv"))
    dump(request.dump, briefing)
    return put_out(request, briefing, market, request.locales or request.usual_locales, step)


def put_out(
    request: BuildRequest, briefing: Briefing, market: Market, locales: tuple[str, ...], step: Step
) -> Built:
    """A briefing in each of `locales`, as files that have been read again."""
    step("language")
    roots = request.project.folders("locales")
    languages = [Language.load(tag, roots) for tag in locales]
    step("rendering")
    templates = request.project.folders("templates")[::-1]
    pages = [render(briefing, words(briefing, language, request), templates) for language in languages]
    step("publishing")
    held = hold(pages, briefing, market, request)
    step("verification")
    report = release(held)
    return told(held, briefing, pages, report)


def words(briefing: Briefing, language: Language, request: BuildRequest) -> Phrasebook:
    """The phrases of a locale, a project's own before the packaged ones."""
    roots = request.project.folders("locales")[::-1]
    folders = [folder for root in roots if (folder := root / language.tag / "phrases").is_dir()]
    return Phrasebook(briefing, language, folders, freeze=request.freeze)
