"""The two times: the domain's, which local mode may move, and the real one, which nothing moves.

Due dates are in domain time. Leases, back-off, rates and tokens are in real time.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from storage.store import Store

OFFSET = "clock.offset_seconds"


def real_now() -> datetime:
    return datetime.now(UTC)


class Clock:
    """Domain time: real time, and how far it was moved."""

    def __init__(self, offset: timedelta = timedelta()) -> None:
        self._offset = offset

    def now(self) -> datetime:
        return real_now() + self._offset

    async def restore(self, store: Store) -> None:
        """Take the offset up again where the last process left it."""
        text = await store.read(lambda unit: unit.parameters.get(OFFSET, "0"))
        self._offset = timedelta(seconds=float(text))

    async def advance(self, by: timedelta, store: Store) -> None:
        """Move domain time forward, for good: a restart must not go back."""
        offset = self._offset + by
        seconds = str(offset.total_seconds())
        await store.transact(lambda unit: unit.parameters.set(OFFSET, seconds))
        self._offset = offset
