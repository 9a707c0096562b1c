"""What the page needs to know, as JSON."""

from __future__ import annotations

from copy import deepcopy
from itertools import islice
from typing import TYPE_CHECKING

from simulator import cards
from simulator.cards import Json
from simulator.conversations import Channel, Conversation, Message
from simulator.people import Person
from simulator.refreshing import is_due

if TYPE_CHECKING:
    from simulator.teams import Teams

LATEST = 150
PEOPLE_PICKER = "graph.microsoft.com/users"


def people(teams: Teams) -> Json:
    listed = [_person(each) for each in teams.people.values()]
    return {
        "bot": teams.bot_name,
        "people": listed,
        "commands": teams.message_commands,
        "ahead": teams.bot_clock.ahead.total_seconds(),
    }


def state(person: Person) -> Json:
    """Everything that one column shows."""
    conversations = person.teams.conversations_of(person)
    dialog = person.dialog
    return {
        "person": _person(person),
        "conversations": [_conversation(each, person) for each in conversations],
        "toasts": person.toasts,
        "dialog": dialog
        and {"key": dialog.key, "title": dialog.title, "card": _card(dialog.card, person)},
    }


def _person(person: Person) -> Json:
    return {"id": person.id, "name": person.name, "role": person.role, "title": person.title}


def _conversation(where: Conversation, person: Person) -> Json:
    latest = list(islice(reversed(where.messages.values()), LATEST))[::-1]
    return {
        "id": where.id,
        "name": where.name_for(person),
        "kind": where.kind,
        "takesMentions": where.takes_mentions,
        "takesBot": where.takes_bot,
        "isTyping": where.is_typing(person.teams.clock()),
        "isStale": any(is_due(person, each) for each in latest),
        "team": where.team.name if isinstance(where, Channel) else None,
        "hasBot": where.refusal() is None,
        "messages": [_message(each.seen_by(person), person) for each in latest],
    }


def _message(message: Message, reader: Person) -> Json:
    sender = message.sender
    return {
        "id": message.id,
        "sender": None if sender == "bot" else sender.name,
        "mine": sender is reader,
        "at": message.at.isoformat(),
        "text": message.text,
        "mentionsBot": message.mentions_bot,
        "files": message.files,
        "card": _card(message.card, reader),
        "thread": message.thread,
        "edited": message.edited_count > 0,
        "deleted": message.deleted,
        "revision": message.revision,
    }


def _card(card: Json | None, reader: Person) -> Json | None:
    """The card, with the people of the tenant in its people pickers, as Teams puts them."""
    drawn = deepcopy(card)
    pickers = [each for each in cards.fields(drawn or {}) if _picks_people(each)]
    directory = [each for each in reader.teams.people.values() if each.aad_object_id]
    choices = [{"title": each.name, "value": each.aad_object_id} for each in directory]
    for picker in pickers:
        picker["choices"] = [*picker.get("choices", []), *choices]
        del picker["choices.data"]
    return drawn


def _picks_people(field: Json) -> bool:
    return bool(field.get("choices.data", {}).get("dataset") == PEOPLE_PICKER)
