"""Editions sent: mail to a real server on this machine, webhooks, a messenger; once, in whole paragraphs, recorded."""

from __future__ import annotations

import hashlib
import hmac
import io
import json
import socket
from collections.abc import Iterator
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from selectolax.lexbor import LexborHTMLParser

from reporter.delivery import mail as mailing
from reporter.delivery import sending
from reporter.delivery.channels import MailChannel, MessengerChannel
from reporter.delivery.digest import read_digest
from reporter.delivery.messenger import text as messenger_text
from reporter.delivery.webhook import payload

from .conftest import Listener, daily, edition, prices, run, write_prices

DAY = "2026-01-23"


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sending, "FIRST_WAIT", 0.001)
    monkeypatch.setattr(sending, "LONGEST_WAIT", 0.002)


class Mailbox:
    """What an aiosmtpd server took; it answers with `refusals` first."""

    def __init__(self) -> None:
        self.port = 0
        self.mails: list[tuple[list[str], EmailMessage]] = []
        self.refusals: list[str] = []
        self.unknown: set[str] = set()

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        if address in self.unknown:
            return "550 no such user"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        if self.refusals:
            return self.refusals.pop(0)
        mail = message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(mail, EmailMessage)
        self.mails.append((list(envelope.rcpt_tos), mail))
        return "250 OK"


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    from aiosmtpd.controller import Controller

    box = Mailbox()
    with socket.create_server(("127.0.0.1", 0)) as probe:  # aiosmtpd looks for its own server at the port it was given
        box.port = probe.getsockname()[1]
    controller = Controller(box, hostname="127.0.0.1", port=box.port)
    controller.start()
    yield box
    controller.stop()


def channels(project: Path, **tables: str) -> None:
    path = project / "reporter.toml"
    text = path.read_text(encoding="utf-8").partition("[delivery")[0]
    path.write_text(text + "".join(f"[delivery.{name}]\n{table}\n" for name, table in tables.items()), encoding="utf-8")


def by_mail(
    box: Mailbox, *, to: str = '"ann@example.com", "bob@example.com"', more: str = "charts = false"
) -> str:
    return (f'kind = "mail"\nhost = "127.0.0.1"\nport = {box.port}\nsecurity = "none"\n'
            f'sender = "Desk <desk@example.com>"\nto = [{to}]\n{more}')  # fmt: skip


def test_a_mail_arrives_once_and_reads_well(project: Path, mailbox: Mailbox) -> None:
    channels(project, readers=by_mail(mailbox, more=""))
    first = daily(DAY, "--format", "html", "--format", "pdf")
    assert (first.exit_code, first.stdout) == (0, f"own {DAY}: published; sent to readers\n")
    assert daily(DAY).stdout == f"own {DAY}: published before\n"
    ((to, mail),) = mailbox.mails
    assert to == ["ann@example.com", "bob@example.com"]
    digest = read_digest(edition(project, DAY))
    assert mail["Subject"] == digest.title and mail["Message-ID"].endswith("@example.com>")
    text, html = mail.get_body(("plain",)), mail.get_body(("html",))
    assert text is not None and html is not None
    assert digest.blocks[3].text in text.get_content()
    page = LexborHTMLParser(html.get_content())
    assert not page.css("svg, style, link, script") and digest.blocks[3].text in " ".join(page.body.text().split())
    assert len(html.get_content()) < 102_000  # Gmail hides what is beyond
    shown = [picture.attributes["src"] for picture in page.css("img")]
    pictures = {f"cid:{part['Content-ID'][1:-1]}": part for part in mail.walk() if part.get_content_type() == "image/png"}
    assert shown and set(shown) == set(pictures)
    for name, picture in pictures.items():
        assert picture.get_content_disposition() == "inline", name
        with Image.open(io.BytesIO(picture.get_content())) as drawn:
            assert 1000 <= drawn.width <= 1600 and drawn.height < drawn.width
        assert len(picture.get_content()) < 200_000
    assert all(picture.attributes["alt"] and picture.attributes["width"] == "608" for picture in page.css("img"))
    (pdf,) = mail.iter_attachments()
    assert pdf.get_content() == (edition(project, DAY) / "en.pdf").read_bytes()
    assert pdf.get_filename() == f"own-{DAY}.en.pdf"
    lines = [json.loads(line) for line in (project / "state" / "journal.jsonl").read_text().splitlines()]
    assert [line["status"] for line in lines if line.get("kind") == "delivery"] == ["sending", "sent"]


def test_a_server_that_is_busy_is_tried_again(project: Path, mailbox: Mailbox) -> None:
    mailbox.refusals = ["451 try later", "421 closing"]
    channels(project, readers=by_mail(mailbox, more="attach_pdf = false\ncharts = false"))
    assert daily(DAY).exit_code == 0
    assert len(mailbox.mails) == 1


def test_what_was_not_sent_is_told_and_tried_by_the_next_run(project: Path, mailbox: Mailbox) -> None:
    mailbox.refusals = ["554 no"]
    channels(project, readers=by_mail(mailbox))
    first = daily(DAY)
    assert first.exit_code == 11 and "not sent to readers: the mail server refused it (554)" in first.stdout
    again = daily(DAY)
    assert (again.exit_code, again.stdout) == (0, f"own {DAY}: published before; sent to readers\n")
    assert len(mailbox.mails) == 1


