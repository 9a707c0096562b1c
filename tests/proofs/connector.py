"""A connector that fails most of the time: nothing lost, nothing too fast, nothing in vain.

People write while it fails, also during the pauses that Teams asked for: this is when a sender is
tempted to speak too early.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import chain
from random import Random
from unittest.mock import patch

from aiohttp import web
from sqlalchemy import func, select

from simulator import Person
from simulator.rates import WRITES
from storage.tables import outbox
from tests.bot.deployments import Deployment
from tests.proofs.ground import gather_crowd, quiet_bot
from tests.proofs.ill_teams import SHARES, Fault, IllTeams, in_order, most_within
from tests.proofs.proof import Figure, Run

ATTEMPTS = 10_000
PEOPLE = 800
ROUND_SECONDS = 20
"""In which everybody writes once, at a moment of their own."""
DEADLINE_SECONDS = 345
CALM, BURST = 6, 70
"""Chats where nothing fails, and how much is owed there at once: more than 30 s allow."""
A_SECOND = 400
"""PERMANENCE_SENDS_PER_SECOND in this proof: 45 would make ten thousand attempts last too long."""
ENOUGH = 3
"""Whoever is owed so many answers does not write again before one has come."""
MARGIN = 50 / 45
"""Between the setting and what Teams allows a tenant."""


@dataclass
class Post:
    """Who has written what, and is owed an answer to it."""

    bot: Deployment
    teams: IllTeams
    service_url: str
    people: list[Person]
    calm: list[Person]
    sent: dict[str, list[bytes]] = field(default_factory=dict)

    async def write(self, person: Person) -> None:
        """A sentence, which the bot answers with a form that holds it."""
        chat, teams = person.chat, self.bot.teams
        told = self.sent.setdefault(chat.id, [])
        token = f"envoi{self._number_of(person)}x{len(told)}x"
        told.append(token.encode())
        said = teams.activities.message(person, chat, None, teams.next_id(), f"{token} en panne")
        with self.teams.somebody_writes(chat.id):
            answer = await self.bot.send(said | {"serviceUrl": self.service_url})
        assert answer.status == 200, answer

    def _number_of(self, person: Person) -> int:
        return list(self.sent).index(person.chat.id)

    def never_came(self) -> int:
        return sum(map(self._owed_in, self.sent))

    def waits(self, person: Person) -> bool:
        """Is this person owed so much that they do not write any more?"""
        return self._owed_in(person.chat.id) >= ENOUGH

    def _owed_in(self, chat: str) -> int:
        return len(set(self.sent.get(chat, ())) - set(self.teams.seen[chat].taken))

    async def owed(self) -> int:
        query = select(func.count()).where(outbox.c.sent_at.is_(None))
        return await self.bot.store.read(lambda unit: unit.session.scalar(query) or 0)


async def prove(run: Run) -> list[Figure]:
    """A small proof does not wait 15 seconds for an answer that never comes."""
    with patch("bot.connector.SEND_SECONDS", 1 if _is_small(run) else 15):
        async with _post(run) as post:
            deadline = time.monotonic() + max(20, DEADLINE_SECONDS * min(1, run.scale))
            await _write_until_the_deck_is_dealt(post, run, deadline)
            await _wait_until_nothing_is_owed(post, run, deadline)
            return await _figures(post)


@asynccontextmanager
async def _post(run: Run) -> AsyncIterator[Post]:
    in_a_row = 3 if _is_small(run) else 6
    teams = IllTeams(Random(run.seed), run.of(ATTEMPTS), in_a_row)
    async with (
        _served(teams) as origin,
        quiet_bot(local=True, rate_limits=False, sends_per_second=A_SECOND) as bot,
    ):
        names = {f"Agent {n:03d}": None for n in range(max(50, run.of(PEOPLE)) + CALM)}
        people = list((await gather_crowd(bot, names)).values())
        teams.calm = {person.chat.id for person in people[:CALM]}
        yield Post(bot, teams, f"{origin}/", people[CALM:], people[:CALM])


@asynccontextmanager
async def _served(teams: IllTeams) -> AsyncIterator[str]:
    application = web.Application()
    application.router.add_route("*", "/{path:.*}", teams.receive)
    runner = web.AppRunner(application, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()


def _is_small(run: Run) -> bool:
    return run.scale < 0.1


async def _write_until_the_deck_is_dealt(post: Post, run: Run, deadline: float) -> None:
    """Everybody writes once a round; a few have much to say at once, where nothing fails."""
    random, seconds = Random(run.seed), max(2.0, ROUND_SECONDS * min(1, run.scale))
    burst = 10 + run.of(BURST - 10)

    async def write(person: Person, after: float) -> None:
        await asyncio.sleep(after)
        if not post.waits(person):
            await post.write(person)

    async def say_much(person: Person) -> None:
        for _ in range(burst):
            await post.write(person)

    bursts = asyncio.gather(*map(say_much, post.calm))
    while post.teams.left and time.monotonic() < deadline:
        run.progress(f"connector: {post.teams.left} attempts of the deck left")
        await asyncio.gather(*(write(p, random.uniform(0, seconds)) for p in post.people))
    await bursts


async def _wait_until_nothing_is_owed(post: Post, run: Run, deadline: float) -> None:
    """Whoever Teams had cut off writes again; everybody else just waits."""
    while (owed := await post.owed()) and time.monotonic() < deadline:
        run.progress(f"connector: {owed} messages owed")
        dead = [person for person in post.people if post.teams.seen[person.chat.id].is_dead]
        await asyncio.gather(*map(post.write, dead))
        await asyncio.sleep(2)


async def _figures(post: Post) -> list[Figure]:
    teams, dealt = post.teams, post.teams.dealt
    told = sum(map(len, post.sent.values()))
    lost, owed = post.never_came(), await post.owed()
    twice = sum(len(seen.taken) - len(set(seen.taken)) for seen in teams.seen.values())
    ambiguous = dealt[Fault.TIMEOUT] + dealt[Fault.RESET]
    disorder = sum(not in_order(seen.taken) for seen in teams.seen.values())
    shares = ", ".join(f"{dealt[fault]} × {fault}" for fault in (*SHARES, Fault.NONE))
    deaths = sum(seen.deaths for seen in teams.seen.values())
    return [
        Figure(
            "Nothing lost, and each conversation in order, with a connector that fails 72 times "
            f"in 100, never more than {teams.in_a_row} times in a row; within {DEADLINE_SECONDS} s",
            f"{dealt.total()} attempts ({shares}) for {told} messages in {len(post.sent)} chats: "
            f"{lost} never came, {owed} still owed, {disorder} chats out of order",
            not (lost or owed or disorder) and not teams.left,
        ),
        Figure(
            "Retry-After kept every time, also when people write meanwhile",
            f"{dealt[Fault.TOO_MANY]} times, {teams.too_early} attempts too early",
            teams.too_early == 0 and dealt[Fault.TOO_MANY] > 0,
        ),
        Figure(
            "No permanent error retried before the person writes again",
            f"{deaths} × 403 or 404, {teams.after_death} attempts after one",
            teams.after_death == 0 and deaths > 0,
        ),
        Figure(
            "Duplicates no more than the ambiguous faults",
            f"{twice} duplicates, {ambiguous} ambiguous faults",
            twice <= ambiguous,
        ),
        _rates(post),
    ]


def _rates(post: Post) -> Figure:
    """On what arrived, also in the chats where nothing failed and much was owed at once."""
    lanes = [seen.attempts for seen in post.teams.seen.values()]
    most = {
        (calls, seconds): max(most_within(lane, seconds) for lane in lanes)
        for calls, seconds in WRITES
        if seconds < 3_600
    }
    a_second = most_within(chain.from_iterable(lanes), 1.0)
    seen = ", ".join(f"{n} in {s:.0f} s (allowed {c})" for (c, s), n in most.items())
    return Figure(
        "Never above Teams' rates: 7/1 s, 8/2 s, 60/30 s a conversation; for the tenant, the "
        f"setting PERMANENCE_SENDS_PER_SECOND, raised here to {A_SECOND} (45 by default)",
        f"at most {seen}; {a_second} in a second for the tenant",
        all(n <= calls for (calls, _), n in most.items()) and a_second <= A_SECOND * MARGIN,
    )
