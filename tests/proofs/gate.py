"""Irregular tokens, rotated keys and service addresses: what tests/bot has, run and counted."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from unittest.mock import patch

from sqlalchemy import select

from bot import tokens
from simulator.identity import SigningKey
from storage.tables import conversations
from storage.unit_of_work import UnitOfWork
from tests.bot.deployments import APP_ID, Answered, Deployment, Headers, Listener, listening
from tests.bot.forgery import Forger
from tests.bot.irregular_tokens import IRREGULAR
from tests.bot.test_gate_tokens import HEADERS, bearer
from tests.bot.test_service_urls import ELSEWHERE, LISTED_IN_ODD_WAYS, owe, written
from tests.proofs.ground import quiet_bot
from tests.proofs.proof import Figure, Run

WITHIN = 60
"""Seconds after which a rotated key must be known."""


@dataclass
class Sent:
    """What came of irregular requests. `otherwise` names those that were not 401 or 403."""

    statuses: Counter[int] = field(default_factory=Counter)
    otherwise: list[str] = field(default_factory=list)
    with_body: int = 0
    changed: int = 0

    def note(self, name: str, answer: Answered, *, changed: bool) -> None:
        self.statuses[answer.status] += 1
        self.with_body += answer.body != b""
        self.changed += changed
        if answer.status not in (401, 403):
            self.otherwise.append(f"{answer.status} for {name}")


async def prove(run: Run) -> list[Figure]:
    async with listening() as canary, quiet_bot() as bot:
        irregular = await _irregular(bot, canary)
        run.progress("gate: irregular tokens sent; now service addresses")
        addresses = await _addresses_received(bot, canary)
        stored, gone = await _addresses_stored(bot, canary)
        heard = len(canary.seen)
    run.progress("gate: now a key that rotates just after a fetch")
    refetch = max(1, round(tokens.REFETCH_SECONDS * min(1, run.scale)))
    seconds = await _rotation(refetch)
    return [
        _of_tokens(irregular),
        Figure(
            "A rotated key accepted within 60 s, at worst: it rotates just after the keys were "
            f"fetched, which is done once in {refetch} s",
            f"accepted after {seconds:.1f} s",
            seconds <= WITHIN,
        ),
        _of_addresses(addresses, stored, gone, heard),
    ]


async def _irregular(bot: Deployment, canary: Listener) -> Sent:
    """Each with a good activity, which a good token would let in."""
    sent = Sent()
    for name, headers in _forged(_forger(bot, canary)):
        before = await bot.rows()
        answer = await bot.send(bot.said("bonjour"), headers)
        sent.note(name, answer, changed=before != await bot.rows())
    return sent


def _forger(bot: Deployment, canary: Listener) -> Forger:
    assert bot.authority is not None
    key, keys_of_attacker = bot.authority.keys[0], f"{canary.origin}/keys"
    return Forger(APP_ID, bot.teams.service_url, key, keys_of_attacker, SigningKey())


def _forged(forger: Forger) -> Iterator[tuple[str, Headers]]:
    for name, forge in IRREGULAR.items():
        yield name, bearer(forge(forger))
    for name, headers_with in HEADERS.items():
        yield name, headers_with(forger.claiming())


async def _addresses_received(bot: Deployment, canary: Listener) -> Sent:
    """Each with a token that is good for this very address."""
    sent = Sent()
    for name, pattern in ELSEWHERE.items():
        before = await bot.rows()
        answer = await bot.send(bot.said("bonjour", serviceUrl=written(pattern, canary, bot)))
        sent.note(name, answer, changed=before != await bot.rows())
    return sent


async def _addresses_stored(bot: Deployment, canary: Listener) -> tuple[int, int]:
    """Owed to addresses that a former list allowed: how many, and how many calls went astray."""
    patterns = list({**ELSEWHERE, **LISTED_IN_ODD_WAYS}.values())

    def owe_all(unit: UnitOfWork) -> None:
        for number, pattern in enumerate(patterns):
            owe(unit, written(pattern, canary, bot), number)
        owe(unit, bot.teams.service_url, len(patterns))

    await bot.store.transact(owe_all)
    witness = f"a:owed-{len(patterns)}"
    await bot.teams.until(lambda: any(witness in call.path for call in bot.teams.requests))
    await asyncio.sleep(1.5)
    query = select(conversations.c.conversation_id).where(conversations.c.dead_reason.is_(None))
    alive = await bot.store.read(lambda unit: set(unit.session.scalars(query)))
    return len(patterns), len(alive & {f"a:owed-{n}" for n in range(len(ELSEWHERE))})


async def _rotation(refetch: int) -> float:
    """Seconds from the rotation to the first token that the bot takes."""
    with patch("bot.tokens.REFETCH_SECONDS", refetch):
        async with quiet_bot() as bot:
            assert bot.authority is not None
            await bot.send(bot.pressed(), _signed(bot, bot.authority.keys[0]))
            fresh, rotated_at = bot.authority.rotate(), time.monotonic()
            while (await bot.send(bot.pressed(), _signed(bot, fresh))).status != 200:
                if time.monotonic() - rotated_at > WITHIN:
                    break
                await asyncio.sleep(0.25)
            return time.monotonic() - rotated_at


def _signed(bot: Deployment, key: SigningKey) -> list[tuple[str, str]]:
    assert bot.authority is not None
    identity: Any = bot.teams.next_id()
    return bearer(bot.authority.token(bot.teams.service_url, key=key, jti=identity))


def _of_tokens(sent: Sent) -> Figure:
    return Figure(
        "Irregular tokens and headers: every one 401 or 403 with an empty body, none 5xx, no state "
        "changed",
        f"{_counted(sent)}; {sent.with_body} with a body, {sent.changed} changed something"
        f"{_named(sent.otherwise)}",
        not (sent.otherwise or sent.with_body or sent.changed) and sent.statuses.total() >= 60,
    )


def _of_addresses(sent: Sent, stored: int, alive: int, heard: int) -> Figure:
    return Figure(
        "Service addresses that are not on the list: refused at receipt, and no bearer token ever "
        "reaches another host when they are stored, as a canary server sees",
        f"received: {_counted(sent)}, {sent.changed} changed something; stored: {stored}, of which "
        f"{alive} are still tried; {heard} requests at the canary",
        not (heard or alive or sent.changed or sent.statuses[200]) and sent.statuses.total() >= 30,
    )


def _counted(sent: Sent) -> str:
    by_status = ", ".join(f"{n} × {status}" for status, n in sorted(sent.statuses.items()))
    return f"{sent.statuses.total()} ({by_status})"


def _named(names: list[str]) -> str:
    return f": {'; '.join(names[:5])}" if names else ""
