"""Turns that wait together share one commit: a commit costs a flush of the disk.

Each turn runs in a savepoint of its own, and its answer leaves after the common commit
(ARCHITECTURE.md has the measurements).
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass, field
from sqlite3 import Connection as SqliteConnection
from threading import Event
from typing import Any

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from storage.store import StoreUnavailable, Work, run_in_session

BATCH_TURNS = 32
BATCH_SECONDS = 0.020


class BatchBroken(Exception):
    """The common transaction is of no use any more."""


class DatabaseHeld(Exception):
    """Not even a beginning was possible: nobody who waits should wait for it in turn."""

    def __init__(self, error: SQLAlchemyError) -> None:
        super().__init__(str(error))
        self.error = error


@dataclass(frozen=True)
class Job:
    """A turn that waits to be run, and where its caller waits for the outcome.

    `abandoned` is set once the caller has been told that nothing was kept: so be it.
    """

    work: Work[Any]
    outcome: Future[tuple[Any, Collection[str]]] = field(default_factory=Future)
    abandoned: Event = field(default_factory=Event)

    def run(self, connection: Connection) -> Callable[[], None]:
        """Run the turn now; what comes back tells the caller, once the commit is done."""
        try:
            result = run_in_session(connection, self.work)
        except DBAPIError:
            raise
        except Exception as error:
            if _is_rolled_back(connection):
                raise BatchBroken from error
            return _later(self.outcome.set_exception, error)
        return _later(self.outcome.set_result, result)

    def refuse_if_abandoned(self) -> None:
        """Raises BatchBroken."""
        if self.abandoned.is_set():
            raise BatchBroken("nobody waits for this any more")


def commit(engine: Engine, jobs: list[Job]) -> None:
    """Run the jobs, as many as time allows under one commit, then the others."""
    batch = [job for job in jobs if job.outcome.set_running_or_notify_cancel()]
    while batch:
        try:
            done = _commit_together(engine, batch)
        except DatabaseHeld as held:
            done = _tell_all(batch, held.error)
        except (DBAPIError, BatchBroken):
            done = _commit_each_alone(engine, batch)
        except Exception as error:  # noqa: BLE001  (it reaches whoever asked for the turns)
            done = _tell_all(batch, error)
        batch = batch[done:]


def _commit_together(engine: Engine, batch: list[Job]) -> int:
    until = time.monotonic() + BATCH_SECONDS
    tellings: list[Callable[[], None]] = []
    with _transaction(engine) as connection:
        for job in batch:
            tellings.append(job.run(connection))
            if time.monotonic() > until:
                break
        for job in batch[: len(tellings)]:
            job.refuse_if_abandoned()
    for tell in tellings:
        tell()
    return len(tellings)


def _commit_each_alone(engine: Engine, batch: list[Job]) -> int:
    for done, job in enumerate(batch):
        try:
            tell = _commit_alone(engine, job)
        except DatabaseHeld as held:
            return done + _tell_all(batch[done:], held.error)
        except (DBAPIError, BatchBroken) as error:
            tell = _later(job.outcome.set_exception, error)
        tell()
    return len(batch)


def _commit_alone(engine: Engine, job: Job) -> Callable[[], None]:
    if job.abandoned.is_set():
        return _later(job.outcome.set_exception, StoreUnavailable("abandoned"))
    with _transaction(engine) as connection:
        tell = job.run(connection)
        job.refuse_if_abandoned()
    return tell


@contextmanager
def _transaction(engine: Engine) -> Iterator[Connection]:
    """Raises DatabaseHeld where not even a beginning was possible."""
    try:
        connection = engine.connect()
        transaction = connection.begin()
    except SQLAlchemyError as error:
        raise DatabaseHeld(error) from error
    with connection, transaction:
        yield connection


def _tell_all(jobs: list[Job], error: Exception) -> int:
    for job in jobs:
        if not job.outcome.done():
            job.outcome.set_exception(error)
    return len(jobs)


def _later(settle: Callable[[Any], None], value: Any) -> Callable[[], None]:
    return lambda: settle(value)


def _is_rolled_back(connection: Connection) -> bool:
    """A full disk makes SQLite roll back everything, under later savepoints."""
    driver = connection.connection.driver_connection
    return isinstance(driver, SqliteConnection) and not driver.in_transaction
