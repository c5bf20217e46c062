"""A sign of life after each run, for a service that notices when none comes (a dead man's switch)."""

from __future__ import annotations

import logging

import requests
from tenacity import RetryError, Retrying, retry_if_exception_type, stop_after_attempt, wait_random_exponential

from reporter.operations.outcome import Run
from reporter.operations_settings import DailySettings

log = logging.getLogger("reporter.daily")

SECONDS = 10.0
ATTEMPTS = 3


def ping(settings: DailySettings, run: Run) -> None:
    """Ask for the address that fits the run, with its messages as the body. What fails is only told."""
    code = run.exit_code
    bad = code not in (0, 11, 20) or any(outcome.undelivered for outcome in run.outcomes)
    address = settings.ping_failure if bad else settings.ping_success
    if code == 20 and settings.ping_holiday:
        address = settings.ping_holiday
    if not address:
        return
    body = "\n".join([f"exit code {code}", *(outcome.message for outcome in run.outcomes)])
    try:
        for attempt in Retrying(
            stop=stop_after_attempt(ATTEMPTS),
            wait=wait_random_exponential(0.5, 5),
            retry=retry_if_exception_type(requests.RequestException),
        ):
            with attempt:
                requests.post(address, data=body.encode()[:10_000], timeout=SECONDS).raise_for_status()
    except (RetryError, requests.RequestException) as error:
        cause = error.last_attempt.exception() if isinstance(error, RetryError) else error
        log.warning("The ping was not heard (%s).", type(cause).__name__)
