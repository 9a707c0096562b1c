"""Who a gesture comes from. Only the Entra object id counts: never a name, never card data."""

from __future__ import annotations

import asyncio
from datetime import datetime

import structlog

from bot.clock import real_now
from bot.connector import Connector, SendFailed
from bot.gestures import Gesture
from domain.input import clean
from domain.people import GUEST_KEPT_FOR, Person
from storage.store import Store
from storage.unit_of_work import UnitOfWork

log = structlog.get_logger()

INTRODUCTION_SECONDS = 2


class Identity:
    """Knows the directory's people, and asks Teams, once a day, about the others."""

    def __init__(self, store: Store, connector: Connector) -> None:
        self._store = store
        self._connector = connector
        self._asked_at: dict[str, datetime] = {}

    async def introduce(self, gesture: Gesture) -> None:
        """Before the turn: ask Teams whether somebody that we do not know is a guest.

        Where Teams does not say in time, this one turn takes them for an agent of the tenant, which
        the token vouches for, and the next turn asks again.
        """
        person_id = gesture.person_id
        if person_id is None or not self._is_due(person_id):
            return
        person = await self._store.read(lambda unit: unit.people.get(person_id))
        if person is not None and not person.needs_introduction(real_now()):
            self._asked_at[person_id] = person.seen_at or real_now()
            return
        await self._ask(gesture, person_id)

    def person_of(self, unit: UnitOfWork, gesture: Gesture) -> Person:
        """The person of this gesture; somebody whom the tenant does not know may act on nothing."""
        if gesture.person_id is None:
            return Person(person_id="", name=gesture.person_name, guest=True)
        known = unit.people.look_up(gesture.person_id)
        return known or Person(person_id=gesture.person_id, name=gesture.person_name)

    def _is_due(self, person_id: str) -> bool:
        asked_at = self._asked_at.get(person_id)
        return asked_at is None or real_now() - asked_at > GUEST_KEPT_FOR

    async def _ask(self, gesture: Gesture, person_id: str) -> None:
        address = gesture.address
        try:
            async with asyncio.timeout(INTRODUCTION_SECONDS):
                said = await self._connector.introduce(
                    address.service_url, address.conversation_id, gesture.member_id
                )
        except (SendFailed, TimeoutError) as error:
            log.warning("introduction_failed", error=str(error) or type(error).__name__)
            return
        name, at = clean(said.name)[:200] or gesture.person_name, real_now()
        await self._store.transact(
            lambda unit: unit.people.meet(person_id, name, said.is_guest, at)
        )
        self._asked_at[person_id] = at
