"""Databases ready for a crowd: tables, 64 people in the directory, two channels bound."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock
from uuid import uuid4

from sqlalchemy import Engine

from domain.people import DirectoryEntry, Role
from storage import open_store
from storage.conversations import Address
from storage.migrations import upgrade
from storage.unit_of_work import UnitOfWork
from tests.support.postgresql import Server

TENANT = "99999999-0000-4000-8000-000000000000"
CHANNELS = {"hotline": "19:assistance@thread.tacv2", "interventions": "19:terrain@thread.tacv2"}
PEOPLE = 64
STAFF = 8
"""The first of the people: technicians and hotliners in turn."""


def person_id(number: int) -> str:
    return f"22222222-0000-4000-8000-{number:012d}"


def team_of(number: int) -> str | None:
    """The team whose incidents this person deals with."""
    if number >= STAFF:
        return None
    return "interventions" if number % 2 else "hotline"


ONE_AT_A_TIME = Lock()
"""Alembic keeps its context in a global: two threads of one process must not upgrade together."""


@dataclass
class Databases:
    """Copies of one prepared database, on SQLite or PostgreSQL.

    Each has a name of its own: a file that was killed leaves a log that must not meet another.
    """

    folder: Path
    server: Server | None
    template: str

    def new(self) -> str:
        if self.server is not None:
            return self.server.create(template=self.template)
        path = self.folder / f"permanence-{uuid4().hex}.db"
        shutil.copy(self.template, path)
        return f"sqlite:///{path}"


Furnish = Callable[[UnitOfWork, str], None]
"""Puts into a database what a proof begins with; the address is that of Teams."""


async def prepare(
    folder: Path,
    service_url: str,
    server: Server | None = None,
    furnish: Furnish | None = None,
) -> Databases:
    """The database that the others are copied from: a crowd's, unless `furnish` says otherwise."""
    file = folder / f"template-{uuid4().hex}.db"
    url = server.create() if server else f"sqlite:///{file}"
    store = open_store(url)
    try:
        await asyncio.to_thread(_upgrade, store.engine)
        await store.transact(lambda unit: (furnish or _furnish)(unit, service_url))
    finally:
        await asyncio.to_thread(store.close)
    template = url.rsplit("/", 1)[1] if server else str(file)
    return Databases(folder, server, template)


def _upgrade(engine: Engine) -> None:
    with ONE_AT_A_TIME:
        upgrade(engine)


def _furnish(unit: UnitOfWork, service_url: str) -> None:
    now = datetime.now(UTC)
    unit.people.replace_directory(_entry(number) for number in range(PEOPLE))
    for team, channel in CHANNELS.items():
        unit.conversations.note(Address(channel, service_url, TENANT), now)
        unit.conversations.bind(team, channel, person_id(0), now)


def _entry(number: int) -> DirectoryEntry:
    role = {"interventions": Role.TECHNICIAN, "hotline": Role.HOTLINER}.get(
        team_of(number) or "", Role.AGENT
    )
    return DirectoryEntry(
        person_id=person_id(number),
        name=f"Personne {number}",
        email=f"p{number}@rivemont.example",
        organisation="Ville de Rivemont",
        service="Essais",
        roles=frozenset({role}),
        locale=None,
        political_group=None,
        voting=False,
    )
