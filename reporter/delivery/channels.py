"""`[delivery.NAME]` of the settings: where editions are sent."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field


class _Table(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class _Channel(_Table):
    desks: tuple[str, ...] = ()
    """Only editions of these desks; all where there are none."""
    locale: str = ""
    """The language that is sent; the edition's first where empty."""
    editions: tuple[Literal["day", "week", "month"], ...] = Field(default=("day", "week", "month"), min_length=1)
    """Which editions are sent: those of sessions, wraps of weeks, wraps of months."""

    def wants(self, edition: str) -> bool:
        """Whether an edition (`us-small-caps`, `us-small-caps.week`) is for this channel."""
        desk, _, period = edition.partition(".")
        return self.reads(desk) and (period or "day") in self.editions

    def reads(self, desk: str) -> bool:
        """Whether any editions of a desk are for this channel."""
        return not self.desks or desk in self.desks


class MailChannel(_Channel):
    """One mail to some people: HTML with charts as pictures, and text, the PDF attached."""

    kind: Literal["mail"]
    host: str
    port: int = 587
    security: Literal["starttls", "tls", "none"] = "starttls"
    user: str = ""
    password_env: str = ""
    """The environment variable that holds the password."""
    sender: str
    to: tuple[str, ...] = Field(min_length=1)
    attach_pdf: bool = True
    charts: bool = True
    """Whether the body is the edition's mail, with its charts as pictures; without, its title and paragraphs."""
    limit_bytes: int = Field(default=20_000_000, ge=10_000)
    """A mail that would be larger goes without the PDF; one that still would, without the pictures."""


class WebhookChannel(_Channel):
    """One POST of JSON, signed where there is a secret."""

    kind: Literal["webhook"]
    url: str
    secret_env: str = ""
    limit_bytes: int = Field(default=100_000, ge=1_000)


class MessengerChannel(_Channel):
    """One message through apprise: WeCom, Feishu, DingTalk, Telegram, Slack and others."""

    kind: Literal["messenger"]
    url_env: str
    """The environment variable that holds the address as apprise writes it: it carries a token."""
    limit: int = Field(default=0, ge=0)
    """Characters of a message; the messenger's own limit where 0."""


Channel = Annotated[MailChannel | WebhookChannel | MessengerChannel, Field(discriminator="kind")]
