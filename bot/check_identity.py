"""The part of a check that looks at who the bot is: registration, certificate, token, tenants."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from concurrent.futures import Future
from datetime import timedelta
from pathlib import Path
from uuid import UUID
from zoneinfo import ZoneInfo

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from bot.clock import real_now
from bot.findings import MISSING, TO_DO, WELL, Finding
from bot.settings import Settings, SettingsMistake, refuse_unready
from bot.tokens import OwnToken, TokenRefused
from cards.texts import REFERENCE, Texts

TOKEN_SECONDS = 5
SOON = timedelta(days=30)
"""A certificate that ends sooner is announced: a new one takes days to be made and registered."""


async def identity_findings(settings: Settings, timezone: ZoneInfo) -> list[Finding]:
    """What Teams and Microsoft's login service will make of us; nobody is waited for for long."""
    try:
        refuse_unready(settings)
    except SettingsMistake as mistake:
        return [Finding(MISSING, str(mistake))]
    found = [*_identifiers(settings), *_credentials(settings, Texts(REFERENCE, timezone))]
    if any(finding.mark == MISSING for finding in found):
        return found
    return [*found, await asyncio.to_thread(_token, settings)]


def _identifiers(settings: Settings) -> Iterator[Finding]:
    named = {"PERMANENCE_APP_ID": settings.app_id, "PERMANENCE_TENANT_ID": settings.tenant_id}
    named |= {
        f"PERMANENCE_ALLOWED_TENANTS, {tenant}": tenant
        for tenant in sorted(settings.allowed_tenants)
    }
    wrong = [name for name, value in named.items() if not _is_guid(value)]
    for name in wrong:
        yield Finding(
            MISSING,
            f"{name} : attendu un identifiant en minuscules, "
            "comme 01234567-89ab-cdef-0123-456789abcdef.",
        )
    if not wrong:
        yield Finding(WELL, "Identifiants Teams : renseignés.")
        yield Finding(WELL, f"Locataires admis : {', '.join(sorted(settings.tenants))}.")


def _is_guid(written: str) -> bool:
    """Written as Teams writes it, in small letters: the gate compares texts."""
    try:
        return str(UUID(written)) == written
    except ValueError:
        return False


def _credentials(settings: Settings, texts: Texts) -> Iterator[Finding]:
    if settings.managed_identity:
        yield Finding(WELL, "Identité gérée : rien à renouveler.")
    elif settings.app_certificate is None or settings.app_certificate_key is None:
        yield Finding(WELL, "Secret : renseigné. Azure seul connaît sa date de fin : notez-la.")
    else:
        yield _certificate(settings.app_certificate, settings.app_certificate_key, texts)


def _certificate(path: Path, key: Path, texts: Texts) -> Finding:
    try:
        certificate = x509.load_pem_x509_certificate(path.read_bytes())
        private = load_pem_private_key(key.read_bytes(), password=None)
    except (OSError, ValueError, TypeError, UnsupportedAlgorithm):
        return Finding(
            MISSING, f"Certificat : {path} et {key} ne se lisent pas (PEM, sans mot de passe)."
        )
    if private.public_key() != certificate.public_key():
        return Finding(MISSING, f"Certificat : {key} n'est pas la clé de {path}.")
    ends, now = certificate.not_valid_after_utc, real_now()
    if ends <= now:
        return Finding(MISSING, f"Certificat : fini depuis le {texts.day(ends)}. {_RENEW}")
    if ends - now < SOON:
        return Finding(TO_DO, f"Certificat : il finit bientôt, le {texts.day(ends)}. {_RENEW}")
    return Finding(WELL, f"Certificat : valable jusqu'au {texts.day(ends)}.")


_RENEW = "Faites-en un autre et déposez-le dans l'inscription de l'application."


def _token(settings: Settings) -> Finding:
    """Ask for a token, in a thread that nobody has to wait for: a name that does not resolve, or
    a proxy that says nothing, may hold it longer than its own limits."""
    answer: Future[None] = Future()

    def ask() -> None:
        try:
            OwnToken(settings).ask()
            answer.set_result(None)
        except TokenRefused as error:
            answer.set_exception(error)

    threading.Thread(target=ask, daemon=True).start()
    try:
        answer.result(TOKEN_SECONDS)
    except TimeoutError:
        return Finding(MISSING, f"Jeton : Microsoft ne répond pas en {TOKEN_SECONDS} secondes.")
    except TokenRefused as error:
        hint = "Voyez le réseau, l'identifiant, et le certificat ou le secret."
        return Finding(MISSING, f"Jeton : Microsoft ne le donne pas ({error}). {hint}")
    return Finding(WELL, "Jeton : Microsoft le donne.")
