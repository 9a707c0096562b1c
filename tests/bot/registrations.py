"""What an operator prepares: a publisher, a certificate, the directory and the channels."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from bot.directory import read_people
from bot.organisation import read_organisation
from domain.people import Role
from storage import open_store
from storage.conversations import Address
from storage.unit_of_work import UnitOfWork
from tests.bot.deployments import EXAMPLE_PEOPLE
from tests.support.world import EXAMPLE_ORGANISATION

TENANT = "11111111-1111-4111-8111-111111111111"
AT = datetime(2026, 4, 14, 9, 20, tzinfo=UTC)

PUBLISHER = {
    "name": "Métropole de Rivemont",
    "website": "https://www.rivemont.fr/assistance",
    "privacy": "https://www.rivemont.fr/donnees-personnelles",
    "terms": "https://www.rivemont.fr/conditions",
}


def published(folder: Path, **changes: str) -> Path:
    """The example's organisation file with its publisher, as an operator would complete it."""
    text = EXAMPLE_ORGANISATION.read_text(encoding="utf-8")
    before, title, section = text.partition("[publisher]")
    for key, value in (PUBLISHER | changes).items():
        line = f'{key} = "{value}"'
        section, done = re.subn(rf"^{key} = .*$", line, section, count=1, flags=re.MULTILINE)
        assert done == 1, f"the example does not show {key}"
    path = folder / "organisation.toml"
    path.write_text(before + title + section, encoding="utf-8")
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


async def furnish(url: str, *, teams: int = 5, without: Role | None = None) -> None:
    """The example's directory, and a channel for so many of the teams."""
    organisation = read_organisation(EXAMPLE_ORGANISATION)
    entries = [
        entry for entry in read_people(EXAMPLE_PEOPLE, organisation) if without not in entry.roles
    ]

    def fill(unit: UnitOfWork) -> None:
        unit.people.replace_directory(entries)
        for team in list(organisation.teams)[:teams]:
            address = Address(f"19:{team}", "http://127.0.0.1:1/", TENANT)
            unit.conversations.note(address, AT)
            unit.conversations.bind(team, address.conversation_id, "someone", AT)

    store = open_store(url)
    await store.transact(fill)
    store.close()
