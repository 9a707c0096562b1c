"""The database locked for five seconds, its disk full, its file damaged."""

from __future__ import annotations

import asyncio
import random
import shutil
import sqlite3
import tempfile
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psycopg

from tests.proofs import damage
from tests.proofs.audit import Audit
from tests.proofs.bots import Bot, running_bot
from tests.proofs.crowd import Crowd
from tests.proofs.prepared import prepare
from tests.proofs.proof import Figure, Run
from tests.proofs.small_disk import NoSmallDisk, filled, small_disk
from tests.proofs.stub_teams import StubTeams
from tests.support.postgresql import running_server

TIMES = 3
DAMAGED_FILES = 10
TROUBLE_SECONDS = 5.0
RECOVERS_SECONDS = 10.0
TEAMS_WAITS_SECONDS = 5.0
"""A dialog's answer that takes longer is not shown any more."""
UNAVAILABLE = "Le service est indisponible"

Trouble = AbstractContextManager[None]


@dataclass
class Ordeal:
    """A trouble under which nothing can be kept, and what people were told meanwhile."""

    name: str
    seconds: float = TROUBLE_SECONDS
    times: int = 0
    audit: Audit = field(default_factory=Audit)
    recovered_in: list[float] = field(default_factory=list)
    slowest: float = 0.0
    silences: int = 0

    async def go_through(self, bot: Bot, teams: StubTeams, seed: int, trouble: Trouble) -> None:
        teams.forget()
        crowd = Crowd(lambda: [bot.url], teams.service_url, seed)
        async with running_bot(bot):
            async with crowd.acting():
                await asyncio.sleep(1.5)
                await teams.note_fault()
                with trouble:
                    await asyncio.sleep(self.seconds)
                await self._note_recovery(crowd)
                await asyncio.sleep(0.5)
            await self.audit.settle(bot.database_url, crowd.ledger, teams, 1)
        self.times += 1
        self.slowest = max(self.slowest, crowd.slowest)
        self.silences += crowd.ledger.silences

    async def _note_recovery(self, crowd: Crowd) -> None:
        """Until ten more gestures are acknowledged."""
        since, known = time.monotonic(), len(crowd.ledger.acknowledged)
        while len(crowd.ledger.acknowledged) < known + 10:
            await asyncio.sleep(0.02)
            if time.monotonic() - since > 2 * RECOVERS_SECONDS:
                break
        self.recovered_in.append(time.monotonic() - since)

    def figures(self) -> list[Figure]:
        told = self.audit.apologies
        otherwise = [words for words in told if not words.startswith(UNAVAILABLE)]
        worst = max(self.recovered_in)
        return [
            Figure(
                f"{self.name}: people are told in clear words that nothing was kept",
                f"{self.times} times, {told.total()} told, {self.silences} without any answer; "
                f"otherwise: {otherwise}",
                not otherwise and self.silences == 0,
            ),
            Figure(
                f"{self.name}: every answer comes within {TEAMS_WAITS_SECONDS:.0f} s",
                f"{self.slowest:.1f} s (slowest)",
                self.slowest <= TEAMS_WAITS_SECONDS,
            ),
            Figure(
                f"{self.name}: recovery within {RECOVERS_SECONDS:.0f} s",
                f"{worst:.1f} s (slowest)",
                worst <= RECOVERS_SECONDS,
            ),
            *self.audit.figures(self.name),
        ]


async def prove(run: Run) -> list[Figure]:
    teams = StubTeams()
    await teams.start()
    try:
        with tempfile.TemporaryDirectory(prefix="permanence-database-") as folder:
            return [
                *await locked_sqlite(run, Path(folder), teams),
                *await locked_postgresql(run, Path(folder), teams),
                *await full(run, Path(folder), teams),
                *await damaged(run, Path(folder), teams),
            ]
    finally:
        await teams.stop()


async def locked_sqlite(run: Run, folder: Path, teams: StubTeams) -> list[Figure]:
    ordeal = Ordeal(f"SQLite locked for {TROUBLE_SECONDS:.0f} s")
    databases = await prepare(folder, teams.service_url)
    for _ in range(run.of(TIMES)):
        bot = Bot(databases.new(), folder)
        await ordeal.go_through(bot, teams, run.seed, sqlite_lock(_path_of(bot)))
    run.progress("database: locked on SQLite")
    return ordeal.figures()


