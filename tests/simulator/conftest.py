"""A Teams, a bot beside it, and two people."""

from collections.abc import AsyncIterator

import aiohttp
import pytest
import pytest_asyncio
from aiohttp import web

from simulator import Person, Teams
from tests.simulator.echo_bot import Clock, Connector, EchoBot


@pytest_asyncio.fixture
async def bot() -> AsyncIterator[EchoBot]:
    echo = EchoBot()
    app = web.Application()
    app.router.add_post("/api/messages", echo.receive)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    echo.url = f"http://127.0.0.1:{runner.addresses[0][1]}/api/messages"
    yield echo
    await runner.cleanup()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest_asyncio.fixture
async def teams(bot: EchoBot, clock: Clock) -> AsyncIterator[Teams]:
    stand_in = Teams(bot.url, clock=clock, timeout=2.0)
    await stand_in.start()
    yield stand_in
    await stand_in.stop()


@pytest_asyncio.fixture
async def connector(teams: Teams) -> AsyncIterator[Connector]:
    async with aiohttp.ClientSession() as session:
        yield Connector(session, teams)


@pytest_asyncio.fixture
async def camille(teams: Teams) -> Person:
    person = teams.add_person("Camille Petit", email="camille.petit@region.example")
    await person.installs()
    return person


@pytest_asyncio.fixture
async def nadia(teams: Teams) -> Person:
    person = teams.add_person("Nadia Roux")
    await person.installs()
    return person
