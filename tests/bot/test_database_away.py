"""A database that is not there: people are told so at once, and all is well when it comes."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import pytest
from aiohttp import ClientSession

from bot.commands import start
from bot.settings import Settings
from simulator import Teams
from tests.support.postgresql import Server
from tests.support.world import free_port

SENTENCE = "votre message n'a pas été enregistré"
AT_ONCE = 3.0
"""Seconds: Teams sends a dialog again after five."""


@dataclass
class Door:
    """The way to the database; what is `silent` lets nothing through, and says nothing of it."""

    silent: bool = False

    async def pump(self, source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
        try:
            while data := await source.read(65_536):
                while self.silent:
                    await asyncio.sleep(0.05)
                target.write(data)
        finally:
            target.close()


@asynccontextmanager
async def door_to(port: int, server: Server) -> AsyncIterator[Door]:
    """From now on, the database answers on this port too."""
    door, tasks = Door(), set[asyncio.Task[None]]()

    async def connect(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there, back = await asyncio.open_connection("127.0.0.1", server.port)
        tasks.add(asyncio.create_task(door.pump(reader, back)))
        tasks.add(asyncio.create_task(door.pump(there, writer)))

    listener = await asyncio.start_server(connect, "127.0.0.1", port)
    try:
        yield door
    finally:
        listener.close()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


@pytest.mark.parametrize("name", ["adaptiveCard/action", "task/fetch", "task/submit"])
async def test_without_a_database_whoever_presses_is_told_in_the_answer(name: str) -> None:
    async with bot_without_database() as (teams, _, _):
        camille = teams.add_person("Camille Petit")
        camille.installed = True
        form = {"verb": "incident.report", "form_id": "1", "what": "écran"}
        value = {"action": {"verb": "incident.report", "data": form}, "data": form}
        invoke = teams.activities.invoke(camille, camille.chat, None, name, value)
        began = asyncio.get_running_loop().time()
        answer = (await teams.deliver(invoke))[0]
        assert asyncio.get_running_loop().time() - began < AT_ONCE
        assert answer.status == 200
        assert SENTENCE in str(answer.body)


async def test_without_a_database_whoever_writes_is_told_and_it_recovers_by_itself(
    postgresql: Server, migrated_postgresql: str
) -> None:
    url = postgresql.create(template=migrated_postgresql)
    async with bot_without_database(url.rsplit("/", 1)[1]) as (teams, port, bot_url):
        camille = teams.add_person("Camille Petit")
        camille.installed = True
        answer = await camille.says("mon écran est noir")
        assert (answer.status, answer.body) == (200, None)
        assert SENTENCE in camille.sees()[-1].text
        async with ClientSession() as http, door_to(port, postgresql):
            await ready(http, bot_url)
            await camille.says("mon clavier est muet")
            await teams.until(lambda: "Envoyer" in camille.sees()[-1].buttons)
            assert not any("écran est noir" in str(m.card) for m in camille.sees())


async def test_a_database_that_falls_silent_holds_nobody_up(
    postgresql: Server, migrated_postgresql: str
) -> None:
    url = postgresql.create(template=migrated_postgresql)
    async with bot_without_database(url.rsplit("/", 1)[1]) as (teams, port, bot_url):
        camille = teams.add_person("Camille Petit")
        camille.installed = True
        async with ClientSession() as http, door_to(port, postgresql) as door:
            await ready(http, bot_url)
            await camille.says("accueil")
            await teams.until(lambda: camille.sees()[-1].buttons)
            door.silent = True
            value = {"action": {"verb": "language.choose", "data": {"locale": "en"}}}
            name = "adaptiveCard/action"
            invoke = teams.activities.invoke(camille, camille.chat, None, name, value)
            async with asyncio.timeout(5):
                (answer,) = await teams.deliver(invoke)
            assert answer.status == 200
            assert SENTENCE in str(answer.body)


async def ready(http: ClientSession, bot_url: str) -> None:
    async with asyncio.timeout(10):
        while True:
            async with http.get(f"{bot_url}/readyz") as response:
                if response.status == 200:
                    return
            await asyncio.sleep(0.1)


@asynccontextmanager
async def bot_without_database(
    database: str = "permanence",
) -> AsyncIterator[tuple[Teams, int, str]]:
    """A bot, its Teams, and the port on which its database should be."""
    database_port, port = free_port(), free_port()
    url = f"postgresql+psycopg://postgres@127.0.0.1:{database_port}/{database}"
    bot = await start(Settings(database_url=url, _env_file=None), "127.0.0.1", port, local=True)
    teams = Teams(f"http://127.0.0.1:{port}/api/messages")
    await teams.start()
    try:
        yield teams, database_port, f"http://127.0.0.1:{port}"
    finally:
        await teams.stop()
        await bot.cleanup()
