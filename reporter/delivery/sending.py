"""`send`: one edition to one channel, tried again where that may help, at most once where it got through."""

from __future__ import annotations

import hashlib
import smtplib
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

import requests
from tenacity import Retrying, retry_if_exception_type, stop_after_attempt, wait_random_exponential

from reporter.delivery import mail, messenger, webhook
from reporter.delivery.channels import Channel, MailChannel, WebhookChannel
from reporter.delivery.digest import read_digest
from reporter.errors import ReporterError

ATTEMPTS = 4
FIRST_WAIT, LONGEST_WAIT = 1.0, 20.0
AGAIN = (OSError, smtplib.SMTPException, requests.RequestException, messenger.NotTaken)


@dataclass(frozen=True)
class Delivery:
    """What came of one edition and channel."""

    channel: str
    state: Literal["sent", "failed"]
    why: str = ""
    refused: tuple[str, ...] = ()

    @property
    def sentence(self) -> str:
        if self.state == "failed":
            return f"not sent to {self.channel}: {self.why}"
        return f"sent to {self.channel}" + (f", but not to {', '.join(self.refused)}" if self.refused else "")


def key_of(name: str, session: str, desk: str, version: int) -> str:
    """What one edition, version and channel is known by, here and at the other side."""
    digest = hashlib.sha256(f"{name}\n{session}\n{desk}\n{version}".encode()).hexdigest()[:16]
    return f"{session}.{desk}.{version}.{digest}"


def send(name: str, channel: Channel, folder: Path, now: datetime, version: int = 1) -> Delivery:
    """Send the edition in a folder. What goes wrong is in the answer, never an exception of the other side's."""
    try:
        refused = _post(name, channel, folder, now, version)
    except mail.Refused as error:
        return Delivery(name, "failed", str(error))
    except ReporterError as error:
        return Delivery(name, "failed", error.message)
    except AGAIN as error:
        return Delivery(name, "failed", f"{type(error).__name__}: {str(error)[:200]}")
    return Delivery(name, "sent", refused=tuple(refused))


def _post(name: str, channel: Channel, folder: Path, now: datetime, version: int) -> list[str]:
    digest = read_digest(folder, channel.locale)
    key = key_of(name, digest.session, digest.edition, version)
    retrying = Retrying(
        stop=stop_after_attempt(ATTEMPTS),
        wait=wait_random_exponential(FIRST_WAIT, LONGEST_WAIT),
        retry=retry_if_exception_type(AGAIN),
        reraise=True,
    )
    if isinstance(channel, MailChannel):
        pages = folder / f"mail.{digest.locale}.eml"
        made = mail.message(channel, digest, folder / f"{digest.locale}.pdf", key, now, pages)
        found: list[str] = retrying(mail.post, channel, made)
        return found
    if isinstance(channel, WebhookChannel):
        more: dict[str, Any] = {"key": key, "version": version, "files": sorted(p.name for p in folder.glob("*.*"))}
        retrying(webhook.post, channel, webhook.payload(digest, channel.limit_bytes, more), key, now)
        return []
    opened = messenger.opened(channel)
    retrying(messenger.post, opened, messenger.text(channel, digest, opened[0]))
    return []
