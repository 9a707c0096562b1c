"""Opening, suspending and closing a session, and who presides."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from domain.assembly import quorum
from domain.assembly.record import Fact, on_record
from domain.assembly.results import held_back, to_proclaim
from domain.assembly.session import IN_HAND, Session, SessionState
from domain.assembly.votes import VoteAnnulled
from domain.errors import Refusal
from domain.people import Person


@on_record
@dataclass(frozen=True)
class SessionOpened(Fact):
    KIND: ClassVar[str] = "session.opened"
    counted: int
    need: int
    board: str = ""

    def apply(self, session: Session, at: datetime) -> None:
        session.state, session.opened_at = SessionState.OPEN, at
        session.board = self.board


@on_record
@dataclass(frozen=True)
class SessionSuspended(Fact):
    KIND: ClassVar[str] = "session.suspended"
    reason: str = ""

    def apply(self, session: Session, at: datetime) -> None:
        session.state = SessionState.SUSPENDED


@on_record
@dataclass(frozen=True)
class SessionResumed(Fact):
    KIND: ClassVar[str] = "session.resumed"

    def apply(self, session: Session, at: datetime) -> None:
        session.state = SessionState.OPEN


@on_record
@dataclass(frozen=True)
class ChairTaken(Fact):
    """Somebody else presides, a vice-president as a rule."""

    KIND: ClassVar[str] = "chair.taken"
    member: str

    def apply(self, session: Session, at: datetime) -> None:
        session.presiding = self.member


@on_record
@dataclass(frozen=True)
class SessionClosed(Fact):
    KIND: ClassVar[str] = "session.closed"

    def apply(self, session: Session, at: datetime) -> None:
        session.state, session.closed_at = SessionState.CLOSED, at
        for spans in session.spans.values():
            spans[-1].end = spans[-1].end or at


def open_session(session: Session, by: Person, at: datetime, board: str = "") -> None:
    """Ouvrir la séance; `board` is the conversation where all may read.

    Raises Refusal `session.not_secretary`, `session.has_begun` or `quorum.missing_at_opening`: a
    second meeting is then proposed.
    """
    session.refuse_unless_secretary(by)
    session.refuse_if_closed()
    if session.state is not SessionState.PREPARED:
        raise Refusal("session.has_begun", title=session.title)
    found = quorum.refuse_without(session, at)
    session.put_on_record(SessionOpened(found.counted, found.need, board), at)


def suspend(session: Session, by: Person, reason: str, at: datetime) -> None:
    """Suspendre. Raises Refusal `session.not_secretary` or `vote.still_open`."""
    session.refuse_unless_secretary(by)
    session.refuse_unless_open()
    if session.open_vote:
        raise Refusal("vote.still_open")
    session.put_on_record(SessionSuspended(reason), at)


def interrupt(session: Session, reason: str, at: datetime) -> None:
    """The record goes on from an earlier point than people remember: an open vote, of which ballots
    may be missing, counts for nothing, and nothing goes on before a secretary resumes."""
    if session.open_vote:
        session.put_on_record(VoteAnnulled(session.open_vote, reason), at)
    if session.state is SessionState.OPEN:
        session.put_on_record(SessionSuspended(reason), at)


def resume(session: Session, by: Person, at: datetime) -> None:
    """Reprendre. Raises Refusal `session.not_secretary` or `session.not_suspended`."""
    session.refuse_unless_secretary(by)
    if session.state is not SessionState.SUSPENDED:
        raise Refusal("session.not_suspended", title=session.title)
    session.put_on_record(SessionResumed(), at)


def take_chair(session: Session, by: Person, member_id: str, at: datetime) -> None:
    """Somebody else presides. Raises Refusal `session.not_secretary` or `session.no_vote`."""
    session.refuse_unless_secretary(by)
    session.refuse_if_closed()
    session.voting_member(member_id)
    if member_id != session.presiding:
        session.put_on_record(ChairTaken(member_id), at)


def close_session(session: Session, by: Person, at: datetime) -> None:
    """Clore la séance, once nothing is under way.

    Raises Refusal `session.not_secretary`, `session.prepared`, `vote.still_open`,
    `vote.not_proclaimed` or `report.in_hand`.
    """
    session.refuse_unless_secretary(by)
    session.refuse_if_closed()
    if session.state is SessionState.PREPARED:
        raise Refusal("session.prepared", title=session.title)
    if session.open_vote:
        raise Refusal("vote.still_open")
    if any(to_proclaim(session, v) or held_back(session, v) for v in session.votes.values()):
        raise Refusal("vote.not_proclaimed")
    for item in session.reports:
        if item.state in IN_HAND:
            raise Refusal("report.in_hand", number=item.number)
    session.put_on_record(SessionClosed(), at)
