"""The migrations make the very tables that the product speaks of, however often they are run."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable
from itertools import count
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import CheckConstraint, Engine, create_engine, inspect

from bot.settings import PROJECT
from storage import open_store
from storage.migrations import is_current, upgrade
from storage.store import Store
from storage.tables import metadata
from tests.support.postgresql import Server

Checks = set[tuple[str, str, str]]


UPGRADE = """
import sys
from bot.settings import PROJECT
from storage import open_store
from storage.migrations import upgrade
store = open_store(sys.argv[1])
print("ready", flush=True)
sys.stdin.readline()
upgrade(store.engine)
store.close()
"""


@pytest.fixture(params=["sqlite", "postgresql"])
def new_url(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[], str]:
    """The address of a database without a single table, another one each time."""
    if request.param == "postgresql":
        server: Server = request.getfixturevalue("postgresql")
        return server.create
    numbers = count()
    return lambda: f"sqlite:///{tmp_path}/empty{next(numbers)}.db"


def test_alembic_sees_nothing_left_to_do(store: Store) -> None:
    with store.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_server_default": True})
        assert compare_metadata(context, metadata) == []


def test_the_migrations_make_every_check_constraint(new_url: Callable[[], str]) -> None:
    """Alembic does not see them. The tables made straight from the metadata tell what they are."""
    migrated, straight = create_engine(new_url()), create_engine(new_url())
    upgrade(migrated)
    metadata.create_all(straight)
    assert _checks(migrated) == _checks(straight)
    migrated.dispose()
    straight.dispose()


def test_every_check_constraint_of_the_tables_is_in_the_database(store: Store) -> None:
    declared = {
        (table.name, str(check.name))
        for table in metadata.tables.values()
        for check in table.constraints
        if isinstance(check, CheckConstraint)
    }
    assert len(declared) >= 2
    assert {(table, name) for table, name, _ in _checks(store.engine)} == declared


def test_a_database_is_current_once_it_is_upgraded(new_url: Callable[[], str]) -> None:
    store = open_store(new_url())
    assert not is_current(store.engine)
    upgrade(store.engine)
    assert is_current(store.engine)
    store.close()


async def test_upgrading_twice_is_upgrading_once_and_keeps_what_is_there(store: Store) -> None:
    await store.transact(lambda unit: unit.parameters.set("kept", "yes"))
    upgrade(store.engine)
    assert is_current(store.engine)
    assert await store.read(lambda unit: unit.parameters.get("kept", "no")) == "yes"


def test_replicas_that_start_at_once_upgrade_once(postgresql: Server) -> None:
    """On PostgreSQL alone: a SQLite file has one process."""
    url = postgresql.create()
    command = [sys.executable, "-c", UPGRADE, url]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    replicas = [subprocess.Popen(command, cwd=PROJECT, text=True, **pipes) for _ in range(2)]
    for replica in replicas:
        assert replica.stdout is not None
        assert replica.stdout.readline() == "ready\n"
    for replica in replicas:
        assert replica.stdin is not None
        replica.stdin.write("go\n")
        replica.stdin.flush()
    last_words = [replica.communicate(timeout=20)[1].splitlines()[-1:] for replica in replicas]
    assert last_words == [[], []]
    assert [replica.returncode for replica in replicas] == [0, 0]
    store = open_store(url)
    assert is_current(store.engine)
    store.close()


def _checks(engine: Engine) -> Checks:
    """The CHECK constraints of the database, in plain words."""
    look = inspect(engine)
    return {
        (table, str(check["name"]), re.sub(r"[\s()]|::\w+( varying)?", "", check["sqltext"]))
        for table in look.get_table_names()
        for check in look.get_check_constraints(table)
    }
