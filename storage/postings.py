"""Living cards: where each one stands, and whether it shows the latest state.

A turn raises `wanted`; delivery renders, sends, and sets `shown` to what `wanted` was when it read
the state. So a hundred changes make a few updates, and none is lost in between.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
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


@dataclass(frozen=True)
class Wanted:
    """That a living card must show the latest state. `message_id` is a message that stands already
    and becomes the card; `is_answered` where the reader has just been shown that state."""

    message_id: str | None = None
    is_answered: bool = False

    def and_also(self, other: Wanted) -> Wanted:
        return Wanted(self.message_id or other.message_id, self.is_answered and other.is_answered)


Wants = Mapping[Show, Wanted]

ANSWERED = timedelta(seconds=1.5)
"""How much later a card may be sent to whoever has just been answered with it: they see it already,
and Teams only forgets the answer when the chat is opened again."""
AT_ONCE = 500
"""Cards in one statement: a database takes only so many values."""

IS_BEHIND = postings.c.shown < postings.c.wanted

_NOW = bindparam("now", type_=Instant)
_WANT = (
    update(postings)
    .where(
        postings.c.view == bindparam("of_view"),
        postings.c.subject_id == bindparam("of_subject_id"),
        postings.c.recipient.in_(bindparam("of_recipients", expanding=True)),
    )
    .values(
        wanted=postings.c.wanted + 1,
        wanted_at=case(
            (IS_BEHIND & (postings.c.wanted_at < _NOW), postings.c.wanted_at), else_=_NOW
        ),
    )
    .returning(postings.c.recipient, postings.c.conversation_id)
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
        self, cards: Wants, at: datetime, route: Callable[[Recipient], str | None]
    ) -> dict[Show, str | None]:
        """Owe these cards their latest state, `at` that time or before where more is owed. Returns
        their conversations, None where there is none yet.

        A card that was never asked for goes where `route` finds its reader.
        """
        found: dict[Show, str | None] = {}
        alike: dict[tuple[str, str, bool], list[Recipient]] = {}
        for show, wanted in cards.items():
            alike.setdefault((show.view, show.subject_id, wanted.is_answered), []).append(show.to)
        for (view, subject_id, is_answered), readers in alike.items():
            since = at + ANSWERED if is_answered else at
            found |= self._want_known(view, subject_id, readers, since)
        new = {show: route(show.to) for show in cards if show not in found}
        if new:
            self._create(cards, new, at)
        return {show: found[show] if show in found else new[show] for show in cards}

    def _want_known(
        self, view: str, subject_id: str, readers: Sequence[Recipient], at: datetime
    ) -> dict[Show, str | None]:
        """The same card of many readers, in as few statements as a database takes values."""
        found: dict[Show, str | None] = {}
        for start in range(0, len(readers), AT_ONCE):
            some = [str(reader) for reader in readers[start : start + AT_ONCE]]
            wanted = {"of_view": view, "of_subject_id": subject_id, "of_recipients": some}
            for row in self._session.connection().execute(_WANT, wanted | {"now": at}):
                show = Show(view, subject_id, Recipient.parse(row.recipient))
                found[show] = row.conversation_id
        return found

    def _create(self, cards: Wants, new: Mapping[Show, str | None], at: datetime) -> None:
        rows = [
            {
                "view": show.view,
                "subject_id": show.subject_id,
                "recipient": str(show.to),
                "conversation_id": conversation_id,
                "activity_id": cards[show].message_id,
                "wanted_at": at + ANSWERED if cards[show].is_answered else at,
                "wanted": 1,
                "shown": 0,
            }
            for show, conversation_id in new.items()
        ]
        self._session.connection().execute(_CREATE, rows)

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
