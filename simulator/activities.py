"""The activities that Teams sends to the bot, field by field.

Shapes: "Activity" of the Bot Framework schema, and the Teams pages "Channel and group chat
conversations with a bot", "Conversation events in your Teams bot" and "Use dialogs with bots".
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import PurePath
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from simulator.cards import Json
from simulator.conversations import FILE, Conversation

if TYPE_CHECKING:
    from simulator.people import Person
    from simulator.teams import Teams

TIMEZONE = "Europe/Paris"


class Activities:
    """Makes activities on behalf of a person; nothing is sent here."""

    def __init__(self, teams: Teams) -> None:
        self._teams = teams

    def message(
        self,
        sender: Person,
        where: Conversation,
        thread: str | None,
        message_id: str,
        text: str,
        files: Mapping[str, str] | None = None,
    ) -> Json:
        """A typed message. In a channel it begins with the mention without which none comes.

        Files reach a bot in its own chats only ("Send and receive files through a bot").
        """
        activity = self._envelope("message", sender, where, thread)
        activity |= {"id": message_id, "textFormat": "plain", "text": text}
        if where.takes_mentions:
            return self._mentioning(activity)
        return activity | ({"attachments": attached(files)} if files else {})

    def value(
        self, sender: Person, where: Conversation, thread: str | None, message_id: str, value: Any
    ) -> Json:
        """The message without a text that Action.Submit sends."""
        return self._envelope("message", sender, where, thread) | {"id": message_id, "value": value}

    def invoke(
        self, sender: Person, where: Conversation, thread: str | None, name: str, value: Json
    ) -> Json:
        activity = self._envelope("invoke", sender, where, thread)
        return activity | {"name": name, "id": f"f:{uuid.uuid4()}", "value": value}

    def event(self, sender: Person, where: Conversation, name: str, value: Json) -> Json:
        activity = self._envelope("event", sender, where, None)
        return activity | {"name": name, "id": str(uuid.uuid4()), "value": value}

    def members(
        self, sender: Person, where: Conversation, change: str, ids: list[str], event: str
    ) -> Json:
        """A conversationUpdate; `change` is membersAdded or membersRemoved."""
        activity = self._envelope("conversationUpdate", sender, where, None)
        activity["channelData"] |= {"eventType": event} if where.kind == "channel" else {}
        return activity | {"id": f"f:{uuid.uuid4()}", change: [{"id": each} for each in ids]}

    def installation(self, sender: Person, where: Conversation, action: str) -> Json:
        activity = self._envelope("installationUpdate", sender, where, None)
        activity["channelData"] |= {"settings": {"selectedChannel": {"id": where.id}}}
        return activity | {"id": f"f:{uuid.uuid4()}", "action": action}

    def _envelope(self, kind: str, sender: Person, where: Conversation, thread: str | None) -> Json:
        now = datetime.now(UTC)
        local = now.astimezone(ZoneInfo(TIMEZONE))
        return {
            "type": kind,
            "timestamp": now.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
            "localTimestamp": local.isoformat(timespec="milliseconds"),
            "localTimezone": TIMEZONE,
            "serviceUrl": self._teams.service_url,
            "channelId": "msteams",
            "from": sender.account(),
            "conversation": where.reference(thread),
            "recipient": self._teams.bot_account(),
            "locale": sender.locale,
            "entities": [_client_info(sender.locale)],
            "channelData": where.channel_data(),
        }

    def _mentioning(self, activity: Json) -> Json:
        bot = self._teams.bot_account()
        tag = f"<at>{bot['name']}</at>"
        mention = {"type": "mention", "mentioned": bot, "text": tag}
        activity["entities"] = [mention, *activity["entities"]]
        return activity | {"text": f"{tag} {activity['text']}"}


def attached(files: Mapping[str, str]) -> list[Json]:
    """Files as a message carries them: a name and a link, which are all that there is here."""
    return [
        {
            "contentType": FILE,
            "contentUrl": link,
            "name": name,
            "content": {
                "downloadUrl": link,
                "uniqueId": str(uuid.uuid5(uuid.NAMESPACE_URL, link)),
                "fileType": PurePath(name).suffix.removeprefix("."),
            },
        }
        for name, link in files.items()
    ]


def _client_info(locale: str) -> Json:
    return {
        "locale": locale,
        "country": locale.partition("-")[2] or "FR",
        "platform": "Web",
        "timezone": TIMEZONE,
        "type": "clientInfo",
    }
