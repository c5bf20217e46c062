"""Whether an edition is its publisher's: the signature of its manifest against a public key."""

from __future__ import annotations

from pathlib import Path

from reporter.errors import UsageError
from reporter.verification.report import Finding


def signature_holds(folder: Path, public: Path) -> list[Finding]:
    """A finding in one sentence where the signature of a manifest is missing or not of this key."""
    from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    from cryptography.hazmat.primitives.serialization import load_pem_public_key

    if not folder.is_dir():
        raise UsageError(f"{folder}: is no folder of an edition; --key checks the signature beside its manifest")
    try:
        key = load_pem_public_key(public.read_bytes())
    except (OSError, ValueError, UnsupportedAlgorithm) as error:
        raise UsageError(f"{public}: is no public key; give the .pub file that `reporter new key` wrote") from error
    if not isinstance(key, Ed25519PublicKey):
        raise UsageError(f"{public}: is a key of another kind than ed25519; give the .pub file of `reporter new key`")
    manifest, signed = folder / "manifest.json", folder / "manifest.json.sig"
    if not manifest.is_file() or not signed.is_file():
        missing = signed if manifest.is_file() else manifest
        return [Finding("signature", f"the edition is not signed: there is no {missing.name}", str(folder))]
    try:
        key.verify(signed.read_bytes(), manifest.read_bytes())
    except InvalidSignature:
        return [Finding("signature", f"was not made for this manifest with the key of {public.name}", str(signed))]
    return []
