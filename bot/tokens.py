"""Tokens, in both directions: those that Teams' channel signs, and ours.

Documented in "Authenticate requests from the Bot Connector service to your bot" (Microsoft Learn).
"""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import aiohttp
import jwt
import msal
import requests
import structlog

from bot.settings import Settings

log = structlog.get_logger()

SKEW_SECONDS = 300
FETCH_SECONDS = 4
"""Of one request: the metadata and then the keys, or a token."""
KEYS_KEPT_SECONDS = 24 * 3600
REFETCH_SECONDS = 30
"""At most this often for an unknown key: a rotated one is known within a minute."""
REMEMBERED = 1_000
RESOURCE = "https://api.botframework.com"
PUBLIC_LOGIN = "https://login.microsoftonline.com"


class TokenRefused(Exception):
    """Not a token that the channel signed for us; the reason is for the log."""


class ChannelTokens:
    """Verifies the channel's tokens against its published keys.

    The keys are kept for a day; an unknown key id fetches them again, and a failing fetch leaves
    the old ones in force. A token that was verified is remembered until it expires: Teams uses one
    for many requests.
    """

    def __init__(self, settings: Settings, http: aiohttp.ClientSession) -> None:
        self._settings = settings
        self._http = http
        self._keys: dict[str, jwt.PyJWK] = {}
        self._endorsements: dict[str, frozenset[str]] = {}
        self._fetched_at = float("-inf")
        self._fetching = asyncio.Lock()
        self._refreshing: asyncio.Task[None] | None = None
        self._verified: OrderedDict[str, dict[str, Any]] = OrderedDict()

    async def verify(self, token: str, *, channel: str) -> dict[str, Any]:
        """The claims of a token for us. Raises TokenRefused."""
        known = self._verified.get(token)
        if known is not None and known["exp"] + SKEW_SECONDS > time.time():
            return known
        claims = self._decode(token, await self._key_of(token, channel))
        self._verified[token] = claims
        if len(self._verified) > REMEMBERED:
            self._verified.popitem(last=False)
        return claims

    async def _key_of(self, token: str, channel: str) -> jwt.PyJWK:
        try:
            header = jwt.get_unverified_header(token)
        except (jwt.PyJWTError, ValueError) as error:
            raise TokenRefused("unreadable") from error
        kid = header.get("kid")
        if header.get("alg") != "RS256" or "crit" in header or not isinstance(kid, str):
            raise TokenRefused("not RS256 with a key id")
        if kid not in self._keys:
            await self._fetch_keys()
        elif time.monotonic() - self._fetched_at > KEYS_KEPT_SECONDS:
            self._refreshing = asyncio.create_task(self._fetch_keys())
        if kid not in self._keys:
            raise TokenRefused("unknown key")
        if channel not in self._endorsements[kid]:
            raise TokenRefused("a key that is not endorsed for this channel")
        return self._keys[kid]

    def _decode(self, token: str, key: jwt.PyJWK) -> dict[str, Any]:
        try:
            claims: dict[str, Any] = jwt.decode(
                token,
                key,
                algorithms=["RS256"],
                audience=self._settings.app_id,
                issuer=self._settings.channel_issuer,
                leeway=SKEW_SECONDS,
                options={"require": ["exp", "nbf", "iss", "aud"], "verify_iat": False},
            )
        except (jwt.PyJWTError, ValueError, TypeError, OverflowError) as error:
            raise TokenRefused(type(error).__name__) from error
        texts = (claims["aud"], claims.get("serviceurl"))
        times = (claims["exp"], claims["nbf"])
        if not all(isinstance(text, str) for text in texts):
            raise TokenRefused("without a service address, or for several audiences")
        if not all(isinstance(t, int | float) and not isinstance(t, bool) for t in times):
            raise TokenRefused("times that are not numbers")
        return claims

    async def warm_up(self) -> None:
        """Have the keys before the first request comes."""
        await self._fetch_keys()

    async def _fetch_keys(self) -> None:
        async with self._fetching:
            if time.monotonic() - self._fetched_at < REFETCH_SECONDS:
                return
            self._fetched_at = time.monotonic()
            try:
                await self._take_keys()
            except Exception as error:  # noqa: BLE001  (whatever is published, keep the known keys)
                log.warning("channel_keys_unavailable", error=type(error).__name__)

    async def _take_keys(self) -> None:
        metadata = await self._get(self._settings.channel_openid_metadata)
        published = (await self._get(metadata["jwks_uri"]))["keys"]
        read = [key for key in map(_read_key, published) if key is not None]
        if not read:
            raise ValueError("no key that can be read")
        self._keys = {key.kid: key.key for key in read}
        self._endorsements = {key.kid: key.endorsements for key in read}

    async def _get(self, url: str) -> Any:
        limit = aiohttp.ClientTimeout(total=FETCH_SECONDS)
        async with self._http.get(url, allow_redirects=False, timeout=limit) as response:
            response.raise_for_status()
            return await response.json(content_type=None)


