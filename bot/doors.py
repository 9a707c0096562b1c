"""Ways to reach those who are owed something and have no conversation with us yet."""

from __future__ import annotations

from datetime import datetime, timedelta

import structlog

from bot.clock import real_now
from bot.connector import Connector, SendFailed
from domain.notices import Recipient
from domain.people import Role
from storage.conversations import Address
from storage.store import Store
from storage.unit_of_work import UnitOfWork

log = structlog.get_logger()

KNOCK_AGAIN_AFTER = timedelta(minutes=1)


class Doors:
    """Finds a conversation for what is stranded: a channel bound meanwhile, somebody who wrote, or
    a new chat with a person who has the app."""

    def __init__(self, store: Store, connector: Connector) -> None:
        self._store = store
        self._connector = connector
        self._knocked_at: dict[str, datetime] = {}

    async def open_for_stranded(self) -> None:
        for recipient in await self._store.read(lambda unit: unit.lanes.stranded()):
            if not await self._route(recipient):
                await self._knock(recipient)

    async def _route(self, recipient: Recipient) -> bool:
        def route(unit: UnitOfWork) -> bool:
            return unit.lanes.route_stranded(recipient) is not None

        return await self._store.transact(route)

    async def _knock(self, recipient: Recipient) -> None:
        """Open a chat with the first of these people who has the app; the next tick routes."""
        for person_id in await self._store.read(lambda unit: _people_behind(unit, recipient)):
            if self._knocked_lately(person_id):
                continue
            self._knocked_at[person_id] = real_now()
            if await self._open_chat(person_id):
                return

    def _knocked_lately(self, person_id: str) -> bool:
        knocked_at = self._knocked_at.get(person_id)
        return knocked_at is not None and real_now() - knocked_at < KNOCK_AGAIN_AFTER

    async def _open_chat(self, person_id: str) -> bool:
        """Teams refuses where the app is not installed; then somebody else must be found."""
        known = await self._store.read(lambda unit: unit.conversations.any_service_url())
        if known is None:
            return False
        service_url, tenant_id = known
        try:
            chat = await self._connector.open_chat(service_url, tenant_id, person_id)
        except SendFailed as error:
            log.warning("chat_not_opened", status=error.status, code=error.code)
            return False
        address = Address(chat, service_url, tenant_id, person_id)
        await self._store.transact(lambda unit: unit.conversations.note(address, real_now()))
        return True


def _people_behind(unit: UnitOfWork, recipient: Recipient) -> list[str]:
    """The person themselves; for a team without any channel, the supervisors in turn.

    Whoever had a chat with us and closed it is not bothered: they will write if they want to.
    """
    people: list[str] = []
    if recipient.kind == "person":
        people = [recipient.key]
    elif recipient.kind == "team":
        people = [person.person_id for person in unit.people.with_role(Role.SUPERVISOR)]
    return [person_id for person_id in people if not unit.conversations.is_known(person_id)]
