"""From the journal to the session and back: the one place that knows every kind of fact."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from domain.assembly import (  # noqa: F401  (their facts register themselves)
    agenda,
    conduct,
    lots,
    nominal,
    plan,
    presence,
    proxies,
    results,
    votes,
)
from domain.assembly.record import Entry, Fact, Head, fact_of
from domain.assembly.session import Session


class BrokenJournal(Exception):
    """An entry does not follow the one before, or is not what was hashed: somebody touched it."""


def catch_up(session: Session, entries: Iterable[Entry]) -> None:
    """Let the session become what these entries, which follow those it knows, make of it.

    Raises BrokenJournal.
    """
    for entry in entries:
        follows = entry.previous == session.head.hash and entry.height == session.head.height + 1
        if not (follows and entry.is_whole):
            raise BrokenJournal(f"{session.session_id}, entry {entry.height}")
        fact = fact_of(entry.kind, entry.payload)
        fact.apply(session, datetime.fromisoformat(entry.at))
        _advance(session, fact, entry)


def write(session: Session) -> list[Entry]:
    """What this turn adds to the journal, chained; the session then stands at its new head."""
    written: list[Entry] = []
    for fact, at in session.pending:
        entry = session.head.entry(fact, at)
        _advance(session, fact, entry)
        written.append(entry)
    session.pending.clear()
    return written


def _advance(session: Session, fact: Fact, entry: Entry) -> None:
    session.head = Head(entry.height, entry.hash)
    fact.seal(session, session.head)
