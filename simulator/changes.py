"""Waking up whoever waits for something to happen in the simulator."""

import asyncio
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")

GLANCE = 0.05


class Changes:
    """A version that grows with every change; tests and open pages wait for the next one."""

    def __init__(self) -> None:
        self.version = 0
        self._next = asyncio.Event()

    def happened(self) -> None:
        self.version += 1
        self._next.set()
        self._next = asyncio.Event()

    async def beyond(self, version: int) -> int:
        while self.version <= version:
            await self._next.wait()
        return self.version

    async def until(self, condition: Callable[[], T], timeout: float) -> T:
        """The first true value of the condition, or TimeoutError.

        The condition may also watch something outside the simulator, such as the bot's
        database, so it is looked at again every 50 ms without any change here.
        """
        async with asyncio.timeout(timeout):
            while not (value := condition()):
                await self._glance()
        return value

    async def _glance(self) -> None:
        waiting = asyncio.create_task(self.beyond(self.version))
        await asyncio.wait([waiting], timeout=GLANCE)
        waiting.cancel()
