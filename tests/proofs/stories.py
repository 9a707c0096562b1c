"""Stories of incidents as activities: each is written when the card it is pressed on has arrived.

A form is opened as soon as it can be, and sent when the shuffle says so: meanwhile the incident may
have been solved, cancelled or taken by somebody else.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from simulator import Channel, Person
from simulator.cards import Json, buttons
from tests.bot.deployments import Answered, Deployment
from tests.proofs.arrivals import Arrivals

NOT_FIRST = {"report": "say", "answer": "ask"}
"""What a step waits for; all others wait for the report."""
ONE_CLICK = frozenset({"take-1", "take-2", "cancel"})
FORMS = frozenset({"report", "detail-1", "detail-2", "ask", "answer", "solve"})


@dataclass
class Story:
    """Who does what about one incident; `order` is that in which its activities were delivered."""

    number: int
    reporter: Person
    staff: tuple[Person, Person]
    channel: Channel
    category: str
    steps: tuple[str, ...]
    order: list[str] = field(default_factory=list)
    activities: dict[str, Json] = field(default_factory=dict)
    answers: dict[str, Answered] = field(default_factory=dict)
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)

    @property
    def token(self) -> str:
        return f"recit{self.number}"

    def begun_again(self) -> Story:
        """The same story before anything happened in it."""
        return Story(
            self.number, self.reporter, self.staff, self.channel, self.category, self.steps
        )

    def after(self, done: str) -> list[str]:
        """The steps that wait for this one."""
        first = NOT_FIRST.get
        return [s for s in self.steps if s != "say" and first(s, "report") == done]


Write = Callable[[Story], Awaitable[Json | None]]


class Writer:
    """Writes the activities of stories, as the clients of its people would."""

    def __init__(self, bot: Deployment, arrivals: Arrivals, service_url: str) -> None:
        self._bot = bot
        self._arrivals = arrivals
        self._service_url = service_url

    async def write(self, story: Story, step: str) -> Json | None:
        """None where a person could not do it: the form did not open."""
        ways: dict[str, Write] = {
            "say": self._say,
            "report": self._report,
            "detail-1": lambda s: self._detail(s, "Première précision"),
            "detail-2": lambda s: self._detail(s, "Seconde précision"),
            "take-1": lambda s: self._take(s, s.staff[0]),
            "take-2": lambda s: self._take(s, s.staff[1]),
            "ask": lambda s: self._at_desk(s, s.staff[0], "question"),
            "answer": self._answer,
            "solve": lambda s: self._at_desk(s, s.staff[1], "solution"),
            "cancel": self._cancel,
        }
        return await ways[step](story)

    async def _say(self, story: Story) -> Json:
        person, teams = story.reporter, self._bot.teams
        text = f"{story.token} : plus rien ne s'affiche"
        said = teams.activities.message(person, person.chat, None, teams.next_id(), text)
        return said | {"serviceUrl": self._service_url}

    async def _report(self, story: Story) -> Json:
        filled = {"what": f"{story.token} : plus rien ne s'affiche", "category": story.category}
        return await self._press(story, "incident.report", filled)

    async def _cancel(self, story: Story) -> Json:
        return await self._press(story, "incident.cancel", {})

    async def _press(self, story: Story, verb: str, filled: Json, token: str = "") -> Json:
        """A button in the reporter's chat."""
        chat = story.reporter.chat
        arrived = await self._arrivals.button(chat.id, token or story.token, verb)
        data = arrived.data | filled
        return self._execute(story.reporter, chat, data, arrived.message_id)

    async def _answer(self, story: Story) -> Json | None:
        if not _is_done(story.answers["ask"]):
            return None
        filled = {"detail": f"Réponse {story.token}"}
        return await self._press(story, "incident.add_detail", filled, f"{story.token}q")

    async def _take(self, story: Story, by: Person) -> Json:
        channel = story.channel
        arrived = await self._arrivals.button(channel.id, story.token, "incident.take")
        return self._execute(by, channel, arrived.data, arrived.message_id, arrived.message_id)

    async def _detail(self, story: Story, words: str) -> Json | None:
        person, chat = story.reporter, story.reporter.chat
        arrived = await self._arrivals.button(chat.id, story.token, "incident.detail_form")
        form = await self._open(person, chat, arrived.data, None)
        return form and self._submit(person, chat, form | {"detail": words}, None)

    async def _at_desk(self, story: Story, by: Person, field_name: str) -> Json | None:
        channel, verb = story.channel, f"incident.{field_name}_form"
        arrived = await self._arrivals.button(channel.id, story.token, verb)
        form = await self._open(by, channel, arrived.data, arrived.message_id)
        written = {field_name: f"{story.token}q, dit {by.name}"}
        return form and self._submit(by, channel, form | written, arrived.message_id)

    async def _open(
        self, person: Person, where: Any, data: Json, thread: str | None
    ) -> Json | None:
        """Open a dialog: what its first button carries, or None where it says why not."""
        value = {"data": data | {"type": "task/fetch"}}
        answer = await self._bot.send(self._invoke(person, where, "task/fetch", value, thread))
        task = answer.json()["task"]
        if task["type"] != "continue":
            return None
        data_of_first: Json = next(buttons(task["value"]["card"]["content"])).action["data"]
        return data_of_first

    def _submit(self, person: Person, where: Any, data: Json, thread: str | None) -> Json:
        return self._invoke(person, where, "task/submit", {"data": data}, thread)

    def _execute(
        self, person: Person, where: Any, data: Json, message: str, thread: str | None = None
    ) -> Json:
        action = {"type": "Action.Execute", "verb": data["verb"], "data": data}
        value = {"action": action, "trigger": "manual"}
        invoke = self._invoke(person, where, "adaptiveCard/action", value, thread)
        return invoke | {"replyToId": message}

    def _invoke(
        self, person: Person, where: Any, name: str, value: Json, thread: str | None
    ) -> Json:
        activities = self._bot.teams.activities
        invoke = activities.invoke(person, where, thread, name, value)
        return invoke | {"serviceUrl": self._service_url}


def _is_done(answer: Answered) -> bool:
    """A dialog that closes says nothing more."""
    return answer.status == 200 and not answer.body
