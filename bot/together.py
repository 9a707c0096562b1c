"""Small works of the same kind, done in one transaction: who waits while one runs shares the next.

A transaction costs more than what most of them do. Alone, a work runs at once; in a flood the lanes
of delivery read and mark together.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from storage.store import StoreUnavailable, Work
from storage.unit_of_work import UnitOfWork

T = TypeVar("T")

MOST = 32
"""Works in one transaction: others wait for its locks."""


@dataclass(frozen=True)
class Waiting:
    work: Work[Any]
    outcome: asyncio.Future[Any] = field(
        default_factory=lambda: asyncio.get_running_loop().create_future()
    )


class Together:
    """`run` is a store's `transact` or `read`."""

    def __init__(self, run: Callable[[Work[list[Any]]], Awaitable[list[Any]]]) -> None:
        self._run = run
        self._waiting: list[Waiting] = []
        self._runner: asyncio.Task[None] | None = None

    async def do(self, work: Work[T]) -> T:
        """Run `work` with others of its kind. Raises StoreUnavailable, or what `work` raises."""
        one = Waiting(work)
        self._waiting.append(one)
        if self._runner is None or self._runner.done():
            self._runner = asyncio.create_task(self._run_all())
        result: T = await one.outcome
        return result

    async def _run_all(self) -> None:
        while self._waiting:
            batch, self._waiting = self._waiting[:MOST], self._waiting[MOST:]
            await self._run_some(batch)

    async def _run_some(self, batch: list[Waiting]) -> None:
        """A work that fails must not take the others with it: then each is tried alone."""

        def all_of_them(unit: UnitOfWork) -> list[Any]:
            return [one.work(unit) for one in batch]

        try:
            results = await self._run(all_of_them)
        except Exception as error:  # noqa: BLE001  (it reaches whoever asked for the work)
            if len(batch) > 1 and not isinstance(error, StoreUnavailable):
                for one in batch:
                    await self._run_some([one])
                return
            for one in batch:
                _settle(one, one.outcome.set_exception, error)
            return
        for one, result in zip(batch, results, strict=True):
            _settle(one, one.outcome.set_result, result)


def _settle(one: Waiting, settle: Callable[[Any], None], value: Any) -> None:
    """Whoever gave up waiting is told nothing."""
    if not one.outcome.done():
        settle(value)
