"""A bot of a few lines, its side of the connector, and the cards that it shows."""

import json
from dataclasses import dataclass, field
from typing import Any

import aiohttp
from aiohttp import web

from simulator import Teams

Json = dict[str, Any]


@dataclass
class EchoBot:
    """Keeps what it receives; answers an invoke with what the test has prepared."""

    received: list[Json] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    answers: dict[str, Any] = field(default_factory=dict)
    url: str = ""

    async def receive(self, request: web.Request) -> web.Response:
        activity = json.loads(await request.text())
        self.received.append(activity)
        self.headers.append(dict(request.headers))
        answer = self.answers.get(activity.get("name", activity["type"]))
        return web.json_response(answer) if answer is not None else web.Response()

    @property
    def last(self) -> Json:
        return self.received[-1]


@dataclass
class Connector:
    """The bot's side of the connector, over HTTP."""

    session: aiohttp.ClientSession
    teams: Teams

    async def call(self, method: str, path: str, body: Json | None = None) -> tuple[int, Any]:
        url = f"{self.teams.service_url}{path}"
        async with self.session.request(method, url, json=body) as response:
            text = await response.text()
            return response.status, json.loads(text) if text else None

    async def send(self, conversation_id: str, **activity: Any) -> tuple[int, Any]:
        path = f"v3/conversations/{conversation_id}/activities"
        return await self.call("POST", path, {"type": "message", **activity})

    async def show(self, conversation_id: str, card: Json) -> str:
        """Posts a card and gives the message's id."""
        _, body = await self.send(conversation_id, attachments=[attachment(card)])
        return str(body["id"])


def attachment(card: Json) -> Json:
    return {"contentType": "application/vnd.microsoft.card.adaptive", "content": card}


def card(*body: Json, actions: list[Json] | None = None) -> Json:
    return {
        "type": "AdaptiveCard",
        "version": "1.5",
        "body": list(body),
        "actions": actions or [],
    }


@dataclass
class Clock:
    """Stands still until a test moves it."""

    now: float = 1_000.0

    def __call__(self) -> float:
        return self.now
