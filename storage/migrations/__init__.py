"""The history of the tables. `upgrade` brings a database to this release."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, text
from sqlalchemy.exc import SQLAlchemyError

from storage.store import unavailable

ONE_AT_A_TIME = text("SELECT pg_advisory_xact_lock(7077)")
"""Replicas that start together upgrade in turn; the number is ours alone in this database."""


def upgrade(engine: Engine) -> None:
    """Bring the database to the latest revision; one that is there already costs little.

    Raises StoreUnavailable.
    """
    try:
        with engine.begin() as connection:
            if connection.dialect.name == "postgresql":
                connection.execute(ONE_AT_A_TIME)
            configuration = _configuration()
            configuration.attributes["connection"] = connection
            command.upgrade(configuration, "head")
    except SQLAlchemyError as error:
        raise unavailable(error) from error


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
