"""Incidents, and the lists that people ask for."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, func, select, update
from sqlalchemy.orm import Session, selectinload

from domain.incident_story import Entry
from domain.incidents import OVER, Incident
from storage.tables import incident_entries, incidents

_IT = incidents.c.incident_id == bindparam("id")
_STORY = selectinload(Incident.entries)  # type: ignore[arg-type]
_FOR_CHANGE = select(Incident).where(_IT).options(_STORY).with_for_update()
_LOOK_UP = select(incidents).where(_IT)
_FROM_FORM = select(incidents).where(incidents.c.form_id == bindparam("form"))
_ENTRIES = (
    select(*(entry for entry in incident_entries.c if entry.name != "incident_id"))
    .where(incident_entries.c.incident_id == bindparam("id"))
    .order_by(incident_entries.c.position)
)


def _due(column: ColumnElement[datetime]) -> Any:
    """Incidents whose time has come, to be changed by one worker at a time."""
    return (
        select(Incident)
        .where(column <= bindparam("at"))
        .order_by(column)
        .limit(bindparam("most"))
        .options(_STORY)
        .with_for_update(skip_locked=True)
    )


_OWN = incidents.c.reporter_id == bindparam("reporter")
_REPORTED_BY = (
    select(incidents)
    .where(_OWN)
    .order_by(incidents.c.state.in_(OVER), incidents.c.reported_at.desc())
    .offset(bindparam("first"))
    .limit(bindparam("most"))
)
_OPEN_OF = (
    select(incidents)
    .where(_OWN, incidents.c.state.not_in(OVER))
    .order_by(incidents.c.reported_at.desc())
    .limit(bindparam("most"))
)
_BY_NUMBER = select(incidents).where(
    incidents.c.year == bindparam("year"), incidents.c.serial == bindparam("serial")
)
_MERGED_INTO = select(incidents).where(incidents.c.merged_into == bindparam("id"))
_TO_RETURN = _due(incidents.c.return_by)
_TO_REVIEW = _due(incidents.c.review_by)
_COUNT_OF = select(func.count()).where(_OWN)
_TRANSMITTED = (
    update(incidents)
    .where(_IT, incidents.c.transmitted_at.is_(None))
    .values(transmitted_at=bindparam("at"))
)
_OVERDUE = _due(incidents.c.take_by).where(
    incidents.c.state == "new", incidents.c.overdue_at.is_(None)
)
"""Built once: building a statement costs more than running it."""


class Incidents:
    """What is only read is read without the mapper, which costs four times as much; what is to be
    changed is an entity of the session, and is written back at the end of the turn."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, incident: Incident) -> None:
        self._session.add(incident)

    def get(self, incident_id: str) -> Incident | None:
        """One incident with its story, locked until the commit: it may be changed."""
        return self._session.scalar(_FOR_CHANGE, {"id": incident_id})

    def look_up(self, incident_id: str) -> Incident | None:
        """One incident with its story, to be read only."""
        return self._one(_LOOK_UP, {"id": incident_id})

    def from_form(self, form_id: str) -> Incident | None:
        """The incident that this form already made, to be read only."""
        return self._one(_FROM_FORM, {"form": form_id})

    def reported_by(self, person_id: str, *, offset: int, limit: int) -> Sequence[Incident]:
        """Somebody's own without their stories, those still open first, then the latest first."""
        return self._some(_REPORTED_BY, {"reporter": person_id, "first": offset, "most": limit})

    def open_of(self, person_id: str, *, limit: int) -> Sequence[Incident]:
        """Somebody's own that are not over, without their stories, the latest first."""
        return self._some(_OPEN_OF, {"reporter": person_id, "most": limit})

    def count_of(self, person_id: str) -> int:
        return self._session.connection().scalar(_COUNT_OF, {"reporter": person_id}) or 0

    def keep_transmitted(self, incident_id: str, at: datetime) -> None:
        """Teams has accepted the card of the team: every report comes here, so no entity does."""
        self._session.connection().execute(_TRANSMITTED, {"id": incident_id, "at": at})

    def overdue(self, at: datetime, *, limit: int) -> Sequence[Incident]:
        """New incidents that should have been taken by now, and that nobody has been told of."""
        return self._session.scalars(_OVERDUE, {"at": at, "most": limit}).all()

    def to_return(self, at: datetime, *, limit: int) -> Sequence[Incident]:
        """Transferred, and nobody took them in time."""
        return self._session.scalars(_TO_RETURN, {"at": at, "most": limit}).all()

    def to_review(self, at: datetime, *, limit: int) -> Sequence[Incident]:
        """Waiting, and the time has come to look at them again."""
        return self._session.scalars(_TO_REVIEW, {"at": at, "most": limit}).all()

    def numbered(self, year: int, serial: int) -> Incident | None:
        """To be read only."""
        return self._one(_BY_NUMBER, {"year": year, "serial": serial})

    def merged_into(self, incident_id: str) -> Sequence[Incident]:
        """Those that are dealt with under this one's number, without their stories."""
        return self._some(_MERGED_INTO, {"id": incident_id})

    def _one(self, query: Select[Any], which: dict[str, Any]) -> Incident | None:
        connection = self._session.connection()
        row = connection.execute(query, which).one_or_none()
        if row is None:
            return None
        story = connection.execute(_ENTRIES, {"id": row.incident_id})
        entries = [Entry(**line._mapping) for line in story]
        return Incident(**row._mapping, entries=entries)

    def _some(self, query: Select[Any], which: dict[str, Any]) -> list[Incident]:
        rows = self._session.connection().execute(query, which)
        return [Incident(**row._mapping) for row in rows]
