"""A person in front of Teams: what they do, and what they see."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from simulator import cards, clicks, dialogs, installations, refreshing
from simulator.activities import attached
from simulator.cards import Entry, ImpossibleGesture, Json
from simulator.client import NOTHING_SENT, Answer
from simulator.conversations import Chat, Conversation, Message
from simulator.dialogs import Dialog

if TYPE_CHECKING:
    from simulator.teams import Teams

Role = Literal["user", "guest", "anonymous"]


@dataclass(eq=False)
class Person:
    """Someone of the tenant, a guest, or an anonymous participant, who has no directory id.

    Gestures return what the bot answered. They are the only way in: the page uses them too.
    """

    teams: Teams = field(repr=False)
    id: str
    name: str
    aad_object_id: str | None
    locale: str
    email: str
    role: Role
    title: str = ""
    installed: bool = False
    blocked: bool = False
    dialog: Dialog | None = None
    toasts: list[str] = field(default_factory=list)

    @property
    def chat(self) -> Chat:
        return self.teams.chat_of(self)

    def account(self) -> Json:
        """The `from` of an activity."""
        known = {"aadObjectId": self.aad_object_id} if self.aad_object_id else {}
        return {"id": self.id, "name": self.name, **known}

    def member(self) -> Json:
        """A TeamsChannelAccount ("Get Teams context for your bot")."""
        first, _, last = self.name.partition(" ")
        known = {"objectId": self.aad_object_id} if self.aad_object_id else {}
        return {
            **self.account(),
            **known,
            "givenName": first,
            "surname": last,
            "email": self.email,
            "userPrincipalName": self.email,
            "tenantId": self.teams.tenant_id,
            "userRole": self.role,
        }

    def sees(self, conversation: Conversation | None = None) -> list[Message]:
        """The messages as this person sees them, oldest first; by default those of the chat."""
        where = conversation or self.chat
        return [message.seen_by(self) for message in where.messages.values()]

    async def installs(self) -> Answer:
        """Adds the app for themselves: the bot may then write to them."""
        self.installed = True
        return await installations.announce_added(self.chat, by=self)

    async def uninstalls(self) -> Answer:
        self.installed = False
        return await installations.announce_removed(self.chat, by=self)

    def blocks(self) -> None:
        """Blocks the bot, which is not told and learns it when it writes."""
        self.blocked = True
        self.teams.changes.happened()

    def unblocks(self) -> None:
        self.blocked = False
        self.teams.changes.happened()

    async def says(
        self,
        text: str,
        in_: Conversation | None = None,
        *,
        reply_to: Message | None = None,
        mention: bool = True,
        files: Mapping[str, str] | None = None,
    ) -> Answer:
        """Types a message. Outside the chat the bot only receives those that mention it.

        `files` are links by the names of what is attached; nothing is uploaded.
        """
        where = in_ or self.chat
        heard = where.reaches_bot(mention=mention)
        if heard and where.refusal():
            raise ImpossibleGesture(f"the bot is not in {where.name!r}: nobody can write to it")
        thread = reply_to.thread if reply_to else None
        mentions = heard and where.takes_mentions
        content = {"text": text, "attachments": attached(files or {})}
        message = self.teams.write(
            where, self, text=text, thread=thread, content=content, mentions_bot=mentions
        )
        if not heard:
            return NOTHING_SENT
        activities = self.teams.activities
        return await self.teams.send(
            activities.message(self, where, message.thread, message.id, text, files)
        )

    async def presses(
        self,
        message: Message,
        title: str,
        entries: Mapping[str, Entry] | None = None,
        *,
        force: bool = False,
    ) -> Answer:
        """Fills in the card as this person sees it, and presses the button of that title.

        Inputs go by their labels or ids, choices by their titles or values. Raises
        ImpossibleGesture where a real client would send nothing.
        """
        where = self.teams.conversation(message.conversation_id)
        button = cards.button(where.messages[message.id].seen_by(self).card, title)
        values = cards.filled(button.inputs, entries or {}, force=force)
        return await self.acts(message, button.action, values)

    async def acts(self, message: Message, action: Json, values: Mapping[str, str]) -> Answer:
        """Runs an action of a message's card with the values of its inputs."""
        return await clicks.run(self, message, action, values)

    async def submits_dialog(
        self, title: str, entries: Mapping[str, Entry] | None = None, *, force: bool = False
    ) -> Answer:
        """Fills in the open dialog and presses its button."""
        dialog = self._open_dialog()
        button = cards.button(dialog.card, title)
        values = cards.filled(button.inputs, entries or {}, force=force)
        return await self.acts_in_dialog(button.action, values)

    async def acts_in_dialog(self, action: Json, values: Mapping[str, str]) -> Answer:
        return await dialogs.submit(self, self._open_dialog(), action, values)

    def closes_dialog(self) -> None:
        """Closes it by its cross; the bot is not told."""
        self._open_dialog()
        self.dialog = None
        self.teams.changes.happened()

    async def uses_message_action(self, command_id: str, message: Message) -> Answer:
        """Picks one of the app's commands in a message's "…" menu."""
        return await dialogs.fetch_for_message(self, command_id, message)

    async def reports_message(self, message: Message) -> Dialog | None:
        """Picks the app's first command there. Gives the dialog, if that is what opens."""
        await self.uses_message_action(next(iter(self.teams.message_commands)), message)
        return self.dialog

    async def looks_at(self, conversation: Conversation | None = None) -> list[Answer]:
        """Opens a conversation: the cards that ask for it are refreshed for this person."""
        return await refreshing.refresh_all(self, conversation or self.chat)

    def is_told(self, sentence: str) -> None:
        """Shows a sentence that passes, as Teams does with some answers."""
        self.toasts.append(sentence)
        self.teams.changes.happened()

    def _open_dialog(self) -> Dialog:
        if self.dialog is None:
            raise ImpossibleGesture(f"{self.name} has no dialog open")
        return self.dialog
