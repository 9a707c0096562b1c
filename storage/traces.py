"""Taking things out of every table that holds a part of them."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import ColumnElement, Table, Text, cast, delete, exists, or_, select
from sqlalchemy.orm import Session

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


def may_still_be_said(subject: ColumnElement[str]) -> ColumnElement[bool]:
    """Is a card of this subject owed where somebody can be told? What Teams has refused for good,
    or what has never had a reader, holds nothing back: it would do so for ever."""
    return exists().where(
        IS_BEHIND,
        or_(postings.c.subject_id == subject, postings.c.subject_id.startswith(subject + ".")),
        postings.c.conversation_id == conversations.c.conversation_id,
        conversations.c.dead_reason.is_(None),
    )


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


def remove_mentions(session: Session, words: Collection[str]) -> None:
    """Answers that can be replayed, and records that were said, with one of these words in them."""
    for table, written in ((inbox, inbox.c.answer), (outbox, outbox.c.facts)):
        said = [cast(written, Text).contains(word, autoescape=True) for word in words]
        is_over = [] if table is inbox else [outbox.c.sent_at.is_not(None) | has_failed()]
        session.execute(delete(table).where(or_(*said), *is_over))


def has_failed() -> ColumnElement[bool]:
    return outbox.c.failure.is_not(None)


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
