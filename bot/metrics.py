"""What an operator watches, for Prometheus at /metrics: numbers only, never who or what."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from contextlib import contextmanager

from aiohttp import web
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from bot.logs import standard_error

LAG_SECONDS = 0.5


class Metrics:
    """One set a process; tests start several bots in one, so it is not global."""

    def __init__(self) -> None:
        registry = CollectorRegistry()
        self._registry = registry
        self.turns = Counter(
            "permanence_turns", "Gestures answered", ["verb", "result"], registry=registry
        )
        self.turn_seconds = Histogram(
            "permanence_turn_seconds",
            "From the gate to the answer",
            buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5),
            registry=registry,
        )
        self.sends = Counter(
            "permanence_sends", "Calls to the connector", ["result"], registry=registry
        )
        self.owed = Gauge("permanence_owed", "Messages owed and not sent", registry=registry)
        self.owed_seconds = Gauge(
            "permanence_owed_seconds", "Age of the oldest message owed", registry=registry
        )
        self.loop_lag = Gauge(
            "permanence_loop_lag_seconds", "How late the event loop last woke up", registry=registry
        )
        lost = Gauge("permanence_lost_log_lines", "Lines the log could not take", registry=registry)
        lost.set_function(lambda: standard_error.lost_lines)

    @contextmanager
    def timed(self) -> Iterator[None]:
        """Time a turn, however it ends."""
        started = time.perf_counter()
        try:
            yield
        finally:
            self.turn_seconds.observe(time.perf_counter() - started)

    async def watch_loop(self) -> None:
        """For as long as the process lives: how late does the loop wake us?"""
        while True:
            expected = time.perf_counter() + LAG_SECONDS
            await asyncio.sleep(LAG_SECONDS)
            self.loop_lag.set(max(0.0, time.perf_counter() - expected))

    async def show(self, request: web.Request) -> web.Response:
        return web.Response(body=generate_latest(self._registry), content_type="text/plain")
