"""The Bot Connector's conversations and activities.

Microsoft: "Bot Connector REST API reference", "Send proactive messages" and "Update and delete
messages sent from your bot".
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from aiohttp import web

from simulator import errors
from simulator.cards import Json
from simulator.conversations import Channel, Chat, Conversation, Message

if TYPE_CHECKING:
    from simulator.teams import Teams

MAX_MESSAGE = 100 * 1024


class Connector:
    def __init__(self, teams: Teams) -> None:
        self._teams = teams

    def routes(self) -> list[web.RouteDef]:
        activities = "/v3/conversations/{conversation}/activities"
        return [
            web.post("/v3/conversations", self.create_conversation),
            web.get("/v3/conversations/{conversation}", self.get_conversation),
            web.post(activities, self.send_to_conversation),
            web.post(f"{activities}/{{activity}}", self.reply_to_activity),
            web.put(f"{activities}/{{activity}}", self.update_activity),
            web.delete(f"{activities}/{{activity}}", self.delete_activity),
        ]

    async def create_conversation(self, request: web.Request) -> web.Response:
        """Opens a person's chat, or starts a thread in a channel with its first message."""
        body = await read_json(request)
        channel_data = body.get("channelData") or {}
        tenant = body.get("tenantId") or (channel_data.get("tenant") or {}).get("id")
        if tenant != self._teams.tenant_id:
            raise errors.bad_argument("The tenant is missing or is not this one.")
        if channel := channel_data.get("channel"):
            return self._start_thread(channel.get("id"), body.get("activity"))
        return self._open_chat(body)

    async def get_conversation(self, request: web.Request) -> web.Response:
        where, thread = self._find(request)
        return web.json_response(where.reference(thread) | {"name": where.name})

    async def send_to_conversation(self, request: web.Request) -> web.Response:
        where, thread = self._find(request)
        return self._post(where, thread, await read_json(request))

    async def reply_to_activity(self, request: web.Request) -> web.Response:
        """A reply falls in the thread of what it replies to, which may be gone in a chat."""
        where, thread = self._find(request)
        replied_to = where.messages.get(request.match_info["activity"])
        root = replied_to.thread if replied_to else None
        return self._post(where, thread or root, await read_json(request))

    async def update_activity(self, request: web.Request) -> web.Response:
        where, _ = self._find(request)
        message = _own(where, request.match_info["activity"])
        activity = await read_json(request)
        _check(activity)
        message.fill(activity)
        message.edited_count += 1
        self._teams.changes.happened()
        return web.json_response({"id": message.id})

    async def delete_activity(self, request: web.Request) -> web.Response:
        where, _ = self._find(request)
        message = _own(where, request.match_info["activity"])
        message.deleted = True
        message.revision += 1
        self._teams.changes.happened()
        return web.Response()

    def _find(self, request: web.Request) -> tuple[Conversation, str | None]:
        """The conversation and the thread that "19:…;messageid=…" names, if the bot may act."""
        return self._resolve(request.match_info["conversation"])

    def _resolve(self, name: str) -> tuple[Conversation, str | None]:
        bare, _, suffix = name.partition(";messageid=")
        where = self._teams.conversations.get(bare)
        if where is None or (suffix and suffix not in where.messages):
            raise errors.conversation_not_found()
        if refusal := where.refusal():
            raise refusal
        return where, suffix or None

    def _start_thread(self, channel_id: str, activity: Json | None) -> web.Response:
        where, _ = self._resolve(channel_id)
        if not isinstance(where, Channel) or activity is None:
            raise errors.bad_argument("A channel and a first activity are needed.")
        message = self._write(where, None, activity)[0]
        body = {"id": f"{where.id};messageid={message.id}", "activityId": message.id}
        return web.json_response(body, status=201)

    def _open_chat(self, body: Json) -> web.Response:
        members = body.get("members") or []
        if len(members) != 1 or body.get("isGroup"):
            raise errors.bad_argument("A bot opens a conversation with exactly one person.")
        chat = self._chat_with(members[0].get("id"))
        if refusal := chat.refusal():
            raise refusal
        first = self._write(chat, None, body["activity"])[:1] if body.get("activity") else []
        extra = {"activityId": first[0].id} if first else {}
        return web.json_response({"id": chat.id, **extra}, status=201)

    def _chat_with(self, key: str) -> Chat:
        """The chat of the person with this "29:" id or directory id."""
        for person in self._teams.people.values():
            if key and key in (person.id, person.aad_object_id):
                return self._teams.chat_of(person)
        raise errors.bad_argument("The user was not found in the tenant.")

    def _post(self, where: Conversation, thread: str | None, activity: Json) -> web.Response:
        if activity.get("type") == "typing":
            where.typing_since = self._teams.clock()
            self._teams.changes.happened()
            return web.json_response({"id": self._teams.next_id()}, status=201)
        messages = self._write(where, thread, activity)
        body = {"id": messages[0].id} if len(messages) == 1 else {}
        return web.json_response(body, status=201)

    def _write(self, where: Conversation, thread: str | None, activity: Json) -> list[Message]:
        """Puts the activity in the conversation.

        A text together with attachments becomes two messages, and their ids are not given back.
        """
        _check(activity)
        text, attachments = activity.get("text"), activity.get("attachments")
        contents: list[Json] = [{"text": text}] if text else []
        contents += [{"attachments": attachments}] if attachments else []
        teams = self._teams
        return [
            teams.write(where, "bot", text=each.get("text", ""), thread=thread, content=each)
            for each in contents
        ]


async def read_json(request: web.Request) -> Json:
    try:
        body: Any = await request.json()
    except ValueError as error:
        raise errors.bad_argument("The body is not JSON.") from error
    if not isinstance(body, dict):
        raise errors.bad_argument("The body is not a JSON object.")
    return body


def _check(activity: Json) -> None:
    """Teams measures a message in UTF-16 ("Format your bot messages")."""
    size = len(json.dumps(activity, ensure_ascii=False).encode("utf-16-le", "surrogatepass"))
    if size > MAX_MESSAGE:
        raise errors.too_big()
    if activity.get("type") != "message":
        raise errors.bad_argument(f"Unknown activity type {activity.get('type')!r}.")
    if not activity.get("text") and not activity.get("attachments"):
        raise errors.bad_argument("A message needs a text or an attachment.")


def _own(where: Conversation, activity_id: str) -> Message:
    message = where.messages.get(activity_id)
    if message is None or message.deleted or message.sender != "bot":
        raise errors.activity_not_found()
    return message
