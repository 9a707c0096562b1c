"""Taking things out of every table that holds a part of them."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from sqlalchemy import ColumnElement, Table, Text, and_, cast, delete, exists, or_, select, true
from sqlalchemy.orm import Session

from domain.incidents import OVER
from domain.notices import Recipient, person
from storage.lanes import Lanes
from storage.postings import IS_BEHIND
from storage.tables import (
    conversations,
    inbox,
    incident_entries,
    incidents,
    metadata,
    outbox,
    people,
    postings,
    session_people,
    sessions,
)

_IDS = re.compile(r"[0-9A-Za-z-]{8,}")


def may_still_be_said(subject: ColumnElement[str]) -> ColumnElement[bool]:
    """Is a card of this subject owed where somebody can be told? What Teams has refused for good,
    or what has never had a reader, holds nothing back: it would do so for ever."""
    return exists().where(
        IS_BEHIND,
        or_(postings.c.subject_id == subject, postings.c.subject_id.startswith(subject + ".")),
        postings.c.conversation_id == conversations.c.conversation_id,
        conversations.c.dead_reason.is_(None),
    )


def is_open() -> ColumnElement[bool]:
    """Not over; or merged into one that is not, whose solution its reporter is still to be told."""
    main = incidents.alias()
    under_main = exists().where(
        main.c.incident_id == incidents.c.merged_into, main.c.state.not_in(OVER)
    )
    return incidents.c.state.not_in(OVER) | under_main


def remove_incidents(session: Session, incident_ids: Collection[str]) -> None:
    """Incidents with their stories, and what was known of their cards."""
    entries = select(incident_entries.c.entry_id).where(
        incident_entries.c.incident_id.in_(incident_ids)
    )
    subjects = [*incident_ids, *session.scalars(entries)]
    session.execute(delete(postings).where(postings.c.subject_id.in_(subjects)))
    _remove_whole(session, incidents, incident_ids)


def remove_sessions(session: Session, session_ids: Collection[str]) -> None:
    """Sessions with their whole journals: a part of one could not be verified."""
    subjects = [postings.c.subject_id.startswith(f"{each}.") for each in session_ids]
    session.execute(delete(postings).where(or_(postings.c.subject_id.in_(session_ids), *subjects)))
    _remove_whole(session, sessions, session_ids)


def remove_person(session: Session, person_id: str) -> None:
    """A line of the directory, the chats with its person, and what was said in them to this person:
    what a team is owed there, in the chat of a supervisor, is owed elsewhere."""
    chats = chats_of(session, person_id)
    readers = [str(person(person_id)), *(str(Recipient("conversation", chat)) for chat in chats)]
    for chat in chats:
        Lanes(session).strand_teams(chat)
    for table in (outbox, postings):
        session.execute(
            delete(table).where(table.c.recipient.in_(readers) | table.c.conversation_id.in_(chats))
        )
    session.execute(delete(inbox).where(inbox.c.conversation_id.in_(chats)))
    session.execute(delete(conversations).where(conversations.c.conversation_id.in_(chats)))
    session.execute(delete(people).where(people.c.person_id == person_id))


def remove_mentions(session: Session, names: Collection[str]) -> None:
    """Answers that can be replayed, and records that were said, with one of these ids in them: in
    one look at each, for whoever worked on thousands of requests."""
    was_said = outbox.c.sent_at.is_not(None) | outbox.c.failure.is_not(None)
    for table, written, may_go in (
        (inbox, inbox.c.answer, true()),
        (outbox, outbox.c.facts, was_said),
    ):
        keys = list(table.primary_key.columns)
        looked_at = session.execute(select(*keys, cast(written, Text)).where(may_go))
        gone = [
            row[:-1] for row in looked_at if not set(_IDS.findall(row[-1] or "")).isdisjoint(names)
        ]
        for key in gone:
            it = and_(*(column == value for column, value in zip(keys, key, strict=True)))
            session.execute(delete(table).where(it))


def chats_of(session: Session, person_id: str) -> Sequence[str]:
    return session.scalars(
        select(conversations.c.conversation_id).where(conversations.c.person_id == person_id)
    ).all()


def sessions_not_closed_of(person_id: str | ColumnElement[str]) -> ColumnElement[bool]:
    """Sessions that somebody has to do with, and that are not over."""
    return sessions.c.session_id.in_(
        select(session_people.c.session_id).where(session_people.c.person_id == person_id)
    ) & (sessions.c.state != "closed")


def _remove_whole(session: Session, table: Table, ids: Collection[str]) -> None:
    """Rows, and whatever any table hangs on them."""
    (key,) = table.primary_key.columns
    for child in reversed(metadata.sorted_tables):
        for reference in child.foreign_keys:
            if reference.column is key and child is not table:
                session.execute(delete(child).where(reference.parent.in_(ids)))
    session.execute(delete(table).where(key.in_(ids)))
