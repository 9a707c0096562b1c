"""Every button of every card that arrives in a small world, as something that can be sent again."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from simulator import Channel, Conversation, Message, Person
from simulator.cards import Json, buttons, filled, merged
from tests.bot.deployments import Answered, Deployment

LATEST, PATIENCE = 60, 30
WRITTEN = dict.fromkeys(("what", "detail", "question", "solution"), "Plus rien ne s'affiche")


@dataclass(frozen=True)
class Button:
    """`way` is how Teams sends it: execute, fetch, submit or message."""

    way: str
    where: Conversation
    message_id: str
    data: Json

    @property
    def verb(self) -> str:
        return str(self.data["verb"])


@dataclass
class Room:
    """Camille reports to Thomas' channel, Awa too; `found` is every button that was shown."""

    bot: Deployment
    channel: Channel
    found: list[Button]

    def __getattr__(self, name: str) -> Person:
        """`room.camille` is Camille."""
        return self.__dict__["bot"].people[name]  # type: ignore[no-any-return]

    async def press(self, by: Person, button: Button, data: Json | None = None) -> Answered:
        """Send it as Teams would for this person, from their own chat or from the channel."""
        sent, teams = button.data if data is None else data, self.bot.teams
        in_channel = isinstance(button.where, Channel)
        where: Any = button.where if in_channel else by.chat
        thread = button.message_id if in_channel else None
        if button.way == "message":
            activity = teams.activities.value(by, where, thread, teams.next_id(), sent)
            return await self.bot.send(activity | {"replyToId": button.message_id})
        name, value = _invoke(button.way, sent)
        invoke = teams.activities.invoke(by, where, thread, name, value)
        return await self.bot.send(invoke | {"replyToId": button.message_id})

    async def shown(self, person: Person, where: Conversation, verb: str, words: str) -> Button:
        """A button of this verb on a card with these words, once it is there."""

        def find() -> Button | None:
            latest = islice(reversed(where.messages.values()), LATEST)
            seen = (message.seen_by(person) for message in latest)
            messages = (message for message in seen if words in message.words)
            each = (b for m in messages for b in _of_message(m, where) if b.verb == verb)
            return next(each, None)

        found = await self.bot.teams.until(find, timeout=PATIENCE)
        assert found is not None
        return found

    async def opens(
        self, person: Person, where: Conversation, verb: str, words: str
    ) -> list[Button]:
        """Open a dialog and look at its buttons."""
        door = await self.shown(person, where, verb, words)
        task = (await self.press(person, door)).json()["task"]["value"]
        inside = list(_of_card(task["card"]["content"], where, door.message_id, in_dialog=True))
        self.found += inside
        return inside

    def collect(self) -> None:
        """Everything that stands anywhere now; what was found before and is gone stays."""
        known = [(b.way, b.data) for b in self.found]
        for where in self.bot.teams.conversations.values():
            for message in where.messages.values():
                own = [message, *(message.seen_by(person) for person in where.people())]
                for button in (b for seen in own for b in _of_message(seen, where)):
                    if (button.way, button.data) not in known:
                        known.append((button.way, button.data))
                        self.found.append(button)


async def furnish(bot: Deployment) -> Room:
    """A request that waits for an answer, one of somebody else's, one solved, one cancelled."""
    team = bot.teams.add_team("Service", ["interventions", "hotline"])
    team.installed = True
    room = Room(bot, team.channels["interventions"], [])
    for key in ("interventions", "hotline"):
        await room.philippe.says(f"canal {key}", in_=team.channels[key])
    for word in ("accueil", "mes demandes", "quelqu'un", "incident"):
        await room.camille.says(word)
    await _report(room, room.awa, "L'écran d'Awa")
    await _report(room, room.camille, "L'écran premier")
    await _report(room, room.camille, "L'écran second")
    room.collect()
    await _ask_and_open(room)
    await _end(room)
    for word in ("L'écran troisième", "mes demandes", "langue en", "incident"):
        await room.camille.says(word)
    await room.shown(room.camille, room.camille.chat, "incident.add_sentence", "troisième")
    await asyncio.sleep(0.5)
    room.collect()
    return room


async def _report(room: Room, person: Person, words: str) -> None:
    await person.says(words)
    form = await room.shown(person, person.chat, "incident.report", "")
    room.collect()
    await room.press(person, form, form.data | {"what": words, "category": "poste"})
    await room.shown(room.thomas, room.channel, "incident.take", words)


async def _ask_and_open(room: Room) -> None:
    """Forms stand open while the world goes on."""
    camille, thomas, channel = room.camille, room.thomas, room.channel
    words = "L'écran premier"
    await room.opens(camille, camille.chat, "incident.detail_form", words)
    await room.opens(camille, camille.chat, "someone.show", words)
    await room.opens(thomas, channel, "incident.solution_form", words)
    question = await room.opens(thomas, channel, "incident.question_form", words)
    await room.press(thomas, question[0])
    await room.shown(camille, camille.chat, "incident.add_detail", WRITTEN["question"])
    room.collect()


async def _end(room: Room) -> None:
    """Camille's second is cancelled; a third is solved at once."""
    camille, thomas = room.camille, room.thomas
    await _report(room, camille, "L'écran quatrième")
    solution = await room.opens(thomas, room.channel, "incident.solution_form", "L'écran quatrième")
    await room.press(thomas, solution[0])
    cancel = await room.shown(camille, camille.chat, "incident.cancel", "L'écran second")
    await room.press(camille, cancel)


def _of_message(message: Message, where: Conversation) -> Iterator[Button]:
    if message.sender == "bot" and message.card is not None:
        yield from _of_card(message.card, where, message.id, in_dialog=False)


def _of_card(
    card: Json, where: Conversation, message_id: str, *, in_dialog: bool
) -> Iterator[Button]:
    """Its buttons, filled in; and what older clients send in place of an Action.Execute."""
    for button in buttons(card):
        names = {field["id"] for field in button.inputs}
        entries = {name: words for name, words in WRITTEN.items() if name in names}
        data = merged(button.action, filled(button.inputs, entries, force=True))
        if in_dialog:
            yield Button("submit", where, message_id, data)
        elif button.action["type"] == "Action.Execute":
            yield Button("execute", where, message_id, data)
            yield Button("message", where, message_id, data)
        else:
            yield Button("fetch", where, message_id, data)


def _invoke(way: str, data: Json) -> tuple[str, Json]:
    if way == "execute":
        action = {"type": "Action.Execute", "verb": data.get("verb"), "data": data}
        return "adaptiveCard/action", {"action": action, "trigger": "manual"}
    return f"task/{way}", {"data": data}
