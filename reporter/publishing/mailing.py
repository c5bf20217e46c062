"""A mail ready to be sent: plain text, the mail's page, and its charts as pictures that travel with it."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from reporter.model.page import Mail, Page


def message(page: Page, mail: Mail, charts: Sequence[bytes], moment: datetime) -> bytes:
    """The message without sender and receivers. Its boundaries come from what it holds, not from chance."""
    made = EmailMessage(policy=SMTP)
    made["Subject"] = page.title
    made["Date"] = format_datetime(moment)
    made["Content-Language"] = page.language
    made["X-Unsent"] = "1"
    made.set_content(page.brief, cte="base64")
    made.add_alternative(mail.html, subtype="html", cte="base64")
    body = made.get_payload(1)
    assert isinstance(body, EmailMessage)
    for name, data in zip(mail.names, charts, strict=True):
        body.add_related(data, "image", "png", cid=f"<{name}>", filename=name, disposition="inline")
    seal = hashlib.sha256(mail.html.encode() + b"".join(charts)).hexdigest()[:24]
    for place, part in enumerate(part for part in made.walk() if part.is_multipart()):
        part.set_boundary(f"=_{place}_{seal}")
    return made.as_bytes()
