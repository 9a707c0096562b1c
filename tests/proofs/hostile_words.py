"""What people type is inert in every card that arrives: Markdown, mentions, HTML, bidi and others.

Each text is a story of its own: written in every field, and the name of both who act in it. Its
cards are compared with those of the same story told in a harmless word.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from bot.clock import real_now
from domain.input import clean
from domain.people import Role
from simulator import Person, ids
from simulator.cards import Json, buttons
from tests.bot.deployments import Deployment
from tests.cards import test_inert_words as inert
from tests.cards.elements import marked_up, runs
from tests.cards.hostile import HOSTILE
from tests.proofs.ground import UNHURRIED, gather_crowd, quiet_bot
from tests.proofs.pressed import Button, Room
from tests.proofs.proof import Figure, Run

HARMLESS = "Zut"
AT_ONCE = 6
NUMBER = re.compile(r"INC-\d{4}-\d{6}")


@dataclass
class Told:
    """A story and the cards of it that arrived, each under the step or the place that showed it."""

    text: str
    reporter: Person
    number: str = ""
    cards: dict[str, Json] = field(default_factory=dict)

    @property
    def is_refused(self) -> bool:
        """Words that no JSON may hold do not come in at all."""
        return not self.cards


async def prove_words(run: Run) -> list[Figure]:
    texts = [HARMLESS, *HOSTILE[:: len(HOSTILE) // min(len(HOSTILE), run.of(len(HOSTILE)))]]
    async with quiet_bot(local=True, **UNHURRIED) as bot:
        room, staff = await _room(bot, texts)
        callers = asyncio.Semaphore(AT_ONCE)

        async def tell(number: int, text: str) -> Told:
            async with callers:
                if number % 50 == 0:
                    run.progress(f"hostile: {number} texts of {len(texts)}")
                return await _tell(room, staff[number], number, text)

        harmless, *told = await asyncio.gather(*(tell(n, text) for n, text in enumerate(texts)))
        await _until_all_is_sent(bot)
        for each in (harmless, *told):
            _collect(room, each)
        mentions = sum('"entities"' in call.body for call in bot.teams.requests)
    return [_figure(harmless, told, mentions)]


async def _room(bot: Deployment, texts: list[str]) -> tuple[Room, list[Person]]:
    """A technician for each text, of that name in the directory."""
    names = {clean(text): Role.TECHNICIAN for text in texts}
    crowd = await gather_crowd(bot, {"Chef": Role.SUPERVISOR, **names})
    team = bot.teams.add_team("Service", ["interventions"])
    team.installed = True
    channel = team.channels["interventions"]
    await crowd["Chef"].says("canal interventions", in_=channel)
    return Room(bot, channel, []), [crowd[clean(text)] for text in texts]


async def _tell(room: Room, staff: Person, number: int, text: str) -> Told:
    told = Told(text, _reporter(room, number, text))
    if not await _say(room, told.reporter, text, messages=1):
        return told
    await _report(room, told)
    await _ask(room, told, staff)
    data = await _desk(room, told, staff, "incident.solution_form", "solution")
    await _messages(room, told.reporter, 3)
    story = {"verb": "incident.read", "incident_id": data["incident_id"]}
    await _look(room, told, told.reporter, Button("fetch", told.reporter.chat, "1", story))
    await _say(room, told.reporter, "accueil", messages=4)
    await _say(room, told.reporter, "mes demandes", messages=5)
    return told


async def _report(room: Room, told: Told) -> None:
    person, chat = told.reporter, told.reporter.chat
    form = await room.shown(person, chat, "incident.report", "")
    told.cards["form"] = chat.messages[form.message_id].card or {}
    filled = {"what": told.text, "category": "poste", "application": "none"}
    answer = await room.press(person, form, form.data | filled)
    told.cards["report"] = answer.json()["value"]
    told.number = NUMBER.findall(answer.body.decode())[0]


async def _ask(room: Room, told: Told, staff: Person) -> None:
    person, chat = told.reporter, told.reporter.chat
    await _desk(room, told, staff, "incident.question_form", "question")
    question = await room.shown(person, chat, "incident.add_detail", told.number)
    told.cards["question"] = chat.messages[question.message_id].card or {}
    answer = await room.press(person, question, question.data | {"detail": told.text})
    told.cards["answer"] = answer.json()["value"]
    await _open(room, told, person, chat, "incident.detail_form")


async def _desk(room: Room, told: Told, staff: Person, verb: str, name: str) -> Json:
    """The staff opens a form and sends it."""
    door, data = await _open(room, told, staff, room.channel, verb)
    sent = data | {name: told.text}
    await room.press(staff, Button("submit", room.channel, door.message_id, sent))
    return sent


async def _open(
    room: Room, told: Told, person: Person, where: Any, verb: str
) -> tuple[Button, Json]:
    """A dialog: the button that opens it, and what its first button carries."""
    door = await room.shown(person, where, verb, told.number)
    card = await _look(room, told, person, door)
    return door, next(buttons(card)).action["data"]


async def _look(room: Room, told: Told, person: Person, door: Button) -> Json:
    """The card of the dialog that this opens."""
    card: Json = (await room.press(person, door)).json()["task"]["value"]["card"]["content"]
    told.cards[door.verb] = card
    return card


def _reporter(room: Room, number: int, text: str) -> Person:
    """Somebody whom only Teams knows, by this very name if it can be sent."""
    name = HARMLESS if any("\ud800" <= letter <= "\udfff" for letter in text) else text
    directory_id = ids.guid("words", str(number))
    person = room.bot.teams.add_person(name, aad_object_id=directory_id)
    person.installed = True
    return person


async def _say(room: Room, person: Person, text: str, *, messages: int) -> bool:
    """Type it, and wait until there are so many messages; False where the gate refused it."""
    teams = room.bot.teams
    said = teams.activities.message(person, person.chat, None, teams.next_id(), text)
    if (await room.bot.send(said)).status == 400:
        return False
    await _messages(room, person, messages)
    return True


async def _messages(room: Room, person: Person, number: int) -> None:
    await room.bot.teams.until(lambda: len(person.chat.messages) >= number, timeout=30)


async def _until_all_is_sent(bot: Deployment) -> None:
    async with asyncio.timeout(60):
        while await bot.store.read(lambda unit: unit.lanes.waiting(real_now())):
            await asyncio.sleep(0.05)


def _collect(room: Room, told: Told) -> None:
    """The messages as they stand in the end."""
    if told.is_refused:
        return
    for place, message in enumerate(told.reporter.sees()):
        told.cards[f"chat {place}"] = message.card or {}
    shown = (m for m in room.channel.messages.values() if m.sender == "bot")
    told.cards["channel"] = next(m.card or {} for m in shown if told.number in m.words)


def _figure(harmless: Told, told: list[Told], mentions: int) -> Figure:
    active = [f"{t.text!a} on {name}" for t in told for name in _active_cards(harmless, t)]
    refused = sum(each.is_refused for each in told)
    cards = sum(len(each.cards) for each in told)
    named = f": {'; '.join(active[:5])}" if active else ""
    return Figure(
        "What people type is inert in every card that arrives, as words and as names: Markdown, "
        "mentions, HTML, functions, bidi and zero-width",
        f"{len(told)} texts, {cards} cards; {len(active)} say or do something else{named}; "
        f"{mentions} messages mention somebody; {refused} text(s) refused at the gate",
        not active and not mentions and cards > len(told),
    )


def _active_cards(harmless: Told, told: Told) -> Iterator[str]:
    for name, card in told.cards.items():
        if not _is_inert(card, harmless.cards.get(name, {})):
            yield name


def _is_inert(card: Json, plain: Json) -> bool:
    """The same marks in the same places as on the harmless card, and nothing that hides."""
    said, usual = marked_up(card), marked_up(plain)
    is_same = len(said) == len(usual) and all(
        inert._active(text) == inert._active(other) for text, other in zip(said, usual, strict=True)
    )
    hides = any("{{" in text or inert._hidden(text) for text in [*said, *runs(card)])
    breaks = any("\n" in text.removesuffix("\n") for text in said)
    return is_same and not hides and not breaks
