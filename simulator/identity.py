"""A signing authority and a login service, for the real path of tokens on loopback.

Microsoft: "Authentication with the Bot Connector API".
"""

from __future__ import annotations

import asyncio
import secrets
import time
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

import jwt
from aiohttp import web
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm

ISSUER = "https://api.botframework.com"
METADATA = "/identity/.well-known/openidconfiguration"
KEYS = "/identity/keys"
LIFETIME = 3_600


@dataclass(frozen=True)
class SigningKey:
    kid: str = field(default_factory=lambda: secrets.token_urlsafe(20))
    private: rsa.RSAPrivateKey = field(
        default_factory=lambda: rsa.generate_private_key(public_exponent=65_537, key_size=2_048)
    )

    def jwk(self, endorsements: tuple[str, ...]) -> dict[str, Any]:
        public: dict[str, Any] = RSAAlgorithm.to_jwk(self.private.public_key(), as_dict=True)
        return {**public, "use": "sig", "kid": self.kid, "endorsements": list(endorsements)}


@dataclass
class Authority:
    """Signs what Teams sends, and gives the bot the tokens that it sends with.

    `hits` counts requests by kind: metadata, keys, discovery, token. `metadata_delay` and
    `metadata_status` make the metadata and the keys slow or broken. `login_host` is the name
    under which the bot's login library knows the login service.
    """

    app_id: str
    issuer: str = ISSUER
    login_host: str = "login.microsoftonline.com"
    endorsements: tuple[str, ...] = ("msteams",)
    metadata_delay: float = 0.0
    metadata_status: int = 200
    token_status: int = 200
    hits: Counter[str] = field(default_factory=Counter)
    keys: list[SigningKey] = field(default_factory=lambda: [SigningKey()])
    issued: dict[str, float] = field(default_factory=dict, repr=False)

    def token(
        self, service_url: str | None, *, key: SigningKey | None = None, **overrides: Any
    ) -> str:
        """A channel token like Microsoft's; a claim overridden with None is left out."""
        now = int(time.time())
        signing = key or self.keys[-1]
        claims = {
            "iss": self.issuer,
            "aud": self.app_id,
            "nbf": now - 300,
            "exp": now + LIFETIME,
            "serviceurl": service_url,
            **overrides,
        }
        present = {name: value for name, value in claims.items() if value is not None}
        return jwt.encode(present, signing.private, "RS256", headers={"kid": signing.kid})

    def rotate(self, *, keep: bool = True) -> SigningKey:
        """Signs with a new key from now on; the former ones stay published unless told not to."""
        self.keys = [*(self.keys if keep else []), SigningKey()]
        return self.keys[-1]

    def has_issued(self, token: str) -> bool:
        """Whether the login service gave out this token, and it still holds."""
        return self.issued.get(token, 0.0) > time.time()

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get(METADATA, self._metadata),
            web.get(KEYS, self._keys),
            web.get("/common/discovery/instance", self._discovery),
            web.get("/{tenant}/v2.0/.well-known/openid-configuration", self._tenant_metadata),
            web.post("/{tenant}/oauth2/v2.0/token", self._token),
        ]

    async def _metadata(self, request: web.Request) -> web.Response:
        body = {
            "issuer": self.issuer,
            "jwks_uri": f"{request.url.origin()}{KEYS}",
            "id_token_signing_alg_values_supported": ["RS256"],
            "token_endpoint_auth_methods_supported": ["private_key_jwt"],
        }
        return await self._published("metadata", body)

    async def _keys(self, request: web.Request) -> web.Response:
        return await self._published(
            "keys", {"keys": [key.jwk(self.endorsements) for key in self.keys]}
        )

    async def _published(self, kind: str, body: dict[str, Any]) -> web.Response:
        self.hits[kind] += 1
        await asyncio.sleep(self.metadata_delay)
        return web.json_response(body, status=self.metadata_status)

    async def _discovery(self, request: web.Request) -> web.Response:
        """Instance discovery, which MSAL asks before it trusts an authority."""
        self.hits["discovery"] += 1
        host = self.login_host
        alias = {"preferred_network": host, "preferred_cache": host, "aliases": [host]}
        path = "common/v2.0/.well-known/openid-configuration"
        body = {"tenant_discovery_endpoint": f"https://{host}/{path}", "metadata": [alias]}
        return web.json_response(body)

    async def _tenant_metadata(self, request: web.Request) -> web.Response:
        self.hits["discovery"] += 1
        tenant = request.match_info["tenant"]
        base = f"https://{self.login_host}/{tenant}"
        body = {
            "issuer": f"{base}/v2.0",
            "authorization_endpoint": f"{base}/oauth2/v2.0/authorize",
            "token_endpoint": f"{base}/oauth2/v2.0/token",
        }
        return web.json_response(body)

    async def _token(self, request: web.Request) -> web.Response:
        """Client credentials; the secret is not looked at, the client id is."""
        self.hits["token"] += 1
        form = await request.post()
        if self.token_status != 200:
            refusal = {"error": "temporarily_unavailable", "error_description": "On purpose."}
            return web.json_response(refusal, status=self.token_status)
        if form.get("client_id") != self.app_id or form.get("grant_type") != "client_credentials":
            return web.json_response({"error": "invalid_client"}, status=401)
        token = secrets.token_urlsafe(48)
        self.issued[token] = time.time() + LIFETIME
        body = {"token_type": "Bearer", "expires_in": LIFETIME, "access_token": token}
        return web.json_response(body)
