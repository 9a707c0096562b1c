"""The whole stand-in, in memory: who is there, where they talk, and the way to the bot."""

from __future__ import annotations

import asyncio
import json
import time
from collections import deque
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from ipaddress import ip_address
from typing import Literal, TypeVar

from aiohttp import web

from simulator import ids, installations
from simulator.activities import Activities
from simulator.bot_clock import BotClock
from simulator.cards import Json
from simulator.changes import Changes
from simulator.client import Answer, BotClient
from simulator.conversations import (
    Channel,
    Chat,
    Conversation,
    GroupChat,
    Message,
    PeopleChat,
    Team,
)
from simulator.faults import Faults
from simulator.gateway import Call, gateway
from simulator.identity import Authority
from simulator.meetings import Meeting
from simulator.people import Person, Role
from simulator.rates import Rates

T = TypeVar("T")
C = TypeVar("C", bound=Conversation)

GENERAL = "Général"
REMEMBERED = 5_000


class Teams:
    """A Teams of one tenant. Ids follow from names, so they survive a restart."""

    def __init__(
        self,
        bot_url: str,
        *,
        tenant_id: str = "11111111-1111-4111-8111-111111111111",
        bot_id: str = "28:permanence",
        bot_name: str = "Permanence",
        rate_limits: bool = True,
        clock: Callable[[], float] = time.monotonic,
        authority: Authority | None = None,
        checks_bot_token: bool = False,
        message_commands: Mapping[str, Mapping[str, str]] | None = None,
        timeout: float = 15.0,
        seed: int = 0,
    ) -> None:
        """`message_commands` are those of a message's "…" menu: by id, their title by language."""
        self.tenant_id, self.bot_id, self.bot_name = tenant_id, bot_id, bot_name
        self.people: dict[str, Person] = {}
        self.teams: dict[str, Team] = {}
        self.meetings: dict[str, Meeting] = {}
        self.conversations: dict[str, Conversation] = {}
        self.message_commands = dict(message_commands or {})
        self.clock = clock
        self.authority, self.checks_bot_token = authority, checks_bot_token
        self.rates = Rates(clock) if rate_limits else None
        self.faults = Faults(seed)
        self.requests: deque[Call] = deque(maxlen=REMEMBERED)
        self.sent: deque[Json] = deque(maxlen=REMEMBERED)
        self.changes = Changes()
        self.activities = Activities(self)
        self._numbers = ids.message_ids()
        self._bot = BotClient(bot_url, timeout)
        self.bot_clock = BotClock(self._bot, self.changes)
        self._runner: web.AppRunner | None = None
        self._service_url: str | None = None

    @property
    def bot_url(self) -> str:
        """Where activities go; may be set once the bot's port is known."""
        return self._bot.url

    @bot_url.setter
    def bot_url(self, url: str) -> None:
        self._bot.url = url

    @property
    def service_url(self) -> str:
        if self._service_url is None:
            raise RuntimeError("Teams is not started")
        return self._service_url

    async def start(self, host: str = "127.0.0.1", port: int = 0) -> None:
        """Serves the connector and the page, on a loopback address only."""
        if not ip_address(host).is_loopback:
            raise ValueError(f"{host} is not a loopback address")
        self._runner = web.AppRunner(gateway(self), access_log=None, shutdown_timeout=0.5)
        await self._runner.setup()
        await web.TCPSite(self._runner, host, port).start()
        self._service_url = f"http://{host}:{self._runner.addresses[0][1]}/"

    async def stop(self) -> None:
        await self._bot.close()
        if self._runner is not None:
            await self._runner.cleanup()

    def add_person(
        self,
        name: str,
        *,
        aad_object_id: str | None = None,
        locale: str = "fr-FR",
        email: str | None = None,
        role: Role = "user",
        title: str = "",
    ) -> Person:
        """Adds someone; a directory id and an address are derived from the name by default."""
        known = aad_object_id or ids.guid(self.tenant_id, "person", name)
        directory_id = None if role == "anonymous" else known
        number = ids.person_id(self.tenant_id, known)
        address = email or f"{name.lower().replace(' ', '.')}@collectivite.example"
        person = Person(self, number, name, directory_id, locale, address, role, title)
        self.people[number] = person
        self._add(Chat(ids.chat_id(number), self.bot_name, self.tenant_id, person=person))
        return person

    def add_team(
        self, name: str, channels: Iterable[str] = (), members: Iterable[Person] | None = None
    ) -> Team:
        """Adds a team with its general channel; by default everyone but anonymous people."""
        chosen = None if members is None else list(members)
        number = ids.thread_id(self.tenant_id, name)
        team = Team(
            number,
            name,
            ids.guid(self.tenant_id, "team", name),
            lambda: self._signed_in() if chosen is None else chosen,
        )
        self.teams[number] = team
        for channel in (GENERAL, *channels):
            own = number if channel == GENERAL else ids.thread_id(self.tenant_id, name, channel)
            team.channels[channel] = Channel(own, channel, self.tenant_id, team=team)
            self._add(team.channels[channel])
        return team

    def add_group_chat(self, name: str, members: Iterable[Person]) -> GroupChat:
        number = ids.thread_id(self.tenant_id, "group", name)
        return self._add(GroupChat(number, name, self.tenant_id, members=list(members)))

    def add_people_chat(self, one: Person, other: Person) -> PeopleChat:
        """Two people's own chat, where there is no bot."""
        return self._add(PeopleChat.between(one, other, self.tenant_id))

    def add_meeting(self, title: str, organizer: Person, participants: Iterable[Person]) -> Meeting:
        meeting = Meeting.planned(self, title, organizer, participants)
        self.meetings[meeting.id] = meeting
        self._add(meeting.chat)
        return meeting

    def chat_of(self, person: Person) -> Chat:
        chat = self.conversations[ids.chat_id(person.id)]
        assert isinstance(chat, Chat)
        return chat

    def conversation(self, conversation_id: str) -> Conversation:
        return self.conversations[conversation_id]

    def conversations_of(self, person: Person) -> list[Conversation]:
        """Their chat with the bot first, then other chats, then channels."""
        every = self.conversations.values()
        theirs = [each for each in every if person in each.people() and not each.removed]
        return sorted(theirs, key=lambda each: (not isinstance(each, Chat), each.kind == "channel"))

    async def add_bot_to(self, place: Team | GroupChat | Meeting, by: Person) -> Answer:
        host = place.chat if isinstance(place, Meeting) else place
        host.installed = True
        where = host.general if isinstance(host, Team) else host
        return await installations.announce_added(where, by)

    async def remove_bot_from(self, place: Team | GroupChat | Meeting, by: Person) -> Answer:
        host = place.chat if isinstance(place, Meeting) else place
        host.installed = False
        where = host.general if isinstance(host, Team) else host
        return await installations.announce_removed(where, by)

    async def send(self, activity: Json) -> Answer:
        """Sends an activity that a gesture made, with a fresh token where there is an authority."""
        self.sent.append(activity)
        self.changes.happened()
        headers = {"Content-Type": "application/json; charset=utf-8"}
        if self.authority is not None:
            token = self.authority.token(service_url=activity.get("serviceUrl"))
            headers["Authorization"] = f"Bearer {token}"
        return await self._bot.post(json.dumps(activity, ensure_ascii=False).encode(), headers)

    async def deliver(
        self, activity: Json, times: int = 1, *, together: bool = False
    ) -> list[Answer]:
        """Sends any activity as it is, one after the other or all at once."""
        if together:
            return await asyncio.gather(*(self.send(activity) for _ in range(times)))
        return [await self.send(activity) for _ in range(times)]

    async def post(self, body: bytes, headers: Mapping[str, str]) -> Answer:
        """Sends bytes to the bot, with these headers and no others."""
        return await self._bot.post(body, headers)

    async def until(self, condition: Callable[[], T], timeout: float = 5.0) -> T:
        return await self.changes.until(condition, timeout)

    def write(
        self,
        where: Conversation,
        sender: Person | Literal["bot"],
        *,
        text: str = "",
        thread: str | None = None,
        content: Json | None = None,
        mentions_bot: bool = False,
    ) -> Message:
        """Puts a message in a conversation; in a channel, one without a thread starts one."""
        number = self.next_id()
        root = (thread or number) if where.kind == "channel" else None
        at = datetime.now(UTC)
        message = Message(number, where.id, sender, at, text, mentions_bot, thread=root)
        message.fill({"text": text, **(content or {})})
        where.messages[number] = message
        where.typing_since = None if sender == "bot" else where.typing_since
        self.changes.happened()
        return message

    def next_id(self) -> str:
        return next(self._numbers)

    def bot_account(self) -> Json:
        return {"id": self.bot_id, "name": self.bot_name}

    def _add(self, conversation: C) -> C:
        self.conversations[conversation.id] = conversation
        self.changes.happened()
        return conversation

    def _signed_in(self) -> list[Person]:
        return [person for person in self.people.values() if person.role != "anonymous"]
