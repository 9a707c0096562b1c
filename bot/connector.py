"""What we say to Teams: the Bot Connector's REST calls, on one HTTP session, with one token.

Documented in "Send and receive messages with the Bot Connector API" (Microsoft Learn). The SDK's
own client never retries and sends our token to any address; see ARCHITECTURE.md.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from urllib.parse import quote

import aiohttp

from bot.gate import ServiceHosts
from bot.tokens import OwnToken, TokenRefused

SEND_SECONDS = 15


class Failure(StrEnum):
    """What a failed call means for whoever wanted to speak."""

    TRANSIENT = "transient"
    """Try again later: too fast, or Teams is ill; it may even have been shown."""
    UNREACHABLE = "unreachable"
    """This conversation will never take anything again, unless somebody writes there."""
    MESSAGE_GONE = "message_gone"
    """The message to update is not there any more."""
    UNACCEPTABLE = "unacceptable"
    """This very message will never be taken."""


UNREACHABLE_CODES = frozenset(
    {
        "ConversationNotFound",
        "ConversationBlockedByUser",
        "BotNotInConversationRoster",
        "BotDisabledByAdmin",
        "MessageWritesBlocked",
        "BotNotRegistered",
        "Forbidden",
    }
)
TRANSIENT_STATUSES = frozenset({408, 409, 412, 425, 429})


class SendFailed(Exception):
    """A call that Teams did not accept."""

    def __init__(
        self, failure: Failure, status: int = 0, code: str = "", retry_after: float | None = None
    ) -> None:
        super().__init__(f"{failure} {status} {code}".strip())
        self.failure, self.status, self.code = failure, status, code
        self.retry_after = retry_after


@dataclass(frozen=True)
class Introduction:
    """What Teams says of somebody: nobody else knows whether they are a guest."""

    name: str
    is_guest: bool


class Connector:
    """`token` is None in local mode."""

    def __init__(
        self,
        http: aiohttp.ClientSession,
        hosts: ServiceHosts,
        token: OwnToken | None,
        bot_id: str,
    ) -> None:
        self._bot_id = bot_id
        self._http = http
        self._hosts = hosts
        self._token = token

    async def post(
        self, service_url: str, conversation_id: str, activity: dict[str, Any]
    ) -> str | None:
        """Say something new. Returns the message's id, where Teams gives one."""
        path = f"v3/conversations/{quote(conversation_id, safe='')}/activities"
        answer = await self._call("POST", service_url, path, activity)
        return answer.get("id")

    async def update(
        self, service_url: str, conversation_id: str, activity_id: str, activity: dict[str, Any]
    ) -> None:
        """Change a message that we sent."""
        conversation, message = quote(conversation_id, safe=""), quote(activity_id, safe="")
        path = f"v3/conversations/{conversation}/activities/{message}"
        await self._call("PUT", service_url, path, activity | {"id": activity_id})

    async def open_chat(self, service_url: str, tenant_id: str, person_id: str) -> str:
        """The one-to-one conversation with somebody who has the app. Returns its id."""
        wanted = {
            "bot": {"id": self._bot_id},
            "members": [{"id": person_id}],
            "isGroup": False,
            "tenantId": tenant_id,
            "channelData": {"tenant": {"id": tenant_id}},
        }
        answer = await self._call("POST", service_url, "v3/conversations", wanted)
        if not answer.get("id"):
            raise SendFailed(Failure.TRANSIENT, code="no conversation id")
        return str(answer["id"])

    async def introduce(
        self, service_url: str, conversation_id: str, member_id: str
    ) -> Introduction:
        """Who a member of a conversation is, as Teams knows them."""
        conversation, member = quote(conversation_id, safe=""), quote(member_id, safe="")
        path = f"v3/conversations/{conversation}/members/{member}"
        account = await self._call("GET", service_url, path, None)
        role = str(account.get("userRole", "user")).lower()
        return Introduction(name=str(account.get("name") or ""), is_guest=role != "user")

    async def _call(
        self, method: str, service_url: str, path: str, body: dict[str, Any] | None
    ) -> dict[str, Any]:
        """The answer's JSON object. Raises SendFailed, whatever went wrong.

        A token that is refused may have been revoked before its time: a new one is tried, once.
        """
        if not self._hosts.allow(service_url):
            raise SendFailed(Failure.UNREACHABLE, code="service address not on the list")
        try:
            return await self._attempt(method, service_url, path, body)
        except SendFailed as error:
            if error.status != 401 or self._token is None:
                raise
            self._token.forget()
            return await self._attempt(method, service_url, path, body)

    async def _attempt(
        self, method: str, service_url: str, path: str, body: dict[str, Any] | None
    ) -> dict[str, Any]:
        try:
            headers = await self._headers()
            async with self._http.request(
                method,
                f"{service_url.rstrip('/')}/{path}",
                json=body,
                headers=headers,
                allow_redirects=False,
                timeout=aiohttp.ClientTimeout(total=SEND_SECONDS),
            ) as response:
                return await _answer(response)
        except TokenRefused as error:
            raise SendFailed(Failure.TRANSIENT, code="no token") from error
        except (TimeoutError, aiohttp.ClientError, OSError) as error:
            raise SendFailed(Failure.TRANSIENT, code=type(error).__name__) from error

    async def _headers(self) -> dict[str, str]:
        if self._token is None:
            return {}
        return {"Authorization": f"Bearer {await self._token.get()}"}


async def _answer(response: aiohttp.ClientResponse) -> dict[str, Any]:
    content = await _json_object(response)
    if response.status < 300:
        return content
    error = content.get("error")
    code = str(error.get("code", "")) if isinstance(error, dict) else ""
    raise SendFailed(_failure(response.status, code), response.status, code, _retry_after(response))


async def _json_object(response: aiohttp.ClientResponse) -> dict[str, Any]:
    try:
        content = await response.json(content_type=None)
    except ValueError:
        return {}
    return content if isinstance(content, dict) else {}


def _failure(status: int, code: str) -> Failure:
    if status in TRANSIENT_STATUSES or status >= 500:
        return Failure.TRANSIENT
    if code in UNREACHABLE_CODES or status in (401, 403):
        return Failure.UNREACHABLE
    if status == 404:
        return Failure.MESSAGE_GONE if "Activity" in code else Failure.UNREACHABLE
    return Failure.UNACCEPTABLE


def _retry_after(response: aiohttp.ClientResponse) -> float | None:
    """Seconds; the date that HTTP allows too is not what Teams sends."""
    written = response.headers.get("Retry-After", "")
    return float(written) if written.isdecimal() else None
