"""Dialogs (task modules): opened by a card's button or by a message's "…" menu.

Microsoft: "Use dialogs with bots" and "Define message extension action commands".
"""

from __future__ import annotations

import html
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from simulator import cards
from simulator.cards import ImpossibleGesture, Json
from simulator.client import Answer
from simulator.conversations import FILE, Conversation, Message

if TYPE_CHECKING:
    from simulator.people import Person

CONTEXT = {"theme": "default"}


@dataclass(frozen=True)
class Origin:
    """Where a dialog was opened, and by which command of the message's menu, if by one."""

    conversation: Conversation
    thread: str | None
    command: Json | None = None


@dataclass(frozen=True)
class Dialog:
    title: str
    card: Json
    width: str | int | None
    height: str | int | None
    origin: Origin
    key: str = field(default_factory=lambda: uuid4().hex)

    @property
    def buttons(self) -> list[str]:
        return [button.title for button in cards.buttons(self.card)]

    @property
    def words(self) -> str:
        return f"{self.title}\n{cards.words(self.card)}"


async def fetch(person: Person, message: Message, data: Json) -> Answer:
    where = person.teams.conversation(message.conversation_id)
    value = {"data": {**data, "type": "task/fetch"}, "context": CONTEXT}
    invoke = person.teams.activities.invoke(person, where, message.thread, "task/fetch", value)
    answer = await person.teams.send(invoke | {"replyToId": message.id})
    return _follow(person, answer, Origin(where, message.thread))


async def fetch_for_message(person: Person, command_id: str, message: Message) -> Answer:
    where = person.teams.conversation(message.conversation_id)
    command = {
        "commandId": command_id,
        "commandContext": "message",
        "context": CONTEXT,
        "messagePayload": _payload(message.seen_by(person), where, person.teams.bot_account()),
    }
    name = "composeExtension/fetchTask"
    invoke = person.teams.activities.invoke(person, where, message.thread, name, command)
    answer = await person.teams.send(invoke)
    return _follow(person, answer, Origin(where, message.thread, command))


async def submit(person: Person, dialog: Dialog, action: Json, values: Mapping[str, str]) -> Answer:
    """Sends the form. Only Action.Submit works in a dialog; there is no replyToId."""
    if action["type"] != "Action.Submit":
        raise ImpossibleGesture(f"{action['type']} does nothing in a dialog")
    origin = dialog.origin
    name = "composeExtension/submitAction" if origin.command else "task/submit"
    value = {**(origin.command or {}), "data": cards.merged(action, values), "context": CONTEXT}
    activities = person.teams.activities
    invoke = activities.invoke(person, origin.conversation, origin.thread, name, value)
    return _follow(person, await person.teams.send(invoke), origin)


def _follow(person: Person, answer: Answer, origin: Origin) -> Answer:
    """Does what the answer asks: another card, a sentence, or nothing more, which closes.

    A failed call leaves the form open, with what was typed in it.
    """
    if answer.ok:
        task = answer.body.get("task") if isinstance(answer.body, dict) else None
        person.dialog = _dialog(task, origin)
        _tell(person, task)
        person.teams.changes.happened()
    return answer


def _dialog(task: Any, origin: Origin) -> Dialog | None:
    if not task or task["type"] != "continue":
        return None
    info = task["value"]
    if "card" not in info:
        raise ImpossibleGesture("only dialogs that hold a card are shown here")
    card = info["card"]["content"]
    return Dialog(info.get("title", ""), card, info.get("width"), info.get("height"), origin)


def _tell(person: Person, task: Any) -> None:
    if task and task["type"] == "message":
        person.is_told(str(task["value"]))


def _payload(message: Message, where: Conversation, bot: Json) -> Json:
    """A messagePayload: the message in the shape of Microsoft Graph's chatMessage."""
    at = message.at.isoformat(timespec="milliseconds").replace("+00:00", "Z")
    kind = "channel" if where.kind == "channel" else "chat"
    text = html.escape(message.text, quote=False).replace("\n", "<br>")
    mentions = [_mention(bot)] if message.mentions_bot else []
    mention = f'<at id="0">{html.escape(bot["name"])}</at>&nbsp;' if mentions else ""
    content = f"<div>{mention}{text}</div>"
    return {
        "id": message.id,
        "replyToId": message.thread if message.thread != message.id else None,
        "createdDateTime": at,
        "lastModifiedDateTime": at if message.edited_count else None,
        "deleted": message.deleted,
        "messageType": "message",
        "importance": "normal",
        "locale": "fr-fr",
        "body": {"contentType": "html", "content": content, "textContent": message.text},
        "from": _author(message),
        "conversation": {"id": where.id, "conversationIdentityType": kind},
        "attachments": [_reference(each) for each in message.attachments],
        "reactions": [],
        "mentions": mentions,
    }


def _mention(bot: Json) -> Json:
    mentioned = {"application": {"applicationIdentityType": "bot", "displayName": bot["name"]}}
    return {"id": 0, "mentionText": bot["name"], "mentioned": mentioned}


def _reference(attachment: Json) -> Json:
    """A file is a reference there; cards stay as they are."""
    if attachment.get("contentType") != FILE:
        return attachment
    return {"contentType": "reference"} | {k: attachment[k] for k in ("name", "contentUrl")}


def _author(message: Message) -> Json:
    if message.sender == "bot":
        return {"application": {"applicationIdentityType": "bot"}, "user": None}
    user = {
        "userIdentityType": "aadUser",
        "id": message.sender.aad_object_id,
        "displayName": message.sender.name,
    }
    return {"application": None, "user": user}
