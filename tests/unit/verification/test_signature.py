"""An edition's signature: its publisher's key opens it, nothing else does, and each failure is one sentence."""

from __future__ import annotations

import hashlib
import json
import stat
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from reporter.cli.root import reporter
from reporter.publishing.signing import SIGNATURE, new_key, private_key, sealed

from .conftest import Edition


def run(*arguments: object) -> Result:
    return CliRunner().invoke(reporter, [str(one) for one in arguments])


@pytest.fixture
def signed(edition: Edition) -> Path:
    """A signed edition with its manifest, beside the keys `desk` and `desk.pub`."""
    folder = edition()
    listed = [{"name": p.name, "sha256": hashlib.sha256(p.read_bytes()).hexdigest()} for p in sorted(folder.iterdir())]
    (folder / "manifest.json").write_text(json.dumps({"files": listed}))
    key = folder.parent / "desk"
    new_key(key)
    files = {path.name: path.read_bytes() for path in folder.iterdir()}
    (folder / SIGNATURE).write_bytes(sealed(files, key)[SIGNATURE])
    return folder


def test_a_signed_edition_is_its_publishers(signed: Path) -> None:
    assert run("verify", signed, "--key", signed.parent / "desk.pub").exit_code == 0
    assert stat.S_IMODE((signed.parent / "desk").stat().st_mode) == 0o600


def test_a_manifest_written_anew_is_found(signed: Path) -> None:
    page, manifest = signed / "en.html", signed / "manifest.json"
    page.write_text(page.read_text(encoding="utf-8").replace("leaving it", "leaving this"), encoding="utf-8")
    listed = json.loads(manifest.read_text())
    next(one for one in listed["files"] if one["name"] == "en.html")["sha256"] = hashlib.sha256(page.read_bytes()).hexdigest()
    manifest.write_text(json.dumps(listed))
    assert run("verify", signed).exit_code == 0
    told = run("verify", signed, "--key", signed.parent / "desk.pub")
    assert told.exit_code == 12
    assert "was not made for this manifest with the key of desk.pub [signature]" in told.output


def test_another_key_or_no_signature_is_found(signed: Path) -> None:
    other = new_key(signed.parent / "other")
    assert run("verify", signed, "--key", other).exit_code == 12
    (signed / "manifest.json.sig").unlink()
    told = run("verify", signed, "--key", signed.parent / "desk.pub")
    assert told.exit_code == 12 and "the edition is not signed: there is no manifest.json.sig" in told.output


def test_keys_that_are_none_are_said_in_a_sentence(signed: Path) -> None:
    desk = signed.parent / "desk"
    for arguments, said in (
        (("verify", signed, "--key", desk), "is no public key; give the .pub file"),
        (("verify", signed / "en.html", "--key", f"{desk}.pub"), "is no folder of an edition"),
        (("new", "key", desk), "exists; name another file"),
        (("build", "--sign", f"{desk}.pub"), "is no private key to sign with"),
    ):
        told = run(*arguments)
        assert told.exit_code == 2 and said in told.output and "Traceback" not in told.output


def test_the_command_makes_both_keys(folder: Path) -> None:
    assert run("new", "key", "keys/desk").exit_code == 0
    assert private_key(folder / "keys" / "desk").public_key() is not None
    assert (folder / "keys" / "desk.pub").read_text().startswith("-----BEGIN PUBLIC KEY-----")
