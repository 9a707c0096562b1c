"""Hostile bodies are refused at once and whole; hostile words are shown and do nothing."""

from __future__ import annotations

import asyncio
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from tests.bot.deployments import JSON_TYPE, Answered, Deployment, Headers
from tests.proofs.facts import Facts, facts, without_delivery
from tests.proofs.ground import UNHURRIED, quiet_bot
from tests.proofs.hostile_bodies import bodies, originals
from tests.proofs.hostile_words import prove_words
from tests.proofs.proof import Figure, Run

BODIES = 10_000
AT_ONCE = 0.250


@dataclass
class Thrown:
    """What came back. `slow` counts the bodies that were slow a second time, alone."""

    statuses: Counter[int] = field(default_factory=Counter)
    seconds: list[float] = field(default_factory=list)
    with_token: int = 0
    with_words: int = 0
    changed: int = 0
    slow: int = 0
    slow_once: int = 0


async def prove(run: Run) -> list[Figure]:
    async with quiet_bot(**UNHURRIED) as bot:
        before = _lasting(await bot.store.read(facts))
        thrown = await _throw(bot, run)
        after = _lasting(await bot.store.read(facts))
    return [*_figures(thrown, same=before == after), *await prove_words(run)]


async def _throw(bot: Deployment, run: Run) -> Thrown:
    """Hypothesis makes the bodies, in a thread; each is sent when the one before was answered."""
    thrown, loop, number = Thrown(), asyncio.get_running_loop(), run.of(BODIES)
    token = bot.token_for(bot.teams.service_url)

    @seed(run.seed)
    @settings(
        max_examples=number,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(body=bodies(originals(bot)), has_token=st.sampled_from((True, True, True, False)))
    def throw(body: bytes, has_token: bool) -> None:
        headers = [JSON_TYPE, *(token if has_token else [])]
        asyncio.run_coroutine_threadsafe(_send(bot, thrown, body, headers), loop).result()
        if len(thrown.seconds) % 1_000 == 0:
            run.progress(f"hostile: {len(thrown.seconds)} bodies of {number}")

    await asyncio.to_thread(throw)
    return thrown


async def _send(bot: Deployment, thrown: Thrown, body: bytes, headers: Headers) -> None:
    """A refused body leaves no row at all, and is answered with none."""
    before = await bot.counts()
    answer = await bot.post(body, headers)
    thrown.statuses[answer.status] += 1
    thrown.seconds.append(answer.seconds)
    thrown.with_token += len(list(headers)) > 1
    if answer.is_refused:
        thrown.with_words += answer.body != b""
        thrown.changed += before != await bot.counts()
    if answer.seconds > AT_ONCE:
        thrown.slow_once += 1
        thrown.slow += (await _alone(bot, body, headers)).seconds > AT_ONCE


async def _alone(bot: Deployment, body: bytes, headers: Headers) -> Answered:
    await asyncio.sleep(0.5)
    return await bot.post(body, headers)


def _lasting(rows: Facts) -> Any:
    """Requests, numbers, channels, and the people of the directory: not whom Teams introduced."""
    shared = without_delivery(rows)
    listed = {key: row for key, row in shared["people"].items() if row["listed"]}
    return shared | {"people": listed}


def _figures(thrown: Thrown, *, same: bool) -> list[Figure]:
    number, refused = thrown.statuses.total(), _refused(thrown)
    by_status = ", ".join(f"{n} × {status}" for status, n in sorted(thrown.statuses.items()))
    late = sorted(thrown.seconds)
    highest, nearly = late[-1], late[int(len(late) * 0.999)]
    failures = sum(n for status, n in thrown.statuses.items() if status >= 500)
    return [
        Figure(
            "Hostile bodies made by hypothesis, most with a valid token: no 5xx; refusals with an "
            "empty body",
            f"{number} bodies, {thrown.with_token} with a valid token: {by_status}; "
            f"{thrown.with_words} refusals with a body",
            failures == 0 and thrown.with_words == 0,
        ),
        Figure(
            "No change: a refused body leaves no row, and none changes what people share "
            "(requests, numbers, channels, the directory)",
            f"{refused} refused, {thrown.changed} left a row; what people share is "
            f"{'the same' if same else 'CHANGED'}",
            thrown.changed == 0 and same and refused > 0,
        ),
        Figure(
            "Each answered in 250 ms (a body that takes longer is sent again alone, and counted "
            "when it takes longer again)",
            f"at most {highest * 1000:.0f} ms, 99.9 % in {nearly * 1000:.0f} ms; "
            f"{thrown.slow_once} took longer once, {thrown.slow} twice",
            thrown.slow == 0,
        ),
    ]


def _refused(thrown: Thrown) -> int:
    return sum(n for status, n in thrown.statuses.items() if status >= 400)
