"""Tokens that Teams would never send, made by hand: no library would sign most of them."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

from simulator.identity import SigningKey

Sign = Callable[[bytes], bytes]


def encoded(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def as_json(content: Any) -> bytes:
    return content if isinstance(content, bytes) else json.dumps(content).encode()


def rs256(key: SigningKey) -> Sign:
    return lambda message: key.private.sign(message, padding.PKCS1v15(), hashes.SHA256())


def rs384(key: SigningKey) -> Sign:
    return lambda message: key.private.sign(message, padding.PKCS1v15(), hashes.SHA384())


def ps256(key: SigningKey) -> Sign:
    salted = padding.PSS(padding.MGF1(hashes.SHA256()), salt_length=32)
    return lambda message: key.private.sign(message, salted, hashes.SHA256())


def es256(message: bytes) -> bytes:
    return ec.generate_private_key(ec.SECP256R1()).sign(message, ec.ECDSA(hashes.SHA256()))


def hs256(secret: bytes) -> Sign:
    return lambda message: hmac.new(secret, message, hashlib.sha256).digest()


def unsigned(message: bytes) -> bytes:
    return b""


def public_pem(private: RSAPrivateKey) -> bytes:
    return private.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )


@dataclass(frozen=True)
class Forger:
    """Knows what a good token looks like, and what is public about the key that signs it."""

    app_id: str
    service_url: str
    key: SigningKey
    keys_of_attacker: str
    """Where an attacker would have us fetch a key."""
    attacker: SigningKey

    def claims(self, **changes: Any) -> dict[str, Any]:
        """Good claims with some changed; one given as `...` is left out."""
        now = int(time.time())
        good = {
            "iss": "https://api.botframework.com",
            "aud": self.app_id,
            "nbf": now - 300,
            "exp": now + 3600,
            "serviceurl": self.service_url,
        }
        return {name: value for name, value in (good | changes).items() if value is not ...}

    def header(self, **changes: Any) -> dict[str, Any]:
        good = {"alg": "RS256", "typ": "JWT", "kid": self.key.kid}
        return {name: value for name, value in (good | changes).items() if value is not ...}

    def token(self, header: Any = None, claims: Any = None, sign: Sign | None = None) -> str:
        """A token with this header and these claims (or bytes in their place), signed so."""
        head = encoded(as_json(self.header() if header is None else header))
        body = encoded(as_json(self.claims() if claims is None else claims))
        signed = f"{head}.{body}"
        signature = (sign or rs256(self.key))(signed.encode())
        return f"{signed}.{encoded(signature)}"

    def claiming(self, **changes: Any) -> str:
        """A token that Teams' key has signed, whose claims are not those of a good one."""
        return self.token(claims=self.claims(**changes))

    def headed(self, **changes: Any) -> str:
        """A token that Teams' key has signed, with another header."""
        return self.token(header=self.header(**changes))
