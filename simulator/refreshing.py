"""Cards that ask to be drawn anew for whoever looks at them.

Microsoft: "Up to date cards" ("Work with Universal Actions for Adaptive Cards").
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator import clicks
from simulator.cards import Json
from simulator.client import Answer
from simulator.conversations import Conversation, Message

if TYPE_CHECKING:
    from simulator.people import Person

AT_MOST_EVERY = 60.0
MOST_PEOPLE = 60


async def refresh_all(person: Person, where: Conversation) -> list[Answer]:
    due = [message for message in where.messages.values() if is_due(person, message)]
    return [await _refresh(person, message) for message in due]


def is_due(person: Person, message: Message) -> bool:
    """Once a minute a card and person, for those whom the card names, 60 of them at most."""
    refresh = _refresh_of(person, message)
    if refresh is None:
        return False
    members = person.teams.conversation(message.conversation_id).people()
    everybody = [each.id for each in members] if len(members) <= MOST_PEOPLE else []
    named = refresh.get("userIds", everybody)[:MOST_PEOPLE]
    last = message.refreshed_at.get(person.id)
    is_rested = last is None or person.teams.clock() - last >= AT_MOST_EVERY
    return person.id in named and is_rested


async def _refresh(person: Person, message: Message) -> Answer:
    refresh = _refresh_of(person, message)
    assert refresh is not None
    message.refreshed_at[person.id] = person.teams.clock()
    action = refresh["action"]
    return await clicks.execute(
        person, message, action, action.get("data") or {}, trigger="automatic"
    )


def _refresh_of(person: Person, message: Message) -> Json | None:
    card = None if message.deleted else message.own_cards.get(person.id, message.card)
    return None if card is None else card.get("refresh")
