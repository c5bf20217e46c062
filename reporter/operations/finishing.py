"""What follows an edition that is out: its readers get it, the website shows it, whoever watches hears of it."""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import datetime

from reporter.delivery import MailChannel
from reporter.errors import ReporterError
from reporter.operations.outcome import Outcome, Run, Status
from reporter.operations.pings import ping
from reporter.operations.sending import Post
from reporter.operations.state import State
from reporter.request import BuildRequest, Step
from reporter.settings import Settings

log = logging.getLogger("reporter.daily")

OUT: tuple[Status, ...] = ("published", "unchanged", "released", "corrected")
NEW: tuple[Status, ...] = ("published", "released", "corrected")


def finished(run: Run, request: BuildRequest, settings: Settings, state: State, now: datetime, step: Step) -> Run:
    """A run whose editions were sent, and whose website has them where the settings want one."""
    return sited(sent(run, Post(dict(settings.delivery), state), now), request, settings, step)


def to_be_sent(request: BuildRequest, settings: Settings) -> BuildRequest:
    """The request, which also writes the mail with pictures where a channel sends one of the desk's editions."""
    channels = settings.delivery.values()
    pictured = any(isinstance(one, MailChannel) and one.charts and one.reads(request.desk) for one in channels)
    if not pictured or "mail" in request.formats:
        return request
    return replace(request, formats=(*request.formats, "mail"))


def finished_one(
    outcome: Outcome, request: BuildRequest, settings: Settings, state: State, now: datetime, step: Step
) -> Outcome:
    """The same for what somebody let out by hand: whoever watches had heard that it waits, and hears that it is out."""
    run = finished(Run([outcome]), request, settings, state, now, step)
    ping(settings.daily, run)
    return together(run)


def together(run: Run) -> Outcome:
    """The first outcome of a run, with what the others say of it."""
    first, *others = run.outcomes
    message = "; ".join([first.message, *(each.message for each in others)])
    late = any(each.undelivered for each in run.outcomes)
    return replace(first, message=message, exit_code=run.exit_code, undelivered=late)


def sent(run: Run, post: Post, now: datetime) -> Run:
    """A run whose editions went to their readers; what was not delivered makes 11 of 0."""
    outcomes: list[Outcome] = []
    for each in run.outcomes:
        if each.status in OUT and each.folder and each.session and each.details.get("kind") != "withdrawn":
            deliveries = post.deliver(each.folder, each.desk, each.session.isoformat(), now)
            told = "".join(f"; {delivery.sentence}" for delivery in deliveries)
            late = any(delivery.state == "failed" for delivery in deliveries)
            code = 11 if late and each.exit_code == 0 else each.exit_code
            each = replace(each, message=each.message + told, exit_code=code, undelivered=late)
        outcomes.append(each)
    return Run(outcomes)


def sited(run: Run, request: BuildRequest, settings: Settings, step: Step) -> Run:
    """A run with the website of what it published; readers see the old one where it can't be made."""
    if not settings.daily.site or not run.that(*NEW):
        return run
    from reporter.siting import SiteRequest
    from reporter.siting import build as build_site

    try:
        built = build_site(SiteRequest.from_settings(request.project.root, output=request.output), step)
    except ReporterError as error:
        log.warning("The website stays as it was: %s", error)
        outcome = Outcome("site", None, "failed", f"the website stays as it was: {error.message}", 11, undelivered=True)
        return Run([*run.outcomes, outcome])
    return Run([*run.outcomes, Outcome("site", None, "published", "site: published", folder=built.site)])
