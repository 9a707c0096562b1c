"""What the tests of the storage do again and again: note places, and look at rows."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Table, select

from domain.notices import Recipient
from domain.people import DirectoryEntry, Role
from storage.conversations import Address
from storage.store import Store
from storage.unit_of_work import UnitOfWork
from tests.support.builders import NOW


def an_entry(name: str, *roles: Role, locale: str | None = None) -> DirectoryEntry:
    """A line of the directory; the person is known by their first name."""
    return DirectoryEntry(
        person_id=name.split()[0].lower(),
        name=name,
        email="",
        organisation="Ville de Rivemont",
        service="Service informatique",
        roles=frozenset(roles),
        locale=locale,
        political_group=None,
        voting=False,
    )


def note(unit: UnitOfWork, place: str, person_id: str | None = None, at: datetime = NOW) -> None:
    """Somebody wrote to us there: a chat of theirs, or a channel."""
    unit.conversations.note(Address(place, "https://smba.example", "tenant", person_id), at)


def bind(unit: UnitOfWork, team: str, place: str) -> None:
    note(unit, place)
    unit.conversations.bind(team, place, "philippe", NOW)


def to_person(person_id: str) -> Recipient:
    return Recipient("person", person_id)


def to_team(team: str) -> Recipient:
    return Recipient("team", team)


async def rows(store: Store, table: Table) -> list[dict[str, Any]]:
    """A table as it stands, in the order of its first column."""
    query = select(table).order_by(*list(table.primary_key.columns))
    return await store.read(
        lambda unit: [dict(row) for row in unit.session.execute(query).mappings()]
    )
