"""How fast we speak: below what Teams allows, so that it never has to say no.

Documented in "Optimize your bot with rate limiting in Teams" (Microsoft Learn).
"""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Window:
    """At most `calls` in any `seconds`."""

    calls: int
    seconds: float


CONVERSATION = (Window(6, 1.0), Window(7, 2.0), Window(55, 30.0), Window(1_750, 3_600.0))
"""Teams: 7 in 1 s, 8 in 2 s, 60 in 30 s and 1 800 in an hour."""


class Rate:
    """Lets calls through no faster than its windows allow, in the order in which they came."""

    def __init__(
        self, windows: Sequence[Window], now: Callable[[], float] = time.monotonic
    ) -> None:
        self._windows = windows
        self._now = now
        longest = max((window.calls for window in windows), default=0)
        self._calls: deque[float] = deque(maxlen=longest)
        self._turn = asyncio.Lock()
        self._held_until = float("-inf")

    async def wait(self) -> None:
        """Return when the next call may be made, and count it."""
        if not self._windows and self._held_until <= self._now():
            return
        async with self._turn:
            while (delay := self._delay()) > 0:
                await asyncio.sleep(delay)
            self._calls.append(self._now())

    def hold(self, seconds: float) -> None:
        """Teams asked for patience here: let nothing through for so long."""
        self._held_until = max(self._held_until, self._now() + seconds)

    def _delay(self) -> float:
        """How long until every window has room again."""
        now = self._now()
        waits = [
            self._calls[-window.calls] + window.seconds - now
            for window in self._windows
            if len(self._calls) >= window.calls
        ]
        return max([self._held_until - now, *waits])
