"""Incidents, and the lists that people ask for."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Select, bindparam, func, select
from sqlalchemy.orm import Session, selectinload

from domain.incidents import OVER, Incident
from storage.tables import incidents

_STORY = selectinload(Incident.entries)  # type: ignore[arg-type]


_GET = select(Incident).where(incidents.c.incident_id == bindparam("id")).options(_STORY)
_GET_FOR_CHANGE = _GET.with_for_update()
_FROM_FORM = select(incidents.c.incident_id).where(incidents.c.form_id == bindparam("form"))
"""Built once: building a statement costs more than running it."""


class Incidents:
    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, incident: Incident) -> None:
        self._session.add(incident)

    def get(self, incident_id: str, *, for_change: bool = False) -> Incident | None:
        """One incident with its story. `for_change` locks it until the commit."""
        query = _GET_FOR_CHANGE if for_change else _GET
        return self._session.scalar(query, {"id": incident_id})

    def from_form(self, form_id: str) -> Incident | None:
        """The incident that this form already made."""
        known = self._session.connection().scalar(_FROM_FORM, {"form": form_id})
        return None if known is None else self.get(known)

    def reported_by(self, person_id: str, *, offset: int, limit: int) -> Sequence[Incident]:
        """Somebody's own, the latest first, those still open before the others."""
        query = (
            _of(person_id)
            .order_by(incidents.c.state.in_(OVER), incidents.c.reported_at.desc())
            .offset(offset)
            .limit(limit)
        )
        return self._session.scalars(query).all()

    def open_of(self, person_id: str, *, limit: int) -> Sequence[Incident]:
        """Somebody's own that are not over, the latest first."""
        query = (
            _of(person_id)
            .where(incidents.c.state.not_in(OVER))
            .order_by(incidents.c.reported_at.desc())
            .limit(limit)
        )
        return self._session.scalars(query).all()

    def count_of(self, person_id: str) -> int:
        query = select(func.count()).where(incidents.c.reporter_id == person_id)
        return self._session.scalar(query) or 0

    def overdue(self, at: datetime, *, limit: int) -> Sequence[Incident]:
        """New incidents that should have been taken by now, and that nobody has been told of."""
        query = (
            select(Incident)
            .where(
                incidents.c.state == "new",
                incidents.c.overdue_at.is_(None),
                incidents.c.take_by <= at,
            )
            .order_by(incidents.c.take_by)
            .limit(limit)
            .options(_STORY)
            .with_for_update(skip_locked=True)
        )
        return self._session.scalars(query).all()


def _of(person_id: str) -> Select[Incident]:
    return select(Incident).where(incidents.c.reporter_id == person_id)
