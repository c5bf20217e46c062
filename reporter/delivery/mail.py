"""A mail: text, and HTML without anything that mail programs strip, charts as pictures; the PDF attached."""

from __future__ import annotations

import os
import smtplib
import ssl
from datetime import datetime
from email import message_from_bytes, policy
from email.header import Header
from email.message import EmailMessage
from email.mime.application import MIMEApplication
from email.mime.base import MIMEBase
from email.mime.image import MIMEImage
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from email.utils import format_datetime, parseaddr
from pathlib import Path

from reporter.delivery.channels import MailChannel
from reporter.delivery.digest import Block, Digest
from reporter.errors import ConfigError

SECONDS = 30.0
ENVELOPE = 20_000
"""Bytes that are left for the text and the headers."""
FACE = "font-family:Georgia,'Times New Roman','Noto Serif CJK SC','Songti SC',serif;color:#1a1a1a"
STYLES = {
    "h2": "font-size:18px;margin:28px 0 8px;border-bottom:1px solid #ccc;padding-bottom:4px",
    "h3": "font-size:15px;margin:18px 0 6px",
    "p": "font-size:15px;line-height:1.65;margin:0 0 12px",
    "li": "font-size:15px;line-height:1.65;margin:0 0 8px",
}


class Refused(Exception):
    """The other side will not take it, now or later."""


def message(
    channel: MailChannel, digest: Digest, pdf: Path | None, key: str, now: datetime, pages: Path | None = None
) -> MIMEMultipart:
    """The whole mail; without the PDF where it would be larger than the channel allows.

    `pages` is the mail that the edition holds: what it shows was written with the page, and is sent as it is. Without
    it, or where it is too large, the body is the digest.
    """
    mail = MIMEMultipart("mixed")
    mail["Subject"] = Header(digest.title, "utf-8", header_name="Subject").encode()
    mail["From"] = channel.sender
    mail["To"] = ", ".join(channel.to)
    mail["Date"] = format_datetime(now)
    mail["Message-ID"] = f"<{key}@{parseaddr(channel.sender)[1].rpartition('@')[2] or 'localhost'}>"
    mail["Content-Language"] = digest.language
    mail["Auto-Submitted"] = "auto-generated"
    body = MIMEMultipart("alternative")
    body.attach(MIMEText(digest.text(), "plain", "utf-8"))
    rich = pictured(pages) if channel.charts and pages is not None and pages.is_file() else None
    if rich is None or len(rich.as_bytes()) + ENVELOPE > channel.limit_bytes:
        rich = MIMEText(html(digest), "html", "utf-8")
    body.attach(rich)
    mail.attach(body)
    if channel.attach_pdf and pdf is not None and pdf.is_file():
        data = pdf.read_bytes()
        if len(mail.as_bytes()) + len(data) * 4 // 3 + 1000 <= channel.limit_bytes:
            part = MIMEApplication(data, "pdf")
            name = f"{digest.edition}-{digest.session}.{digest.locale}.pdf"
            part.add_header("Content-Disposition", "attachment", filename=name)
            mail.attach(part)
    return mail


def pictured(pages: Path) -> MIMEBase | None:
    """The HTML of an edition's own mail with its pictures, which it names by `cid:`; None where it has no HTML."""
    held = message_from_bytes(pages.read_bytes(), policy=policy.default)
    assert isinstance(held, EmailMessage)
    page = held.get_body(("html",))
    if page is None:
        return None
    related = MIMEMultipart("related")
    related.attach(MIMEText(page.get_content(), "html", "utf-8"))
    for part in held.walk():
        if part.get_content_maintype() == "image":
            picture = MIMEImage(part.get_content(), part.get_content_subtype())
            picture.add_header("Content-ID", str(part["Content-ID"]))
            picture.add_header("Content-Disposition", "inline", filename=part.get_filename() or "chart.png")
            related.attach(picture)
    return related


def html(digest: Digest) -> str:
    """The body, its styles inline."""
    parts = [f'<h1 style="font-size:24px;line-height:1.35;margin:0 0 6px">{_safe(digest.title)}</h1>']
    parts.append(f'<p style="font-size:13px;color:#555;margin:0 0 18px">{_safe(digest.as_of)}</p>')
    parts += [_notice(text) for text in digest.notices[:-1]]
    parts += _body(digest.blocks)
    parts += [_notice(text) for text in digest.notices[-1:]]
    return (
        f'<!DOCTYPE html><html lang="{digest.language}"><head><meta charset="utf-8"></head>'
        f'<body style="margin:0;padding:24px;background:#fff"><div style="max-width:640px;margin:0 auto;{FACE}">'
        + "\n".join(parts)
        + "</div></body></html>\n"
    )


def _body(blocks: tuple[Block, ...]) -> list[str]:
    parts, listed = [], False
    for block in blocks:
        if (block.kind == "li") != listed:
            listed = not listed
            parts.append('<ul style="padding-left:20px;margin:0 0 12px">' if listed else "</ul>")
        parts.append(f'<{block.kind} style="{STYLES[block.kind]}">{block.html}</{block.kind}>')
    return [*parts, "</ul>"] if listed else parts


def _notice(text: str) -> str:
    return f'<p style="font-size:13px;color:#555;line-height:1.5;margin:12px 0">{_safe(text)}</p>'


def _safe(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def post(channel: MailChannel, mail: MIMEMultipart) -> list[str]:
    """Hand a mail to the server; which addresses it refused. OSError or SMTPException where it may be tried again."""
    password = os.environ.get(channel.password_env, "") if channel.password_env else ""
    if channel.user and channel.password_env and not password:
        raise ConfigError(f"The environment variable {channel.password_env} with the password of the mail is not set.")
    context = ssl.create_default_context()
    opened: smtplib.SMTP = (
        smtplib.SMTP_SSL(channel.host, channel.port, timeout=SECONDS, context=context)
        if channel.security == "tls"
        else smtplib.SMTP(channel.host, channel.port, timeout=SECONDS)
    )
    with opened as server:
        if channel.security == "starttls":
            server.starttls(context=context)
        if channel.user:
            server.login(channel.user, password)
        try:
            return sorted(server.send_message(mail))
        except smtplib.SMTPRecipientsRefused as error:
            if all(code >= 500 for code, _ in error.recipients.values()):
                raise Refused(f"all addresses were refused: {', '.join(sorted(error.recipients))}") from error
            raise
        except smtplib.SMTPResponseException as error:
            if error.smtp_code >= 500:
                raise Refused(f"the mail server refused it ({error.smtp_code})") from error
            raise
