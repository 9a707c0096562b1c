"""Tokens, both ways."""

import asyncio
from collections.abc import AsyncIterator

import aiohttp
import jwt
import msal
import pytest
import pytest_asyncio

from simulator import Authority, Teams
from simulator.identity import METADATA
from simulator.login import LoginClient
from tests.simulator.echo_bot import EchoBot

APP_ID = "22222222-2222-4222-8222-222222222222"


@pytest_asyncio.fixture
async def secured(bot: EchoBot) -> AsyncIterator[Teams]:
    teams = Teams(bot.url, authority=Authority(APP_ID), checks_bot_token=True)
    await teams.start()
    yield teams
    await teams.stop()


def authority_of(teams: Teams) -> Authority:
    assert teams.authority is not None
    return teams.authority


async def published_keys(teams: Teams) -> dict[str, jwt.PyJWK]:
    async with aiohttp.ClientSession(teams.service_url) as session:
        async with session.get(METADATA) as response:
            address = (await response.json())["jwks_uri"]
        async with session.get(address) as response:
            keys = (await response.json())["keys"]
    assert all(key["endorsements"] == ["msteams"] for key in keys)
    return {key["kid"]: jwt.PyJWK(key) for key in keys}


async def test_each_activity_carries_a_token_that_the_published_keys_verify(
    secured: Teams, bot: EchoBot
) -> None:
    await secured.add_person("Camille Petit").installs()
    token = bot.headers[-1]["Authorization"].removeprefix("Bearer ")
    keys = await published_keys(secured)
    key = keys[jwt.get_unverified_header(token)["kid"]]
    claims = jwt.decode(
        token, key, ["RS256"], audience=APP_ID, issuer="https://api.botframework.com"
    )
    assert claims["serviceurl"] == secured.service_url == bot.last["serviceUrl"]


async def test_a_new_key_signs_from_its_rotation_on(secured: Teams) -> None:
    authority = authority_of(secured)
    former = authority.keys[0].kid
    fresh = authority.rotate(keep=False).kid
    assert set(await published_keys(secured)) == {fresh}
    header = jwt.get_unverified_header(authority.token(secured.service_url))
    assert header["kid"] == fresh != former


async def test_claims_are_overridden_or_left_out(secured: Teams) -> None:
    token = authority_of(secured).token(secured.service_url, exp=None, aud="other")
    claims = jwt.decode(token, options={"verify_signature": False})
    assert "exp" not in claims
    assert claims["aud"] == "other"


@pytest.mark.parametrize("header", [None, "Bearer made-up", "Basic x"])
async def test_the_connector_refuses_a_token_that_login_did_not_give(
    secured: Teams, header: str | None
) -> None:
    headers = {"Authorization": header} if header else {}
    async with (
        aiohttp.ClientSession(secured.service_url, headers=headers) as session,
        session.get("/v3/conversations/x") as response,
    ):
        assert response.status == 401


async def test_msal_gets_a_token_that_the_connector_accepts(secured: Teams) -> None:
    camille = secured.add_person("Camille Petit")
    await camille.installs()
    app = await asyncio.to_thread(
        msal.ConfidentialClientApplication,
        APP_ID,
        client_credential="secret",
        authority=f"https://login.microsoftonline.com/{secured.tenant_id}",
        http_client=LoginClient(secured.service_url),
    )
    scopes = ["https://api.botframework.com/.default"]
    answer = await asyncio.to_thread(app.acquire_token_for_client, scopes)
    headers = {"Authorization": f"Bearer {answer['access_token']}"}
    path = f"/v3/conversations/{camille.chat.id}/members"
    async with (
        aiohttp.ClientSession(secured.service_url, headers=headers) as session,
        session.get(path) as response,
    ):
        assert response.status == 200
    assert authority_of(secured).hits["token"] == 1
