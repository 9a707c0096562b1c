"""The history of the tables. `upgrade` brings a database to this release."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import SQLAlchemyError

from storage.store import StoreUnavailable, unavailable

WAITS_SECONDS = 60
"""For another replica that is upgrading: a turn would have given up long before."""
ONE_AT_A_TIME = (
    f"SET LOCAL lock_timeout = '{WAITS_SECONDS}s'",
    "SET LOCAL idle_in_transaction_session_timeout = 0",
    "SELECT pg_advisory_xact_lock(7077)",
)
"""Replicas that start together upgrade in turn; the number is ours alone in this database. SQLite's
transactions exclude one another by themselves (`storage/sqlite.py`)."""


def upgrade(engine: Engine, revision: str = "head") -> None:
    """Bring the database to the latest revision; one that is there already costs little.

    As a whole or not at all, however many start at once. Raises StoreUnavailable.
    """
    try:
        with engine.connect() as connection, _free_to_change(connection), connection.begin():
            if connection.dialect.name == "postgresql":
                for statement in ONE_AT_A_TIME:
                    connection.execute(text(statement))
            configuration = _configuration()
            configuration.attributes["connection"] = connection
            command.upgrade(configuration, revision)
            _refuse_orphans(connection)
    except SQLAlchemyError as error:
        raise unavailable(error) from error
    except CommandError as error:  # a revision that only a later release knows
        raise StoreUnavailable(str(error)) from error


@contextmanager
def _free_to_change(connection: Connection) -> Iterator[None]:
    """Where the database is SQLite, wait for others who upgrade, longer than a turn may; and let a
    table that others refer to be made anew, which its foreign keys would take for a deletion."""
    if connection.dialect.name != "sqlite":
        yield
        return
    driver = connection.connection.driver_connection
    assert driver is not None
    (usual,) = driver.execute("PRAGMA busy_timeout").fetchone()
    driver.execute(f"PRAGMA busy_timeout = {WAITS_SECONDS * 1000}")
    driver.execute("PRAGMA foreign_keys = OFF")
    try:
        yield
    finally:
        driver.execute("PRAGMA foreign_keys = ON")
        driver.execute(f"PRAGMA busy_timeout = {usual}")


def _refuse_orphans(connection: Connection) -> None:
    """What foreign keys would have refused meanwhile."""
    if connection.dialect.name == "sqlite":
        orphan = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
        if orphan is not None:
            raise StoreUnavailable(f"the upgrade would leave an orphan in {orphan[0]}")


def is_current(engine: Engine) -> bool:
    """Is the database at the latest revision? Raises StoreUnavailable."""
    head = ScriptDirectory.from_config(_configuration()).get_current_head()
    try:
        with engine.connect() as connection:
            return MigrationContext.configure(connection).get_current_revision() == head
    except SQLAlchemyError as error:
        raise unavailable(error) from error


def _configuration() -> Config:
    configuration = Config()
    configuration.set_main_option("script_location", str(Path(__file__).parent))
    return configuration
