"""Faults, in short: `python -m tests.proofs kills replicas database clock` is the long version.

Each test starts real processes of the bot, so it takes seconds, not milliseconds.
"""

from __future__ import annotations

import random
import shutil
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
import pytest_asyncio

from tests.proofs import damage, kills, replicas
from tests.proofs.bots import Bot
from tests.proofs.clock import Clocks, jump, jump_while_dead, outage
from tests.proofs.database import Ordeal, live_a_little, outcome, restore, sqlite_lock
from tests.proofs.prepared import prepare
from tests.proofs.proof import Figure, Run
from tests.proofs.small_disk import NoSmallDisk, filled, small_disk
from tests.proofs.stub_teams import StubTeams

DAY = timedelta(days=1)


@pytest_asyncio.fixture
async def teams() -> AsyncIterator[StubTeams]:
    stub = StubTeams()
    await stub.start()
    yield stub
    await stub.stop()


async def test_what_was_acknowledged_outlives_kill_9() -> None:
    _held(await kills.prove(_short(4 / kills.KILLS)))


async def test_a_dead_replica_is_replaced_by_the_other() -> None:
    _held(await replicas.prove_faults(_short(1.0), ["kill"]))


async def test_a_locked_database_acknowledges_nothing(tmp_path: Path, teams: StubTeams) -> None:
    ordeal = Ordeal("locked", seconds=3.0)
    bot = Bot((await prepare(tmp_path, teams.service_url)).new(), tmp_path)
    path = Path(bot.database_url.removeprefix("sqlite:///"))
    await ordeal.go_through(bot, teams, 1, sqlite_lock(path))
    _held(ordeal.figures())


async def test_a_full_disk_acknowledges_nothing(tmp_path: Path, teams: StubTeams) -> None:
    ordeal = Ordeal("full", seconds=2.0)
    try:
        with small_disk() as disk:
            bot = Bot((await prepare(disk, teams.service_url)).new(), tmp_path)
            await ordeal.go_through(bot, teams, 1, filled(disk))
    except NoSmallDisk as error:
        pytest.skip(f"only the administrator may mount a small disk: {error}")
    _held(ordeal.figures())


async def test_a_damaged_file_is_refused_at_start(tmp_path: Path, teams: StubTeams) -> None:
    bot, path = Bot("", tmp_path), tmp_path / "permanence.db"
    await live_a_little(bot, path, teams, 1)
    bot.database_url = f"sqlite:///{path}"
    healthy = Path(shutil.copy(path, tmp_path / "healthy.db"))
    outcomes = {}
    for way in (damage.header, damage.some_pages):
        restore(healthy, path)
        way(path, random.Random(1))
        outcomes[way.__name__] = await outcome(bot)
    assert outcomes == {"header": "refused", "some_pages": "refused"}


async def test_what_fell_due_in_an_outage_is_done_once_at_the_restart(teams: StubTeams) -> None:
    clocks = Clocks(teams)
    await clocks.tell("outage", outage(DAY))
    _held(clocks.figures())


async def test_a_clock_set_back_does_not_stop_due_work(teams: StubTeams) -> None:
    clocks = Clocks(teams)
    await clocks.tell("jump", jump(-DAY))
    _held(clocks.figures())


async def test_a_clock_set_back_while_it_is_dead_does_not_stop_delivery(teams: StubTeams) -> None:
    clocks = Clocks(teams)
    await clocks.tell("jump while dead", jump_while_dead(-DAY))
    _held(clocks.figures())


def _short(scale: float) -> Run:
    return Run(seed=1, scale=scale, progress=lambda words: None)


def _held(figures: list[Figure]) -> None:
    """Every claim holds; the message names those that do not."""
    missed = [f"{figure.claim}: {figure.measured}" for figure in figures if not figure.holds]
    assert not missed, "\n".join(missed)