async def locked_postgresql(run: Run, folder: Path, teams: StubTeams) -> list[Figure]:
    ordeal = Ordeal(f"PostgreSQL's inbox locked for {TROUBLE_SECONDS:.0f} s")
    with running_server() as server:
        databases = await prepare(folder, teams.service_url, server)
        for _ in range(run.of(TIMES)):
            bot = Bot(databases.new(), folder)
            lock = _postgresql_lock(bot.database_url)
            await ordeal.go_through(bot, teams, run.seed, lock)
    run.progress("database: locked on PostgreSQL")
    return ordeal.figures()


async def full(run: Run, folder: Path, teams: StubTeams) -> list[Figure]:
    ordeal = Ordeal("SQLite's disk full")
    try:
        for _ in range(run.of(TIMES)):
            with small_disk() as disk:
                databases = await prepare(disk, teams.service_url)
                bot = Bot(databases.new(), folder)
                await ordeal.go_through(bot, teams, run.seed, filled(disk))
    except NoSmallDisk as error:
        return [Figure("SQLite's disk full", f"not measured: {error}", False)]
    run.progress("database: disk full")
    return ordeal.figures()


async def damaged(run: Run, folder: Path, teams: StubTeams) -> list[Figure]:
    """Each way to damage the file of a bot that was stopped in good order."""
    chance = random.Random(run.seed)
    bot, healthy = Bot("", folder), folder / "healthy.db"
    await live_a_little(bot, healthy, teams, run.seed)
    outcomes: dict[str, list[str]] = {}
    back_in: list[float] = []
    for turn in range(max(len(damage.WAYS), run.of(DAMAGED_FILES))):
        way = damage.WAYS[turn % len(damage.WAYS)]
        path = folder / f"damaged-{turn}.db"
        restore(healthy, path)
        way(path, chance)
        bot.database_url = f"sqlite:///{path}"
        outcomes.setdefault(way.__name__, []).append(await outcome(bot))
        restore(healthy, path)
        async with running_bot(bot):
            back_in.append(bot.ready_in)
    run.progress("database: file damaged")
    refused = all(each.startswith("refused") for seen in outcomes.values() for each in seen)
    measured = "; ".join(f"{way}: {', '.join(seen)}" for way, seen in outcomes.items())
    return [
        Figure("a damaged file is refused at start, with a sentence", measured, refused),
        Figure(
            f"with the file restored, ready within {RECOVERS_SECONDS:.0f} s",
            f"{max(back_in):.1f} s (slowest of {len(back_in)})",
            max(back_in) <= RECOVERS_SECONDS,
        ),
    ]


async def live_a_little(bot: Bot, path: Path, teams: StubTeams, seed: int) -> None:
    databases = await prepare(path.parent, teams.service_url)
    bot.database_url = databases.new()
    crowd = Crowd(lambda: [bot.url], teams.service_url, seed)
    async with running_bot(bot):
        async with crowd.acting():
            await asyncio.sleep(2)
        await bot.stop()
    shutil.copy(_path_of(bot), path)


def restore(healthy: Path, path: Path) -> None:
    """As an operator does: the file, and none of what its predecessor left beside it."""
    for suffix in ("-wal", "-shm"):
        Path(f"{path}{suffix}").unlink(missing_ok=True)
    shutil.copy(healthy, path)


async def outcome(bot: Bot) -> str:
    """Refused with a sentence, or what happened instead."""
    bot.log.write_bytes(b"")
    await bot.start()
    ready = await bot.ready(within=5.0)
    was_alive = bot.is_alive
    await bot.kill()
    if ready is not None:
        return "SERVED"
    if was_alive:
        return "waits for ever"
    return "refused" if "Permanence s'arrête" in bot.log.read_text() else "ended without a sentence"


def _path_of(bot: Bot) -> Path:
    return Path(bot.database_url.removeprefix("sqlite:///"))


@contextmanager
def sqlite_lock(path: Path) -> Iterator[None]:
    with closing(sqlite3.connect(path, isolation_level=None, timeout=30)) as connection:
        connection.execute("BEGIN EXCLUSIVE")
        yield
        connection.execute("ROLLBACK")


@contextmanager
def _postgresql_lock(url: str) -> Iterator[None]:
    """The table that every turn begins with; a second one could make a deadlock of ours."""
    with psycopg.connect(url.replace("+psycopg", "")) as connection:
        connection.execute("LOCK TABLE inbox IN ACCESS EXCLUSIVE MODE")
        yield
        connection.rollback()
