"""Records that are owed: said once, in order, with the facts as they were.

Plain SQL, not entities: what is owed has no rules of its own, and there is a lot of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, delete, insert, select, update
from sqlalchemy.orm import Session

from domain.notices import Recipient
from storage.tables import outbox

VERSION = 1
"""Of the facts written by this release. A renderer keeps reading the versions before."""


@dataclass(frozen=True)
class Record:
    """A row of the outbox, as delivery needs it."""

    outbox_id: int
    recipient: Recipient
    kind: str
    version: int
    facts: dict[str, Any]
    attempts: int


_PUT = insert(outbox)
_OWED = (
    select(outbox)
    .where(
        outbox.c.conversation_id == bindparam("conversation"),
        outbox.c.sent_at.is_(None),
        outbox.c.failure.is_(None),
    )
    .order_by(outbox.c.outbox_id)
    .limit(bindparam("most"))
)
_MARK_SENT = (
    update(outbox)
    .where(outbox.c.outbox_id == bindparam("id"))
    .values(sent_at=bindparam("at"), activity_id=bindparam("message"))
)
"""Built once: building a statement costs more than running it."""


class Outbox:
    def __init__(self, session: Session) -> None:
        self._session = session

    def put(
        self,
        kind: str,
        facts: dict[str, Any],
        *,
        to: Recipient,
        conversation_id: str | None,
        at: datetime,
    ) -> None:
        """Owe this to somebody. Without a conversation it waits for one to be found."""
        row = {
            "recipient": str(to),
            "conversation_id": conversation_id,
            "kind": kind,
            "version": VERSION,
            "facts": facts,
            "created_at": at,
        }
        self._session.connection().execute(_PUT, row)

    def owed_to(self, conversation_id: str, *, limit: int) -> Sequence[Record]:
        """What is owed to a conversation, strictly in the order in which it was promised."""
        wanted = {"conversation": conversation_id, "most": limit}
        rows = self._session.connection().execute(_OWED, wanted)
        return [
            Record(
                outbox_id=row.outbox_id,
                recipient=Recipient.parse(row.recipient),
                kind=row.kind,
                version=row.version,
                facts=row.facts,
                attempts=row.attempts,
            )
            for row in rows
        ]

    def mark_sent(self, outbox_id: int, activity_id: str | None, at: datetime) -> None:
        values = {"id": outbox_id, "message": activity_id, "at": at}
        self._session.connection().execute(_MARK_SENT, values)

    def mark_attempt(self, outbox_id: int, attempts: int) -> None:
        self._update(outbox_id, attempts=attempts)

    def give_up(self, outbox_id: int, reason: str) -> None:
        """It will never be sent, and the row keeps why."""
        self._update(outbox_id, failure=reason)

    def prune(self, before: datetime) -> None:
        """Forget what was said long ago; what is still owed stays."""
        self._session.execute(
            delete(outbox).where(
                outbox.c.created_at < before,
                outbox.c.sent_at.is_not(None) | outbox.c.failure.is_not(None),
            )
        )

    def _update(self, outbox_id: int, **values: object) -> None:
        self._session.execute(
            update(outbox).where(outbox.c.outbox_id == outbox_id).values(**values)
        )
