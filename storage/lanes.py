"""Conversations as lanes of delivery: who sends there, until when, and what is waiting.

A lane has one sender at a time, by a lease on the database's clock with a fencing number, so that
two replicas never speak in the same conversation at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import ColumnElement, Select, bindparam, func, or_, select, union, update
from sqlalchemy.orm import Session

from domain.notices import Recipient
from storage.conversations import Conversations, Place
from storage.postings import IS_BEHIND
from storage.tables import conversations, outbox, postings

LEASE = timedelta(seconds=8)
"""Shorter than the ten seconds within which another replica must take over."""
LONGEST_PAUSE = timedelta(hours=1)
"""Teams is believed when it asks for more patience than we have, within reason. A pause that ends
later than that was written before the system's clock was set back."""

OWED = outbox.c.sent_at.is_(None) & outbox.c.failure.is_(None)

_LEASE = (
    update(conversations)
    .where(
        conversations.c.conversation_id == bindparam("id"),
        or_(
            conversations.c.lease_until.is_(None),
            conversations.c.lease_until < bindparam("now"),
            conversations.c.lease_until > bindparam("absurd"),
            conversations.c.lease_owner == bindparam("owner"),
        ),
    )
    .values(
        lease_owner=bindparam("owner"),
        lease_until=bindparam("until"),
        fence=conversations.c.fence + 1,
    )
    .returning(conversations.c.fence)
)
"""Built once: building a statement costs more than running it."""


@dataclass(frozen=True)
class Backlog:
    """How much is owed, and since when the oldest of it."""

    owed: int
    oldest: timedelta


class Lanes:
    def __init__(self, session: Session) -> None:
        self._session = session

    def waiting(self, now: datetime) -> Sequence[str]:
        """Conversations that are owed something and may be spoken to now (real time)."""
        records = _open_lanes(now).join(outbox, _in(outbox.c.conversation_id)).where(OWED)
        cards = _open_lanes(now).join(postings, _in(postings.c.conversation_id)).where(IS_BEHIND)
        return list(self._session.scalars(union(records, cards)))

    def backlog(self, now: datetime) -> Backlog:
        """What could be said and has not been: dead and paused conversations wait by right."""
        may_speak = _open_lanes(now).scalar_subquery()
        records = select(func.count(), func.min(outbox.c.created_at)).where(
            OWED, outbox.c.conversation_id.in_(may_speak) | outbox.c.conversation_id.is_(None)
        )
        cards = select(func.count(), func.min(postings.c.wanted_at)).where(
            IS_BEHIND,
            postings.c.conversation_id.in_(may_speak) | postings.c.conversation_id.is_(None),
        )
        counted = [self._session.execute(query).one() for query in (records, cards)]
        since = [oldest for _, oldest in counted if oldest is not None]
        return Backlog(
            owed=sum(count for count, _ in counted),
            oldest=now - min(since) if since else timedelta(),
        )

    def lease(self, conversation_id: str, owner: str) -> bool:
        """Be the only sender of this lane for `LEASE`. False where another one is.

        A lease that ends far in the future was written before the clock was set back.
        """
        now = self._database_now()
        wanted = {"id": conversation_id, "owner": owner, "now": now}
        wanted |= {"until": now + LEASE, "absurd": now + 2 * LEASE}
        return self._session.connection().scalar(_LEASE, wanted) is not None

    def release_all(self, owner: str) -> None:
        """A graceful stop leaves its lanes to whoever comes next."""
        self._session.execute(
            update(conversations)
            .where(conversations.c.lease_owner == owner)
            .values(lease_owner=None, lease_until=None)
        )

    def pause(self, conversation_id: str, until: datetime) -> None:
        """Say nothing more here before `until` (real time)."""
        self._update(conversation_id, paused_until=until, failures=conversations.c.failures + 1)

    def breathe(self, conversation_id: str) -> None:
        """A message went through: forget the failures."""
        self._update(conversation_id, paused_until=None, failures=0)

    def close(self, conversation_id: str, reason: str, since: datetime) -> None:
        """Teams refused this conversation for good at `since`; who wrote later is alive again.

        What a team was owed there is stranded. What a person was owed in their own chat waits
        there: their next message revives it.
        """
        closed = self._session.scalar(
            update(conversations)
            .where(_in(conversation_id), conversations.c.seen_at <= since)
            .values(dead_reason=reason, paused_until=None, failures=0)
            .returning(conversations.c.conversation_id)
        )
        if closed is not None:
            self.strand_teams(conversation_id)

    def strand_teams(self, conversation_id: str) -> None:
        """What teams were owed there goes to wherever they can be reached next."""
        self._session.execute(
            update(outbox)
            .where(outbox.c.conversation_id == conversation_id, OWED, _for_team(outbox))
            .values(conversation_id=None)
        )
        self._session.execute(
            update(postings)
            .where(postings.c.conversation_id == conversation_id, _for_team(postings))
            .values(conversation_id=None, activity_id=None, wanted=postings.c.wanted + 1)
        )

    def stranded(self) -> list[Recipient]:
        """Those who are owed something and for whom there is no conversation yet."""
        records = select(outbox.c.recipient).where(outbox.c.conversation_id.is_(None), OWED)
        cards = select(postings.c.recipient).where(postings.c.conversation_id.is_(None), IS_BEHIND)
        return [Recipient.parse(name) for name in self._session.scalars(union(records, cards))]

    def route_stranded(self, recipient: Recipient) -> str | None:
        """Send what is stranded where this recipient can now be reached, if anywhere."""
        conversation_id = Conversations(self._session).route(recipient)
        if conversation_id is None:
            return None
        for table in (outbox, postings):
            self._session.execute(
                update(table)
                .where(table.c.recipient == str(recipient), table.c.conversation_id.is_(None))
                .values(conversation_id=conversation_id)
            )
        return conversation_id

    def _update(self, conversation_id: str, **values: object) -> None:
        self._session.execute(update(conversations).where(_in(conversation_id)).values(**values))

    def _database_now(self) -> datetime:
        """The one clock that all replicas share."""
        if self._session.get_bind().dialect.name == "sqlite":
            text = self._session.scalar(select(func.strftime("%Y-%m-%d %H:%M:%f", "now")))
            return datetime.fromisoformat(str(text)).replace(tzinfo=UTC)
        now: datetime = self._session.scalars(select(func.clock_timestamp())).one()
        return now.astimezone(UTC)


def _in(conversation_id: str | ColumnElement[str]) -> ColumnElement[bool]:
    return conversations.c.conversation_id == conversation_id


def _for_team(table: object) -> ColumnElement[bool]:
    recipient: ColumnElement[str] = table.c.recipient  # type: ignore[attr-defined]
    return recipient.startswith("team:")


def may_speak(conversation: Place, now: datetime) -> bool:
    """Teams takes messages there, and has not asked us to wait (`_open_lanes` in SQL)."""
    until = conversation.paused_until
    is_paused = until is not None and now < until <= now + LONGEST_PAUSE
    return conversation.dead_reason is None and not is_paused


def _open_lanes(now: datetime) -> Select[tuple[str]]:
    paused_until = conversations.c.paused_until
    is_free = or_(paused_until.is_(None), paused_until <= now, paused_until > now + LONGEST_PAUSE)
    return select(conversations.c.conversation_id).where(
        conversations.c.dead_reason.is_(None), is_free
    )
