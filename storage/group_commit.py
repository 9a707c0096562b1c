"""Turns that wait together share one commit: a commit costs a flush of the disk.

Each turn runs in a savepoint of its own, and its answer leaves after the common commit
(ARCHITECTURE.md has the measurements).
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass, field
from sqlite3 import Connection as SqliteConnection
from threading import Event
from typing import Any

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from domain.notices import Show
from storage.postings import Wanted
from storage.store import Done, StoreUnavailable, Work, run_in_session

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
    outcome: Future[Done[Any]] = field(default_factory=Future)
    abandoned: Event = field(default_factory=Event)

    def run(self, connection: Connection) -> Done[Any] | Exception:
        """What the turn came to. Raises DBAPIError or BatchBroken."""
        try:
            return run_in_session(connection, self.work)
        except DBAPIError:
            raise
        except Exception as error:
            if _is_rolled_back(connection):
                raise BatchBroken from error
            return error

    def tell(self, came_to: Done[Any] | Exception) -> None:
        if isinstance(came_to, Exception):
            self.outcome.set_exception(came_to)
        else:
            self.outcome.set_result(came_to)

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
    outcomes: list[Done[Any] | Exception] = []
    with _transaction(engine) as connection:
        for job in batch:
            outcomes.append(job.run(connection))
            if time.monotonic() > until:
                break
        _owe(connection, [done for done in outcomes if isinstance(done, Done)])
        for job in batch[: len(outcomes)]:
            job.refuse_if_abandoned()
    for job, came_to in zip(batch, outcomes, strict=False):
        job.tell(came_to)
    return len(outcomes)


def _owe(connection: Connection, turns: list[Done[Any]]) -> None:
    """Many turns call for the same cards: each card is written down once."""
    wants: dict[Show, Wanted] = {}
    for turn in turns:
        for show, wanted in turn.shown.items():
            wants[show] = wanted.and_also(wants[show]) if show in wants else wanted
    if wants:
        places = run_in_session(connection, lambda unit: unit.owe(wants)).result
        for turn in turns:
            turn.woken.update(dict.fromkeys(filter(None, map(places.get, turn.shown))))


def _commit_each_alone(engine: Engine, batch: list[Job]) -> int:
    for done, job in enumerate(batch):
        try:
            job.tell(_commit_alone(engine, job))
        except DatabaseHeld as held:
            return done + _tell_all(batch[done:], held.error)
        except (DBAPIError, BatchBroken) as error:
            job.tell(error)
    return len(batch)


def _commit_alone(engine: Engine, job: Job) -> Done[Any] | Exception:
    if job.abandoned.is_set():
        return StoreUnavailable("abandoned")
    with _transaction(engine) as connection:
        came_to = job.run(connection)
        _owe(connection, [came_to] if isinstance(came_to, Done) else [])
        job.refuse_if_abandoned()
    return came_to


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


def _is_rolled_back(connection: Connection) -> bool:
    """A full disk makes SQLite roll back everything, under later savepoints."""
    driver = connection.connection.driver_connection
    return isinstance(driver, SqliteConnection) and not driver.in_transaction
