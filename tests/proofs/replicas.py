"""Two replicas on one PostgreSQL; one of them is killed or frozen, again and again."""

from __future__ import annotations

import asyncio
import random
import signal
import tempfile
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from itertools import cycle, islice
from pathlib import Path

from tests.proofs.audit import Audit
from tests.proofs.bots import Bot
from tests.proofs.crowd import Crowd
from tests.proofs.prepared import CHANNELS, prepare
from tests.proofs.proof import Figure, Run
from tests.proofs.stub_teams import StubTeams
from tests.support.postgresql import running_server

FAULTS = 14
TAKES_OVER_SECONDS = 10.0
FROZEN_SECONDS = (6.0, 16.0)
"""Shorter and longer than a lease: a sleeper must not wake up as the owner of what it left."""
FREEZES = (
    "before commit",
    "after send",
    "after outbox",
    "before send",
    "before mark",
    "after lease",
    "after inbox",
)
"""Where a sleeper holds rows, or believes that it still has a lane."""
COMES_SECONDS = 8.0
PATIENCE_SECONDS = 3.0
"""Then whoever sends an activity gives up on this replica, and tries the other."""
THINKS_SECONDS = 8.0
"""What is measured here is who takes over, not how fast two channels can be written to."""


@dataclass
class Replicas:
    run: Run
    url: str
    bots: list[Bot]
    teams: StubTeams
    crowd: Crowd
    random: random.Random
    faults: list[str] = field(default_factory=list)
    audit: Audit = field(default_factory=Audit)

    async def hurt_one(self, hurt: Callable[[Bot], Awaitable[None]]) -> None:
        """Let one die or sleep, and come back."""
        await asyncio.sleep(1 + self.random.random())
        await hurt(self.random.choice(self.bots))
        await self.audit.look(self.url, self.crowd.ledger)

    async def kill(self, victim: Bot) -> None:
        self.faults.append("kill")
        await victim.kill()
        await self.teams.note_fault()
        await asyncio.sleep(TAKES_OVER_SECONDS)
        await victim.start()
        await victim.ready()

    async def freeze(self, victim: Bot) -> None:
        """Killed first, because it must be told when it starts at which point to stop."""
        point = FREEZES[self.faults.count("freeze") % len(FREEZES)]
        nth = str(self.random.randint(10, 30))
        await victim.kill()
        await self.teams.note_fault()
        freezing = ["--at", point, "--nth", nth, "--signal", "SIGSTOP"]
        await victim.start(["-m", "tests.proofs.crashing_bot", *freezing])
        if not await victim.stopped(within=COMES_SECONDS):
            victim.signal(signal.SIGSTOP)
        self.faults.append("freeze")
        await self.teams.note_fault()
        await asyncio.sleep(self.random.uniform(*FROZEN_SECONDS))
        await self.teams.note_fault()
        victim.signal(signal.SIGCONT)

    def _card_waits(self) -> list[float]:
        """From the number that a person was told to the card in the team's channel."""
        known = self.crowd.ledger.incidents.values()
        arrivals = ((each, (CHANNELS[each.team], each.number)) for each in known)
        first_at = self.teams.first_at
        return [first_at[key] - each.told_at for each, key in arrivals if key in first_at]

    def figures(self) -> list[Figure]:
        kills = self.faults.count("kill")
        low, high = FROZEN_SECONDS
        faults = f"{kills} kills, {len(self.faults) - kills} freezes of {low:.0f} to {high:.0f} s"
        return [
            _within("every gesture is answered by one of them", faults, self.crowd.waits),
            _within("every team gets its card from one of them", faults, self._card_waits()),
            *self.audit.figures("two replicas"),
        ]


async def prove(run: Run) -> list[Figure]:
    return await prove_faults(run, list(islice(cycle(("kill", "freeze")), run.of(FAULTS))))


async def prove_faults(run: Run, faults: list[str]) -> list[Figure]:
    teams = StubTeams()
    await teams.start()
    try:
        with tempfile.TemporaryDirectory(prefix="permanence-replicas-") as folder:
            return await _prove_in(run, faults, Path(folder), teams)
    finally:
        await teams.stop()


async def _prove_in(run: Run, faults: list[str], folder: Path, teams: StubTeams) -> list[Figure]:
    with running_server() as server:
        databases = await prepare(folder, teams.service_url, server)
        return await _prove_on(run, faults, databases.new(), folder, teams)


async def _prove_on(
    run: Run, faults: list[str], url: str, folder: Path, teams: StubTeams
) -> list[Figure]:
    bots = [Bot(url, folder) for _ in range(2)]
    chance = random.Random(run.seed)
    crowd = Crowd(
        lambda: [bot.url for bot in bots],
        teams.service_url,
        run.seed,
        patience=PATIENCE_SECONDS,
        thinks=THINKS_SECONDS,
    )
    replicas = Replicas(run, url, bots, teams, crowd, chance)
    try:
        for bot in bots:
            await bot.start()
            assert await bot.ready() is not None, bot.log.read_text()[-2000:]
        async with crowd.acting():
            for fault in faults:
                await replicas.hurt_one({"kill": replicas.kill, "freeze": replicas.freeze}[fault])
                run.progress(f"replicas: {len(replicas.faults)} of {len(faults)} faults")
        await replicas.audit.settle(url, crowd.ledger, teams, len(faults))
    finally:
        for bot in bots:
            await bot.kill()
    return replicas.figures()


def _within(claim: str, faults: str, seconds: list[float]) -> Figure:
    ordered = sorted(seconds)
    late = sum(1 for each in ordered if each > TAKES_OVER_SECONDS)
    return Figure(
        f"two replicas: {claim} within {TAKES_OVER_SECONDS:.0f} s",
        f"{faults}; median {ordered[len(ordered) // 2]:.1f} s, slowest {ordered[-1]:.1f} s, "
        f"{late} of {len(ordered)} later",
        late == 0,
    )
