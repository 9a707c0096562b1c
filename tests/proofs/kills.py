"""kill -9 at every point where a turn or a delivery could be torn in two, while 64 people act."""

from __future__ import annotations

import asyncio
import random
import tempfile
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from itertools import cycle, islice
from pathlib import Path
from typing import Any

from tests.proofs.audit import Audit
from tests.proofs.bots import READY_SECONDS, Bot
from tests.proofs.crashing_bot import POINTS_OF_ALL
from tests.proofs.crowd import Crowd, Urls
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


@dataclass(frozen=True)
class Scene:
    """Who acts while a bot is killed, what they stand on, and who judges it. `points` are those
    that their gestures pass."""

    claim: str
    points: Sequence[str]
    prepare: Callable[[Path, str, Server | None], Awaitable[Databases]]
    teams: Callable[[], StubTeams]
    crowd: Callable[[Urls, str, int], Crowd]
    audit: Callable[[], Any]


INCIDENTS = Scene(
    claim=f"while {PEOPLE} people act",
    points=POINTS_OF_ALL,
    prepare=prepare,
    teams=StubTeams,
    crowd=Crowd,
    audit=Audit,
)


@dataclass
class Tally:
    """All kills on one kind of database."""

    kind: str
    wanted: int
    audit: Any
    at: Counter[str] = field(default_factory=Counter)
    ready_in: list[float] = field(default_factory=list)
    never_ready: int = 0


@dataclass
class Killer:
    """Kills one bot after another. Several work side by side, each with databases of its own."""

    run: Run
    scene: Scene
    tally: Tally
    databases: Databases
    teams: StubTeams
    random: random.Random

    async def kill_at(self, points: list[str]) -> None:
        for begin in range(0, len(points), KILLS_A_DATABASE):
            await self._on_one_database(points[begin : begin + KILLS_A_DATABASE])
            done = self.tally.at.total()
            self.run.progress(f"kills on {self.tally.kind}: {done} of {self.tally.wanted}")

    async def _on_one_database(self, points: list[str]) -> None:
        self.teams.forget()
        url = await asyncio.to_thread(self.databases.new)
        bot = Bot(url, self.databases.folder)
        seed = self.random.getrandbits(32)
        crowd = self.scene.crowd(lambda: [bot.url], self.teams.service_url, seed)
        try:
            async with crowd.acting():
                for point in points:
                    await self._kill_once(bot, point)
                    await self.tally.audit.look(url, crowd.ledger)
                await bot.start()
                await self._note_ready(bot)
            await self.tally.audit.settle(url, crowd.ledger, self.teams, len(points))
        finally:
            await bot.stop()

    async def _kill_once(self, bot: Bot, point: str) -> None:
        if point == ANYWHERE:
            await bot.start()
            await self._note_ready(bot)
            await asyncio.sleep(self.random.random())
        else:
            nth = str(self.random.randint(1, 40))
            await bot.start(["-m", "tests.proofs.crashing_bot", "--at", point, "--nth", nth])
            await self._note_ready(bot)
            if not await bot.ended(LIVES_SECONDS):
                point = f"{ANYWHERE} (not come {point})"
        await bot.kill()
        await self.teams.note_fault()
        self.tally.at[point] += 1

    async def _note_ready(self, bot: Bot) -> None:
        """Who was killed before being ready says nothing of how long that takes."""
        took = await bot.ready()
        if took is not None:
            self.tally.ready_in.append(took)
        elif bot.is_alive:
            self.tally.never_ready += 1


async def prove(run: Run) -> list[Figure]:
    return await prove_scene(run, INCIDENTS, run.of(KILLS))


async def prove_scene(run: Run, scene: Scene, kills: int) -> list[Figure]:
    """Half of the kills on SQLite, half on PostgreSQL, side by side."""
    sqlite = Tally("SQLite", kills - kills // 2, scene.audit())
    postgresql = Tally("PostgreSQL", kills // 2, scene.audit())
    killers = 2 if kills > KILLS_A_DATABASE else 1
    with running_server() as server:
        await asyncio.gather(
            *(_kill(run, scene, sqlite, None, number, killers) for number in range(killers)),
            *(_kill(run, scene, postgresql, server, number, killers) for number in range(killers)),
        )
    tallies = [sqlite, postgresql]
    figures = [figure for tally in tallies for figure in tally.audit.figures(tally.kind)]
    return [_summary(scene, tallies), *figures]


async def _kill(
    run: Run, scene: Scene, tally: Tally, server: Server | None, number: int, killers: int
) -> None:
    """This killer's share of the points, which come in turn, in the order of the seed."""
    chance = random.Random(f"{run.seed} {tally.kind}")
    points = [*scene.points, ANYWHERE]
    chance.shuffle(points)
    share = list(islice(cycle(points), tally.wanted))[number::killers]
    teams = scene.teams()
    await teams.start()
    try:
        with tempfile.TemporaryDirectory(prefix="permanence-kills-") as folder:
            databases = await scene.prepare(Path(folder), teams.service_url, server)
            chance.seed(f"{run.seed} {tally.kind} {number}")
            await Killer(run, scene, tally, databases, teams, chance).kill_at(share)
    finally:
        await teams.stop()


def _summary(scene: Scene, tallies: list[Tally]) -> Figure:
    at = sum((tally.at for tally in tallies), Counter[str]())
    ready_in = sorted(took for tally in tallies for took in tally.ready_in)
    never = sum(tally.never_ready for tally in tallies)
    missed = sum(times for point, times in at.items() if "(" in point)
    fewest = min(at[point] for point in scene.points)
    slowest = ready_in[-1] if ready_in else 0.0
    apologies = sum((tally.audit.apologies for tally in tallies), Counter[str]())
    return Figure(
        f"killed at {len(scene.points)} named points and at any instant, {scene.claim}: "
        f"ready again within {READY_SECONDS:.0f} s",
        f"{at.total()} kills, at each point {fewest} or more, {missed} from outside because the "
        f"point did not come; ready in {ready_in[len(ready_in) // 2]:.1f} s (median), "
        f"{slowest:.1f} s (slowest), {never} never; "
        f"{apologies.total()} answers were an apology: {apologies.most_common(3)}",
        never == 0 and slowest <= READY_SECONDS,
    )
