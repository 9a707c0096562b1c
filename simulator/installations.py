"""Adding the bot to a place and taking it away: what the bot is told of it.

Microsoft: "Conversation events in your Teams bot", with "Installation update event".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.client import Answer
from simulator.conversations import Conversation

if TYPE_CHECKING:
    from simulator.people import Person


async def announce_added(where: Conversation, by: Person) -> Answer:
    return await _announce(where, by, ("membersAdded", "teamMemberAdded", "add"))


async def announce_removed(where: Conversation, by: Person) -> Answer:
    return await _announce(where, by, ("membersRemoved", "teamMemberRemoved", "remove"))


async def _announce(where: Conversation, by: Person, words: tuple[str, str, str]) -> Answer:
    """Two activities, the members' event and the installation's; the worse answer is given."""
    change, event, action = words
    teams = by.teams
    update = teams.activities.members(by, where, change, [teams.bot_id], event)
    installation = teams.activities.installation(by, where, action)
    answers = [await teams.send(update), await teams.send(installation)]
    return max(answers, key=lambda answer: answer.status)
