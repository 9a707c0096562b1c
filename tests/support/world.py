"""A whole deployment in a test: the bot, a database, and a stand-in for Teams with people in it."""

from __future__ import annotations

import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from aiohttp import ClientSession, web

from app import EXAMPLE_PEOPLE, MESSAGE_COMMANDS
from bot.commands import start
from bot.directory import read_people
from bot.organisation import read_organisation
from bot.settings import PROJECT, Settings
from domain.organisation import Organisation
from simulator import Channel, Message, Person, Teams
from storage import open_store
from storage.store import Store
from storage.unit_of_work import UnitOfWork

T = TypeVar("T")

EXAMPLE_ORGANISATION = PROJECT / "organisation.example.toml"
ADMIN = "11111111-0000-4000-8000-000000000005"


@dataclass
class World:
    """The bot at `url`, its people by first name in `people`, its channels by team.

    `store` is a second look at the same database: what the bot keeps is read there.
    """

    url: str
    teams: Teams
    store: Store
    organisation: Organisation
    people: dict[str, Person]
    channels: dict[str, Channel]
    bot: web.AppRunner
    settings: Settings

    def __getattr__(self, name: str) -> Person:
        """`world.camille` is Camille."""
        try:
            return self.__dict__["people"][name]
        except KeyError:
            raise AttributeError(name) from None

    async def advance(self, duration: str) -> None:
        """Let time pass for the bot, and what falls due be done."""
        async with ClientSession() as http:
            wish = {"advance": duration}
            async with http.post(f"{self.url}/local/clock", json=wish) as response:
                assert response.status == 200, await response.text()

    async def look(self, question: Callable[[UnitOfWork], T]) -> T:
        """Ask the database."""
        return await self.store.read(question)

    async def restart(self) -> None:
        """Stop the bot as an operator does, and start it again on the same database."""
        await self.bot.cleanup()
        port = int(self.url.rsplit(":", 1)[1])
        self.bot = await start(self.settings, "127.0.0.1", port, local=True)

    async def newest(
        self,
        person: Person,
        place: Any = None,
        *,
        words: str = "",
        button: str = "",
        timeout: float = 5,
    ) -> Message:
        """The newest message of the bot that this person sees with these words and this button."""

        def find() -> Message | None:
            seen = reversed(person.sees(place) if place else person.sees())
            return next(
                (
                    message
                    for message in seen
                    if message.sender == "bot"
                    and words in message.words
                    and (not button or button in message.buttons)
                ),
                None,
            )

        try:
            return await self.teams.until(find, timeout=timeout)
        except TimeoutError:
            shown = [message.words for message in (person.sees(place) if place else person.sees())]
            raise AssertionError(f"{person.name} sees no {words!r} {button!r} in {shown}") from None


@asynccontextmanager
async def running_world(
    database_url: str,
    *,
    bound: tuple[str, ...] = ("hotline", "interventions"),
    directory: Path = EXAMPLE_PEOPLE,
    has_rates: bool = True,
) -> AsyncIterator[World]:
    """A world with the example's people; the channels of the `bound` teams are bound.

    `has_rates=False` is a Teams without limits, for stories that would wait for them all the time.
    """
    paces: dict[str, Any] = {"conversation_rates": False, "sends_per_second": 100_000}
    settings = Settings(database_url=database_url, _env_file=None, **({} if has_rates else paces))
    organisation = read_organisation(EXAMPLE_ORGANISATION)
    entries = read_people(directory, organisation)
    store = open_store(database_url)
    await store.transact(lambda unit: unit.people.replace_directory(entries))
    port = free_port()
    bot = await start(settings, "127.0.0.1", port, local=True)
    url = f"http://127.0.0.1:{port}"
    teams = Teams(f"{url}/api/messages", rate_limits=has_rates, message_commands=MESSAGE_COMMANDS)
    everybody = [
        teams.add_person(
            entry.name,
            aad_object_id=entry.person_id,
            locale="en-GB" if entry.locale == "en" else "fr-FR",
        )
        for entry in entries
    ]
    people = {person.name.split()[0].lower(): person for person in everybody}
    team = teams.add_team("Service informatique", [t.name for t in organisation.teams.values()])
    channels = {key: team.channels[t.name] for key, t in organisation.teams.items()}
    await teams.start()
    world = World(url, teams, store, organisation, people, channels, bot, settings)
    try:
        await teams.add_bot_to(team, by=people["philippe"])
        for person in everybody:
            await person.installs()
        for key in bound:
            await people["philippe"].says(f"canal {key}", in_=channels[key])
        assembly = teams.add_team("Assemblée", ["Séances"])
        channels["séance"] = assembly.channels["Séances"]
        await teams.add_bot_to(assembly, by=people["philippe"])
        await people["philippe"].says("canal séance", in_=channels["séance"])
        yield world
    finally:
        await world.bot.cleanup()
        await teams.stop()
        store.close()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
