"""The auditor: once a minute, on its own, it counts what is overdue and says that all is well.

A heartbeat that falls silent is noticed by whoever listens outside, even when this process is dead.
"""

from __future__ import annotations

from datetime import timedelta

import aiohttp
import structlog

from bot.clock import real_now
from bot.metrics import Metrics
from storage.store import Store, StoreUnavailable

log = structlog.get_logger()

OVERDUE_AFTER = timedelta(minutes=1)
HEARTBEAT_SECONDS = 5


class Auditor:
    """Looks at the tables and at nothing else: it trusts neither delivery nor its own memory."""

    def __init__(
        self, store: Store, metrics: Metrics, http: aiohttp.ClientSession, heartbeat_url: str
    ) -> None:
        self._store = store
        self._metrics = metrics
        self._http = http
        self._heartbeat_url = heartbeat_url

    async def run(self) -> None:
        try:
            backlog = await self._store.read(lambda unit: unit.lanes.backlog(real_now()))
        except StoreUnavailable as error:
            log.error("audit_failed", error=str(error))
            return
        self._metrics.owed.set(backlog.owed)
        self._metrics.owed_seconds.set(backlog.oldest.total_seconds())
        if backlog.oldest > OVERDUE_AFTER:
            log.error("overdue", owed=backlog.owed, oldest_seconds=backlog.oldest.total_seconds())
        elif self._heartbeat_url:
            await self._beat()

    async def _beat(self) -> None:
        limit = aiohttp.ClientTimeout(total=HEARTBEAT_SECONDS)
        try:
            async with self._http.get(self._heartbeat_url, timeout=limit) as response:
                response.raise_for_status()
        except (aiohttp.ClientError, TimeoutError) as error:
            log.warning("heartbeat_unheard", error=type(error).__name__)
