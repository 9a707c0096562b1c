"""The bot as one web application: everything is made here, started in order, stopped in reverse."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import AsyncIterator, Awaitable, Callable

import aiohttp
import orjson
import structlog
from aiohttp import web

from bot.adapter import Adapter, Authentication
from bot.auditor import Auditor
from bot.clock import Clock
from bot.connector import Connector
from bot.delivery import Delivery
from bot.downloads import Downloads
from bot.endpoint import Endpoint
from bot.gate import Gate, ServiceHosts
from bot.handler import Handler
from bot.health import Health
from bot.identity import Identity
from bot.jobs import Jobs
from bot.links import Links
from bot.local import LocalClock
from bot.metrics import Metrics
from bot.parcels import Post
from bot.rates import CONVERSATION, Rate, Window
from bot.settings import Settings
from bot.tokens import ChannelTokens, OwnToken
from bot.turns import Turns
from dialogs.routing import Product
from domain.organisation import Organisation
from storage import open_store
from storage.migrations import upgrade
from storage.store import Store, StoreUnavailable

log = structlog.get_logger()

Handle = Callable[[web.Request], Awaitable[web.StreamResponse]]

STORE_RETRY_SECONDS = 1
BOT_IN_LOCAL_MODE = "28:permanence"


async def make_application(
    settings: Settings, organisation: Organisation, product: Product, *, local: bool
) -> web.Application:
    """A deployment, ready to be served. `local` admits everybody, on loopback only."""
    http = aiohttp.ClientSession(json_serialize=lambda body: orjson.dumps(body).decode())
    store = open_store(settings.database_url)
    hosts = ServiceHosts(settings, local=local)
    clock = Clock()
    bot_id = f"28:{settings.app_id}" if settings.app_id else BOT_IN_LOCAL_MODE
    own_token = None if local else OwnToken(settings)
    connector = Connector(http, hosts, own_token, bot_id)
    post = Post(product, organisation, clock)
    tenant_rate = Rate([Window(settings.sends_per_second, 1.0)])
    conversation_windows = CONVERSATION if settings.conversation_rates else ()
    metrics = Metrics()
    links = Links(settings.public_url)
    downloads = Downloads(store, links, organisation)
    delivery = Delivery(store, connector, post, tenant_rate, conversation_windows, metrics)
    admins = frozenset(admin.lower() for admin in settings.admins)
    identity = Identity(store, connector)
    turns = Turns(store, product, organisation, clock, identity, admins, metrics, links)
    jobs = Jobs(store, clock, organisation, product.due)
    jobs.every_minute(Auditor(store, metrics, http, settings.heartbeat_url).run)
    health = Health(store, delivery, own_token)
    channel_tokens = None if local else ChannelTokens(settings, http)
    gate = Gate(settings, hosts, channel_tokens)
    adapter = Adapter(Authentication(connector, settings.app_id))
    endpoint = Endpoint(gate, adapter, Handler(turns))

    async def live(application: web.Application) -> AsyncIterator[None]:
        tasks = [_wake_up(store, clock, jobs, delivery), metrics.watch_loop()]
        if channel_tokens is not None:
            tasks.append(channel_tokens.warm_up())
        running = [asyncio.create_task(task) for task in tasks]
        yield
        await jobs.stop()
        for task in running:
            task.cancel()
        await delivery.stop()
        await http.close()
        await asyncio.to_thread(store.close)

    application = web.Application(middlewares=[say_nothing_to_strangers])
    application.cleanup_ctx.append(live)
    application.router.add_post("/api/messages", endpoint.receive)
    application.router.add_get("/minutes/{link}", downloads.minutes)
    application.router.add_get("/healthz", health.alive)
    application.router.add_get("/readyz", health.ready)
    application.router.add_get("/metrics", metrics.show)
    if local:
        application.router.add_post("/local/clock", LocalClock(clock, store, jobs).advance)
    return application


@web.middleware
async def say_nothing_to_strangers(request: web.Request, handler: Handle) -> web.StreamResponse:
    """What the server itself refuses (a path, a method) gets its status and an empty body too."""
    try:
        return await handler(request)
    except web.HTTPException as refusal:
        return web.Response(status=refusal.status)


async def _wake_up(store: Store, clock: Clock, jobs: Jobs, delivery: Delivery) -> None:
    """Wait for the database as long as it takes; the edge meanwhile says that nothing is kept."""
    while not await _prepared(store, clock):
        await asyncio.sleep(STORE_RETRY_SECONDS)
    _spare_the_collector()
    jobs.start()
    await delivery.run()


def _spare_the_collector() -> None:
    """What was loaded to start with stays for good: walking through it again and again would hold
    the event loop for 80 ms each time."""
    gc.collect()
    gc.freeze()


async def _prepared(store: Store, clock: Clock) -> bool:
    try:
        await asyncio.to_thread(upgrade, store.engine)
        await clock.restore(store)
    except StoreUnavailable as error:
        log.warning("database_unreachable", error=str(error))
        return False
    return True
