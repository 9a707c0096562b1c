"""A room to vote in: a bot as a process of its own, the stub of Teams, and who presses what."""

from __future__ import annotations

import asyncio
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

from aiohttp import ClientSession, TCPConnector

from tests.proofs.bots import Bot, running_bot
from tests.proofs.chamber import SESSION, Chamber
from tests.proofs.crowd import activity_of
from tests.proofs.hall import Hall
from tests.proofs.journal import Cast
from tests.proofs.kept import count_owed
from tests.proofs.ledger import Answer, Gesture
from tests.proofs.prepared import person_id, prepare
from tests.support.postgresql import Server


@dataclass(frozen=True)
class Press:
    """A button, pressed; `seconds` is how long its answer took."""

    gesture: Gesture
    answer: Answer
    seconds: float

    @property
    def is_acknowledged(self) -> bool:
        return not self.answer.warns

    @property
    def cast(self) -> Cast:
        data = self.gesture.data
        return data["vote_id"], data["seat"], data["choice"]


@dataclass
class Room:
    """A chamber with its bot and the stub of Teams."""

    chamber: Chamber
    bot: Bot
    hall: Hall
    http: ClientSession
    votes: int = 0
    apologies: int = 0

    async def press(self, gesture: Gesture) -> Press:
        """Until there is a card in answer: whoever reads that the service is away presses again."""
        began = time.monotonic()
        while True:
            body = activity_of(gesture, self.hall.service_url)
            async with self.http.post(f"{self.bot.url}/api/messages", json=body) as response:
                assert response.status == 200, response.status
                answer = Answer(await response.read())
            if answer.card is not None:
                return Press(gesture, answer, time.monotonic() - began)
            self.apologies += 1
            gesture = gesture.again_with_a_new_id()

    async def at_desk(self, verb: str, **data: Any) -> Press:
        """The secretary's button; it must do what it says."""
        pressed = await self.press(self.desk(verb, **data))
        assert pressed.is_acknowledged, pressed.answer.body.decode()[:2000]
        return pressed

    def desk(self, verb: str, **data: Any) -> Gesture:
        return gesture_of(self.chamber.secretary, verb, **data)

    async def press_after(self, seconds: float, gesture: Gesture) -> Press:
        await asyncio.sleep(seconds)
        return await self.press(gesture)

    async def greet_everybody(self) -> None:
        """Everybody has used the bot before they vote: it knows them, and their cards stand."""
        while await asyncio.to_thread(count_owed, self.bot.database_url):
            await asyncio.sleep(0.1)
        people = range(self.chamber.members + 1)
        await asyncio.gather(*(self.press(gesture_of(n, "session.show")) for n in people))

    @property
    def vote_id(self) -> str:
        """The vote that was opened last."""
        return f"v{self.votes}"

    async def open_vote(self) -> Press:
        opened = await self.at_desk("vote.open", drawn_at=self.votes)
        self.votes += 1
        return opened

    def ballot(self, number: int, choice: str, seen: int = 0) -> Gesture:
        data = {"vote_id": self.vote_id, "seat": person_id(number), "choice": choice}
        return gesture_of(number, "vote.cast", **data, seen=seen)


def gesture_of(person: int, verb: str, **data: Any) -> Gesture:
    return Gesture(person, verb, {"session_id": SESSION, **data}, f"f:{uuid4()}", "")


@asynccontextmanager
async def a_room(chamber: Chamber, server: Server | None, **settings: str) -> AsyncIterator[Room]:
    hall = Hall()
    await hall.start()
    try:
        with tempfile.TemporaryDirectory(prefix="permanence-ballots-") as folder:
            databases = await prepare(Path(folder), hall.service_url, server, chamber.furnish)
            bot = Bot(databases.new(), Path(folder), settings=settings)
            async with running_bot(bot), ClientSession(connector=TCPConnector(limit=0)) as http:
                yield Room(chamber, bot, hall, http)
    finally:
        await hall.stop()
