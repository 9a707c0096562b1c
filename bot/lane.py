"""A conversation that this process serves: it is called when something is owed there, and rests."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta

from bot.parcels import SETTLES


@dataclass
class Lane:
    """A conversation being served by this process."""

    task: asyncio.Task[None]
    is_called_again: bool = True
    called: asyncio.Event = field(default_factory=asyncio.Event)

    def calls(self) -> None:
        self.is_called_again = True
        self.called.set()

    def heard(self) -> None:
        self.is_called_again = False
        self.called.clear()

    async def rests(self, duration: timedelta) -> None:
        """A short while passes whole, for more changes may join those that settle. A longer one
        ends with the next call: a new card must not wait behind one that is seen already."""
        if duration <= SETTLES:
            await asyncio.sleep(duration.total_seconds())
            return
        with suppress(TimeoutError):
            async with asyncio.timeout(duration.total_seconds()):
                await self.called.wait()
