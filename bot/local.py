"""What exists in local mode only: moving the bot's clock."""

from __future__ import annotations

import orjson
from aiohttp import web

from bot.clock import Clock
from bot.gate import LOOPBACK
from bot.jobs import Jobs
from domain.durations import parse_duration
from storage.store import Store


class LocalClock:
    """POST /local/clock {"advance": "15m"}: answers when what became due has committed."""

    def __init__(self, clock: Clock, store: Store, jobs: Jobs) -> None:
        self._clock = clock
        self._store = store
        self._jobs = jobs

    async def advance(self, request: web.Request) -> web.Response:
        if request.url.host not in LOOPBACK:
            return web.Response(status=403)
        try:
            wish = orjson.loads(await request.read())
            by = parse_duration(wish["advance"])
        except (orjson.JSONDecodeError, KeyError, TypeError, ValueError) as error:
            return web.json_response({"error": str(error)}, status=400)
        await self._clock.advance(by, self._store)
        await self._jobs.run_due()
        return web.json_response({"now": self._clock.now().isoformat()})