@dataclass(frozen=True)
class PublishedKey:
    kid: str
    key: jwt.PyJWK
    endorsements: frozenset[str]


def _read_key(published: Any) -> PublishedKey | None:
    """A key of the channel's list; None for what is not one, which must not hide the others."""
    try:
        key, kid = jwt.PyJWK(published, algorithm="RS256"), published["kid"]
        endorsements = frozenset(published.get("endorsements", ()))
        return PublishedKey(kid, key, endorsements) if isinstance(kid, str) else None
    except (jwt.PyJWTError, AttributeError, KeyError, TypeError, ValueError):
        return None


class OwnToken:
    """The token with which we speak to Teams: one source, one request at a time, off the loop."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._client: Any = None
        self._one_at_a_time = asyncio.Lock()
        self._token = ""
        self._renew_at = float("-inf")

    async def get(self) -> str:
        """Raises TokenRefused where the login service does not give one."""
        if time.monotonic() < self._renew_at:
            return self._token
        async with self._one_at_a_time:
            if time.monotonic() < self._renew_at:
                return self._token
            answer = await asyncio.to_thread(self.ask)
            self._token = answer["access_token"]
            self._renew_at = time.monotonic() + max(30, int(answer.get("expires_in", 3600)) - 300)
        return self._token

    def forget(self) -> None:
        """Teams did not take it: the next call gets another, and not from MSAL's memory."""
        self._renew_at = float("-inf")
        self._client = None

    def ask(self) -> dict[str, Any]:
        """What the login service answers now, with a token in it. Holds the thread meanwhile."""
        try:
            answer = self._acquire()
        except (requests.RequestException, msal.exceptions.MsalError, ValueError) as error:
            raise TokenRefused(type(error).__name__) from error
        if "access_token" not in answer:
            raise TokenRefused(str(answer.get("error", "no token")))
        return answer

    def _acquire(self) -> dict[str, Any]:
        if self._client is None:
            self._client = _login_client(self._settings)
        answer: dict[str, Any] = (
            self._client.acquire_token_for_client(resource=RESOURCE)
            if self._settings.managed_identity
            else self._client.acquire_token_for_client(scopes=[f"{RESOURCE}/.default"])
        )
        return answer


def _login_client(settings: Settings) -> Any:
    if settings.managed_identity:
        identity = msal.UserAssignedManagedIdentity(client_id=settings.app_id)
        return msal.ManagedIdentityClient(identity, http_client=requests.Session())
    on_loopback = urlsplit(settings.login_authority).scheme == "http"
    authority = PUBLIC_LOGIN if on_loopback else settings.login_authority
    return msal.ConfidentialClientApplication(
        settings.app_id,
        client_credential=_credential(settings),
        authority=f"{authority}/{settings.tenant_id}",
        http_client=LoopbackLogin(settings.login_authority) if on_loopback else None,
        timeout=None if on_loopback else FETCH_SECONDS,
        instance_discovery=False,
    )


def _credential(settings: Settings) -> str | dict[str, str]:
    if settings.app_certificate is None or settings.app_certificate_key is None:
        return settings.app_secret
    return {
        "private_key": settings.app_certificate_key.read_text(),
        "public_certificate": settings.app_certificate.read_text(),
    }


class LoopbackLogin(requests.Session):
    """A login service on loopback, for tests: MSAL itself takes no authority but https."""

    def __init__(self, origin: str) -> None:
        super().__init__()
        self._origin = origin.rstrip("/")

    def request(self, method: str | bytes, url: str | bytes, **options: Any) -> requests.Response:  # type: ignore[override]
        path = str(url).removeprefix(PUBLIC_LOGIN)
        return super().request(method, self._origin + path, **{"timeout": FETCH_SECONDS, **options})
