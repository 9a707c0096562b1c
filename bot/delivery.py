"""Delivery: whatever is owed is sent, in order, by one sender a conversation, until it is there.

A commit wakes the lanes it promised something to; once a second the tables are asked as well, which
finds what a crash or another replica left.
"""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Callable, Collection, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from uuid import uuid4

import structlog

from bot import marks
from bot.clock import real_now
from bot.connector import Connector, Failure, SendFailed
from bot.doors import Doors
from bot.lane import Lane
from bot.metrics import Metrics
from bot.parcels import BATCH, Load, Parcel, Post
from bot.rates import Rate, Window
from bot.together import Together
from storage.lanes import LEASE, LONGEST_PAUSE
from storage.store import Store, StoreUnavailable
from storage.unit_of_work import UnitOfWork

log = structlog.get_logger()

POLL_SECONDS = 1.0
LONGEST_BACKOFF = 300.0
LEASE_SECONDS = LEASE.total_seconds()
STALLED_SECONDS = 15
MARK_AGAIN_SECONDS = 0.5
STOP_SECONDS = 5
"""A lane that only waits for its rate is not waited for."""


Mark = Callable[[UnitOfWork], None]
"""Writes down what became of something that was owed."""


class Delivery:
    """The sender of this process. `seed` makes its back-off repeatable in tests."""

    def __init__(
        self,
        store: Store,
        connector: Connector,
        post: Post,
        tenant_rate: Rate,
        conversation_windows: Sequence[Window],
        metrics: Metrics,
        seed: int | None = None,
    ) -> None:
        self._store = store
        self._connector = connector
        self._post = post
        self._owner = uuid4().hex
        self._random = random.Random(seed)
        self._reads, self._writes = Together(store.read), Together(store.transact)
        self._leased_until: dict[str, float] = {}
        self._doors = Doors(store, connector)
        self._metrics = metrics
        self._tenant_rate = tenant_rate
        self._conversation_windows = conversation_windows
        self._rates: dict[str, Rate] = {}
        self._lanes: dict[str, Lane] = {}
        self._is_stopping = False
        self._looked_at = float("-inf")
        store.on_commit = self.wake

    def wake(self, conversations: Collection[str]) -> None:
        """Something is owed there: let its lane run, or run again."""
        for conversation_id in conversations:
            lane = self._lanes.get(conversation_id)
            if lane is not None:
                lane.calls()
            elif not self._is_stopping:
                task = asyncio.create_task(self._run_lane(conversation_id))
                self._lanes[conversation_id] = Lane(task)

    def is_alive(self) -> bool:
        """Did the safety net look at the tables a moment ago?"""
        return time.monotonic() - self._looked_at < STALLED_SECONDS

    async def run(self) -> None:
        """The safety net, for as long as the process lives."""
        while not self._is_stopping:
            self._looked_at = time.monotonic()
            try:
                await self._doors.open_for_stranded()
                self.wake(await self._store.read(lambda unit: unit.lanes.waiting(real_now())))
            except StoreUnavailable as error:
                log.warning("delivery_waits_for_store", error=str(error))
            except Exception:  # the net must hold, whatever fell into it
                log.exception("delivery_tick_failed")
            await asyncio.sleep(POLL_SECONDS)

    async def stop(self) -> None:
        """Finish the message under way in each lane, and leave the lanes to others."""
        self._is_stopping = True
        if lanes := [lane.task for lane in self._lanes.values()]:
            _, waiting = await asyncio.wait(lanes, timeout=STOP_SECONDS)
            for lane in waiting:
                lane.cancel()
        if not self._leased_until:
            return
        try:
            await self._store.transact(lambda unit: unit.lanes.release_all(self._owner))
        except StoreUnavailable as error:
            log.warning("lanes_not_released", error=str(error))

    async def _run_lane(self, conversation_id: str) -> None:
        lane = self._lanes[conversation_id]
        try:
            while lane.is_called_again and not self._is_stopping:
                await self._empty(conversation_id, lane)
        except StoreUnavailable as error:
            log.warning("lane_waits_for_store", error=str(error))
        except Exception:
            log.exception("lane_failed", conversation=conversation_id)
        finally:
            del self._lanes[conversation_id]

    async def _empty(self, conversation_id: str, lane: Lane) -> None:
        """Send what is owed there until nothing is, or until Teams wants a pause."""
        while not self._is_stopping:
            lane.heard()
            load = await self._pack(conversation_id, self._tenant_rate.is_busy)
            if load.parcels:
                has_waited = await self._tenant_rate.wait(load.parcels[0].rank)
                if has_waited or not load.is_drawn:
                    # a card that had to wait would put an old state over a newer answer
                    load = await self._pack(conversation_id, lambda: False)
            if load.parcels:
                may_go_on = await self._deliver_all(conversation_id, load)
                if not may_go_on or (load.is_all and not lane.is_called_again):
                    return
            elif load.settles_in is None:
                return
            else:
                await lane.rests(load.settles_in)

    async def _pack(self, conversation_id: str, must_wait: Callable[[], bool]) -> Load:
        """What to send there, once Teams would take it there."""
        room = await self._rate_of(conversation_id).room(BATCH)
        return await self._reads.do(partial(self._post.pack, conversation_id, room, must_wait))

    async def _holds(self, conversation_id: str) -> bool:
        """Are we the one sender there, for long enough to send something?"""
        asked_at = time.monotonic()
        if self._leased_until.get(conversation_id, asked_at) > asked_at + LEASE_SECONDS / 2:
            return True
        is_ours = await self._writes.do(lambda unit: unit.lanes.lease(conversation_id, self._owner))
        if is_ours:
            self._leased_until[conversation_id] = asked_at + LEASE_SECONDS
        return is_ours

    async def _deliver_all(self, conversation_id: str, load: Load) -> bool:
        """Send one after the other. False where the lane must wait.

        The tenant's rate lets the first through already: a lease must not run out in its queue.
        A new message is written down before the next is sent: a crash in between shows it twice.
        An update may be repeated, so it is written down while the next is on its way.
        """
        writing: list[asyncio.Task[None]] = []
        try:
            for number, parcel in enumerate(load.parcels):
                if number:
                    await self._tenant_rate.wait(parcel.rank)
                if not await self._holds(conversation_id):
                    return False
                mark = await self._deliver(conversation_id, parcel, load)
                if mark is None:
                    return False
                writing.append(asyncio.create_task(self._write_down(mark)))
                if parcel.replaces is None:
                    await writing[-1]
        finally:
            await asyncio.gather(*writing)
        return True

    async def _deliver(self, conversation_id: str, parcel: Parcel, load: Load) -> Mark | None:
        """Send one thing. Returns what to write down; None where the lane must wait."""
        if parcel.activity is None:
            skip = marks.mark_attempt if parcel.failed else marks.mark_nothing_to_show
            return lambda unit: skip(unit, parcel)
        await self._rate_of(conversation_id).wait()
        since = real_now()
        try:
            activity_id = await self._send(conversation_id, parcel, parcel.activity)
        except SendFailed as error:
            self._metrics.sends.labels(error.failure).inc()
            return await self._fail(conversation_id, parcel, error, load.failures, since)
        self._metrics.sends.labels("sent").inc()

        def mark(unit: UnitOfWork) -> None:
            marks.mark_sent(unit, self._post, parcel, activity_id)
            if load.failures:
                unit.lanes.breathe(conversation_id)

        return mark

    async def _write_down(self, mark: Mark) -> None:
        """What was sent must be marked, however long the database is away, or it is sent twice."""
        while True:
            try:
                return await self._writes.do(mark)
            except StoreUnavailable:
                if self._is_stopping:
                    raise
                await asyncio.sleep(MARK_AGAIN_SECONDS)

    async def _send(
        self, conversation_id: str, parcel: Parcel, activity: dict[str, Any]
    ) -> str | None:
        url, message_id = parcel.service_url, parcel.replaces
        if message_id is None:
            return await self._connector.post(url, conversation_id, activity)
        await self._connector.update(url, conversation_id, message_id, activity)
        return message_id

    def _rate_of(self, conversation_id: str) -> Rate:
        """The threads of a channel share the rate of the channel."""
        place = conversation_id.partition(";")[0]
        if place not in self._rates:
            self._rates[place] = Rate(self._conversation_windows)
        return self._rates[place]

    async def _fail(
        self,
        conversation_id: str,
        parcel: Parcel,
        error: SendFailed,
        failures: int,
        since: datetime,
    ) -> Mark | None:
        log.warning("send_failed", failure=error.failure, status=error.status, code=error.code)
        match error.failure:
            case Failure.TRANSIENT:
                await self._pause(conversation_id, error, failures)
            case Failure.UNREACHABLE:
                reason = error.code or str(error.status)
                await self._writes.do(lambda unit: unit.lanes.close(conversation_id, reason, since))
            case Failure.MESSAGE_GONE:
                await self._writes.do(lambda unit: marks.forget(unit, parcel))
                self.wake([conversation_id])
            case Failure.UNACCEPTABLE:
                return lambda unit: marks.give_up(unit, parcel, str(error))
        return None

    async def _pause(self, conversation_id: str, error: SendFailed, failures: int) -> None:
        """As long as Teams asks; else longer each time, with some chance so as not to march."""
        seconds = min(0.5 * 2 ** min(failures, 10), LONGEST_BACKOFF)
        if error.retry_after is not None:
            seconds = min(error.retry_after, LONGEST_PAUSE.total_seconds())
            self._rate_of(conversation_id).hold(seconds)
        until = real_now() + timedelta(seconds=seconds * (1 + self._random.random() / 4))
        await self._writes.do(lambda unit: unit.lanes.pause(conversation_id, until))
