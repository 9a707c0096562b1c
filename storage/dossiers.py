"""Everything that is kept about one person, as it stands in the tables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import Session

from domain.notices import person
from storage.tables import (
    conversations,
    inbox,
    incident_entries,
    incidents,
    outbox,
    people,
    postings,
    session_people,
    sessions,
    team_channels,
)
from storage.traces import chats_of, is_open, sessions_not_closed_of

Row = dict[str, Any]
Story = tuple[Row, Sequence[Row]]


@dataclass(frozen=True)
class Dossier:
    """Rows as they stand: all their columns, so that none is forgotten when one is added.

    `reported` are their own requests with the whole story; `elsewhere` those of others, with what
    this person wrote on them or none where they only have them in hand.
    """

    profile: Sequence[Row]
    reported: Sequence[Story]
    elsewhere: Sequence[Story]
    chats: Sequence[Row]
    channels: Sequence[Row]
    messages: Sequence[Row]
    answers: Sequence[Row]
    cards: Sequence[Row]
    sessions: Sequence[Row]

    @property
    def is_empty(self) -> bool:
        return not any(vars(self).values())


@dataclass(frozen=True)
class Open:
    """What must be over before somebody can be erased."""

    incidents: Sequence[Row]
    sessions: Sequence[Row]

    def __bool__(self) -> bool:
        return bool(self.incidents or self.sessions)


class Dossiers:
    def __init__(self, session: Session) -> None:
        self._session = session

    def of(self, person_id: str) -> Dossier:
        chats = chats_of(self._session, person_id)
        to_them = str(person(person_id))
        said = outbox.c.conversation_id.in_(chats) | (outbox.c.recipient == to_them)
        return Dossier(
            profile=self._rows(select(people).where(people.c.person_id == person_id)),
            reported=list(self._stories(incidents.c.reporter_id == person_id)),
            elsewhere=list(self._elsewhere(person_id)),
            chats=self._rows(select(conversations).where(conversations.c.person_id == person_id)),
            channels=self._rows(select(team_channels).where(team_channels.c.bound_by == person_id)),
            messages=self._rows(select(outbox).where(said).order_by(outbox.c.outbox_id)),
            answers=self._rows(
                select(inbox).where(inbox.c.conversation_id.in_(chats)).order_by(inbox.c.at)
            ),
            cards=self._rows(select(postings).where(postings.c.recipient == to_them)),
            sessions=self.sessions_of(person_id),
        )

    def open_of(self, person_id: str) -> Open:
        """Their open requests, those that they have in hand, and sessions that are not closed."""
        theirs = (incidents.c.reporter_id == person_id) | (incidents.c.assignee_id == person_id)
        not_closed = select(sessions).where(sessions_not_closed_of(person_id))
        return Open(self._incidents(theirs & is_open()), self._rows(not_closed))

    def sessions_of(self, person_id: str) -> list[Row]:
        joined = session_people.c.session_id == sessions.c.session_id
        theirs = select(sessions).join(session_people, joined)
        theirs = theirs.where(session_people.c.person_id == person_id)
        return self._rows(theirs.order_by(sessions.c.starts_at))

    def _stories(self, which: ColumnElement[bool], by: str | None = None) -> Iterator[Story]:
        for row in self._incidents(which):
            story = select(incident_entries).order_by(incident_entries.c.position)
            story = story.where(incident_entries.c.incident_id == row["incident_id"])
            if by is not None:
                story = story.where(incident_entries.c.author_id == by)
            yield row, self._rows(story)

    def _elsewhere(self, person_id: str) -> Iterator[Story]:
        wrote = incidents.c.incident_id.in_(
            select(incident_entries.c.incident_id).where(incident_entries.c.author_id == person_id)
        )
        named = wrote | (incidents.c.assignee_id == person_id)
        return self._stories(named & (incidents.c.reporter_id != person_id), by=person_id)

    def _incidents(self, which: ColumnElement[bool]) -> list[Row]:
        return self._rows(select(incidents).where(which).order_by(incidents.c.reported_at))

    def _rows(self, query: Select[Any]) -> list[Row]:
        return [dict(row) for row in self._session.execute(query).mappings()]
