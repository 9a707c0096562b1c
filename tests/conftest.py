"""Databases for every test: SQLite always, PostgreSQL from a wheel's binaries."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import pytest_asyncio

from storage import open_store
from storage.migrations import upgrade
from tests.support.postgresql import Server, running_server
from tests.support.world import World, running_world


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Server]:
    with running_server() as server:
        yield server


@pytest.fixture(scope="session")
def migrated_postgresql(postgresql: Server) -> str:
    """A database with our tables, to copy."""
    return _migrated(postgresql.create()).rsplit("/", 1)[1]


@pytest.fixture(scope="session")
def migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with our tables, to copy."""
    path = tmp_path_factory.mktemp("sqlite") / "migrated.db"
    _migrated(f"sqlite:///{path}")
    return path


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty database with our tables, once of each kind."""
    if request.param == "sqlite":
        copy = tmp_path / "permanence.db"
        shutil.copy(request.getfixturevalue("migrated_sqlite"), copy)
        return f"sqlite:///{copy}"
    server: Server = request.getfixturevalue("postgresql")
    return server.create(template=request.getfixturevalue("migrated_postgresql"))


@pytest_asyncio.fixture
async def world(database_url: str) -> AsyncIterator[World]:
    async with running_world(database_url) as running:
        yield running


def _migrated(url: str) -> str:
    store = open_store(url)
    upgrade(store.engine)
    store.close()
    return url
