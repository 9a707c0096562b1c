"""Erasing a person: what says who they are or what they wrote goes, what counts requests stays.

A session's journal is a public record: nothing is ever taken out of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.orm import Session

from storage.dossiers import Dossiers, Row
from storage.tables import incident_entries, incidents, people, postings, team_channels
from storage.traces import chats_of, remove_mentions, remove_person

NOBODY = "erased"
"""Who reported or handled what an erased person did: the same for all, so that nothing joins it."""
AT_ONCE = 100


@dataclass(frozen=True)
class Erased:
    """How much was erased, and the sessions that stay. `was_listed`: an import would bring them
    back."""

    incidents: int
    entries: int
    chats: int
    cards: int
    was_known: bool
    was_listed: bool
    sessions: Sequence[Row]


class Erasure:
    def __init__(self, session: Session) -> None:
        self._session = session

    def erase(self, person_id: str, *, name: str, words: str, at: datetime) -> Erased:
        """Put `name` for theirs, and `words` for what their requests say; cards that others see are
        brought up to date. A second time there is nothing left to erase.

        What is neither named here nor removed stays: number, organisation, category, application,
        audience, hindrance, priority, team, state and times of a request.
        """
        profile = self._session.execute(select(people).where(people.c.person_id == person_id)).all()
        chats = len(chats_of(self._session, person_id))
        numbers = self._reported(person_id)
        own, touched = list(numbers), self._touched(person_id)
        entries = self._rewrite(person_id, own, name, words)
        remove_person(self._session, person_id)
        for some in _parts([person_id, *numbers.values(), *touched]):
            remove_mentions(self._session, some)
        return Erased(
            incidents=len(own),
            entries=entries,
            chats=chats,
            cards=sum(self._show_again(some, at) for some in _parts(touched)),
            was_known=bool(profile or touched or chats),
            was_listed=any(row.listed for row in profile),
            sessions=Dossiers(self._session).sessions_of(person_id),
        )

    def _reported(self, person_id: str) -> dict[str, str]:
        """Their own requests, and the numbers that people quote for them."""
        query = select(incidents).where(incidents.c.reporter_id == person_id)
        return {
            row.incident_id: f"INC-{row.year}-{row.serial:06d}"
            for row in self._session.execute(query)
        }

    def _touched(self, person_id: str) -> list[str]:
        """Every request that names them, as its reporter, its technician or an author."""
        named = incidents.c.reporter_id == person_id, incidents.c.assignee_id == person_id
        wrote = incident_entries.c.author_id == person_id
        queries = [select(incidents.c.incident_id).where(one) for one in named]
        queries.append(select(incident_entries.c.incident_id).where(wrote))
        return list(dict.fromkeys(found for query in queries for found in self._ids(query)))

    def _rewrite(self, person_id: str, own: Sequence[str], name: str, words: str) -> int:
        """Returns how many lines of stories named them."""
        wrote = incident_entries.c.author_id == person_id
        nobody = {"author_id": None, "author_name": name}
        entries = self._change(update(incident_entries).where(wrote).values(**nobody))
        for some in _parts(own):
            says = incident_entries.c.incident_id.in_(some) & (incident_entries.c.text != "")
            self._change(update(incident_entries).where(says).values(text=words))
        reported = {"reporter_id": NOBODY, "reporter_name": name, "service": "", "what": words}
        self._change_incidents(incidents.c.reporter_id == person_id, reported)
        handled = {"assignee_id": NOBODY, "assignee_name": name}
        self._change_incidents(incidents.c.assignee_id == person_id, handled)
        bound = team_channels.c.bound_by == person_id
        self._change(update(team_channels).where(bound).values(bound_by=NOBODY))
        return entries

    def _show_again(self, incident_ids: Sequence[str], at: datetime) -> int:
        """Cards that stand in Teams are drawn anew, from what is left."""
        story = select(incident_entries.c.entry_id).where(
            incident_entries.c.incident_id.in_(incident_ids)
        )
        subjects = [*incident_ids, *self._ids(story)]
        stands = postings.c.subject_id.in_(subjects) & postings.c.activity_id.is_not(None)
        raised = {"wanted": postings.c.wanted + 1, "wanted_at": at}
        return self._change(update(postings).where(stands).values(**raised))

    def _ids(self, query: Any) -> list[str]:
        return list(self._session.scalars(query))

    def _change_incidents(self, which: ColumnElement[bool], values: dict[str, str]) -> None:
        self._change(update(incidents).where(which).values(**values))

    def _change(self, statement: Any) -> int:
        changed: int = self._session.connection().execute(statement).rowcount
        return changed


def _parts(ids: Iterable[str]) -> Iterator[list[str]]:
    """A database takes only so many values in a statement."""
    every = list(ids)
    for start in range(0, len(every), AT_ONCE):
        yield every[start : start + AT_ONCE]
