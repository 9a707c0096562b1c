"""What each kind of card action sends to the bot, and what its answer shows.

Microsoft: "Universal Actions for Adaptive Cards" and "Add card actions in a bot".
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from simulator import cards, dialogs
from simulator.cards import ADAPTIVE, ImpossibleGesture, Json
from simulator.client import NOTHING_SENT, Answer
from simulator.conversations import Message

if TYPE_CHECKING:
    from simulator.people import Person

SENTENCE = "application/vnd.microsoft.activity.message"
ERROR = "application/vnd.microsoft.error"
IN_THE_CLIENT = {"Action.OpenUrl", "Action.ShowCard", "Action.ToggleVisibility"}


async def run(person: Person, message: Message, action: Json, values: Mapping[str, str]) -> Answer:
    kind = action["type"]
    data = cards.merged(action, values)
    if kind in IN_THE_CLIENT:
        return NOTHING_SENT
    if kind == "Action.Execute":
        return await execute(person, message, action, data)
    if kind == "Action.Submit":
        return await _submit(person, message, data)
    raise ImpossibleGesture(f"Teams does not know {kind}")


async def execute(
    person: Person, message: Message, action: Json, data: Json, *, trigger: str = "manual"
) -> Answer:
    where = person.teams.conversation(message.conversation_id)
    named: Json = {key: action[key] for key in ("id", "title", "verb") if key in action}
    value = {"action": {"type": "Action.Execute", **named, "data": data}, "trigger": trigger}
    name = "adaptiveCard/action"
    invoke = person.teams.activities.invoke(person, where, message.thread, name, value)
    answer = await person.teams.send(invoke | {"replyToId": message.id})
    if answer.ok and isinstance(answer.body, dict):
        _show(person, message, answer.body.get("type"), answer.body.get("value"))
    return answer


def _show(person: Person, message: Message, kind: Any, value: Any) -> None:
    if kind == ADAPTIVE:
        where = person.teams.conversation(message.conversation_id)
        where.messages[message.id].show_to(person, value)
        person.teams.changes.happened()
    if kind == SENTENCE:
        person.is_told(value)
    if kind == ERROR:
        person.is_told(value["message"])


async def _submit(person: Person, message: Message, data: Json) -> Answer:
    """`msteams.type` in the data makes of Action.Submit one of Teams' own card actions."""
    teams_action = data.get("msteams") or {}
    kind = teams_action.get("type")
    if kind == "task/fetch":
        return await dialogs.fetch(person, message, data)
    if kind == "imBack":
        return await _say(person, message, teams_action["value"], None)
    if kind == "messageBack":
        return await _message_back(person, message, teams_action, data)
    if kind is None:
        return await _post(person, message, data)
    raise ImpossibleGesture(f"an Action.Submit of type {kind!r} is not known here")


async def _message_back(person: Person, message: Message, teams_action: Json, data: Json) -> Answer:
    """The value of messageBack, an object or its JSON text, travels with the inputs."""
    given = teams_action.get("value") or {}
    value = json.loads(given) if isinstance(given, str) else given
    entered = {key: each for key, each in data.items() if key != "msteams"}
    text = teams_action.get("text", "")
    return await _say(
        person, message, text, {**value, **entered}, shown=teams_action.get("displayText")
    )


async def _say(
    person: Person, message: Message, text: str, value: Any, shown: str | None = ""
) -> Answer:
    """Sends a text as if typed; in the chat it appears as `shown`, or not at all for None."""
    teams = person.teams
    where = teams.conversation(message.conversation_id)
    number = teams.next_id()
    if shown is not None:
        number = teams.write(where, person, text=shown or text, thread=message.thread).id
    activity = teams.activities.message(person, where, message.thread, number, text)
    extra = {} if value is None else {"value": value, "replyToId": message.id}
    return await teams.send(activity | extra)


async def _post(person: Person, message: Message, data: Json) -> Answer:
    teams = person.teams
    where = teams.conversation(message.conversation_id)
    activity = teams.activities.value(person, where, message.thread, teams.next_id(), data)
    return await teams.send(activity | {"replyToId": message.id})
