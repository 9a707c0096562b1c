"""Living cards: where each one stands, and whether it shows the latest state.

A turn raises `wanted`; delivery renders, sends, and sets `shown` to what `wanted` was when it read
the state. So a hundred changes make a few updates, and none is lost in between.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, case, insert, select, update
from sqlalchemy.orm import Session

from domain.notices import Recipient, Show
from storage.tables import postings
from storage.types import Instant


@dataclass(frozen=True)
class Posting:
    """A living card that is behind what it should show."""

    posting_id: int
    show: Show
    conversation_id: str
    activity_id: str | None
    wanted: int
    wanted_at: datetime
    attempts: int


IS_BEHIND = postings.c.shown < postings.c.wanted

_NOW = bindparam("now", type_=Instant)
_WANT = (
    update(postings)
    .where(
        postings.c.view == bindparam("of_view"),
        postings.c.subject_id == bindparam("of_subject_id"),
        postings.c.recipient == bindparam("of_recipient"),
    )
    .values(
        wanted=postings.c.wanted + 1,
        wanted_at=case(
            (IS_BEHIND & (postings.c.wanted_at < _NOW), postings.c.wanted_at), else_=_NOW
        ),
    )
    .returning(postings.c.conversation_id)
)
_CREATE = insert(postings)
_BEHIND = (
    select(postings)
    .where(
        postings.c.conversation_id == bindparam("conversation"),
        IS_BEHIND,
    )
    .order_by(postings.c.activity_id.is_not(None), postings.c.posting_id)
    .limit(bindparam("most"))
)
_IT = postings.c.posting_id == bindparam("id")
_MARK_SHOWN = (
    update(postings)
    .where(_IT)
    .values(
        shown=bindparam("was_wanted"),
        activity_id=bindparam("message"),
        wanted_at=bindparam("at"),
        attempts=0,
    )
)
"""Built once: building a statement costs more than running it."""


class Postings:
    def __init__(self, session: Session) -> None:
        self._session = session

    def want(
        self, show: Show, at: datetime, route: Callable[[], str | None], message_id: str | None
    ) -> str | None:
        """Owe this card its latest state, `at` that time or before where more is owed. Returns its
        conversation, None if there is none yet.

        A card that was never asked for goes to `route()`; `message_id` is a message that stands
        there already and becomes the card.
        """
        connection = self._session.connection()
        values: dict[str, Any] = {
            "view": show.view,
            "subject_id": show.subject_id,
            "recipient": str(show.to),
        }
        known = connection.execute(_WANT, {f"of_{k}": v for k, v in values.items()} | {"now": at})
        row = known.one_or_none()
        if row is not None:
            conversation_id: str | None = row.conversation_id
            return conversation_id
        values |= {"conversation_id": route(), "activity_id": message_id, "wanted_at": at}
        connection.execute(_CREATE, values | {"wanted": 1, "shown": 0})
        created_in: str | None = values["conversation_id"]
        return created_in

    def behind_in(self, conversation_id: str, *, limit: int) -> Sequence[Posting]:
        """Cards of a conversation that do not show the latest state: those that do not stand there
        yet, then the others, the oldest first."""
        wanted = {"conversation": conversation_id, "most": limit}
        rows = self._session.connection().execute(_BEHIND, wanted)
        return [
            Posting(
                posting_id=row.posting_id,
                show=Show(row.view, row.subject_id, Recipient.parse(row.recipient)),
                conversation_id=row.conversation_id,
                activity_id=row.activity_id,
                wanted=row.wanted,
                wanted_at=row.wanted_at,
                attempts=row.attempts,
            )
            for row in rows
        ]

    def mark_shown(self, posting: Posting, activity_id: str | None, at: datetime) -> None:
        """Teams shows the state that `posting.wanted` stood for; what changed since is behind since
        `at` (real time)."""
        values: dict[str, Any] = {"id": posting.posting_id, "was_wanted": posting.wanted}
        values |= {"message": activity_id, "at": at}
        self._session.connection().execute(_MARK_SHOWN, values)

    def mark_attempt(self, posting: Posting, attempts: int) -> None:
        self._update(posting.posting_id, attempts=attempts)

    def forget_message(self, posting: Posting) -> None:
        """The message is gone from Teams: the card will be posted anew."""
        self._update(posting.posting_id, activity_id=None)

    def _update(self, posting_id: int, **values: object) -> None:
        self._session.execute(
            update(postings).where(postings.c.posting_id == posting_id).values(**values)
        )
