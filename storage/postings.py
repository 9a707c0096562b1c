"""Living cards: where each one stands, and whether it shows the latest state.

A turn raises `wanted`; delivery renders, sends, and sets `shown` to what `wanted` was when it read
the state. So a hundred changes make a few updates, and none is lost in between.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Row, insert, select, update
from sqlalchemy.orm import Session

from domain.notices import Recipient, Show
from storage.tables import postings


@dataclass(frozen=True)
class Posting:
    """A living card that is behind what it should show."""

    posting_id: int
    show: Show
    conversation_id: str
    activity_id: str | None
    wanted: int
    attempts: int


class Postings:
    def __init__(self, session: Session) -> None:
        self._session = session

    def find(self, show: Show) -> Row[tuple[object, ...]] | None:
        return self._session.execute(select(postings).where(*_is(show))).one_or_none()

    def want(self, show: Show, at: datetime) -> str | None:
        """Bring this card up to date where it stands. Returns its conversation, if it has one.

        None means that the card was never asked for, or that nobody can be reached yet.
        """
        conversation_id: str | None = self._session.scalar(
            update(postings)
            .where(*_is(show))
            .values(wanted=postings.c.wanted + 1, wanted_at=at)
            .returning(postings.c.conversation_id)
        )
        return conversation_id

    def create(self, show: Show, conversation_id: str | None, at: datetime) -> None:
        self._session.execute(
            insert(postings).values(
                view=show.view,
                subject_id=show.subject_id,
                recipient=str(show.to),
                conversation_id=conversation_id,
                wanted=1,
                shown=0,
                wanted_at=at,
            )
        )

    def adopt(self, show: Show, conversation_id: str, activity_id: str) -> None:
        """A message that is already there becomes the living card, unless there is one."""
        self._session.execute(
            update(postings)
            .where(*_is(show), postings.c.activity_id.is_(None))
            .values(conversation_id=conversation_id, activity_id=activity_id)
        )

    def behind_in(self, conversation_id: str, *, limit: int) -> Sequence[Posting]:
        """Cards of a conversation that do not show the latest state, the oldest first."""
        rows = self._session.execute(
            select(postings)
            .where(
                postings.c.conversation_id == conversation_id,
                postings.c.shown < postings.c.wanted,
            )
            .order_by(postings.c.posting_id)
            .limit(limit)
        )
        return [
            Posting(
                posting_id=row.posting_id,
                show=Show(row.view, row.subject_id, Recipient.parse(row.recipient)),
                conversation_id=row.conversation_id,
                activity_id=row.activity_id,
                wanted=row.wanted,
                attempts=row.attempts,
            )
            for row in rows
        ]

    def mark_shown(self, posting: Posting, activity_id: str | None) -> None:
        """Teams shows the state that `posting.wanted` stood for."""
        self._update(posting.posting_id, shown=posting.wanted, activity_id=activity_id, attempts=0)

    def mark_attempt(self, posting: Posting, attempts: int) -> None:
        self._update(posting.posting_id, attempts=attempts)

    def forget_message(self, posting: Posting) -> None:
        """The message is gone from Teams: the card will be posted anew."""
        self._update(posting.posting_id, activity_id=None)

    def _update(self, posting_id: int, **values: object) -> None:
        self._session.execute(
            update(postings).where(postings.c.posting_id == posting_id).values(**values)
        )


def _is(show: Show) -> tuple[ColumnElement[bool], ...]:
    return (
        postings.c.view == show.view,
        postings.c.subject_id == show.subject_id,
        postings.c.recipient == str(show.to),
    )
