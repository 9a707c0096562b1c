"""Links that open one thing for one person, for a short while: a browser has no Teams identity."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import secrets
from dataclasses import dataclass
from datetime import timedelta

from bot.clock import real_now
from storage.unit_of_work import UnitOfWork

KEY = "links.key"
VALID_FOR = timedelta(minutes=15)


@dataclass(frozen=True)
class Links:
    """Signed with a key that stays in the database: replicas open each other's links."""

    base_url: str

    def make(self, unit: UnitOfWork, kind: str, subject: str, person_id: str) -> str:
        """The address of a file of this kind about this subject, for this person. The first link
        makes the key."""
        key = unit.parameters.get(KEY, "")
        if not key:
            key = secrets.token_hex(32)
            unit.parameters.set(KEY, key)
        until = int((real_now() + VALID_FOR).timestamp())
        said = json.dumps([kind, subject, person_id, until]).encode()
        token = base64.urlsafe_b64encode(said).decode().rstrip("=")
        return f"{self.base_url}/{kind}/{token}.{_sign(key, token)}"

    def read(self, unit: UnitOfWork, kind: str, link: str) -> tuple[str, str] | None:
        """About which subject, for whom; None if we did not make the link for this kind of file,
        or too long ago."""
        key = unit.parameters.get(KEY, "")
        token, _, signature = link.rpartition(".")
        if not key or not hmac.compare_digest(signature.encode(), _sign(key, token).encode()):
            return None
        said = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))
        signed_kind, *about, until = json.loads(said)
        if signed_kind != kind or until < real_now().timestamp():
            return None
        subject, person_id = about
        return subject, person_id


def _sign(key: str, token: str) -> str:
    return hmac.new(bytes.fromhex(key), token.encode(), hashlib.sha256).hexdigest()[:40]
