"""kill -9 at every point where a turn or a delivery could be torn in two, while 64 people act."""

from __future__ import annotations

import asyncio
import random
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import cycle, islice
from pathlib import Path

from tests.proofs.audit import Audit
from tests.proofs.bots import READY_SECONDS, Bot
from tests.proofs.crashing_bot import POINTS
from tests.proofs.crowd import Crowd
from tests.proofs.prepared import PEOPLE, Databases, prepare
from tests.proofs.proof import Figure, Run
from tests.proofs.stub_teams import StubTeams
from tests.support.postgresql import Server, running_server

KILLS = 300
KILLS_A_DATABASE = 25
ANYWHERE = "anywhere"
"""Not at a point: from outside, at some instant after it was ready."""
LIVES_SECONDS = 4.0
"""Whoever has not come to the point by then is killed from outside."""


@dataclass
class Kills:
    """The kills of one kind of database."""

    run: Run
    kind: str
    databases: Databases
    teams: StubTeams
    random: random.Random
    at: Counter[str] = field(default_factory=Counter)
    ready_in: list[float] = field(default_factory=list)
    never_ready: int = 0
    audit: Audit = field(default_factory=Audit)

    async def prove(self, points: list[str]) -> None:
        for begin in range(0, len(points), KILLS_A_DATABASE):
            await self._on_one_database(points[begin : begin + KILLS_A_DATABASE])
            done = sum(self.at.values())
            self.run.progress(f"kills on {self.kind}: {done} of {len(points)}")

    async def _on_one_database(self, points: list[str]) -> None:
        self.teams.forget()
        url = await asyncio.to_thread(self.databases.new)
        bot = Bot(url, self.databases.folder)
        crowd = Crowd(lambda: [bot.url], self.teams.service_url, self.random.getrandbits(32))
        try:
            async with crowd.acting():
                for point in points:
                    await self._kill_once(bot, point)
                    await self.audit.look(url, crowd.ledger)
                await bot.start()
                await self._note_ready(bot)
            await self.audit.settle(url, crowd.ledger, self.teams, len(points))
        finally:
            await bot.stop()

    async def _kill_once(self, bot: Bot, point: str) -> None:
        if point == ANYWHERE:
            await bot.start()
            await self._note_ready(bot)
            await asyncio.sleep(self.random.random())
        else:
            nth = str(self.random.randint(1, 40))
            launcher = ["-m", "tests.proofs.crashing_bot", "--at", point, "--nth", nth]
            await bot.start(launcher)
            await self._note_ready(bot)
            if not await bot.ended(LIVES_SECONDS):
                point = f"{ANYWHERE} (not come {point})"
        await bot.kill()
        await self.teams.another_life()
        self.at[point] += 1

    async def _note_ready(self, bot: Bot) -> None:
        """Who was killed before being ready says nothing of how long that takes."""
        took = await bot.ready()
        if took is not None:
            self.ready_in.append(took)
        elif bot.is_alive:
            self.never_ready += 1


async def prove(run: Run) -> list[Figure]:
    return await prove_on(run, run.of(KILLS))


async def prove_on(run: Run, kills: int) -> list[Figure]:
    """Half of the kills on SQLite, half on PostgreSQL, side by side."""
    with _a_folder() as folder, running_server() as server:
        each = await asyncio.gather(
            _on(run, "SQLite", folder, None, kills - kills // 2),
            _on(run, "PostgreSQL", folder, server, kills // 2),
        )
    return [_summary(each), *(figure for kill in each for figure in kill.audit.figures(kill.kind))]


async def _on(run: Run, kind: str, folder: Path, server: Server | None, kills: int) -> Kills:
    chance = random.Random(f"{run.seed} {kind}")
    points = [*POINTS, ANYWHERE]
    chance.shuffle(points)
    teams = StubTeams()
    await teams.start()
    try:
        databases = await prepare(folder, teams.service_url, server)
        killing = Kills(run, kind, databases, teams, chance)
        await killing.prove(list(islice(cycle(points), kills)))
    finally:
        await teams.stop()
    return killing


def _summary(each: list[Kills]) -> Figure:
    at = sum((kills.at for kills in each), Counter[str]())
    ready_in = sorted(took for kills in each for took in kills.ready_in)
    never = sum(kills.never_ready for kills in each)
    missed = sum(times for point, times in at.items() if "(" in point)
    slowest = ready_in[-1] if ready_in else 0.0
    apologies = sum(kills.audit.apologies.total() for kills in each)
    return Figure(
        f"killed at {len(POINTS)} named points and at any instant, while {PEOPLE} people act: "
        f"ready again within {READY_SECONDS:.0f} s",
        f"{at.total()} kills, {missed} of them from outside because the point did not come; ready "
        f"in {ready_in[len(ready_in) // 2]:.1f} s (median), {slowest:.1f} s (slowest), {never} "
        f"never; {apologies} answers were an apology",
        never == 0 and slowest <= READY_SECONDS,
    )


@contextmanager
def _a_folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="permanence-kills-") as folder:
        yield Path(folder)
