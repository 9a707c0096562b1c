"""Two replicas on one PostgreSQL; one of them is killed or frozen, again and again."""

from __future__ import annotations

import asyncio
import random
import signal
import tempfile
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
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
FROZEN_SECONDS = (2.0, 16.0)
"""Shorter and longer than a lease: a sleeper must not wake up as the owner of what it left."""
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
        await self.teams.another_life()
        await asyncio.sleep(TAKES_OVER_SECONDS)
        await victim.start()
        await victim.ready()

    async def freeze(self, victim: Bot) -> None:
        self.faults.append("freeze")
        victim.signal(signal.SIGSTOP)
        await self.teams.another_life()
        await asyncio.sleep(self.random.uniform(*FROZEN_SECONDS))
        await self.teams.another_life()
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
    """One at least of each: a kill, and a freeze longer than a lease."""
    with tempfile.TemporaryDirectory(prefix="permanence-replicas-") as folder:
        with running_server() as server:
            teams = StubTeams()
            await teams.start()
            try:
                databases = await prepare(Path(folder), teams.service_url, server)
                return await _prove_on(run, databases.new(), Path(folder), teams)
            finally:
                await teams.stop()


async def _prove_on(run: Run, url: str, folder: Path, teams: StubTeams) -> list[Figure]:
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
    faults = max(2, run.of(FAULTS))
    try:
        for bot in bots:
            await bot.start()
            assert await bot.ready() is not None, bot.log.read_text()[-2000:]
        async with crowd.acting():
            for done in range(faults):
                await replicas.hurt_one(replicas.freeze if done % 2 else replicas.kill)
                run.progress(f"replicas: {done + 1} of {faults} faults")
        await replicas.audit.settle(url, crowd.ledger, teams, faults)
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
