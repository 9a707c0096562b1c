"""How fast we speak: below what Teams allows, so that it never has to say no.

Documented in "Optimize your bot with rate limiting in Teams" (Microsoft Learn).
"""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from heapq import heappop, heappush
from itertools import count


@dataclass(frozen=True)
class Window:
    """At most `calls` in any `seconds`."""

    calls: int
    seconds: float


CONVERSATION = (Window(6, 1.0), Window(7, 2.0), Window(55, 30.0), Window(1_750, 3_600.0))
"""Teams: 7 in 1 s, 8 in 2 s, 60 in 30 s and 1 800 in an hour."""


class Rate:
    """Lets calls through no faster than its windows allow: the lower rank first, then as they came.

    A result on the board must not wait behind five hundred receipts.
    """

    def __init__(
        self, windows: Sequence[Window], now: Callable[[], float] = time.monotonic
    ) -> None:
        self._windows = windows
        self._now = now
        longest = max((window.calls for window in windows), default=0)
        self._calls: deque[float] = deque(maxlen=longest)
        self._held_until = float("-inf")
        self._waiting: list[tuple[int, int, asyncio.Future[None]]] = []
        self._order = count()
        self._porter: asyncio.Task[None] | None = None

    async def wait(self, rank: int = 0) -> bool:
        """Return when the next call may be made, and count it. True where it had to wait."""
        if not self._waiting and self._delay() <= 0:
            self._calls.append(self._now())
            return False
        turn = asyncio.get_running_loop().create_future()
        heappush(self._waiting, (rank, next(self._order), turn))
        if self._porter is None or self._porter.done():
            self._porter = asyncio.create_task(self._let_through())
        await turn
        return True

    async def room(self, most: int) -> int:
        """Wait until a call may be made. Returns how many may be made at once, up to `most`."""
        while (delay := self._delay()) > 0:
            await asyncio.sleep(delay)
        now = self._now()
        free = [
            window.calls - sum(now - call < window.seconds for call in self._calls)
            for window in self._windows
        ]
        return min([most, *free])

    def is_busy(self) -> bool:
        """Is somebody waiting already? May be asked by any thread."""
        return bool(self._waiting)

    def hold(self, seconds: float) -> None:
        """Teams asked for patience here: let nothing through for so long."""
        self._held_until = max(self._held_until, self._now() + seconds)

    async def _let_through(self) -> None:
        while self._waiting:
            while (delay := self._delay()) > 0:
                await asyncio.sleep(delay)
            _, _, turn = heappop(self._waiting)
            if not turn.done():  # whoever waited may have been stopped
                self._calls.append(self._now())
                turn.set_result(None)

    def _delay(self) -> float:
        """How long until every window has room again."""
        now = self._now()
        waits = [
            self._calls[-window.calls] + window.seconds - now
            for window in self._windows
            if len(self._calls) >= window.calls
        ]
        return max([self._held_until - now, *waits])
