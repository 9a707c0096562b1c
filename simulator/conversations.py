"""Where people and the bot talk: a 1:1 chat, a team's channels, a group chat."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING, ClassVar, Literal

from simulator import cards, errors, ids
from simulator.cards import ADAPTIVE, Json

FILE = "application/vnd.microsoft.teams.file.download.info"
TYPES_FOR = 10.0
"""Seconds for which Teams shows that the bot is writing, unless it says so again."""

if TYPE_CHECKING:
    from simulator.people import Person


@dataclass(eq=False)
class Message:
    """A message; `card` is its Adaptive Card, and `thread` the id of the message it hangs from."""

    id: str
    conversation_id: str
    sender: Person | Literal["bot"]
    at: datetime
    text: str = ""
    mentions_bot: bool = False
    card: Json | None = None
    attachments: list[Json] = field(default_factory=list)
    thread: str | None = None
    edited_count: int = 0
    deleted: bool = False
    revision: int = 0
    own_cards: dict[str, Json] = field(default_factory=dict, repr=False)
    refreshed_at: dict[str, float] = field(default_factory=dict, repr=False)

    @property
    def files(self) -> dict[str, str]:
        """The links of the files that a person has attached, by their names."""
        attached = (each for each in self.attachments if each.get("contentType") == FILE)
        return {each["name"]: each["contentUrl"] for each in attached}

    @property
    def words(self) -> str:
        """All that can be read: the text, then the card."""
        return f"{self.text}\n{cards.words(self.card)}".strip()

    @property
    def buttons(self) -> list[str]:
        """The titles of the card's buttons, those of nested cards included."""
        return [button.title for button in cards.buttons(self.card or {})]

    def fill(self, activity: Json) -> None:
        """Take text and card from what the bot sent; everybody sees the new card."""
        self.text = activity.get("text") or ""
        self.attachments = activity.get("attachments") or []
        found = [each for each in self.attachments if each.get("contentType") == ADAPTIVE]
        self.card = found[0].get("content") if found else None
        self.own_cards.clear()
        self.revision += 1

    def show_to(self, person: Person, card: Json) -> None:
        """Put a card of their own before one person ("Universal Actions for Adaptive Cards").

        It lasts until the bot updates the message.
        """
        self.own_cards[person.id] = card
        self.revision += 1

    def seen_by(self, person: Person) -> Message:
        if self.deleted:
            return replace(self, text="", card=None, attachments=[])
        return replace(self, card=self.own_cards.get(person.id, self.card))


@dataclass(eq=False)
class Conversation:
    id: str
    name: str
    tenant_id: str
    removed: bool = False
    messages: dict[str, Message] = field(default_factory=dict, repr=False)
    typing_since: float | None = None
    kind: ClassVar[str]
    takes_mentions: ClassVar[bool] = True
    takes_bot: ClassVar[bool] = True

    def people(self) -> list[Person]:
        raise NotImplementedError

    def name_for(self, person: Person) -> str:
        return self.name

    def reaches_bot(self, *, mention: bool) -> bool:
        """Is the bot told of a message that a person types here?"""
        return mention

    def is_typing(self, now: float) -> bool:
        return self.typing_since is not None and now - self.typing_since < TYPES_FOR

    def refusal(self) -> errors.ConnectorError | None:
        """Why the bot may not act here, if so."""
        return errors.conversation_not_found() if self.removed else None

    def channel_data(self) -> Json:
        return {"tenant": {"id": self.tenant_id}}

    def reference(self, thread: str | None = None) -> Json:
        """The `conversation` of an activity."""
        group = {} if self.kind == "personal" else {"isGroup": True}
        name = f"{self.id};messageid={thread}" if thread else self.id
        return {**group, "conversationType": self.kind, "tenantId": self.tenant_id, "id": name}


@dataclass(eq=False)
class Chat(Conversation):
    """A person's 1:1 conversation with the bot."""

    person: Person = field(kw_only=True, repr=False)
    kind = "personal"
    takes_mentions = False

    def people(self) -> list[Person]:
        return [self.person]

    def reaches_bot(self, *, mention: bool) -> bool:
        return True

    def refusal(self) -> errors.ConnectorError | None:
        if not self.person.installed:
            return errors.not_in_roster()
        return errors.blocked_by_user() if self.person.blocked else None


@dataclass(eq=False)
class PeopleChat(Conversation):
    """Two people's own chat. No bot can be in it; Teams calls it "personal" like a bot's."""

    members: list[Person] = field(kw_only=True, repr=False)
    kind = "personal"
    takes_mentions = False
    takes_bot = False

    @classmethod
    def between(cls, one: Person, other: Person, tenant_id: str) -> PeopleChat:
        number = ids.people_chat_id(*(each.aad_object_id or each.id for each in (one, other)))
        return cls(number, f"{one.name}, {other.name}", tenant_id, members=[one, other])

    def people(self) -> list[Person]:
        return self.members

    def name_for(self, person: Person) -> str:
        return next((each.name for each in self.members if each is not person), self.name)

    def reaches_bot(self, *, mention: bool) -> bool:
        return False

    def refusal(self) -> errors.ConnectorError | None:
        return errors.not_in_roster()


@dataclass(eq=False)
class GroupChat(Conversation):
    """A chat of several people, such as that of a meeting."""

    members: list[Person] = field(kw_only=True, repr=False)
    installed: bool = False
    kind = "groupChat"

    def people(self) -> list[Person]:
        return self.members

    def refusal(self) -> errors.ConnectorError | None:
        return super().refusal() or (None if self.installed else errors.not_in_roster())


@dataclass(eq=False)
class Channel(Conversation):
    team: Team = field(kw_only=True, repr=False)
    kind = "channel"

    def people(self) -> list[Person]:
        return self.team.people()

    def refusal(self) -> errors.ConnectorError | None:
        return super().refusal() or (None if self.team.installed else errors.not_in_roster())

    def channel_data(self) -> Json:
        team = {"id": self.team.id, "name": self.team.name, "aadGroupId": self.team.aad_group_id}
        return {**super().channel_data(), "team": team, "channel": {"id": self.id}}


@dataclass(eq=False)
class Team:
    """A team; its id is that of its general channel."""

    id: str
    name: str
    aad_group_id: str
    people: Callable[[], list[Person]] = field(repr=False)
    channels: dict[str, Channel] = field(default_factory=dict, repr=False)
    installed: bool = False

    @property
    def general(self) -> Channel:
        return next(channel for channel in self.channels.values() if channel.id == self.id)
