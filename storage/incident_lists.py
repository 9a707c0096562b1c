"""Incidents as the staff looks for them: what is open, what was written, by number."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import islice
from typing import Any

from sqlalchemy import Select, and_, bindparam, case, func, or_, select, union
from sqlalchemy.orm import Session

from domain.folding import fold
from domain.incidents import OVER, Incident, State
from domain.organisation import Priority
from storage.tables import incidents

_OPEN = incidents.c.state.in_([state for state in State if state not in OVER])
_TEAMS = incidents.c.team.in_(bindparam("teams", expanding=True))
_RANK = case({word: rank for rank, word in enumerate(Priority)}, value=incidents.c.priority)
_OLDEST = incidents.c.reported_at, incidents.c.serial
_QUEUE = select(incidents).where(_OPEN, _TEAMS).order_by(_RANK, *_OLDEST)
_LENGTH = select(func.count()).where(_OPEN, _TEAMS)
_NEXT_TEAM = select(func.min(incidents.c.team)).where(incidents.c.team > bindparam("last"))
_MINE = incidents.c.assignee_id == bindparam("assignee")
_OWN = select(incidents.c.incident_id).where(incidents.c.reporter_id == bindparam("reporter"))
_WRITTEN = select(incidents.c.incident_id, incidents.c.what, incidents.c.reporter_name)
_LATEST = incidents.c.reported_at.desc(), incidents.c.serial.desc()
_OPEN_FIRST = incidents.c.state.in_(OVER), *_LATEST

LOOKED_THROUGH = 1_000
"""Incidents of a team: no index knows words in the middle of a text. Older ones have a number."""


class IncidentLists:
    """To be read only, and without their stories."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def queue(
        self,
        teams: Collection[str],
        assignee_id: str | None = None,
        *,
        offset: int = 0,
        limit: int | None = None,
    ) -> Sequence[Incident]:
        """What is open for these teams, the most urgent and then the oldest first; only what this
        person took, where one is named."""
        query, which = _narrowed(_QUEUE, teams, assignee_id)
        return self._some(query.offset(offset).limit(limit), which)

    def queue_length(self, teams: Collection[str], assignee_id: str | None = None) -> int:
        query, which = _narrowed(_LENGTH, teams, assignee_id)
        return self._session.connection().scalar(query, which) or 0

    def teams(self) -> list[str]:
        """The teams that ever had an incident, also those that the configuration forgot: one look
        into the index for each, where DISTINCT would read it whole."""
        found: list[str] = []
        while (team := self._next_team(found[-1] if found else "")) is not None:
            found.append(team)
        return found

    def numbered(self, numbers: Collection[tuple[int, int]]) -> Sequence[Incident]:
        """The incidents of these years and serials, the latest year first."""
        year, serial = incidents.c.year, incidents.c.serial
        any_of = or_(*(and_(year == y, serial == s) for y, s in numbers))
        return self._some(select(incidents).where(any_of).order_by(year.desc()), {})

    def found(
        self, words: str, reporter_id: str, teams: Collection[str], *, limit: int
    ) -> Sequence[Incident]:
        """This person's own, and the latest `LOOKED_THROUGH` of each of these teams, in which all
        these words stand; those still open first, then the latest first.

        Case and accents do not matter. No database takes accents off in the same way as another,
        so the words are compared here.
        """
        terms = fold(words).split()
        among = union(_OWN, *map(_latest_of, teams)) if teams else _OWN
        query = _WRITTEN.where(incidents.c.incident_id.in_(among)).order_by(*_OPEN_FIRST)
        rows = self._session.connection().execute(query, {"reporter": reporter_id})
        matching = (row.incident_id for row in rows if _has_all(terms, row))
        ids = list(islice(matching, limit))
        known = select(incidents).where(incidents.c.incident_id.in_(ids)).order_by(*_OPEN_FIRST)
        return self._some(known, {}) if ids else []

    def _next_team(self, last: str) -> str | None:
        team: str | None = self._session.connection().scalar(_NEXT_TEAM, {"last": last})
        return team

    def _some(self, query: Select[Any], which: dict[str, Any]) -> list[Incident]:
        rows = self._session.connection().execute(query, which)
        return [Incident(**row._mapping) for row in rows]


def _latest_of(team: str) -> Select[Any]:
    latest = select(incidents.c.incident_id).where(incidents.c.team == team)
    bounded = latest.order_by(incidents.c.reported_at.desc()).limit(LOOKED_THROUGH).subquery()
    return select(bounded)


def _has_all(terms: Collection[str], row: Any) -> bool:
    written = fold(f"{row.what} {row.reporter_name}")
    return all(term in written for term in terms)


def _narrowed(
    query: Select[Any], teams: Collection[str], assignee_id: str | None
) -> tuple[Select[Any], dict[str, Any]]:
    which: dict[str, Any] = {"teams": list(teams)}
    if assignee_id is None:
        return query, which
    return query.where(_MINE), which | {"assignee": assignee_id}
