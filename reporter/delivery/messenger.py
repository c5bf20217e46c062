"""A message through apprise: as many whole paragraphs as the messenger takes, never a part of one."""

from __future__ import annotations

import importlib
import os
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from reporter.delivery.channels import MessengerChannel
from reporter.delivery.digest import Digest, fitting
from reporter.errors import ConfigError

BYTES = {"wecombot": 2_048, "dingtalk": 20_000, "feishu": 20_000, "lark": 20_000}
"""Messengers that count bytes of UTF-8, where Chinese takes three a character."""
USUAL = 2_000


class NotTaken(Exception):
    """The messenger did not take it; it may be tried again."""


@contextmanager
def quiet() -> Iterator[None]:
    """What apprise loads only when it is used is loaded in deprecated ways, which its user can't change."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        yield


def opened(channel: MessengerChannel) -> Any:
    """apprise with the channel's address; a ConfigError where there is none or apprise doesn't know it."""
    try:
        with quiet():
            apprise = importlib.import_module("apprise")
    except ImportError as error:
        message = "Messengers need a package that is not installed: pip install 'reporter[delivery]'."
        raise ConfigError(message) from error
    address = os.environ.get(channel.url_env)
    if not address:
        raise ConfigError(f"The environment variable {channel.url_env} with the messenger's address is not set.")
    found = apprise.Apprise()
    with quiet():
        added = found.add(address)
    if not added:
        raise ConfigError(f"The address in {channel.url_env} is none that apprise knows.")
    return found


def text(channel: MessengerChannel, digest: Digest, plugin: Any) -> str:
    """The message within the messenger's limit: the title, the notices, then whole paragraphs of the summary first."""
    schema = str(getattr(plugin, "schema", "") or getattr(plugin, "secure_protocol", ""))
    limit = channel.limit or BYTES.get(schema) or int(getattr(plugin, "body_maxlen", USUAL))
    in_bytes = not channel.limit and schema in BYTES
    short = digest.short()
    while True:
        told = short.text()
        size = len(told.encode()) if in_bytes else len(told)
        if size <= limit or not short.blocks:
            return told
        short = short.cut(fitting(short, size, limit))


def post(opened: Any, body: str) -> None:
    """Send it; NotTaken where the messenger says no."""
    apprise = importlib.import_module("apprise")
    with quiet():
        taken = opened.notify(body=body, body_format=apprise.NotifyFormat.TEXT)
    if not taken:
        raise NotTaken("the messenger did not take it")
