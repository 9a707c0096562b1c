"""PostgreSQL: a pool of worker threads, a transaction a turn, row locks and unique constraints.

Turns that would wait for the same row queue here instead, and share their commits.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection
from concurrent.futures import Future, ThreadPoolExecutor, wait
from threading import Event
from typing import Any, TypeVar

from sqlalchemy import create_engine
from sqlalchemy.exc import OperationalError, SQLAlchemyError

from storage.group_commit import BATCH_TURNS, Job, commit
from storage.store import JSON, Done, StoreUnavailable, Work, owing, run_in_session, unavailable
from storage.unit_of_work import UnitOfWork

R = TypeVar("R")
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
        self._queues: dict[str, list[Job]] = {}
        self._servers: set[asyncio.Task[None]] = set()

    async def transact(self, work: Work[T], queue: str | None = None) -> T:
        done = await (self._run(owing(work)) if queue is None else self._share(work, queue))
        if done.woken:
            self.on_commit(done.woken)
        return done.result

    async def read(self, work: Work[T]) -> T:
        return (await self._run(work)).result

    def close(self) -> None:
        """Let what was begun end, but do not wait for a server that hangs: it may never answer."""
        self._workers.shutdown(wait=False, cancel_futures=True)
        wait(self._running, timeout=ANSWER_SECONDS)
        self.engine.dispose()

    async def _run(self, work: Work[T]) -> Done[T]:
        abandoned = Event()

        def unless_abandoned(unit: UnitOfWork) -> T:
            result = work(unit)
            if abandoned.is_set():
                raise StoreUnavailable("nobody waits for this any more")
            return result

        return await _in_time(self._begin(self._attempt, unless_abandoned), abandoned)

    async def _share(self, work: Work[T], queue: str) -> Done[T]:
        """Whoever waits while others of the queue run shares the next commit."""
        job = Job(work)
        if queue in self._queues:
            self._queues[queue].append(job)
        else:
            self._queues[queue] = [job]
            server = asyncio.create_task(self._serve(queue))
            self._servers.add(server)
            server.add_done_callback(self._servers.discard)
        return await _in_time(job.outcome, job.abandoned)

    async def _serve(self, queue: str) -> None:
        try:
            while waiting := self._queues[queue]:
                batch, self._queues[queue] = waiting[:BATCH_TURNS], waiting[BATCH_TURNS:]
                await asyncio.wrap_future(self._begin(commit, self.engine, batch))
        finally:
            del self._queues[queue]

    def _begin(self, run: Callable[..., R], *what: Any) -> Future[R]:
        running = self._workers.submit(run, *what)
        self._running.add(running)
        running.add_done_callback(self._running.discard)
        return running

    def _attempt(self, work: Work[T]) -> Done[T]:
        """A deadlock is nobody's fault: whoever was chosen to give way tries once more."""
        try:
            return run_in_session(self.engine, work)
        except OperationalError as error:
            if getattr(error.orig, "sqlstate", None) not in DEADLOCKS:
                raise
            return run_in_session(self.engine, work)


async def _in_time(outcome: Future[R], abandoned: Event) -> R:
    try:
        async with asyncio.timeout(ANSWER_SECONDS):
            return await asyncio.wrap_future(outcome)
    except TimeoutError as error:
        abandoned.set()
        raise StoreUnavailable(f"no answer within {ANSWER_SECONDS} s") from error
    except SQLAlchemyError as error:
        raise unavailable(error) from error


DEADLOCKS = frozenset({"40P01", "40001"})
