"""Who is in the room: by the member's own gesture, confirmed by the secretary's roll call.

A remote member is present (L.4132-9-1). Every change is timed.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from domain.assembly.record import Fact, on_record
from domain.assembly.session import Session, Span
from domain.errors import Refusal
from domain.people import Person


@on_record
@dataclass(frozen=True)
class MemberEntered(Fact):
    """Whoever enters acts in person: the proxies that they gave are suspended."""

    KIND: ClassVar[str] = "member.entered"
    member: str
    confirmed: bool = False

    def apply(self, session: Session, at: datetime) -> None:
        session.spans.setdefault(self.member, []).append(Span(at, confirmed=self.confirmed))
        for proxy in session.proxies.values():
            if proxy.giver == self.member and (proxy.end is None or at < proxy.end):
                proxy.suspended = True


@on_record
@dataclass(frozen=True)
class MemberLeft(Fact):
    KIND: ClassVar[str] = "member.left"
    member: str

    def apply(self, session: Session, at: datetime) -> None:
        session.spans[self.member][-1].end = at


@on_record
@dataclass(frozen=True)
class RollCalled(Fact):
    """The secretary called the roll, and these answered."""

    KIND: ClassVar[str] = "roll.called"
    present: Sequence[str]

    def apply(self, session: Session, at: datetime) -> None:
        for member in self.present:
            session.spans[member][-1].confirmed = True


def enter(session: Session, by: Person, at: datetime) -> None:
    """J'entre en séance. Entering twice is entering once.

    Raises Refusal `session.not_member` or `session.closed`.
    """
    session.member(by.person_id)
    session.refuse_if_closed()
    if not session.is_present(by.person_id):
        session.put_on_record(MemberEntered(by.person_id), at)


def leave(session: Session, by: Person, at: datetime) -> None:
    """Je quitte la séance. Raises Refusal `session.not_member` or `session.closed`."""
    session.member(by.person_id)
    session.refuse_if_closed()
    if session.is_present(by.person_id):
        session.put_on_record(MemberLeft(by.person_id), at)


def note_departure(session: Session, by: Person, member_id: str, at: datetime) -> None:
    """The secretary writes down that somebody left.

    Raises Refusal `session.not_secretary`, `session.not_member` or `presence.absent`.
    """
    session.refuse_unless_secretary(by)
    session.refuse_if_closed()
    member = session.member(member_id)
    if not session.is_present(member_id):
        raise Refusal("presence.absent", name=member.name)
    session.put_on_record(MemberLeft(member_id), at)


def call_roll(session: Session, by: Person, present: Collection[str], at: datetime) -> None:
    """Faire l'appel: these are present, and nobody else is.

    Raises Refusal `session.not_secretary`, `session.closed` or `session.not_member`.
    """
    session.refuse_unless_secretary(by)
    session.refuse_if_closed()
    for member_id in present:
        session.member(member_id)
    for member_id in session.members:
        here = session.is_present(member_id)
        if member_id in present and not here:
            session.put_on_record(MemberEntered(member_id), at)
        elif member_id not in present and here:
            session.put_on_record(MemberLeft(member_id), at)
    session.put_on_record(RollCalled([each for each in session.members if each in present]), at)
