"""The tick. What is due is asked of the tables: a restart loses nothing."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta
from functools import partial

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.clock import Clock, real_now
from dialogs.routing import DueWork
from storage.store import Store, StoreUnavailable
from storage.unit_of_work import UnitOfWork

log = structlog.get_logger()

TICK_SECONDS = 1
ANSWERS_KEPT = timedelta(days=7)
"""How long an answer can be replayed, and what was said can be looked up."""


class Jobs:
    def __init__(self, store: Store, clock: Clock, due: Sequence[DueWork]) -> None:
        self._store = store
        self._clock = clock
        self._due = due
        self._scheduler = AsyncIOScheduler(timezone="UTC")
        options = {"coalesce": True, "max_instances": 1}
        self._scheduler.add_job(self._tick, "interval", seconds=TICK_SECONDS, **options)
        self._scheduler.add_job(self._prune, "interval", hours=1, **options)

    def every_minute(self, work: Callable[[], Awaitable[None]]) -> None:
        self._scheduler.add_job(work, "interval", minutes=1, coalesce=True, max_instances=1)

    def start(self) -> None:
        self._scheduler.start()

    def stop(self) -> None:
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)

    async def run_due(self) -> None:
        """Everything that has become due, until nothing is left; it has then committed."""
        for work in self._due:
            while await self._store.transact(partial(self._do, work)):
                """Some was left."""

    def _do(self, work: DueWork, unit: UnitOfWork) -> int:
        return work(unit, self._clock.now())

    async def _tick(self) -> None:
        try:
            await self.run_due()
        except StoreUnavailable as error:
            log.warning("tick_waits_for_store", error=str(error))

    async def _prune(self) -> None:
        def forget(unit: UnitOfWork) -> None:
            unit.inbox.prune(real_now() - ANSWERS_KEPT)
            unit.outbox.prune(real_now() - ANSWERS_KEPT)

        try:
            await self._store.transact(forget)
        except StoreUnavailable as error:
            log.warning("prune_waits_for_store", error=str(error))
