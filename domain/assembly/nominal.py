"""Votes that are spoken or shown: nominal call, and show of hands where all are in the room.

Whoever has no working device answers aloud. The secretary enters what was said, and a second person
confirms it: only then is it a ballot.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from domain.assembly.record import Fact, on_record
from domain.assembly.session import Session
from domain.assembly.votes import Choice, Vote
from domain.errors import Refusal
from domain.people import Person


@on_record
@dataclass(frozen=True)
class ChoiceHeard(Fact):
    """The secretary entered what a member said. It waits for a second person."""

    KIND: ClassVar[str] = "nominal.heard"
    vote_id: str
    seat: str
    choices: Mapping[str, str]
    by: str

    def apply(self, session: Session, at: datetime) -> None:
        session.votes[self.vote_id].calls[self.seat] = (self.by, dict(self.choices))


@on_record
@dataclass(frozen=True)
class ChoiceConfirmed(Fact):
    KIND: ClassVar[str] = "nominal.confirmed"
    vote_id: str
    seat: str
    by: str

    def apply(self, session: Session, at: datetime) -> None:
        vote = session.votes[self.vote_id]
        heard_by, choices = vote.calls.pop(self.seat)
        vote.keep(self.seat, choices, heard_by, at)


@on_record
@dataclass(frozen=True)
class ChoiceDenied(Fact):
    """The second person heard something else: the member is called again."""

    KIND: ClassVar[str] = "nominal.denied"
    vote_id: str
    seat: str
    by: str

    def apply(self, session: Session, at: datetime) -> None:
        del session.votes[self.vote_id].calls[self.seat]


@on_record
@dataclass(frozen=True)
class HandsShown(Fact):
    """Main levée: everybody in the room as the room did, the dissenters by name."""

    KIND: ClassVar[str] = "hands.shown"
    vote_id: str
    choice: str
    dissenters: Mapping[str, str]
    by: str

    def apply(self, session: Session, at: datetime) -> None:
        vote = session.votes[self.vote_id]
        for seat in vote.seats:
            chosen = self.dissenters.get(seat, self.choice)
            vote.keep(seat, vote.same_everywhere(seat, chosen), self.by, at)


def hear(session: Session, by: Person, vote_id: str, seat: str, choice: str, at: datetime) -> None:
    """Appel nominal of one member. Raises Refusal `session.not_secretary`, `vote.closed`,
    `vote.not_a_seat` or `vote.choice`."""
    session.refuse_unless_secretary(by)
    vote = _open(session, vote_id)
    if not vote.items_of(seat):
        raise Refusal("vote.not_a_seat")
    if choice not in set(Choice):
        raise Refusal("vote.choice")
    fact = ChoiceHeard(vote_id, seat, vote.same_everywhere(seat, choice), by.person_id)
    session.put_on_record(fact, at)


def confirm(
    session: Session, by: Person, vote_id: str, seat: str, at: datetime, *, heard: bool = True
) -> None:
    """A second person, another secretary or the chair, heard the same, or did not.

    Raises Refusal `session.not_secretary`, `vote.closed`, `vote.nothing_heard` or
    `vote.second_person`.
    """
    session.refuse_unless_run_by(by)
    vote = _open(session, vote_id)
    if seat not in vote.calls:
        raise Refusal("vote.nothing_heard")
    if vote.calls[seat][0] == by.person_id:
        raise Refusal("vote.second_person")
    fact = ChoiceConfirmed if heard else ChoiceDenied
    session.put_on_record(fact(vote_id, seat, by.person_id), at)


def show_hands(
    session: Session,
    by: Person,
    vote_id: str,
    choice: str,
    dissenters: Mapping[str, str],
    at: datetime,
) -> None:
    """Main levée. Raises Refusal `session.not_secretary`, `vote.closed`, `vote.remote`,
    `vote.not_a_seat` or `vote.choice`."""
    session.refuse_unless_secretary(by)
    vote = _open(session, vote_id)
    if session.remote:
        raise Refusal("vote.remote", article="L.4132-9-1")
    if not set(dissenters) <= set(vote.seats):
        raise Refusal("vote.not_a_seat")
    if not {choice, *dissenters.values()} <= set(Choice):
        raise Refusal("vote.choice")
    session.put_on_record(HandsShown(vote_id, choice, dict(dissenters), by.person_id), at)


def _open(session: Session, vote_id: str) -> Vote:
    vote = session.vote(vote_id)
    if not vote.is_open:
        raise Refusal(f"vote.{vote.state}", at=vote.closed_at)
    return vote
