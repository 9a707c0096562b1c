"""A bot on loopback, a stand-in for Teams that signs or not, and servers that watch."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from aiohttp import ClientSession, web
from sqlalchemy import func, select

from bot.commands import start
from bot.directory import read_people
from bot.organisation import read_organisation
from bot.settings import PROJECT, Settings
from simulator import Authority, Person, Teams
from storage import open_store
from storage.store import Store
from storage.tables import metadata
from storage.unit_of_work import UnitOfWork
from tests.support.world import EXAMPLE_ORGANISATION, free_port

APP_ID = "22222222-2222-4222-8222-222222222222"
EXAMPLE_PEOPLE = PROJECT / "people.example.csv"
LEASE = frozenset({"lease_owner", "lease_until", "fence"})
JSON_TYPE = ("Content-Type", "application/json; charset=utf-8")

Headers = Iterable[tuple[str, str]]
Json = dict[str, Any]


@dataclass(frozen=True)
class Answered:
    """What a caller of the bot gets back, and after how many seconds."""

    status: int
    body: bytes
    content_type: str
    seconds: float

    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def is_refused(self) -> bool:
        return self.status >= 400


@dataclass
class Deployment:
    """The bot at `url` with its database, and the `teams` it belongs to.

    With an `authority` it is a bot outside local mode: whoever calls it needs a token.
    """

    url: str
    teams: Teams
    store: Store
    settings: Settings
    bot: web.AppRunner
    authority: Authority | None
    http: ClientSession
    people: dict[str, Person]

    @property
    def camille(self) -> Person:
        return self.people["camille"]

    def said(self, text: str = "accueil", **changes: Any) -> Json:
        """A message of Camille's, as Teams would send it, with some fields changed."""
        where, number = self.camille.chat, self.teams.next_id()
        activity = self.teams.activities.message(self.camille, where, None, number, text)
        return activity | changes

    def pressed(self, verb: str = "home.show", **changes: Any) -> Json:
        """A click of Camille's on a button of this verb."""
        action = {"type": "Action.Execute", "verb": verb, "data": {}}
        value = {"action": action, "trigger": "manual"}
        where = self.camille.chat
        name = "adaptiveCard/action"
        activity = self.teams.activities.invoke(self.camille, where, None, name, value)
        return activity | changes

    def token_for(self, service_url: Any) -> list[tuple[str, str]]:
        if self.authority is None:
            return []
        token = self.authority.token(service_url=service_url)
        return [("Authorization", f"Bearer {token}")]

    async def send(self, activity: Any, headers: Headers | None = None) -> Answered:
        """Post an activity with a good token, or with these headers and no others."""
        own = self.token_for(_address_in(activity)) if headers is None else headers
        return await self.post(json.dumps(activity).encode(), [JSON_TYPE, *own])

    async def post(
        self, body: Any, headers: Headers, *, path: str = "/api/messages", method: str = "POST"
    ) -> Answered:
        began = asyncio.get_running_loop().time()
        async with self.http.request(
            method, self.url + path, data=body, headers=list(headers)
        ) as response:
            content = await response.read()
            seconds = asyncio.get_running_loop().time() - began
            return Answered(response.status, content, response.content_type, seconds)

    async def rows(self) -> dict[str, list[tuple[Any, ...]]]:
        """Every row of every table, once nothing is under way any more."""
        async with asyncio.timeout(5):
            while await self.store.read(lambda unit: unit.lanes.waiting(datetime.now(UTC))):
                await asyncio.sleep(0.02)
        return await self.store.read(_rows)

    async def counts(self) -> dict[str, int]:
        """How many rows there are: what delivery marks as sent does not change it."""
        return await self.store.read(_counts)


def _address_in(activity: Any) -> Any:
    return activity.get("serviceUrl") if isinstance(activity, dict) else None


def _rows(unit: UnitOfWork) -> dict[str, list[tuple[Any, ...]]]:
    """But for whose turn it is to send, which changes while nothing happens."""
    found = {}
    for table in metadata.sorted_tables:
        columns = [column for column in table.c if column.name not in LEASE]
        found[table.name] = [tuple(row) for row in unit.session.execute(select(*columns))]
    return found


def _counts(unit: UnitOfWork) -> dict[str, int]:
    tables = metadata.sorted_tables
    count = select(func.count())
    return {table.name: unit.session.scalar(count.select_from(table)) or 0 for table in tables}


@asynccontextmanager
async def running_bot(
    database_url: str,
    *,
    local: bool = False,
    rate_limits: bool = True,
    hosts: Iterable[str] = (),
    **settings: Any,
) -> AsyncIterator[Deployment]:
    """A bot with the example's directory; `hosts` are more origins that it may speak to."""
    authority = None if local else Authority(APP_ID)
    port = free_port()
    teams = Teams(
        f"http://127.0.0.1:{port}/api/messages",
        authority=authority,
        checks_bot_token=not local,
        rate_limits=rate_limits,
    )
    await teams.start()
    asked = _settings_of(teams, database_url, local=local, hosts=hosts) | settings
    chosen = Settings(_env_file=None, **asked)
    store = open_store(database_url)
    entries = read_people(EXAMPLE_PEOPLE, read_organisation(EXAMPLE_ORGANISATION))
    await store.transact(lambda unit: unit.people.replace_directory(entries))
    bot = await start(chosen, "127.0.0.1", port, local=local)
    people = {
        entry.name.split()[0].lower(): teams.add_person(entry.name, aad_object_id=entry.person_id)
        for entry in entries
    }
    for person in people.values():
        person.installed = True
    http = ClientSession()
    url = f"http://127.0.0.1:{port}"
    try:
        yield Deployment(url, teams, store, chosen, bot, authority, http, people)
    finally:
        await http.close()
        await bot.cleanup()
        await teams.stop()
        store.close()


def _settings_of(
    teams: Teams, database_url: str, *, local: bool, hosts: Iterable[str]
) -> dict[str, Any]:
    if local:
        return {"database_url": database_url}
    origin = teams.service_url.rstrip("/")
    return {
        "database_url": database_url,
        "app_id": APP_ID,
        "tenant_id": teams.tenant_id,
        "app_secret": "secret",
        "channel_openid_metadata": f"{origin}/identity/.well-known/openidconfiguration",
        "login_authority": origin,
        "service_hosts": frozenset({origin, *hosts}),
    }


@dataclass(frozen=True)
class Request:
    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes


Answer = Callable[[Request], Awaitable[web.Response]]


@dataclass
class Listener:
    """A server on loopback that remembers every request, and answers as it is told."""

    answer: Answer
    origin: str = ""
    seen: list[Request] = field(default_factory=list)

    async def receive(self, request: web.Request) -> web.Response:
        known = Request(
            request.method, request.raw_path, request.headers.copy(), await request.read()
        )
        self.seen.append(known)
        return await self.answer(known)

    @property
    def port(self) -> int:
        return int(self.origin.rsplit(":", 1)[1])


async def accepts(request: Request) -> web.Response:
    """The answer of a connector that takes everything."""
    return web.json_response({"id": "1481567603816"}, status=201)


@asynccontextmanager
async def listening(answer: Answer = accepts) -> AsyncIterator[Listener]:
    listener = Listener(answer)
    application = web.Application()
    application.router.add_route("*", "/{path:.*}", listener.receive)
    runner = web.AppRunner(application, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    listener.origin = f"http://127.0.0.1:{runner.addresses[0][1]}"
    try:
        yield listener
    finally:
        await runner.cleanup()
