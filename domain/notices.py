"""What is owed to people because something happened; `domain/telling.py` says to whom.

Two kinds of message are owed. A living card (`Show`) is brought up to date: what it says is read
from the state when it is sent. A record (`Tell`) is said once, with the facts as they were.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Recipient:
    """A person in their own chat, or a team in its channel."""

    kind: str
    key: str

    def __str__(self) -> str:
        return f"{self.kind}:{self.key}"

    @classmethod
    def parse(cls, text: str) -> Recipient:
        kind, _, key = text.partition(":")
        return cls(kind, key)


def person(person_id: str) -> Recipient:
    return Recipient("person", person_id)


def team(key: str) -> Recipient:
    return Recipient("team", key)


@dataclass(frozen=True)
class Show:
    """Bring a living card up to date: `view` says which side of the subject the reader sees."""

    view: str
    subject_id: str
    to: Recipient


@dataclass(frozen=True)
class Tell:
    """Say something once, with the facts as of now. Two of the same content are two."""

    __hash__ = object.__hash__

    kind: str
    to: Recipient
    facts: Mapping[str, Any]


Notice = Show | Tell
Rule = Callable[[Any], list[Notice]]
