"""Signatures: an edition's manifest, which holds the checksum of every file, signed with a key of the publisher's."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from reporter.errors import ConfigError, UsageError

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

SIGNATURE = "manifest.json.sig"


def new_key(path: Path) -> Path:
    """Write a private key that only its owner can read, and beside it the public one, whose path is returned."""
    from cryptography.hazmat.primitives import serialization as form
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    public = path.with_name(path.name + ".pub")
    if there := next((one for one in (path, public) if one.exists()), None):
        raise UsageError(f"{there} exists; name another file.")
    key = Ed25519PrivateKey.generate()
    raw = key.private_bytes(form.Encoding.PEM, form.PrivateFormat.PKCS8, form.NoEncryption())
    shared = key.public_key().public_bytes(form.Encoding.PEM, form.PublicFormat.SubjectPublicKeyInfo)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as stream:
            stream.write(raw)
        public.write_bytes(shared)
    except OSError as error:
        raise UsageError(f"Cannot write {error.filename or path}: {error.strerror}; name another file.") from error
    return public


def private_key(path: Path) -> Ed25519PrivateKey:
    """The key in a file; a UsageError where it holds none."""
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    try:
        key = load_pem_private_key(path.read_bytes(), password=None)
    except (OSError, ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise UsageError(f"{path}: is no private key to sign with; make one with `reporter new key FILE`.") from error
    if not isinstance(key, Ed25519PrivateKey):
        raise UsageError(f"{path}: is a key of another kind than ed25519; make one with `reporter new key FILE`.")
    return key


def sealed(files: Mapping[str, bytes], key: Path | None) -> dict[str, bytes]:
    """The files of an edition with the signature of their manifest, the only one that holds for it.

    Without a key there is none: what signed another manifest is left out.
    """
    bare = {name: data for name, data in files.items() if name != SIGNATURE}
    return bare if key is None else {**bare, SIGNATURE: private_key(key).sign(bare["manifest.json"])}


def require_key(key: Path | None, setting: bool = False) -> None:
    """Say at once, before anything is made, that a key can't sign; a ConfigError where the settings name it."""
    try:
        if key is not None:
            private_key(key)
    except UsageError as error:
        if setting:
            raise ConfigError(f"The setting sign in reporter.toml: {error.message}") from error
        raise
