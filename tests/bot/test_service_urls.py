"""Our bearer token goes to the hosts on the list and to nobody else, whatever an address says."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest
import pytest_asyncio
from aiohttp import web
from sqlalchemy import select

from domain.notices import Recipient
from storage.conversations import Address
from storage.tables import conversations
from storage.unit_of_work import UnitOfWork
from tests.bot.conftest import FreshDatabase
from tests.bot.deployments import Deployment, Listener, Request, listening, running_bot

pytestmark = pytest.mark.asyncio(loop_scope="module")

ELSEWHERE = {
    "another port": "http://127.0.0.1:{canary}/",
    "the listed one as a user": "http://127.0.0.1:{listed}@127.0.0.1:{canary}/",
    "a user and a password": "http://user:password@127.0.0.1:{canary}/",
    "an empty user": "http://@127.0.0.1:{canary}/",
    "a name": "http://localhost:{canary}/",
    "a name with a dot": "http://localhost.:{canary}/",
    "a name in capitals": "http://LOCALHOST:{canary}/",
    "a trailing dot": "http://127.0.0.1.:{canary}/",
    "decimal": "http://2130706433:{canary}/",
    "hexadecimal": "http://0x7f000001:{canary}/",
    "octal": "http://0177.0.0.1:{canary}/",
    "short": "http://127.1:{canary}/",
    "nought": "http://0.0.0.0:{canary}/",
    "IPv6": "http://[::1]:{canary}/",
    "IPv4 in IPv6": "http://[::ffff:127.0.0.1]:{canary}/",
    "https": "https://127.0.0.1:{canary}/",
    "scheme in capitals": "HTTP://127.0.0.1:{canary}/",
    "no scheme": "127.0.0.1:{canary}/",
    "no scheme but slashes": "//127.0.0.1:{canary}/",
    "three slashes": "http:///127.0.0.1:{canary}/",
    "one slash": "http:/127.0.0.1:{canary}/",
    "ftp": "ftp://127.0.0.1:{canary}/",
    "file": "file://127.0.0.1:{canary}/etc/passwd",
    "backslash after the listed": "http://127.0.0.1:{listed}\\@127.0.0.1:{canary}/",
    "backslash before the listed": "http://127.0.0.1:{canary}\\@127.0.0.1:{listed}/",
    "backslashes for slashes": "http:\\\\127.0.0.1:{canary}\\",
    "a tab": "http://127.0.0.1:{listed}\t@127.0.0.1:{canary}/",
    "a tab in the scheme": "ht\ttp://127.0.0.1:{canary}/",
    "a line feed": "http://127.0.0.1:{listed}\n@127.0.0.1:{canary}/",
    "a carriage return": "http://127.0.0.1:{canary}\r\n/",
    "a blank before": " http://127.0.0.1:{canary}/",
    "a blank within": "http://127.0.0.1:{listed} @127.0.0.1:{canary}/",
    "a NUL": "http://127.0.0.1:{listed}\0@127.0.0.1:{canary}/",
    "a semicolon": "http://127.0.0.1:{listed};@127.0.0.1:{canary}/",
    "the listed in the path": "http://127.0.0.1:{canary}/http://127.0.0.1:{listed}/",
    "the listed in the query": "http://127.0.0.1:{canary}/?http://127.0.0.1:{listed}/",
    "the listed in the fragment": "http://127.0.0.1:{canary}/#@127.0.0.1:{listed}/",
    "two ports": "http://127.0.0.1:{listed}:{canary}/",
    "a port in wide digits": "http://127.0.0.1:１２３/",
    "a longer port": "http://127.0.0.1:{listed}0/",
    "Teams as a user": "https://smba.trafficmanager.net@127.0.0.1:{canary}/",
    "Teams as a user, encoded": "https://smba.trafficmanager.net%2f@127.0.0.1:{canary}/",
    "a suffix": "https://smba.trafficmanager.net.evil.example/",
    "a prefix": "https://evil-smba.trafficmanager.net/",
    "a subdomain": "https://evil.smba.trafficmanager.net/",
    "the domain alone": "https://trafficmanager.net/",
    "a star": "https://*.trafficmanager.net/",
    "an encoded dot": "https://smba.trafficmanager.net%2eevil.example/",
    "an encoded NUL": "https://smba.trafficmanager.net%00.evil.example/",
    "a Cyrillic letter": "https://smb\u0430.trafficmanager.net/",
    "wide letters": "https://ｓｍｂａ.trafficmanager.net.evil.example/",
    "an ideographic dot": "https://smba.trafficmanager.net\u3002evil.example/",
    "a letter that folds": "https://\u017fmba.trafficmanager.net/",
    "a zero-width letter": "https://smba.traffic\u200bmanager.net/",
    "Teams without TLS": "http://smba.trafficmanager.net/",
    "Teams on another port": "https://smba.trafficmanager.net:8443/",
    "Teams on the port of http": "https://smba.trafficmanager.net:80/",
    "empty": "",
    "a slash": "/",
    "too long": "http://127.0.0.1:{canary}/" + "a" * 3_000,
}
LISTED_IN_ODD_WAYS = {
    "a fragment": "http://127.0.0.1:{listed}#@127.0.0.1:{canary}/",
    "a query": "http://127.0.0.1:{listed}?@127.0.0.1:{canary}/",
    "a path that climbs": "http://127.0.0.1:{listed}/../../@127.0.0.1:{canary}/",
    "a path like a host": "http://127.0.0.1:{listed}//127.0.0.1:{canary}/",
    "an encoded path": "http://127.0.0.1:{listed}/%0d%0aHost:127.0.0.1:{canary}/",
    "a tab at the end": "http://127.0.0.1:{listed}\t/",
    "a line feed in the path": "http://127.0.0.1:{listed}/\r\nHost: 127.0.0.1:{canary}",
}


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def canary() -> AsyncIterator[Listener]:
    """A server that must never hear from us."""
    async with listening() as listener:
        yield listener


def written(pattern: str, canary: Listener, bot: Deployment) -> str:
    listed = bot.teams.service_url.rstrip("/").rsplit(":", 1)[1]
    return pattern.format(canary=canary.port, listed=listed)


def owe(unit: UnitOfWork, service_url: str, number: int) -> str:
    """Somebody who wrote from this address, when it was still allowed, is owed a sentence."""
    where = f"a:owed-{number}"
    unit.conversations.note(Address(where, service_url, "t", f"p{number}"), datetime.now(UTC))
    unit.tell("text", {"text": "bonjour"}, Recipient("conversation", where))
    return where


@pytest.mark.parametrize("pattern", ELSEWHERE.values(), ids=ELSEWHERE)
async def test_an_address_that_is_not_on_the_list_is_refused_at_receipt(
    secured: Deployment, canary: Listener, pattern: str
) -> None:
    before = await secured.rows()
    activity = secured.said("bonjour", serviceUrl=written(pattern, canary, secured))
    answer = await secured.send(activity)
    assert answer.status in (400, 401, 403)
    assert answer.body == b""
    assert await secured.rows() == before
    assert canary.seen == []


async def test_an_address_stored_and_no_longer_on_the_list_gets_nothing(
    fresh_database: FreshDatabase, canary: Listener
) -> None:
    async with running_bot(fresh_database()) as bot:
        patterns = list({**ELSEWHERE, **LISTED_IN_ODD_WAYS}.values())

        def owe_all(unit: UnitOfWork) -> None:
            for number, pattern in enumerate(patterns):
                owe(unit, written(pattern, canary, bot), number)
            owe(unit, bot.teams.service_url, len(patterns))

        await bot.store.transact(owe_all)
        witness = f"a:owed-{len(patterns)}"
        await bot.teams.until(lambda: any(witness in call.path for call in bot.teams.requests))
        await asyncio.sleep(0.3)
        assert canary.seen == []
        query = select(conversations.c.conversation_id).where(conversations.c.dead_reason.is_(None))
        alive = await bot.store.read(lambda unit: set(unit.session.scalars(query)))
        assert not alive & {f"a:owed-{number}" for number in range(len(ELSEWHERE))}


@pytest.mark.parametrize("pattern", LISTED_IN_ODD_WAYS.values(), ids=LISTED_IN_ODD_WAYS)
async def test_odd_ways_to_write_the_listed_host_lead_nowhere_else(
    secured: Deployment, canary: Listener, pattern: str
) -> None:
    answer = await secured.send(secured.said(serviceUrl=written(pattern, canary, secured)))
    assert answer.status < 500
    await secured.rows()
    assert canary.seen == []


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
async def test_a_connector_that_redirects_is_not_followed(
    fresh_database: FreshDatabase, canary: Listener, status: int
) -> None:
    async def redirect(request: Request) -> web.Response:
        return web.Response(status=status, headers={"Location": f"{canary.origin}/stolen"})

    async with (
        listening(redirect) as connector,
        running_bot(fresh_database(), hosts=[connector.origin]) as bot,
    ):
        answer = await bot.send(bot.said(serviceUrl=f"{connector.origin}/"))
        assert answer.status == 200
        await bot.teams.until(lambda: connector.seen)
        await asyncio.sleep(0.1)
        assert "Authorization" in connector.seen[0].headers
        assert canary.seen == []
