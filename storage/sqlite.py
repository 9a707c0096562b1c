"""SQLite: one writer thread, in which the turns that wait share a commit, and readers beside it."""

from __future__ import annotations

import asyncio
import queue
import threading
import time
from collections.abc import Callable, Collection
from concurrent.futures import ThreadPoolExecutor
from sqlite3 import Connection as SqliteConnection
from sqlite3 import OperationalError
from typing import TypeVar

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import SQLAlchemyError

from storage.group_commit import BATCH_TURNS, Job, commit
from storage.store import JSON, Work, run_in_session, unavailable

T = TypeVar("T")

BUSY_SECONDS = 2.0
"""Teams gives up on an answer after about five seconds: better say so in time."""
READERS = 1
"""More only wait for each other: the interpreter runs one thread at a time."""


class SqliteStore:
    def __init__(self, url: str) -> None:
        self.engine = _engine(url, begin="BEGIN IMMEDIATE")
        self.on_commit: Callable[[Collection[str]], None] = lambda conversations: None
        self._readers_engine = _engine(url, begin="BEGIN")
        self._readers = ThreadPoolExecutor(READERS, thread_name_prefix="reader")
        self._jobs: queue.SimpleQueue[Job | None] = queue.SimpleQueue()
        self._writer = threading.Thread(target=self._write, name="writer", daemon=True)
        self._writer.start()

    async def transact(self, work: Work[T], queue: str | None = None) -> T:
        job = Job(work)
        self._jobs.put(job)
        try:
            done = await asyncio.wrap_future(job.outcome)
        except SQLAlchemyError as error:
            raise unavailable(error) from error
        if done.woken:
            self.on_commit(done.woken)
        return done.result  # type: ignore[no-any-return]

    async def read(self, work: Work[T]) -> T:
        loop = asyncio.get_running_loop()
        try:
            done = await loop.run_in_executor(
                self._readers, run_in_session, self._readers_engine, work
            )
        except SQLAlchemyError as error:
            raise unavailable(error) from error
        return done.result

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
            batch.append(job)
            if self._jobs.empty() or len(batch) == BATCH_TURNS:
                commit(self.engine, batch)
                batch = []
        commit(self.engine, batch)


def _write_ahead(connection: SqliteConnection) -> None:
    """Several who start on a new file change its journal at once, and for that SQLite does not wait
    by itself."""
    until = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            return
        except OperationalError:
            if time.monotonic() > until:
                raise
            time.sleep(0.02)


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
            "synchronous = FULL",
            "foreign_keys = ON",
        ):
            connection.execute(f"PRAGMA {pragma}")
        _write_ahead(connection)

    @event.listens_for(engine, "begin")
    def begin_transaction(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    return engine
