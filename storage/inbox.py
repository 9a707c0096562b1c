"""What came in, and what was answered: the same thing is never done twice."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, delete, insert, select
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


_SAME = (inbox.c.conversation_id == bindparam("conversation")) & (
    inbox.c.activity_id == bindparam("activity")
)
_AGAIN = (inbox.c.gesture_key == bindparam("gesture")) & (inbox.c.at > bindparam("since"))
_FIND = select(inbox.c.answer).where(_SAME).limit(1)
_FIND_GESTURE = select(inbox.c.answer).where(_SAME | _AGAIN).limit(1)
_ADD = insert(inbox)
"""Built once: building a statement costs more than running it."""

LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)


class Inbox:
    def __init__(self, session: Session) -> None:
        self._session = session

    def find(self, key: Key, at: datetime) -> Answered | None:
        """What was answered to this activity, or to the same gesture a moment ago."""
        wanted: dict[str, Any] = {"conversation": key.conversation_id, "activity": key.activity_id}
        query = _FIND
        if key.gesture:
            query = _FIND_GESTURE
            since = LONG_AGO if key.forever else at - REPLAYED_WITHIN
            wanted |= {"gesture": key.gesture, "since": since}
        row = self._session.connection().execute(query, wanted).one_or_none()
        return Answered(row.answer) if row else None

    def add(self, key: Key, answer: Any, at: datetime) -> None:
        self._session.connection().execute(
            _ADD,
            {
                "conversation_id": key.conversation_id,
                "activity_id": key.activity_id,
                "gesture_key": key.gesture,
                "form_key": key.gesture if key.forever else None,
                "answer": answer,
                "at": at,
            },
        )

    def prune(self, before: datetime) -> None:
        """Forget old answers. Forms have their business key, so nothing is done twice for it."""
        self._session.execute(delete(inbox).where(inbox.c.at < before))
