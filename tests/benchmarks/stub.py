"""What stands around a bot: a connector without latency, and the identity endpoints.

A process of its own: `python -m tests.benchmarks.stub`. It prints the two origins as JSON.
"""

from __future__ import annotations

import asyncio
import json
import signal
from collections import Counter

import orjson
import uvloop
from aiohttp import web

from simulator import Authority
from tests.benchmarks.cast import APP_ID

MICROSOFT_METADATA = "/v1/.well-known/openidconfiguration"
MICROSOFT_KEYS = "/v1/.well-known/keys"
SLOW = (MICROSOFT_METADATA,)
"""What takes as long as it is told to, beside the login: the keys then come at once."""
LOGIN = "/{tenant}/oauth2/v2.0/token"
ENTRA_KEYS = "/{tenant}/discovery/v2.0/keys"


class Connector:
    """Takes everything at once, and counts it: new messages, and those that were updated."""

    def __init__(self) -> None:
        self.posted: Counter[str] = Counter()
        self.updated: Counter[tuple[str, str]] = Counter()
        self.asked = 0

    def application(self) -> web.Application:
        application = web.Application()
        application.router.add_route("*", "/v3/{call:.*}", self.take)
        application.router.add_get("/counts", self.counts)
        application.router.add_post("/reset", self.reset)
        return application

    async def take(self, request: web.Request) -> web.Response:
        parts = request.rel_url.raw_path.split("/")
        if request.method == "GET":
            self.asked += 1
            return _json({"id": parts[-1], "name": "Une personne", "userRole": "user"})
        await request.read()
        if request.method == "PUT":
            self.updated[(parts[3], parts[5])] += 1
            return _json({"id": parts[5]})
        self.posted[parts[3]] += 1
        return _json({"id": f"1:{self.posted[parts[3]]}"}, 201)

    async def counts(self, request: web.Request) -> web.Response:
        return _json(
            {
                "posts": self.posted.total(),
                "puts": self.updated.total(),
                "updated": len(self.updated),
                "asked": self.asked,
                "posted": dict(self.posted),
            }
        )

    async def reset(self, request: web.Request) -> web.Response:
        self.posted.clear()
        self.updated.clear()
        self.asked = 0
        return _json({})


class Identity:
    """Microsoft's metadata, keys and login, each under the paths that the SDKs have hard-coded."""

    def __init__(self) -> None:
        self.authority = Authority(APP_ID)
        self.delay = 0.0
        self._token = self.authority.token(None, appid=APP_ID, aud="https://api.botframework.com")

    def application(self) -> web.Application:
        authority, application = self.authority, web.Application(middlewares=[self.slowly])
        application.router.add_get("/signed", self.sign)
        application.router.add_post("/rotate", self.rotate)
        application.router.add_post("/delay", self.set_delay)
        application.router.add_get(MICROSOFT_METADATA, self.metadata)
        application.router.add_get(MICROSOFT_KEYS, self.keys)
        application.router.add_get(ENTRA_KEYS, self.keys)
        application.router.add_post(LOGIN, self.login)
        application.add_routes(authority.routes())
        return application

    @web.middleware
    async def slowly(self, request: web.Request, handler: web.Handler) -> web.StreamResponse:
        if request.path in SLOW or request.path.endswith("/token"):
            await asyncio.sleep(self.delay)
        return await handler(request)

    async def metadata(self, request: web.Request) -> web.Response:
        keys = f"{request.url.origin()}{MICROSOFT_KEYS}"
        algorithms = {"id_token_signing_alg_values_supported": ["RS256"]}
        return _json({"issuer": self.authority.issuer, "jwks_uri": keys} | algorithms)

    async def keys(self, request: web.Request) -> web.Response:
        endorsements = self.authority.endorsements
        return _json({"keys": [key.jwk(endorsements) for key in self.authority.keys]})

    async def login(self, request: web.Request) -> web.Response:
        """One token for everybody: the SDKs that ask for one each turn must not slow the stub."""
        await request.read()
        return _json({"token_type": "Bearer", "expires_in": 3_600, "access_token": self._token})

    async def sign(self, request: web.Request) -> web.Response:
        return _json({"token": self.authority.token(request.query["service_url"])})

    async def rotate(self, request: web.Request) -> web.Response:
        self.authority.rotate()
        return _json({})

    async def set_delay(self, request: web.Request) -> web.Response:
        self.delay = float(request.query["seconds"])
        return _json({})


def _json(body: object, status: int = 200) -> web.Response:
    return web.Response(body=orjson.dumps(body), status=status, content_type="application/json")


async def _serve(application: web.Application) -> str:
    runner = web.AppRunner(application, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    return f"http://127.0.0.1:{runner.addresses[0][1]}"


async def main() -> None:
    connector = await _serve(Connector().application())
    identity = await _serve(Identity().application())
    print(json.dumps({"connector": connector, "identity": identity}), flush=True)
    told = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, told.set)
    await told.wait()


if __name__ == "__main__":
    uvloop.run(main())
