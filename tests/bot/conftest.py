"""Bots on a database of their own: one in local mode, one that asks for tokens."""

from __future__ import annotations

import os
import shutil
from collections.abc import AsyncIterator, Callable
from itertools import count
from pathlib import Path

import pytest
import pytest_asyncio

from tests.bot.deployments import Deployment, running_bot
from tests.support.world import World, running_world

FreshDatabase = Callable[[], str]
Operate = Callable[..., None]


@pytest.fixture(scope="session")
def fresh_database(
    migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory
) -> FreshDatabase:
    """Gives the address of a new SQLite file with our tables."""
    folder, numbers = tmp_path_factory.mktemp("bot"), count(1)

    def make() -> str:
        copy = folder / f"{next(numbers)}.db"
        shutil.copy(migrated_sqlite, copy)
        return f"sqlite:///{copy}"

    return make


@pytest.fixture
def operate(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Operate:
    """Sets the environment of an operator, in a folder without a `.env`."""
    monkeypatch.chdir(tmp_path)

    def with_settings(**settings: object) -> None:
        for name in [name for name in os.environ if name.startswith("PERMANENCE_")]:
            monkeypatch.delenv(name)
        for name, value in settings.items():
            monkeypatch.setenv(f"PERMANENCE_{name.upper()}", str(value))

    return with_settings


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def secured(fresh_database: FreshDatabase) -> AsyncIterator[Deployment]:
    """A bot outside local mode, shared by the tests of a file."""
    async with running_bot(fresh_database()) as running:
        yield running


@pytest_asyncio.fixture(scope="module", loop_scope="module", params=["local", "secured"])
async def either(
    request: pytest.FixtureRequest, fresh_database: FreshDatabase
) -> AsyncIterator[Deployment]:
    """A bot shared by the tests of a file, in local mode and outside it."""
    async with running_bot(fresh_database(), local=request.param == "local") as running:
        yield running


@pytest_asyncio.fixture
async def own_bot(fresh_database: FreshDatabase) -> AsyncIterator[Deployment]:
    """A bot outside local mode, for one test alone."""
    async with running_bot(fresh_database()) as running:
        yield running


@pytest_asyncio.fixture
async def small_world(fresh_database: FreshDatabase) -> AsyncIterator[World]:
    """A world on SQLite, where one kind of database is enough."""
    async with running_world(fresh_database()) as running:
        yield running
