"""One POST of JSON: title and paragraphs of an edition, signed with the time where there is a secret."""

from __future__ import annotations

import hashlib
import hmac
import json
import os
from datetime import datetime
from typing import Any

import requests

from reporter.delivery.channels import WebhookChannel
from reporter.delivery.digest import Digest, fitting
from reporter.delivery.mail import Refused
from reporter.errors import ConfigError

SECONDS = 20.0
SCHEMA = "reporter.delivery/1"


def payload(digest: Digest, limit: int, more: dict[str, Any]) -> bytes:
    """The body, with as many whole blocks as stay within the limit."""
    short = digest
    while True:
        content = {
            "schema": SCHEMA,
            "desk": short.desk,
            "period": short.period,
            "session": short.session,
            "locale": short.locale,
            "title": short.title,
            "as_of": short.as_of,
            "notices": list(short.notices),
            "blocks": [{"section": b.section, "kind": b.kind, "text": b.text} for b in short.blocks],
            "cut": len(short.blocks) < len(digest.blocks),
            **more,
        }
        body = json.dumps(content, ensure_ascii=False, sort_keys=True).encode()
        if len(body) <= limit or not short.blocks:
            return body
        short = short.cut(fitting(short, len(body), limit))


def post(channel: WebhookChannel, body: bytes, key: str, now: datetime) -> None:
    """Send it. A RequestException where it may be tried again, Refused where the other side will not have it."""
    headers = {"Content-Type": "application/json", "Idempotency-Key": key, "User-Agent": "reporter"}
    if channel.secret_env:
        secret = os.environ.get(channel.secret_env)
        if not secret:
            raise ConfigError(f"The environment variable {channel.secret_env} with the webhook's secret is not set.")
        moment = str(int(now.timestamp()))
        signed = hmac.new(secret.encode(), moment.encode() + b"." + body, hashlib.sha256).hexdigest()
        headers |= {"X-Reporter-Timestamp": moment, "X-Reporter-Signature": f"sha256={signed}"}
    answer = requests.post(channel.url, data=body, headers=headers, timeout=SECONDS, allow_redirects=False)
    if 400 <= answer.status_code < 500 and answer.status_code not in (408, 425, 429):
        raise Refused(f"HTTP {answer.status_code}")
    if not 200 <= answer.status_code < 300:
        raise requests.HTTPError(f"HTTP {answer.status_code}")
