"""Keys change, and the servers that publish them fail: neither may be felt in a conversation."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from typing import Any

import pytest
from aiohttp import web

from simulator import Authority
from simulator.identity import SigningKey
from tests.bot.conftest import FreshDatabase
from tests.bot.deployments import APP_ID, Deployment, Listener, Request, listening, running_bot
from tests.bot.forgery import Forger

AT_ONCE = 1.0
"""Seconds: nobody notices less."""


def authority_of(bot: Deployment) -> Authority:
    assert bot.authority is not None
    return bot.authority


def signed(bot: Deployment, key: SigningKey, **claims: Any) -> list[tuple[str, str]]:
    """A token that was never seen before: one that was verified is remembered."""
    token = authority_of(bot).token(
        bot.teams.service_url, key=key, jti=bot.teams.next_id(), **claims
    )
    return [("Authorization", f"Bearer {token}")]


@pytest.fixture
def refetching(monkeypatch: pytest.MonkeyPatch) -> None:
    """The minute between two fetches for an unknown key is over at once."""
    monkeypatch.setattr("bot.tokens.REFETCH_SECONDS", 0)


@pytest.fixture
def stale_keys(monkeypatch: pytest.MonkeyPatch, refetching: None) -> None:
    """The day for which keys are kept is over at once."""
    monkeypatch.setattr("bot.tokens.KEYS_KEPT_SECONDS", 0)


@pytest.mark.usefixtures("refetching")
async def test_a_rotated_key_is_accepted(own_bot: Deployment) -> None:
    authority = authority_of(own_bot)
    former = authority.keys[0]
    assert (await own_bot.send(own_bot.pressed(), signed(own_bot, former))).status == 200
    fresh = authority.rotate()
    assert (await own_bot.send(own_bot.pressed(), signed(own_bot, fresh))).status == 200
    assert (await own_bot.send(own_bot.pressed(), signed(own_bot, former))).status == 200


@pytest.mark.usefixtures("refetching")
async def test_a_key_that_is_no_longer_published_is_refused(own_bot: Deployment) -> None:
    authority = authority_of(own_bot)
    former, fresh = authority.keys[0], authority.rotate(keep=False)
    assert (await own_bot.send(own_bot.pressed(), signed(own_bot, fresh))).status == 200
    assert (await own_bot.send(own_bot.pressed(), signed(own_bot, former))).status == 401


async def test_unknown_keys_do_not_make_us_hammer_the_metadata(own_bot: Deployment) -> None:
    authority = authority_of(own_bot)
    unknown = [SigningKey() for _ in range(3)]
    for key in unknown * 5:
        assert (await own_bot.send(own_bot.pressed(), signed(own_bot, key))).status == 401
    assert authority.hits["metadata"] == 1
    assert authority.hits["keys"] == 1


async def test_a_key_that_is_not_endorsed_for_teams_is_refused(own_bot: Deployment) -> None:
    authority = authority_of(own_bot)
    authority.endorsements = ("webchat", "MSTEAMS", "msteams2")
    before = await own_bot.rows()
    answer = await own_bot.send(own_bot.said("bonjour"), signed(own_bot, authority.keys[0]))
    assert (answer.status, answer.body) == (401, b"")
    assert await own_bot.rows() == before


@pytest.mark.usefixtures("stale_keys")
async def test_metadata_that_fails_leave_the_known_keys_in_force(own_bot: Deployment) -> None:
    authority = authority_of(own_bot)
    key = authority.keys[0]
    assert (await own_bot.send(own_bot.pressed(), signed(own_bot, key))).status == 200
    authority.metadata_status = 500
    assert (await own_bot.send(own_bot.pressed(), signed(own_bot, key))).status == 200


@pytest.mark.usefixtures("stale_keys")
async def test_metadata_that_hang_do_not_hold_up_whoever_has_a_known_key(
    own_bot: Deployment, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.tokens.FETCH_SECONDS", 1.5)
    authority = authority_of(own_bot)
    key = authority.keys[0]
    assert (await own_bot.send(own_bot.pressed(), signed(own_bot, key))).status == 200
    authority.metadata_delay = 60
    answer = await own_bot.send(own_bot.pressed(), signed(own_bot, key))
    assert answer.status == 200
    assert answer.seconds < AT_ONCE


@pytest.mark.usefixtures("refetching")
async def test_slow_metadata_hold_up_only_whoever_has_an_unknown_key(own_bot: Deployment) -> None:
    authority = authority_of(own_bot)
    key = authority.keys[0]
    assert (await own_bot.send(own_bot.pressed(), signed(own_bot, key))).status == 200
    authority.metadata_delay = 0.7
    stranger = signed(own_bot, SigningKey())
    waiting = asyncio.create_task(own_bot.send(own_bot.pressed(), stranger))
    await asyncio.sleep(0.1)
    answers = [await own_bot.send(own_bot.pressed(), signed(own_bot, key)) for _ in range(3)]
    assert not waiting.done()
    assert [answer.status for answer in answers] == [200, 200, 200]
    assert max(answer.seconds for answer in answers) < AT_ONCE
    assert (await waiting).status == 401


KEYS: dict[str, Callable[[SigningKey], bytes]] = {
    "an error page": lambda key: b"<html>Service unavailable</html>",
    "nothing": lambda key: b"",
    "not UTF-8": lambda key: b'{"keys": "\xff\xfe"}',
    "100 000 levels": lambda key: b"[" * 100_000,
    "null": lambda key: b"null",
    "a list": lambda key: b"[]",
    "no keys": lambda key: b"{}",
    "keys null": lambda key: b'{"keys": null}',
    "keys a text": lambda key: b'{"keys": "abc"}',
    "keys empty": lambda key: b'{"keys": []}',
    "keys are numbers": lambda key: b'{"keys": [1, 2]}',
    "a key null": lambda key: b'{"keys": [null]}',
    "a key without kid": lambda key: _published(key, kid=...),
    "a key whose kid is a list": lambda key: _published(key, kid=["a"]),
    "a key without modulus": lambda key: _published(key, n=...),
    "a key with a bad modulus": lambda key: _published(key, n="!!!"),
    "a key with a number for modulus": lambda key: _published(key, n=3),
    "another key, endorsements null": lambda key: _published(SigningKey(), endorsements=None),
    "another key, endorsements a number": lambda key: _published(SigningKey(), endorsements=1),
}


def _published(key: SigningKey, **changes: Any) -> bytes:
    jwk = {**key.jwk(("msteams",)), **changes}
    return json.dumps({"keys": [{n: v for n, v in jwk.items() if v is not ...}]}).encode()


class KeyServer:
    """Publishes whatever it is told to."""

    def __init__(self) -> None:
        self.origin = ""
        self.keys = b""

    async def answer(self, request: Request) -> web.Response:
        if request.path == "/metadata":
            return web.json_response({"jwks_uri": f"{self.origin}/keys"})
        return web.Response(body=self.keys, content_type="application/json")


@pytest.mark.usefixtures("refetching")
@pytest.mark.parametrize("publish", KEYS.values(), ids=KEYS)
async def test_nonsense_in_place_of_keys_leaves_the_known_ones_in_force(
    fresh_database: FreshDatabase, publish: Callable[[SigningKey], bytes]
) -> None:
    server = KeyServer()
    async with listening(server.answer) as listener:
        server.origin = listener.origin
        metadata = f"{listener.origin}/metadata"
        async with running_bot(fresh_database(), channel_openid_metadata=metadata) as bot:
            key = authority_of(bot).keys[0]
            server.keys = _published(key)
            assert (await bot.send(bot.pressed(), signed(bot, key))).status == 200
            server.keys = publish(key)
            await _expect_strangers_refused(bot, key, listener)
            assert (await bot.send(bot.pressed(), signed(bot, key))).status == 200


async def _expect_strangers_refused(bot: Deployment, key: SigningKey, listener: Listener) -> None:
    """Twice, so that what the first fetch left behind is met as well."""
    forger = Forger(APP_ID, bot.teams.service_url, key, listener.origin, SigningKey())
    for _ in range(2):
        token = forger.headed(kid="unknown")
        answer = await bot.send(bot.pressed(), [("Authorization", f"Bearer {token}")])
        assert (answer.status, answer.body) == (401, b"")
