"""SQLite: one writer thread with group commit, and readers beside it.

A commit costs a flush of the disk. Turns that wait together share one: each runs in a savepoint of
its own, and their answers leave after the common commit (ARCHITECTURE.md has the measurements).
"""

from __future__ import annotations

import asyncio
import queue
import threading
import time
from collections.abc import Callable, Collection, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from sqlite3 import Connection as SqliteConnection
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from storage.store import JSON, Work, run_in_session, unavailable

T = TypeVar("T")

BATCH_TURNS = 32
BATCH_SECONDS = 0.020
BUSY_SECONDS = 2.0
"""Teams gives up on an answer after about five seconds: better say so in time."""
READERS = 1
"""More only wait for each other: the interpreter runs one thread at a time."""


@dataclass(frozen=True)
class Job:
    """A turn that waits for the writer, and where its caller waits for the outcome."""

    work: Work[Any]
    outcome: Future[tuple[Any, Collection[str]]] = field(default_factory=Future)

    def run(self, connection: Connection) -> Callable[[], None]:
        """Run the turn now; what comes back tells the caller, once the commit is done."""
        try:
            result = run_in_session(connection, self.work)
        except DBAPIError:
            raise
        except Exception as error:
            if not _in_transaction(connection):
                raise BatchBroken from error
            return _later(self.outcome.set_exception, error)
        return _later(self.outcome.set_result, result)


class BatchBroken(Exception):
    """The common transaction is gone: a full disk rolls it back under later savepoints."""


class DatabaseHeld(Exception):
    """Somebody else holds the file: nobody who waits should wait for it in turn."""

    def __init__(self, error: DBAPIError) -> None:
        super().__init__(str(error))
        self.error = error


class SqliteStore:
    def __init__(self, url: str) -> None:
        self.engine = _engine(url, begin="BEGIN IMMEDIATE")
        self.on_commit: Callable[[Collection[str]], None] = lambda conversations: None
        self._readers_engine = _engine(url, begin="BEGIN")
        self._readers = ThreadPoolExecutor(READERS, thread_name_prefix="reader")
        self._jobs: queue.SimpleQueue[Job | None] = queue.SimpleQueue()
        self._writer = threading.Thread(target=self._write, name="writer", daemon=True)
        self._writer.start()

    async def transact(self, work: Work[T]) -> T:
        job = Job(work)
        self._jobs.put(job)
        try:
            result, woken = await asyncio.wrap_future(job.outcome)
        except SQLAlchemyError as error:
            raise unavailable(error) from error
        if woken:
            self.on_commit(woken)
        return result  # type: ignore[no-any-return]

    async def read(self, work: Work[T]) -> T:
        loop = asyncio.get_running_loop()
        try:
            result, _ = await loop.run_in_executor(
                self._readers, run_in_session, self._readers_engine, work
            )
        except SQLAlchemyError as error:
            raise unavailable(error) from error
        return result

    def close(self) -> None:
        self._jobs.put(None)
        self._writer.join()
        self._readers.shutdown()
        self._readers_engine.dispose()
        self.engine.dispose()

    def _write(self) -> None:
        """The writer's life: batches until it is told to stop."""
        batch: list[Job] = []
        while (job := self._jobs.get()) is not None:
            if job.outcome.set_running_or_notify_cancel():
                batch.append(job)
            if self._jobs.empty() or len(batch) == BATCH_TURNS:
                self._commit(batch)
                batch = []
        self._commit(batch)

    def _commit(self, batch: list[Job]) -> None:
        """Run the jobs, as many as time allows under one commit, then the others."""
        while batch:
            try:
                done = self._commit_together(batch)
            except DatabaseHeld as held:
                done = _tell_all(batch, held.error)
            except (DBAPIError, BatchBroken):
                done = self._commit_each_alone(batch)
            batch = batch[done:]

    def _commit_together(self, batch: list[Job]) -> int:
        until = time.monotonic() + BATCH_SECONDS
        tellings: list[Callable[[], None]] = []
        with self._transaction() as connection:
            for job in batch:
                tellings.append(job.run(connection))
                if time.monotonic() > until:
                    break
        for tell in tellings:
            tell()
        return len(tellings)

    def _commit_each_alone(self, batch: list[Job]) -> int:
        for done, job in enumerate(batch):
            try:
                with self._transaction() as connection:
                    tell = job.run(connection)
            except DatabaseHeld as held:
                return done + _tell_all(batch[done:], held.error)
            except (DBAPIError, BatchBroken) as error:
                tell = _later(job.outcome.set_exception, error)
            tell()
        return len(batch)

    @contextmanager
    def _transaction(self) -> Iterator[Connection]:
        """Raises DatabaseHeld where not even a beginning was possible."""
        try:
            connection = self.engine.connect()
            transaction = connection.begin()
        except DBAPIError as error:
            raise DatabaseHeld(error) from error
        with connection, transaction:
            yield connection


def _tell_all(jobs: list[Job], error: Exception) -> int:
    for job in jobs:
        job.outcome.set_exception(error)
    return len(jobs)


def _later(settle: Callable[[Any], None], value: Any) -> Callable[[], None]:
    return lambda: settle(value)


def _in_transaction(connection: Connection) -> bool:
    driver = connection.connection.driver_connection
    return isinstance(driver, SqliteConnection) and driver.in_transaction


def _engine(url: str, begin: str) -> Engine:
    """An engine whose transactions we begin ourselves: the driver's own way locks too late."""
    engine = create_engine(
        url, **JSON, connect_args={"timeout": BUSY_SECONDS, "check_same_thread": False}
    )

    @event.listens_for(engine, "connect")
    def prepare(connection: SqliteConnection, record: object) -> None:
        connection.isolation_level = None
        for pragma in (
            f"busy_timeout = {int(BUSY_SECONDS * 1000)}",
            "journal_mode = WAL",
            "synchronous = FULL",
            "foreign_keys = ON",
        ):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begin_transaction(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    return engine
