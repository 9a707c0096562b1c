"""Where people and teams can be reached."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import datetime

from sqlalchemy import Select, bindparam, insert, select, update
from sqlalchemy.orm import Session

from domain.notices import Recipient
from domain.organisation import HOTLINE
from domain.people import Role
from storage.people import People
from storage.tables import conversations, team_channels


@dataclass(frozen=True)
class Address:
    """A conversation as an authenticated activity last described it."""

    conversation_id: str
    service_url: str
    tenant_id: str
    person_id: str | None = None
    locale: str | None = None


@dataclass(frozen=True)
class Place:
    """A conversation as delivery needs it: may it be spoken to, and how has it gone of late?"""

    service_url: str
    dead_reason: str | None
    paused_until: datetime | None
    failures: int


_GET = select(*(conversations.c[field.name] for field in fields(Place))).where(
    conversations.c.conversation_id == bindparam("id")
)
_ADD = insert(conversations)
_NOTE = (
    update(conversations)
    .where(conversations.c.conversation_id == bindparam("id"))
    .returning(conversations.c.conversation_id)
)
_LOCALE = (
    select(conversations.c.locale)
    .where(conversations.c.person_id == bindparam("person"))
    .order_by(conversations.c.seen_at.desc())
    .limit(1)
)
_ALIVE = (
    select(conversations.c.conversation_id)
    .where(conversations.c.dead_reason.is_(None))
    .order_by(conversations.c.seen_at.desc())
)
_ALIVE_HERE = _ALIVE.where(conversations.c.conversation_id == bindparam("key"))
_ALIVE_CHATS = _ALIVE.where(conversations.c.person_id == bindparam("key"))
_CHANNEL = (
    select(conversations.c.conversation_id)
    .join(team_channels, team_channels.c.conversation_id == conversations.c.conversation_id)
    .where(team_channels.c.team == bindparam("team"), conversations.c.dead_reason.is_(None))
)
"""Built once: building a statement costs more than running it."""


class Conversations:
    """`_routes` are those found in this transaction: whoever just wrote can be reached there."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._routes: dict[str, str] = {}

    def get(self, conversation_id: str) -> Place | None:
        row = self._session.connection().execute(_GET, {"id": conversation_id}).one_or_none()
        return None if row is None else Place(*row)

    def note(self, address: Address, at: datetime) -> None:
        """Remember where somebody can be reached; whoever writes to us is alive again."""
        seen = {
            "service_url": address.service_url,
            "tenant_id": address.tenant_id,
            "person_id": address.person_id,
            "locale": address.locale,
            "dead_reason": None,
            "seen_at": at,
        }
        connection = self._session.connection()
        known = connection.scalar(_NOTE, {"id": address.conversation_id, **seen})
        if known is None:
            connection.execute(_ADD, {"conversation_id": address.conversation_id, **seen})
        if address.person_id is not None:
            self._routes[f"person:{address.person_id}"] = address.conversation_id

    def is_known(self, person_id: str) -> bool:
        """Have we ever had a chat with this person, be it dead by now?"""
        query = select(conversations.c.person_id).where(conversations.c.person_id == person_id)
        return self._session.scalar(query.limit(1)) is not None

    def bind(self, team: str, conversation_id: str, by: str, at: datetime) -> None:
        """From now on this channel receives the requests of this team."""
        self._routes.clear()
        values = {"conversation_id": conversation_id, "bound_by": by, "bound_at": at}
        done = self._session.execute(
            update(team_channels).where(team_channels.c.team == team).values(**values)
        )
        if not done.rowcount:  # type: ignore[attr-defined]
            self._session.execute(insert(team_channels).values(team=team, **values))

    def teams_bound_to(self, conversation_id: str) -> list[str]:
        query = select(team_channels.c.team).where(
            team_channels.c.conversation_id == conversation_id
        )
        return list(self._session.scalars(query.order_by(team_channels.c.team)))

    def serving(self, team: str) -> str | None:
        """The team whose channel receives what is meant for `team`: itself, or the hotline.

        None where neither has a channel that lives: the supervisors then stand in.
        """
        return next((key for key in (team, HOTLINE) if self.channel_of(key)), None)

    def route(self, recipient: Recipient) -> str | None:
        """The conversation in which somebody can be reached now, or None."""
        name = str(recipient)
        if name not in self._routes:
            found = next(self._reachable(recipient), None)
            if found is None:
                return None
            self._routes[name] = found
        return self._routes[name]

    def locale_of(self, person_id: str) -> str | None:
        """The language of the client that this person last used."""
        locale: str | None = self._session.connection().scalar(_LOCALE, {"person": person_id})
        return locale

    def any_service_url(self) -> tuple[str, str] | None:
        """A service address and tenant to open a new conversation with: the last that wrote."""
        row = self._session.execute(
            select(conversations.c.service_url, conversations.c.tenant_id)
            .order_by(conversations.c.seen_at.desc())
            .limit(1)
        ).one_or_none()
        return (row.service_url, row.tenant_id) if row else None

    def _reachable(self, recipient: Recipient) -> Iterator[str]:
        if recipient.kind == "conversation":
            yield from self._find(_ALIVE_HERE, recipient.key)
        elif recipient.kind == "person":
            yield from self._find(_ALIVE_CHATS, recipient.key)
        else:
            yield from filter(None, map(self.channel_of, (recipient.key, HOTLINE)))
            for supervisor in People(self._session).with_role(Role.SUPERVISOR):
                yield from self._find(_ALIVE_CHATS, supervisor.person_id)

    def _find(self, query: Select[tuple[str]], key: str) -> list[str]:
        return list(self._session.connection().scalars(query, {"key": key}))

    def channel_of(self, team: str) -> str | None:
        """The channel bound to this team, if it lives."""
        channel: str | None = self._session.connection().scalar(_CHANNEL, {"team": team})
        return channel
