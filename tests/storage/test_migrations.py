"""The migrations make the very tables that the product speaks of, however often they are run."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import CheckConstraint, Engine, create_engine, inspect, text
from sqlalchemy.exc import SQLAlchemyError

from bot.settings import PROJECT
from storage import open_store
from storage.migrations import ONE_AT_A_TIME, is_current, upgrade
from storage.store import Store, StoreUnavailable
from storage.tables import metadata
from tests.support.first_release import ROWS, first_release
from tests.support.postgresql import Server

Checks = set[tuple[str, str, str]]


REPLICAS = 4
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


@pytest.mark.parametrize("begin", [str, first_release], ids=["empty", "first release"])
def test_replicas_that_start_at_once_upgrade_once(
    new_url: Callable[[], str], begin: Callable[[str], str]
) -> None:
    url = begin(new_url())
    command = [sys.executable, "-c", UPGRADE, url]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    replicas = [subprocess.Popen(command, cwd=PROJECT, text=True, **pipes) for _ in range(REPLICAS)]
    for replica in replicas:
        assert replica.stdout is not None
        assert replica.stdout.readline() == "ready\n"
    for replica in replicas:
        assert replica.stdin is not None
        replica.stdin.write("go\n")
        replica.stdin.flush()
    last_words = [replica.communicate(timeout=20)[1].splitlines()[-1:] for replica in replicas]
    assert last_words == [[]] * REPLICAS
    assert [replica.returncode for replica in replicas] == [0] * REPLICAS
    store = open_store(url)
    assert is_current(store.engine)
    store.close()


def test_whoever_upgrades_waits_longer_than_a_turn_for_another_who_does(
    new_url: Callable[[], str],
) -> None:
    """A large table takes longer to change than the two seconds for which a turn waits."""
    url = new_url()
    first, second = open_store(url), open_store(url)
    with first.engine.connect() as busy, busy.begin(), ThreadPoolExecutor(1) as waiting:
        if busy.dialect.name == "postgresql":
            for statement in ONE_AT_A_TIME:
                busy.execute(text(statement))
        upgrading = waiting.submit(upgrade, second.engine)
        with pytest.raises(TimeoutError):
            upgrading.result(timeout=2.5)
        busy.rollback()
        upgrading.result(timeout=10)
    assert is_current(second.engine)
    first.close()
    second.close()


def test_a_migration_that_fails_leaves_the_database_as_it_was(new_url: Callable[[], str]) -> None:
    """A table in the way of the last migration: not one of those before it is kept."""
    url = first_release(new_url())
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE session_journal (in_the_way INTEGER)"))
    store = open_store(url)
    with pytest.raises((StoreUnavailable, SQLAlchemyError), match="session_journal"):
        upgrade(store.engine)
    assert "form_key" not in {column["name"] for column in inspect(engine).get_columns("inbox")}
    with engine.begin() as connection:
        connection.execute(text("DROP TABLE session_journal"))
    upgrade(store.engine)
    assert is_current(store.engine)
    store.close()
    engine.dispose()


@pytest.mark.parametrize("table", ROWS)
async def test_nothing_of_the_first_release_is_lost(new_url: Callable[[], str], table: str) -> None:
    url = new_url()
    store = open_store(first_release(url))
    columns = ", ".join(ROWS[table][0]) if ROWS[table] else "*"
    everything = text(f"SELECT {columns} FROM {table} ORDER BY 1, 2")
    before = await store.read(lambda unit: unit.session.execute(everything).all())
    upgrade(store.engine)
    after = await store.read(lambda unit: unit.session.execute(everything).all())
    store.close()
    assert is_written_by_all(table, len(before))
    assert after == before


def is_written_by_all(table: str, rows: int) -> bool:
    """The first release had no parameter to keep outside local mode."""
    return rows == len(ROWS[table]) and (rows > 0 or table == "parameters")


def _checks(engine: Engine) -> Checks:
    """The CHECK constraints of the database, in plain words."""
    look = inspect(engine)
    return {
        (table, str(check["name"]), re.sub(r"[\s()]|::\w+( varying)?", "", check["sqltext"]))
        for table in look.get_table_names()
        for check in look.get_check_constraints(table)
    }
