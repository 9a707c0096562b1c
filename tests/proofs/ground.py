"""What the proofs of what comes in stand on: a database, a bot that does not hurry, a crowd."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from functools import cache
from tempfile import TemporaryDirectory
from typing import Any
from unittest.mock import patch

from structlog.testing import capture_logs

from bot.logs import configure_logs
from domain.people import DirectoryEntry, Role
from simulator import Person
from storage import open_store
from storage.migrations import upgrade
from tests.bot.deployments import Deployment, running_bot

UNHURRIED = {"rate_limits": False, "conversation_rates": False, "sends_per_second": 10_000}
"""Teams' rates have a proof of their own: the others do not wait for them."""


@contextmanager
def fresh_database() -> Iterator[str]:
    """The address of a new SQLite file with our tables, gone in the end."""
    with TemporaryDirectory(prefix="permanence-proof-") as folder:
        url = f"sqlite:///{folder}/permanence.db"
        store = open_store(url)
        upgrade(store.engine)
        store.close()
        yield url


@asynccontextmanager
async def quiet_bot(**settings: Any) -> AsyncIterator[Deployment]:
    """A bot on a database of its own, that logs nothing: refusals by the thousand are expected."""
    _configure_logs_once()
    with fresh_database() as url, patch("bot.commands.configure_logs"), capture_logs():
        async with running_bot(url, **settings) as bot:
            yield bot


async def gather_crowd(bot: Deployment, roles: Mapping[str, Role | None]) -> dict[str, Person]:
    """These people, by name, as the whole directory and in Teams, with the app."""
    crowd = {name: bot.teams.add_person(name) for name in roles}
    entries = [_entry(crowd[name], role) for name, role in roles.items()]
    await bot.store.transact(lambda unit: unit.people.replace_directory(entries))
    for person in crowd.values():
        person.installed = True
    return crowd


def directory_id(person: Person) -> str:
    assert person.aad_object_id is not None
    return person.aad_object_id


@cache
def _configure_logs_once() -> None:
    """Loggers keep the list of processors that they first met: let it be the one we silence.

    A busy machine skips ticks of the clock by the hundred, which is harmless and need not be said.
    """
    configure_logs()
    logging.getLogger("apscheduler").setLevel(logging.ERROR)


def _entry(person: Person, role: Role | None) -> DirectoryEntry:
    return DirectoryEntry(
        person_id=directory_id(person),
        name=person.name,
        email=person.email,
        organisation="Métropole de Rivemont",
        service="Direction de la culture",
        roles=frozenset({role} if role else ()),
        locale="fr",
        political_group=None,
        voting=role is Role.ELECTED,
    )
