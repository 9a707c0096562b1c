"""The least of a Bot Connector, in the harness's own process: it outlives every bot, and remembers.

A lane sends one thing at a time, so a fault leaves at most one message sent and not marked in each
lane that spoke before it: that one may be posted again, and no other.
"""

from __future__ import annotations

import asyncio
import time
from collections import Counter, defaultdict
from itertools import count

from aiohttp import web

from tests.proofs.ledger import NUMBER
from tests.support.world import free_port

ONLY_IN_A_SOLUTION = "incident.list"
"""A button that the notice of a solution has, and no living card."""


class StubTeams:
    """`shown[conversation][message]` is the body as last sent; `first_at` when an incident's number
    was first posted in a conversation."""

    def __init__(self) -> None:
        self.port = free_port()
        self._runner: web.AppRunner | None = None
        self.forget()

    def forget(self) -> None:
        """Another database begins."""
        self.shown: dict[str, dict[str, str]] = defaultdict(dict)
        self.first_at: dict[tuple[str, str], float] = {}
        self.posts = 0
        self.posted: Counter[tuple[str, str]] = Counter()
        self.unexcused: list[str] = []
        self._spoke: set[str] = set()
        self._excuses: Counter[str] = Counter()
        self._ids = count(1)

    async def note_fault(self) -> None:
        """A bot has just died, or sleeps, or wakes up: what it still said has arrived."""
        await asyncio.sleep(0.1)
        self._excuses.update(self._spoke)
        self._spoke.clear()

    @property
    def posted_again(self) -> int:
        return sum(times - 1 for times in self.posted.values())

    @property
    def service_url(self) -> str:
        return f"http://127.0.0.1:{self.port}/"

    async def start(self) -> None:
        application = web.Application(client_max_size=2**22)
        activities = "/v3/conversations/{conversation}/activities"
        application.router.add_post(activities, self._post)
        application.router.add_put(activities + "/{message}", self._update)
        application.router.add_get("/v3/conversations/{conversation}/members/{id}", _member)
        self._runner = web.AppRunner(application, access_log=None)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", self.port).start()

    async def stop(self) -> None:
        if self._runner is not None:
            await self._runner.cleanup()

    async def _post(self, request: web.Request) -> web.Response:
        conversation, message = request.match_info["conversation"], f"m{next(self._ids)}"
        body = self.shown[conversation][message] = await request.text()
        self._spoke.add(conversation)
        self.posts += 1
        number = NUMBER.search(body)
        if number is not None:
            self.first_at.setdefault((conversation, number[0]), time.monotonic())
            kind = "solution" if ONLY_IN_A_SOLUTION in body else "card"
            self._judge(conversation, f"{kind} of {number[0]}")
        return web.json_response({"id": message})

    async def _update(self, request: web.Request) -> web.Response:
        conversation, message = request.match_info["conversation"], request.match_info["message"]
        self.shown[conversation][message] = await request.text()
        self._spoke.add(conversation)
        return web.json_response({"id": message})

    def _judge(self, conversation: str, thing: str) -> None:
        self.posted[conversation, thing] += 1
        if self.posted[conversation, thing] == 1:
            return
        if self._excuses[conversation] <= 0:
            self.unexcused.append(f"{thing} in {conversation}")
        self._excuses[conversation] -= 1


async def _member(request: web.Request) -> web.Response:
    return web.json_response({"id": request.match_info["id"], "name": "", "userRole": "user"})
