"""Sessions: their journal is kept, and each thread remembers what it has made of it so far.

A turn reads the entries that it does not know yet, which are few, and adds its own; nothing else of
a session is stored. The head's row is locked by whoever adds: two secretaries take turns.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator, Mapping
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import Engine, Row, bindparam, insert, select, update
from sqlalchemy.orm import Session as SqlSession

from domain.assembly import ledger
from domain.assembly.profiles import Profile
from domain.assembly.record import Entry, Head, canonical
from domain.assembly.session import Session, SessionState
from storage.tables import session_journal, session_people, sessions

Profiles = Mapping[str, Profile]

HIGHEST = 2**31 - 1
REMEMBERED = 16
"""Sessions a thread keeps folded; one that was forgotten is folded again from its journal."""

_HEAD = select(sessions.c.profile, sessions.c.head_height, sessions.c.head_hash).where(
    sessions.c.session_id == bindparam("id")
)
_HEAD_FOR_CHANGE = _HEAD.with_for_update()
_ENTRIES = (
    select(session_journal)
    .where(session_journal.c.session_id == bindparam("id"))
    .where(session_journal.c.height > bindparam("after"))
    .where(session_journal.c.height <= bindparam("until"))
    .order_by(session_journal.c.height)
)
_ADD_ENTRIES = insert(session_journal)
_MOVE_HEAD = (
    update(sessions)
    .where(sessions.c.session_id == bindparam("id"))
    .values(
        head_height=bindparam("height"),
        head_hash=bindparam("digest"),
        state=bindparam("stands"),
        starts_at=bindparam("starts"),
    )
)
_FROM_FORM = select(sessions.c.session_id).where(sessions.c.form_id == bindparam("form"))
_NOT_CLOSED = (
    select(sessions.c.session_id)
    .where(sessions.c.state != SessionState.CLOSED)
    .order_by(sessions.c.starts_at)
)
_OF_PERSON = (
    select(sessions.c.session_id)
    .join(session_people, session_people.c.session_id == sessions.c.session_id)
    .where(session_people.c.person_id == bindparam("person"))
    .where(sessions.c.state != SessionState.CLOSED)
    .order_by(sessions.c.state == SessionState.PREPARED, sessions.c.starts_at)
    .limit(1)
)
"""Built once: building a statement costs more than running it."""

_remembered = threading.local()


class Sessions:
    def __init__(self, session: SqlSession, follow: Callable[[Session], None]) -> None:
        self._session = session
        self._follow = follow
        self._changing: dict[str, Session] = {}

    def add(self, session: Session, form_id: str) -> None:
        """A session that was just planned; it is written with the turn."""
        values: dict[str, Any] = {"session_id": session.session_id, "form_id": form_id}
        values |= {"profile": session.profile.key, "title": session.title}
        values |= {"starts_at": session.starts_at, "state": session.state}
        connection = self._session.connection()
        connection.execute(insert(sessions), values | {"head_height": 0, "head_hash": ""})
        people = dict.fromkeys((*session.members, *session.secretaries))
        rows = [{"session_id": session.session_id, "person_id": person} for person in people]
        connection.execute(insert(session_people), rows)
        self._change(session)

    def get(self, session_id: str, profiles: Profiles) -> Session | None:
        """A session to be changed by this turn, as the last commit left it."""
        if session_id in self._changing:
            return self._changing[session_id]
        session = self._stand(_HEAD_FOR_CHANGE, session_id, profiles)
        if session is not None:
            self._change(session)
        return session

    def look_up(self, session_id: str, profiles: Profiles) -> Session | None:
        """A session to be read only."""
        return self._changing.get(session_id) or self._stand(_HEAD, session_id, profiles)

    def from_form(self, form_id: str) -> str | None:
        """The session that this form already made."""
        made: str | None = self._session.connection().scalar(_FROM_FORM, {"form": form_id})
        return made

    def current_of(self, person_id: str) -> str | None:
        """The session that concerns somebody now: one that is open, else the next."""
        found: str | None = self._session.connection().scalar(_OF_PERSON, {"person": person_id})
        return found

    def not_closed(self) -> list[str]:
        return list(self._session.connection().scalars(_NOT_CLOSED))

    def journal(self, session_id: str) -> Iterator[Entry]:
        """Every entry, as it stands in the table."""
        wanted = {"id": session_id, "after": 0, "until": HIGHEST}
        for row in self._session.connection().execute(_ENTRIES, wanted):
            yield _entry(row)

    def write(self) -> None:
        """Add to the journals what this turn put on the record."""
        for session in self._changing.values():
            if entries := ledger.write(session):
                self._write(session, entries)

    def start_over(self) -> None:
        """The turn is undone: what it made of its sessions is forgotten."""
        for session in self._changing.values():
            if session.pending or session.head.height == 0:
                self._memory().pop(session.session_id, None)
        self._changing.clear()

    def _change(self, session: Session) -> None:
        self._changing[session.session_id] = session
        self._remember(session)
        self._follow(session)

    def _write(self, session: Session, entries: list[Entry]) -> None:
        connection = self._session.connection()
        rows = [
            vars(entry) | {"session_id": session.session_id, "payload": canonical(entry.payload)}
            for entry in entries
        ]
        connection.execute(_ADD_ENTRIES, rows)
        head = {"id": session.session_id, "height": session.head.height}
        head |= {"digest": session.head.hash, "stands": session.state}
        connection.execute(_MOVE_HEAD, head | {"starts": session.starts_at})

    def _stand(self, query: Any, session_id: str, profiles: Profiles) -> Session | None:
        """The session at its head: what is remembered, and the entries that came since.

        Raises BrokenJournal where the journal is not what its head says.
        """
        row = self._session.connection().execute(query, {"id": session_id}).one_or_none()
        if row is None:
            return None
        head, profile = Head(row.head_height, row.head_hash), profiles[row.profile]
        session = self._remembered(session_id, head) or Session(
            session_id=session_id, profile=profile
        )
        try:
            self._catch_up(session, head)
        except ledger.BrokenJournal:  # what was remembered may have been undone: fold it anew
            session = Session(session_id=session_id, profile=profile)
            self._catch_up(session, head)
        self._remember(session)
        return session

    def _catch_up(self, session: Session, head: Head) -> None:
        if session.head != head:
            # no further than the head: others may have added to it since it was read
            wanted = {"id": session.session_id, "after": session.head.height, "until": head.height}
            entries = self._session.connection().execute(_ENTRIES, wanted)
            ledger.catch_up(session, map(_entry, entries))
        if session.head != head:
            raise ledger.BrokenJournal(f"{session.session_id}, head")

    def _remembered(self, session_id: str, head: Head) -> Session | None:
        """What this thread knows, unless a turn was undone after it had been written: then it knows
        entries that are not there."""
        session = self._memory().get(session_id)
        if session is None or session.pending or session.head.height > head.height:
            return None
        same_height = session.head.height == head.height
        return None if same_height and session.head.hash != head.hash else session

    def _remember(self, session: Session) -> None:
        memory = self._memory()
        memory.pop(session.session_id, None)
        memory[session.session_id] = session
        while len(memory) > REMEMBERED:
            memory.pop(next(iter(memory)))

    def _memory(self) -> dict[str, Session]:
        """This thread's own: turns of other threads must not see what is not committed."""
        if not hasattr(_remembered, "by_engine"):
            _remembered.by_engine = WeakKeyDictionary[Engine, dict[str, Session]]()
        engine = self._session.connection().engine
        memory: dict[str, Session] = _remembered.by_engine.setdefault(engine, {})
        return memory


def _entry(row: Row[Any]) -> Entry:
    payload = json.loads(row.payload)
    return Entry(row.height, row.at, row.kind, payload, row.previous, row.hash)
