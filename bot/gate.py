"""The gate: what may come in at all, checked before anything is read for its meaning.

In this order: the shape of the request, its token, its tenant, channel and service address. The
token does not sign the body, so TLS must end inside the perimeter.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import orjson
from aiohttp import StreamReader, web

from bot.settings import Settings
from bot.tokens import ChannelTokens, TokenRefused

BIGGEST_BODY = 256 * 1024
BODY_SECONDS = 10
DEEPEST = 32
MOST_NODES = 2_000
CHANNEL = "msteams"
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
TEAMS_HOST = "smba.trafficmanager.net"


class NotAdmitted(Exception):
    """The request stops here, with this HTTP status and an empty body."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status = status


class ServiceHosts:
    """Where our bearer token may go: checked when an address comes in, and again when it is used.

    In local mode there is no token, and nothing but loopback is ever called.
    """

    def __init__(self, settings: Settings, *, local: bool) -> None:
        self._local = local
        named = settings.service_hosts
        self._origins = frozenset(name for name in named if "://" in name)
        self._hosts = frozenset({TEAMS_HOST}) | (named - self._origins)

    def allow(self, url: str) -> bool:
        try:
            parts = urlsplit(url)
            port = parts.port
        except ValueError:
            return False
        if parts.username is not None or parts.password is not None or "\\" in url:
            return False
        if self._local:
            return parts.scheme == "http" and parts.hostname in LOOPBACK
        if f"{parts.scheme}://{parts.netloc}" in self._origins and parts.hostname in LOOPBACK:
            return True
        return parts.scheme == "https" and port in (None, 443) and parts.hostname in self._hosts


@dataclass(frozen=True)
class Gate:
    """`tokens` is None in local mode, which takes everybody for who they say they are."""

    settings: Settings
    service_hosts: ServiceHosts
    tokens: ChannelTokens | None

    async def admit(self, request: web.Request) -> dict[str, Any]:
        """The activity of a request that may come in. Raises NotAdmitted."""
        activity = parse_body(await self._read(request))
        if self.tokens is not None:
            await self._check_token(request, activity, self.tokens)
            self._check_tenant(activity)
        if activity.get("channelId") != CHANNEL:
            raise NotAdmitted(403, "another channel than Teams")
        if not self.service_hosts.allow(str(activity.get("serviceUrl"))):
            raise NotAdmitted(403, "a service address that is not on the list")
        return activity

    async def _read(self, request: web.Request) -> bytes:
        if request.content_type != "application/json":
            raise NotAdmitted(400, "not JSON")
        if "Content-Encoding" in request.headers:
            raise NotAdmitted(
                400, "packed"
            )  # Teams never packs; a small body may unpack to a vast one
        if (request.content_length or 0) > BIGGEST_BODY:
            raise NotAdmitted(413, "too big")
        try:
            async with asyncio.timeout(BODY_SECONDS):
                body = await _read_at_most(request.content, BIGGEST_BODY + 1)
        except TimeoutError as error:
            raise NotAdmitted(400, "too slow") from error
        if len(body) > BIGGEST_BODY:
            raise NotAdmitted(413, "too big")
        return body

    async def _check_token(
        self, request: web.Request, activity: Mapping[str, Any], tokens: ChannelTokens
    ) -> None:
        headers = request.headers.getall("Authorization", [])
        if len(headers) != 1:
            raise NotAdmitted(401, "not one authorization header")
        scheme, _, token = headers[0].partition(" ")
        if scheme.lower() != "bearer":
            raise NotAdmitted(401, "not a bearer token")
        try:
            claims = await tokens.verify(token.strip(), channel=CHANNEL)
        except TokenRefused as error:
            raise NotAdmitted(401, str(error)) from error
        if claims["serviceurl"] != activity.get("serviceUrl"):
            raise NotAdmitted(401, "the token is for another service address")

    def _check_tenant(self, activity: Mapping[str, Any]) -> None:
        """Both places must name a tenant that we serve."""
        named = {
            _text_at(activity, "conversation", "tenantId"),
            _text_at(activity, "channelData", "tenant", "id"),
        } - {None}
        if not named or not named <= self.settings.tenants:
            raise NotAdmitted(403, "another tenant")


async def _read_at_most(content: StreamReader, most: int) -> bytes:
    body = bytearray()
    while len(body) < most and not content.at_eof():
        body += await content.read(most - len(body))
    return bytes(body)


def parse_body(body: bytes) -> dict[str, Any]:
    """The JSON object of a request, of bounded depth and size. Raises NotAdmitted.

    The parser is strict: UTF-8 only, no NaN, no lone surrogate.
    """
    try:
        activity = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise NotAdmitted(400, "not JSON") from error
    if not isinstance(activity, dict):
        raise NotAdmitted(400, "not an object")
    _refuse_vast(activity)
    return activity


def _refuse_vast(activity: dict[str, Any]) -> None:
    level: list[Any] = [activity]
    nodes = 0
    for _ in range(DEEPEST):
        nodes += len(level)
        if nodes > MOST_NODES:
            raise NotAdmitted(400, "too many nodes")
        level = [child for node in level for child in _children(node)]
        if not level:
            return
    raise NotAdmitted(400, "too deep")


def _children(node: Any) -> list[Any]:
    if isinstance(node, dict):
        return list(node.values())
    return node if isinstance(node, list) else []


def _text_at(node: Any, *path: str) -> str | None:
    for name in path:
        node = node.get(name) if isinstance(node, Mapping) else None
    return node if isinstance(node, str) else None
