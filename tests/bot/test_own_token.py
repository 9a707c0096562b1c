"""The token we speak with: asked for once, renewed when it is refused, and never in the way."""

from __future__ import annotations

import asyncio

import pytest
from aiohttp import web

from bot.settings import Settings
from bot.tokens import OwnToken, TokenRefused
from tests.bot.conftest import FreshDatabase
from tests.bot.deployments import APP_ID, Deployment, Request, listening, running_bot
from tests.support.world import free_port


async def test_many_sends_at_once_ask_for_one_token(own_bot: Deployment) -> None:
    assert own_bot.authority is not None
    strangers = [own_bot.teams.add_person(f"Agent {number}") for number in range(20)]
    for person in strangers:
        person.installed = True
    answers = await asyncio.gather(*(person.says("accueil") for person in strangers))
    assert {answer.status for answer in answers} == {200}
    await own_bot.teams.until(lambda: all(len(person.sees()) == 2 for person in strangers))
    assert own_bot.authority.hits["token"] == 1
    assert {call.status for call in own_bot.teams.requests} <= {200, 201}


async def test_a_token_that_teams_no_longer_takes_is_renewed(own_bot: Deployment) -> None:
    assert own_bot.authority is not None
    camille = own_bot.camille
    await camille.says("accueil")
    await own_bot.teams.until(lambda: camille.sees()[-1].sender == "bot")
    own_bot.authority.issued.clear()
    await camille.says("souci un")
    await own_bot.teams.until(lambda: camille.sees()[-1].sender == "bot")
    assert "souci un" in camille.sees()[-1].words


async def test_a_login_service_that_is_away_delays_what_is_said_and_loses_nothing(
    fresh_database: FreshDatabase,
) -> None:
    port = free_port()
    authority = f"http://127.0.0.1:{port}"
    async with running_bot(fresh_database(), login_authority=authority) as bot:
        assert bot.authority is not None
        camille = bot.camille
        await camille.says("souci un")
        assert (await bot.send(bot.pressed())).status == 200
        await asyncio.sleep(0.3)
        assert camille.sees()[-1].sender is camille
        application = web.Application()
        application.add_routes(bot.authority.routes())
        runner = web.AppRunner(application, access_log=None)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", port).start()
        await bot.teams.until(lambda: camille.sees()[-1].sender == "bot")
        await runner.cleanup()
        assert "souci un" in camille.sees()[-1].words


async def test_a_login_service_that_hangs_holds_up_nobody_who_presses(
    fresh_database: FreshDatabase,
) -> None:
    async def hang(request: Request) -> web.Response:
        await asyncio.sleep(1.5)
        return web.Response(status=503)

    async with (
        listening(hang) as login,
        running_bot(fresh_database(), login_authority=login.origin) as bot,
    ):
        await bot.camille.says("souci un")
        await bot.teams.until(lambda: login.seen)
        answers = [await bot.send(bot.pressed()) for _ in range(5)]
        assert [answer.status for answer in answers] == [200] * 5
        assert max(answer.seconds for answer in answers) < 0.5


@pytest.mark.parametrize("status", [400, 404, 500, 503])
async def test_a_login_service_that_is_ill_refuses_and_nothing_else_breaks(status: int) -> None:
    async def fail(request: Request) -> web.Response:
        return web.Response(status=status)

    async with listening(fail) as login:
        asked = {"app_id": APP_ID, "tenant_id": "t", "app_secret": "s"}
        settings = Settings(_env_file=None, login_authority=login.origin, **asked)
        with pytest.raises(TokenRefused):
            await OwnToken(settings).get()
