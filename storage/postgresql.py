"""PostgreSQL: a pool of worker threads, a transaction a turn, row locks and unique constraints."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection
from concurrent.futures import Future, ThreadPoolExecutor, wait
from threading import Event
from typing import Any, TypeVar

from sqlalchemy import create_engine
from sqlalchemy.exc import OperationalError, SQLAlchemyError

from storage.store import JSON, StoreUnavailable, Work, run_in_session, unavailable
from storage.unit_of_work import UnitOfWork

T = TypeVar("T")

WORKERS = 8
WAIT_SECONDS = 2
ANSWER_SECONDS = 4
"""Teams gives up on an answer after about five seconds: better say so in time. Whoever was told so
was told the truth: a turn that ends later is undone. Only where the server hangs in the commit
itself may it be kept; its repeat is then a repeat like any other."""


LIMITS = "-c idle_in_transaction_session_timeout=2000 -c lock_timeout=2000"
"""Milliseconds. A replica that freezes in a transaction must not hold the others' rows."""


class PostgresqlStore:
    def __init__(self, url: str) -> None:
        self.engine = create_engine(
            url,
            **JSON,
            pool_size=WORKERS,
            max_overflow=0,
            pool_timeout=WAIT_SECONDS,
            pool_pre_ping=True,
            connect_args={"connect_timeout": WAIT_SECONDS, "options": LIMITS},
        )
        self.on_commit: Callable[[Collection[str]], None] = lambda conversations: None
        self._workers = ThreadPoolExecutor(WORKERS, thread_name_prefix="turn")
        self._running: set[Future[Any]] = set()

    async def transact(self, work: Work[T]) -> T:
        result, woken = await self._run(work)
        if woken:
            self.on_commit(woken)
        return result

    async def read(self, work: Work[T]) -> T:
        result, _ = await self._run(work)
        return result

    def close(self) -> None:
        """Let what was begun end, but do not wait for a server that hangs: it may never answer."""
        self._workers.shutdown(wait=False, cancel_futures=True)
        wait(self._running, timeout=ANSWER_SECONDS)
        self.engine.dispose()

    async def _run(self, work: Work[T]) -> tuple[T, Collection[str]]:
        abandoned = Event()

        def unless_abandoned(unit: UnitOfWork) -> T:
            result = work(unit)
            unit.finish()
            if abandoned.is_set():
                raise StoreUnavailable("nobody waits for this any more")
            return result

        future = self._workers.submit(self._attempt, unless_abandoned)
        self._running.add(future)
        future.add_done_callback(self._running.discard)
        try:
            async with asyncio.timeout(ANSWER_SECONDS):
                return await asyncio.wrap_future(future)
        except TimeoutError as error:
            abandoned.set()
            raise StoreUnavailable(f"no answer within {ANSWER_SECONDS} s") from error
        except SQLAlchemyError as error:
            raise unavailable(error) from error

    def _attempt(self, work: Work[T]) -> tuple[T, Collection[str]]:
        """A deadlock is nobody's fault: whoever was chosen to give way tries once more."""
        try:
            return run_in_session(self.engine, work)
        except OperationalError as error:
            if getattr(error.orig, "sqlstate", None) not in DEADLOCKS:
                raise
            return run_in_session(self.engine, work)


DEADLOCKS = frozenset({"40P01", "40001"})