def test_one_address_that_is_wrong(project: Path, mailbox: Mailbox) -> None:
    mailbox.unknown = {"bob@example.com"}
    channels(project, readers=by_mail(mailbox))
    told = daily(DAY)
    assert told.exit_code == 0 and "sent to readers, but not to bob@example.com" in told.stdout
    assert daily(DAY).stdout.endswith("published before\n") and len(mailbox.mails) == 1


def test_a_run_that_was_killed_while_sending_does_not_send_twice(project: Path, mailbox: Mailbox) -> None:
    daily(DAY)
    channels(project, readers=by_mail(mailbox))
    entry = {"kind": "delivery", "channel": "readers", "session": DAY, "desk": "own", "version": 1, "status": "sending"}
    with (project / "state" / "journal.jsonl").open("a", encoding="utf-8") as journal:
        journal.write(json.dumps(entry) + "\n")
    after = daily(DAY)
    assert "it may have arrived, so it is not sent again" in after.stderr
    assert not mailbox.mails


def test_a_held_edition_is_sent_when_it_is_released(project: Path, mailbox: Mailbox) -> None:
    told = prices()
    told["IWM"][-6] *= 100
    write_prices(project, told)
    channels(project, readers=by_mail(mailbox))
    assert daily(DAY).exit_code == 10 and not mailbox.mails
    assert "sent to readers" in run("release", f"{DAY}/own", "--reason", "right").stdout
    assert len(mailbox.mails) == 1


def test_a_webhook_is_signed_and_tried_again(
    project: Path, listener: Listener, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOOK_SECRET", "quiet")
    listener.answers = [503, 429]
    channels(project, hook=f'kind = "webhook"\nurl = "{listener.address}/in"\nsecret_env = "HOOK_SECRET"')
    assert daily(DAY).exit_code == 0
    assert len(listener.heard) == 3
    _, headers, body = listener.heard[-1]
    signed = hmac.new(b"quiet", headers["X-Reporter-Timestamp"].encode() + b"." + body, hashlib.sha256).hexdigest()
    assert headers["X-Reporter-Signature"] == f"sha256={signed}"
    assert {h["Idempotency-Key"] for _, h, _ in listener.heard} == {json.loads(body)["key"]}
    assert json.loads(body)["title"] == read_digest(edition(project, DAY)).title
    monkeypatch.delenv("HOOK_SECRET")
    channels(project, other=f'kind = "webhook"\nurl = "{listener.address}/in"\nsecret_env = "HOOK_SECRET"')
    assert "The environment variable HOOK_SECRET" in daily(DAY).stdout


def test_a_webhook_that_says_no(project: Path, listener: Listener) -> None:
    listener.answers = [410]
    channels(project, hook=f'kind = "webhook"\nurl = "{listener.address}/in"')
    assert "not sent to hook: HTTP 410" in daily(DAY).stdout
    assert len(listener.heard) == 1


def test_a_messenger_through_apprise(project: Path, listener: Listener, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("apprise")
    monkeypatch.setenv("MESSENGER", listener.address.replace("http://", "json://") + "/chat")
    channels(project, chat='kind = "messenger"\nurl_env = "MESSENGER"\nlimit = 700')
    assert "sent to chat" in daily(DAY).stdout
    ((path, _, body),) = listener.heard
    assert path == "/chat"
    message = json.loads(body)["message"]
    digest = read_digest(edition(project, DAY))
    assert message.startswith(digest.title) and len(message) <= 700


@pytest.mark.parametrize("limit", [400, 700, 1200, 5000, 100_000])
def test_limits_are_kept_by_whole_paragraphs(project: Path, limit: int) -> None:
    daily(DAY)
    digest = read_digest(edition(project, DAY))
    told = messenger_text(MessengerChannel(kind="messenger", url_env="X", limit=limit), digest, object())
    assert len(told) <= max(limit, len(digest.cut(0).text()))
    whole = {digest.title, digest.as_of, *digest.notices, *(block.text for block in digest.blocks), ""}
    assert {line.removeprefix("- ") for line in told.splitlines()} <= whole
    content = json.loads(payload(digest, 3000, {}))
    assert content["cut"] and len(payload(digest, 3000, {})) <= 3000
    assert {block["text"] for block in content["blocks"]} <= whole


def test_a_mail_that_is_too_large_leaves_out_the_pdf_then_the_pictures(project: Path) -> None:
    daily(DAY, "--format", "html", "--format", "mail")
    folder, digest = edition(project, DAY), read_digest(edition(project, DAY))
    pages = folder / "mail.en.eml"
    (folder / "en.pdf").write_bytes(b"%PDF" + bytes(300_000))

    def kinds(limit: int, **more: bool) -> list[str]:
        channel = MailChannel(kind="mail", host="x", sender="a@example.com", to=("b@example.com",), limit_bytes=limit, **more)
        mail = mailing.message(channel, digest, folder / "en.pdf", "key", datetime(2026, 1, 23, tzinfo=UTC), pages)
        assert len(mail.as_bytes()) <= limit
        return sorted({part.get_content_type() for part in mail.walk() if not part.is_multipart()})

    pictured = pages.stat().st_size
    assert kinds(2_000_000) == ["application/pdf", "image/png", "text/html", "text/plain"]
    assert kinds(2_000_000, charts=False) == ["application/pdf", "text/html", "text/plain"]
    assert kinds(pictured + 60_000) == ["image/png", "text/html", "text/plain"]
    assert kinds(pictured - 1_000, attach_pdf=False) == ["text/html", "text/plain"]
