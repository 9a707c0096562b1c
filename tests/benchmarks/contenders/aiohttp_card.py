"""The floor: an aiohttp handler that reads an activity, checks nothing, and answers with a card."""

from __future__ import annotations

import os

import orjson
import uvloop
from aiohttp import web
from card import ANSWER


async def answer(request: web.Request) -> web.Response:
    orjson.loads(await request.read())
    return web.Response(body=orjson.dumps(ANSWER), content_type="application/json")


uvloop.install()
application = web.Application()
application.router.add_post("/api/messages", answer)
web.run_app(application, host="127.0.0.1", port=int(os.environ["PORT"]), access_log=None)
