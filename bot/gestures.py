"""An activity as Teams sends it, read into a gesture: who, where, by what way, and what."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import orjson
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from cards.kit import Surface
from domain.files import LONGEST_LINK, LONGEST_NAME, MOST_FILES, File
from domain.input import clean
from storage.conversations import Address


class Way(StrEnum):
    """By what way a gesture came: it says what an answer looks like."""

    MESSAGE = "message"
    EXECUTE = "execute"
    DIALOG_FETCH = "fetch"
    DIALOG_SUBMIT = "submit"
    SEARCH = "search"
    INSTALL = "install"


@dataclass(frozen=True)
class Gesture:
    """`person_id` is the Entra object id; None for somebody that the tenant does not know.

    `is_elsewhere`: made in a conversation that we may not be in, where nothing is ever said.
    """

    way: Way
    activity_id: str
    address: Address
    is_shared: bool
    is_elsewhere: bool
    person_id: str | None
    person_name: str
    member_id: str
    bot_id: str
    locale: str | None
    text: str = ""
    data: dict[str, Any] | None = None
    reply_to_id: str | None = None
    files: tuple[File, ...] = ()

    @property
    def surface(self) -> Surface:
        in_dialog = self.way in (Way.DIALOG_FETCH, Way.DIALOG_SUBMIT)
        return Surface.DIALOG if in_dialog else Surface.CHAT

    @property
    def waits_for_answer(self) -> bool:
        """Invokes are answered on the spot, everything else through the outbox."""
        return self.way not in (Way.MESSAGE, Way.INSTALL)


class NotAnActivity(Exception):
    """The JSON is not an activity that Teams would send."""


class Part(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)


class _Account(Part):
    id: str = Field(default="", max_length=512)
    name: str | None = None
    aad_object_id: str | None = Field(default=None, alias="aadObjectId", max_length=64)


class _Conversation(Part):
    id: str = Field(min_length=1, max_length=512)
    kind: str | None = Field(default=None, alias="conversationType")
    tenant_id: str | None = Field(default=None, alias="tenantId", max_length=64)


class _Named(Part):
    id: str | None = Field(default=None, max_length=512)


class _ChannelData(Part):
    tenant: _Named | None = None
    team: _Named | None = None
    channel: _Named | None = None


class Attachment(Part):
    """A file, by its name and the link that its readers' own rights open.

    The other link that Teams gives opens without any right: it is not even read.
    """

    kind: str = Field(default="", alias="contentType")
    name: str | None = None
    link: str | None = Field(default=None, alias="contentUrl")

    @property
    def file(self) -> File:
        name = clean(self.name or "")[:LONGEST_NAME].strip() or "?"
        link = clean(self.link or "")
        return File(name, link if len(link) <= LONGEST_LINK else "")


class Inbound(Part):
    """The fields of an activity that we look at."""

    type: str
    id: str | None = Field(default=None, max_length=256)
    name: str | None = None
    action: str | None = None
    service_url: str = Field(alias="serviceUrl", max_length=2048)
    sender: _Account = Field(alias="from", default=_Account())
    recipient: _Account = _Account()
    conversation: _Conversation
    channel_data: _ChannelData | None = Field(default=None, alias="channelData")
    text: str | None = None
    value: Any = None
    locale: str | None = Field(default=None, max_length=16)
    reply_to_id: str | None = Field(default=None, alias="replyToId", max_length=256)
    attachments: list[Attachment] | None = None
    members_added: list[_Account] | None = Field(default=None, alias="membersAdded")

    @property
    def is_shared(self) -> bool:
        """A channel or a group chat: others read there, and the bot hears what mentions it."""
        data = self.channel_data
        kind = self.conversation.kind
        return kind in ("channel", "groupChat") or bool(data and data.channel)

    @property
    def is_elsewhere(self) -> bool:
        """Made in a message's menu, wherever that message is: even a chat of two people, which
        Teams calls "personal" just as it does ours."""
        return (self.name or "").startswith("composeExtension/")

    @property
    def person_id(self) -> str | None:
        known = self.sender.aad_object_id
        return known.lower() if known else None


def read_activity(raw: dict[str, Any]) -> Inbound:
    """Raises NotAnActivity, for what no Teams client would send."""
    try:
        return Inbound.model_validate(raw)
    except ValidationError as error:
        raise NotAnActivity(str(error.errors()[0]["loc"])) from error


def gesture_of(way: Way, inbound: Inbound, data: Any = None) -> Gesture:
    """The gesture in an activity. `data` is what the pressed button carries, if one was."""
    sender = inbound.sender
    return Gesture(
        way=way,
        activity_id=inbound.id or _fingerprint(inbound),
        address=_address(inbound),
        is_shared=inbound.is_shared and not inbound.is_elsewhere,
        is_elsewhere=inbound.is_elsewhere,
        person_id=inbound.person_id,
        person_name=clean(sender.name or "")[:200],
        member_id=sender.id,
        bot_id=inbound.recipient.id,
        locale=inbound.locale,
        text=_said(inbound),
        data=data if isinstance(data, dict) else None,
        reply_to_id=inbound.reply_to_id,
        files=_files_of(inbound),
    )


def _address(inbound: Inbound) -> Address:
    conversation, data = inbound.conversation, inbound.channel_data
    tenant = conversation.tenant_id or (data and data.tenant and data.tenant.id) or ""
    is_own_chat = not inbound.is_shared and not inbound.is_elsewhere
    return Address(
        conversation_id=conversation.id,
        service_url=inbound.service_url,
        tenant_id=tenant,
        person_id=inbound.person_id if is_own_chat else None,
        locale=inbound.locale,
    )


def _files_of(inbound: Inbound) -> tuple[File, ...]:
    """What was attached. Teams also attaches the text itself as HTML, and messages that are quoted:
    these are no files."""
    sent = inbound.attachments or []
    files = [each.file for each in sent if each.kind == FILE or each.kind.startswith("image/")]
    return tuple(files[:MOST_FILES])


FILE = "application/vnd.microsoft.teams.file.download.info"

_MENTION = re.compile(r"<at[^<>]*>[^<>]*</at>", re.IGNORECASE)
"""What is between angles stays there: to look for an end farther on takes a minute, where many
mentions have none."""


def _said(inbound: Inbound) -> str:
    """What was typed, without the mention that brought it to us in a channel."""
    text = inbound.text or ""
    return clean(_MENTION.sub(" ", text) if inbound.is_shared else text).strip()


def _fingerprint(inbound: Inbound) -> str:
    """An activity without an id is known by what it says."""
    return hashlib.sha256(
        orjson.dumps(inbound.model_dump(mode="json"), option=orjson.OPT_SORT_KEYS)
    ).hexdigest()
