"""Whoever has no good token gets nothing: an empty refusal, and no trace in the database."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable

import pytest
import pytest_asyncio

from simulator.identity import SigningKey
from tests.bot.deployments import APP_ID, JSON_TYPE, Deployment, Headers, Listener, listening
from tests.bot.forgery import Forger
from tests.bot.irregular_tokens import IRREGULAR, Forge, in_seconds

pytestmark = pytest.mark.asyncio(loop_scope="module")

ATTACKER = SigningKey()


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def key_server() -> AsyncIterator[Listener]:
    """An attacker's own."""
    async with listening() as listener:
        yield listener


@pytest.fixture
def forger(secured: Deployment, key_server: Listener) -> Forger:
    assert secured.authority is not None
    service_url, key = secured.teams.service_url, secured.authority.keys[0]
    return Forger(APP_ID, service_url, key, f"{key_server.origin}/keys", ATTACKER)


def bearer(token: str) -> list[tuple[str, str]]:
    return [("Authorization", f"Bearer {token}")]


HEADERS: dict[str, Callable[[str], Headers]] = {
    "no header": lambda good: [],
    "two headers": lambda good: [*bearer(good), *bearer(good)],
    "a good one and another": lambda good: [*bearer(good), ("Authorization", "Basic eDp5")],
    "an empty header": lambda good: [("Authorization", "")],
    "a scheme alone": lambda good: [("Authorization", "Bearer")],
    "a token alone": lambda good: [("Authorization", good)],
    "Basic": lambda good: [("Authorization", f"Basic {good}")],
    "Negotiate": lambda good: [("Authorization", f"Negotiate {good}")],
    "Bearer with a colon": lambda good: [("Authorization", f"Bearer: {good}")],
    "Proxy-Authorization": lambda good: [("Proxy-Authorization", f"Bearer {good}")],
    "X-Authorization": lambda good: [("X-Authorization", f"Bearer {good}")],
    "a cookie": lambda good: [("Cookie", f"Authorization=Bearer {good}")],
    "8 KB of garbage": lambda good: bearer("x" * 8_300),
}


async def test_a_good_token_is_admitted_and_the_reply_reaches_teams(secured: Deployment) -> None:
    answer = await secured.camille.says("Mon écran reste noir")
    assert (answer.status, answer.body) == (200, None)
    await secured.teams.until(lambda: "Envoyer" in secured.camille.sees()[-1].buttons)
    calls = list(secured.teams.requests)
    assert calls
    assert all(call.bearer and call.status == 201 for call in calls)


@pytest.mark.parametrize("forge", IRREGULAR.values(), ids=IRREGULAR)
async def test_an_irregular_token_changes_nothing(
    secured: Deployment, forger: Forger, key_server: Listener, forge: Forge
) -> None:
    before = await secured.rows()
    activity = secured.said("bonjour")
    for _ in range(2):
        answer = await secured.send(activity, bearer(forge(forger)))
        assert answer.status in (401, 403)
        assert answer.body == b""
    assert await secured.rows() == before
    assert key_server.seen == []


@pytest.mark.parametrize("headers_with", HEADERS.values(), ids=HEADERS)
async def test_an_irregular_header_changes_nothing(
    secured: Deployment, forger: Forger, headers_with: Callable[[str], Headers]
) -> None:
    before = await secured.rows()
    answer = await secured.send(secured.said("bonjour"), headers_with(forger.claiming()))
    assert answer.status in (400, 401, 403, 431)
    assert answer.body == b""
    assert await secured.rows() == before


async def test_a_header_that_is_not_ascii_changes_nothing(secured: Deployment) -> None:
    before = await secured.rows()
    reader, writer = await asyncio.open_connection("127.0.0.1", int(secured.url.rsplit(":", 1)[1]))
    writer.write(
        b"POST /api/messages HTTP/1.1\r\nHost: bot\r\nConnection: close\r\n"
        b"Content-Type: application/json\r\nAuthorization: Bearer \xe9\xff.e30.e30\r\n"
        b"Content-Length: 2\r\n\r\n{}"
    )
    answer = await reader.read()
    writer.close()
    await writer.wait_closed()
    assert answer.split(b" ")[1] in (b"400", b"401", b"403")
    assert answer.partition(b"\r\n\r\n")[2] == b""
    assert await secured.rows() == before


@pytest.mark.parametrize("name", ["token", "access_token", "Authorization", "authorization"])
async def test_a_token_in_the_query_string_counts_for_nothing(
    secured: Deployment, forger: Forger, name: str
) -> None:
    path = f"/api/messages?{name}={forger.claiming()}"
    answer = await secured.post(b"{}", [JSON_TYPE], path=path)
    assert (answer.status, answer.body) == (401, b"")


async def test_a_token_in_the_body_counts_for_nothing(secured: Deployment, forger: Forger) -> None:
    activity = secured.said("bonjour", access_token=forger.claiming())
    answer = await secured.send(activity, [])
    assert (answer.status, answer.body) == (401, b"")


@pytest.mark.parametrize("scheme", ["Bearer", "bearer", "BEARER"])
async def test_the_scheme_is_read_in_any_case(
    secured: Deployment, forger: Forger, scheme: str
) -> None:
    header = [("Authorization", f"{scheme} {forger.claiming()}")]
    assert (await secured.send(secured.pressed(), header)).status == 200


@pytest.mark.parametrize(
    "claims",
    [{"exp": -290}, {"nbf": 290}, {"exp": -290, "nbf": -600}],
    ids=["expired 4 min 50 ago", "valid in 4 min 50", "both in the past"],
)
async def test_clocks_may_differ_by_nearly_five_minutes(
    secured: Deployment, forger: Forger, claims: dict[str, int]
) -> None:
    moved = {name: in_seconds(seconds) for name, seconds in claims.items()}
    answer = await secured.send(secured.pressed(), bearer(forger.claiming(**moved)))
    assert answer.status == 200


async def test_a_token_that_was_good_is_refused_for_another_service_address(
    secured: Deployment, forger: Forger
) -> None:
    token = bearer(forger.claiming())
    assert (await secured.send(secured.pressed(), token)).status == 200
    elsewhere = secured.pressed(serviceUrl="https://smba.trafficmanager.net/emea/")
    answer = await secured.send(elsewhere, token)
    assert (answer.status, answer.body) == (401, b"")
