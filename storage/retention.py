"""What is kept no longer: whole things, a few at a time, never what is open or still to be said."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import Session

from domain.assembly.session import SessionState
from storage.tables import (
    conversations,
    incident_entries,
    incidents,
    people,
    session_journal,
    sessions,
)
from storage.traces import (
    is_open,
    may_still_be_said,
    remove_incidents,
    remove_person,
    remove_sessions,
    sessions_not_closed_of,
)


class Retention:
    """Each of these forgets `limit` things at most, and returns how many they were."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def forget_incidents(self, before: datetime, *, limit: int) -> int:
        """Incidents that are over, and on which nothing was written since."""
        is_recent = exists().where(
            incident_entries.c.incident_id == incidents.c.incident_id,
            incident_entries.c.at >= before,
        )
        old = select(incidents.c.incident_id).where(
            ~is_open(),
            incidents.c.reported_at < before,
            ~is_recent,
            ~may_still_be_said(incidents.c.incident_id),
        )
        found = self._session.scalars(old.limit(limit)).all()
        remove_incidents(self._session, found)
        return len(found)

    def forget_people(self, before: datetime, *, limit: int) -> int:
        """Whoever is not in the directory, wrote nothing since, and has nothing open."""
        own = people.c.person_id
        wrote = exists().where(conversations.c.person_id == own, conversations.c.seen_at >= before)
        has_open = exists().where(
            or_(incidents.c.reporter_id == own, incidents.c.assignee_id == own),
            is_open(),
        )
        gone = select(own).where(
            ~people.c.listed,
            people.c.seen_at.is_(None) | (people.c.seen_at < before),
            ~wrote,
            ~has_open,
            ~exists().where(sessions_not_closed_of(own)),
        )
        found = self._session.scalars(gone.limit(limit)).all()
        for person_id in found:
            remove_person(self._session, person_id)
        return len(found)

    def forget_sessions(self, before: datetime, *, limit: int) -> int:
        """Sessions that were closed by then, each with its whole journal."""
        closed = (
            select(sessions.c.session_id)
            .join(session_journal, session_journal.c.session_id == sessions.c.session_id)
            .where(
                sessions.c.state == SessionState.CLOSED,
                session_journal.c.height == sessions.c.head_height,
                session_journal.c.at < before.isoformat(),
                ~may_still_be_said(sessions.c.session_id),
            )
        )
        found = self._session.scalars(closed.limit(limit)).all()
        remove_sessions(self._session, found)
        return len(found)
