"""The tick. What is due is asked of the tables: a restart loses nothing."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta
from functools import partial

import structlog
from apscheduler.job import Job
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.clock import Clock, real_now
from dialogs.routing import DueWork
from domain.organisation import Organisation
from storage.store import Store, StoreUnavailable
from storage.unit_of_work import UnitOfWork

log = structlog.get_logger()

TICK_SECONDS = 1
JUMP_SECONDS = 2
"""By which the system's clock and monotonic time may drift apart before it counts as set."""
ANSWERS_KEPT = timedelta(days=7)
"""How long an answer can be replayed, and what was said can be looked up."""


class Jobs:
    """The tick sleeps by monotonic time: what is due must not wait for a clock that was set back.

    What happens every minute or hour is APScheduler's.
    """

    def __init__(
        self, store: Store, clock: Clock, organisation: Organisation, due: Sequence[DueWork]
    ) -> None:
        self._store = store
        self._clock = clock
        self._organisation = organisation
        self._due = due
        self._scheduler = AsyncIOScheduler(timezone="UTC")
        self._every(timedelta(hours=1), self._prune)
        self._ticking: asyncio.Task[None] | None = None
        self._is_stopping = asyncio.Event()

    def every_minute(self, work: Callable[[], Awaitable[None]]) -> None:
        self._every(timedelta(minutes=1), work)

    def start(self) -> None:
        self._scheduler.start()
        self._ticking = asyncio.create_task(self._tick_on())

    async def stop(self) -> None:
        """Finish the tick that is under way."""
        self._is_stopping.set()
        if self._ticking is not None:
            await self._ticking
            self._scheduler.shutdown(wait=False)

    async def run_due(self) -> None:
        """Everything that has become due, until nothing is left; it has then committed."""
        for work in self._due:
            while await self._store.transact(partial(self._do, work)):
                """Some was left."""

    def _do(self, work: DueWork, unit: UnitOfWork) -> int:
        return work(unit, self._organisation, self._clock.now())

    def _every(self, period: timedelta, work: Callable[[], Awaitable[None]]) -> None:
        seconds = period.total_seconds()
        options = {"coalesce": True, "max_instances": 1, "misfire_grace_time": None}
        self._scheduler.add_job(work, "interval", seconds=seconds, **options)

    async def _tick_on(self) -> None:
        ahead = _clocks_apart()
        while not self._is_stopping.is_set():
            if abs(_clocks_apart() - ahead) > JUMP_SECONDS:
                ahead = _clocks_apart()
                self._follow_the_clock()
            await self._tick()
            await _wait(self._is_stopping, TICK_SECONDS)

    async def _tick(self) -> None:
        try:
            await self.run_due()
        except StoreUnavailable as error:
            log.warning("tick_waits_for_store", error=str(error))
        except Exception:  # the others' work is due all the same, and this one's at the next tick
            log.exception("due_work_failed")

    def _follow_the_clock(self) -> None:
        """The scheduler would sleep until a clock that was set back is where it had been."""
        log.warning("clock_was_set")
        jobs: list[Job] = self._scheduler.get_jobs()
        for job in jobs:
            job.modify(next_run_time=real_now())

    async def _prune(self) -> None:
        def forget(unit: UnitOfWork) -> None:
            unit.inbox.prune(real_now() - ANSWERS_KEPT)
            unit.outbox.prune(real_now() - ANSWERS_KEPT)

        try:
            await self._store.transact(forget)
        except StoreUnavailable as error:
            log.warning("prune_waits_for_store", error=str(error))


def _clocks_apart() -> float:
    return real_now().timestamp() - time.monotonic()


async def _wait(event: asyncio.Event, seconds: float) -> None:
    """Sleep, or wake up because it happened."""
    try:
        async with asyncio.timeout(seconds):
            await event.wait()
    except TimeoutError:
        return
