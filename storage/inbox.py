"""What came in, and what was answered: the same thing is never done twice."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from storage.tables import inbox

REPLAYED_WITHIN = timedelta(seconds=60)
"""Within this time the same button of the same card, with the same data, is a double click."""


@dataclass(frozen=True)
class Key:
    """What makes two activities one.

    Teams sends an activity again under the same id, and an invoke sometimes under a new one: the
    gesture key (person, verb, data) then tells. `forever` is for forms, whose data is unique.
    """

    conversation_id: str
    activity_id: str
    gesture: str | None = None
    forever: bool = False


@dataclass(frozen=True)
class Answered:
    """A stored answer; None for a message, which is answered through the outbox."""

    answer: Any


class Inbox:
    def __init__(self, session: Session) -> None:
        self._session = session

    def find(self, key: Key, at: datetime) -> Answered | None:
        """What was answered to this activity, or to the same gesture a moment ago."""
        same = (inbox.c.conversation_id == key.conversation_id) & (
            inbox.c.activity_id == key.activity_id
        )
        if key.gesture:
            again = inbox.c.gesture_key == key.gesture
            same |= again if key.forever else again & (inbox.c.at > at - REPLAYED_WITHIN)
        row = self._session.execute(select(inbox.c.answer).where(same).limit(1)).one_or_none()
        return Answered(row.answer) if row else None

    def add(self, key: Key, answer: Any, at: datetime) -> None:
        self._session.execute(
            insert(inbox).values(
                conversation_id=key.conversation_id,
                activity_id=key.activity_id,
                gesture_key=key.gesture,
                answer=answer,
                at=at,
            )
        )

    def prune(self, before: datetime) -> None:
        """Forget old answers. Forms have their business key, so nothing is done twice for it."""
        self._session.execute(delete(inbox).where(inbox.c.at < before))
