"""An organisation that publishes the app, and certificates to sign in with."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from tests.support.world import EXAMPLE_ORGANISATION

PUBLISHER = {
    "name": "Métropole de Rivemont",
    "website": "https://www.rivemont.fr/assistance",
    "privacy": "https://www.rivemont.fr/donnees-personnelles",
    "terms": "https://www.rivemont.fr/conditions",
}


def published(folder: Path, **changes: str) -> Path:
    """The example's organisation file with its publisher, as an operator would complete it."""
    text = EXAMPLE_ORGANISATION.read_text(encoding="utf-8").replace("# [publisher]", "[publisher]")
    for key, value in (PUBLISHER | changes).items():
        text, done = re.subn(rf"^# {key} = .*$", f'{key} = "{value}"', text, flags=re.MULTILINE)
        assert done == 1, f"the example does not show {key}"
    path = folder / "organisation.toml"
    path.write_text(text, encoding="utf-8")
    return path


def certificate(folder: Path, *, days: int, name: str = "permanence") -> tuple[Path, Path]:
    """A certificate that ends in so many days, and its key."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=400))
        .not_valid_after(now + timedelta(days=days))
        .sign(key, hashes.SHA256())
    )
    paths = folder / f"{name}.crt", folder / f"{name}.key"
    paths[0].write_bytes(made.public_bytes(Encoding.PEM))
    paths[1].write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    return paths
