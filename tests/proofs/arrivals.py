"""A connector that takes everything, and tells what can be pressed on the cards that arrived."""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass
from itertools import count
from urllib.parse import unquote

import orjson
from aiohttp import web

from simulator.cards import ADAPTIVE, Json, buttons
from tests.bot.deployments import Request

TOKEN = re.compile(r"recit\d+q?")
"""By what a card is known: the words that somebody typed into its story."""
PATIENCE = 60
Key = tuple[str, str, str]


@dataclass(frozen=True)
class Arrived:
    """A button as it first arrived: on which message, with which data."""

    message_id: str
    data: Json


class Arrivals:
    def __init__(self) -> None:
        self._numbers = count(1)
        self._arrived: dict[Key, asyncio.Future[Arrived]] = {}

    async def button(self, conversation_id: str, token: str, verb: str) -> Arrived:
        """A button of a card in that conversation; nobody presses it before it is there."""
        async with asyncio.timeout(PATIENCE):
            return await asyncio.shield(self._future((conversation_id, token, verb)))

    async def answer(self, request: Request) -> web.Response:
        """What Teams would answer where nothing is wrong."""
        parts = request.path.split("/")
        if request.method == "GET":
            return web.json_response({"id": unquote(parts[5]), "userRole": "user"})
        message_id = unquote(parts[5]) if request.method == "PUT" else str(next(self._numbers))
        self._note(unquote(parts[3]), message_id, request.body)
        return web.json_response({"id": message_id}, status=201)

    def _note(self, conversation_id: str, message_id: str, body: bytes) -> None:
        activity = orjson.loads(body)
        actions = [button.action for card in _cards(activity) for button in buttons(card)]
        datas = [action["data"] for action in actions if isinstance(action.get("data"), dict)]
        for token in set(TOKEN.findall(body.decode())):
            for data in datas:
                arrived = self._future((conversation_id, token, data["verb"]))
                if not arrived.done():
                    arrived.set_result(Arrived(message_id, data))

    def _future(self, key: Key) -> asyncio.Future[Arrived]:
        if key not in self._arrived:
            self._arrived[key] = asyncio.get_running_loop().create_future()
        return self._arrived[key]


def _cards(activity: Json) -> list[Json]:
    attachments = activity.get("attachments") or []
    return [each["content"] for each in attachments if each["contentType"] == ADAPTIVE]
