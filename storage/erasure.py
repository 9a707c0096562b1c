"""Erasing a person: what says who they are or what they wrote goes, what counts requests stays.

A session's journal is a public record: nothing is ever taken out of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import CompoundSelect, select, union, update
from sqlalchemy.orm import Session

from domain.incident_story import EntryKind
from domain.notices import person
from storage.dossiers import Dossiers, Row
from storage.tables import incident_entries, incidents, people, postings, team_channels
from storage.traces import chats_of, remove_mentions, remove_person

NOBODY = "erased"
"""Who handled what an erased person did: the same for all, so that nothing joins it. A request
without a reporter is one of somebody whom the directory does not know."""


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
        own = self._numbers(person_id)
        named = set(self._session.scalars(_naming(person_id)))
        cards = self._show_again(person_id, at)
        entries = self._rewrite(person_id, name, words)
        remove_person(self._session, person_id)
        remove_mentions(self._session, {person_id, *named, *own})
        return Erased(
            incidents=len(own),
            entries=entries,
            chats=chats,
            cards=cards,
            was_known=bool(profile or named or chats),
            was_listed=any(row.listed for row in profile),
            sessions=Dossiers(self._session).sessions_of(person_id),
        )

    def _numbers(self, person_id: str) -> list[str]:
        """Of their own requests, as people quote them."""
        query = select(incidents).where(incidents.c.reporter_id == person_id)
        return [f"INC-{row.year}-{row.serial:06d}" for row in self._session.execute(query)]

    def _show_again(self, person_id: str, at: datetime) -> int:
        """Cards that others see and that name them will be drawn anew, from what is left."""
        named = _naming(person_id)
        story = select(incident_entries.c.entry_id)
        story = story.where(incident_entries.c.incident_id.in_(named))
        subject, stands = postings.c.subject_id, postings.c.activity_id.is_not(None)
        return self._change(
            update(postings)
            .where(subject.in_(named) | subject.in_(story), stands)
            .where(postings.c.recipient != str(person(person_id)))
            .values(wanted=postings.c.wanted + 1, wanted_at=at)
        )

    def _rewrite(self, person_id: str, name: str, words: str) -> int:
        """Returns how many lines of stories named them."""
        is_own = incidents.c.reporter_id == person_id
        on_own = incident_entries.c.incident_id.in_(select(incidents.c.incident_id).where(is_own))
        self._change(
            update(incident_entries).where(on_own, incident_entries.c.text != "").values(text=words)
        )
        is_link = on_own & (incident_entries.c.kind == EntryKind.FILE)
        self._change(update(incident_entries).where(is_link).values(about=""))
        names = list(self._session.scalars(_names(person_id)))
        assigned = (incident_entries.c.kind == EntryKind.ASSIGNED) & (
            incident_entries.c.about.in_(names)
        )
        self._change(update(incident_entries).where(assigned).values(about=name))
        reported = {"reporter_id": None, "reporter_name": name, "service": "", "what": words}
        self._change(update(incidents).where(is_own).values(**reported))
        handled = {"assignee_id": NOBODY, "assignee_name": name}
        in_hand = incidents.c.assignee_id == person_id
        self._change(update(incidents).where(in_hand).values(**handled))
        bound = team_channels.c.bound_by == person_id
        self._change(update(team_channels).where(bound).values(bound_by=NOBODY))
        wrote = incident_entries.c.author_id == person_id
        nobody = {"author_id": None, "author_name": name}
        return self._change(update(incident_entries).where(wrote).values(**nobody))

    def _change(self, statement: Any) -> int:
        changed: int = self._session.connection().execute(statement).rowcount
        return changed


def _names(person_id: str) -> CompoundSelect[str]:
    """What they are and were called: a line that says to whom a request was given has the name."""
    return union(
        select(people.c.name).where(people.c.person_id == person_id),
        select(incidents.c.assignee_name).where(incidents.c.assignee_id == person_id),
        select(incident_entries.c.author_name).where(incident_entries.c.author_id == person_id),
    )


def _naming(person_id: str) -> CompoundSelect[str]:
    """Every request that names them, as its reporter, its technician or an author."""
    named = (incidents.c.reporter_id == person_id) | (incidents.c.assignee_id == person_id)
    wrote = incident_entries.c.author_id == person_id
    return union(
        select(incidents.c.incident_id).where(named),
        select(incident_entries.c.incident_id).where(wrote),
    )
