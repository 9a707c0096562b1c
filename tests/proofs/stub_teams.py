"""The least of a Bot Connector, in the harness's own process: it outlives every bot, and remembers.

Each message by conversation and id, with what it shows now and how often something was posted.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import count

from aiohttp import web

from tests.support.world import free_port


class StubTeams:
    """`shown[conversation][message]` is the body as last sent; `posts[conversation]` how many."""

    def __init__(self) -> None:
        self.port = free_port()
        self.shown: dict[str, dict[str, str]] = defaultdict(dict)
        self.posts: Counter[str] = Counter()
        self._ids = count(1)
        self._runner: web.AppRunner | None = None

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
        self.shown[conversation][message] = await request.text()
        self.posts[conversation] += 1
        return web.json_response({"id": message})

    async def _update(self, request: web.Request) -> web.Response:
        conversation, message = request.match_info["conversation"], request.match_info["message"]
        self.shown[conversation][message] = await request.text()
        return web.json_response({"id": message})


async def _member(request: web.Request) -> web.Response:
    return web.json_response({"id": request.match_info["id"], "name": "", "userRole": "user"})
