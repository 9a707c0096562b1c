"""A stand-in for Microsoft Teams: a Bot Connector, the people, and a page that shows them.

It knows nothing of the bot but its address; everything passes over HTTP, as it does with Teams.
"""

from simulator.cards import ImpossibleGesture
from simulator.client import Answer
from simulator.conversations import (
    Channel,
    Chat,
    Conversation,
    GroupChat,
    Message,
    PeopleChat,
    Team,
)
from simulator.faults import Fault
from simulator.identity import Authority
from simulator.meetings import Meeting
from simulator.people import Person
from simulator.teams import Teams

__all__ = [
    "Answer",
    "Authority",
    "Channel",
    "Chat",
    "Conversation",
    "Fault",
    "GroupChat",
    "ImpossibleGesture",
    "Meeting",
    "Message",
    "PeopleChat",
    "Person",
    "Team",
    "Teams",
]
