"""What a public vote is: its frozen electorate, its ballots, and the facts that make it.

A vote is on one report, or on those of a lot. A ballot is a choice for a seat on a report: it may
be replaced until the vote closes, and the last one counts. Nothing is ever reset.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, ClassVar

from domain.assembly.record import Fact, Head, on_record
from domain.assembly.session import ItemKind, ItemState, Session


class Choice(StrEnum):
    FOR = "for"
    AGAINST = "against"
    ABSTAIN = "abstain"
    NO_PART = "no_part"


class VoteState(StrEnum):
    OPEN = "open"
    CLOSED = "closed"
    ANNULLED = "annulled"


@dataclass(frozen=True)
class Ballot:
    """`by` is who pressed: the seat's own member, the holder of its proxy, or who read it aloud."""

    choice: Choice
    by: str
    at: datetime


@dataclass
class Vote:
    """`seats` says who may act for each seat, `aside` which seats have no ballot on a report.

    `versions` counts what each seat sent: a button that saw another version changes nothing.
    `calls` are choices entered by nominal call that a second person has not confirmed yet.
    `presided_by` is who presided when it closed: the casting vote is theirs, whoever follows, but
    on the reports from which they had stepped aside (`chair_aside`).
    """

    vote_id: str
    items: tuple[str, ...]
    lot_id: str | None
    opened_at: datetime
    seats: Mapping[str, str]
    aside: Mapping[str, Sequence[str]]
    quorum: Mapping[str, Mapping[str, Any]]
    state: VoteState = VoteState.OPEN
    closed_at: datetime | None = None
    presided_by: str = ""
    chair_aside: tuple[str, ...] = ()
    ballots: dict[str, dict[str, Ballot]] = field(default_factory=dict)
    versions: dict[str, int] = field(default_factory=dict)
    calls: dict[str, tuple[str, dict[str, str]]] = field(default_factory=dict)
    casting: dict[str, Choice] = field(default_factory=dict)
    proclaimed: dict[str, str] = field(default_factory=dict)

    @property
    def is_open(self) -> bool:
        return self.state is VoteState.OPEN

    def items_of(self, seat: str) -> list[str]:
        """The reports on which this seat has a ballot."""
        if seat not in self.seats:
            return []
        return [item for item in self.items if seat not in self.aside.get(item, ())]

    def seats_of(self, person_id: str) -> list[str]:
        """The seats for which somebody acts, their own first."""
        mine = [seat for seat, actor in self.seats.items() if actor == person_id]
        return sorted(mine, key=lambda seat: seat != person_id)

    def voters_on(self, item_id: str) -> list[str]:
        return [seat for seat in self.seats if seat not in self.aside.get(item_id, ())]

    def ballot(self, item_id: str, seat: str) -> Ballot | None:
        return self.ballots.get(seat, {}).get(item_id)

    def has_voted(self, seat: str) -> bool:
        return all(item in self.ballots.get(seat, ()) for item in self.items_of(seat))

    @property
    def missing(self) -> list[str]:
        """Seats from which a ballot is still expected."""
        return [seat for seat in self.seats if self.items_of(seat) and not self.has_voted(seat)]

    @property
    def expected(self) -> int:
        return sum(bool(self.items_of(seat)) for seat in self.seats)

    def version(self, seat: str) -> int:
        return self.versions.get(seat, 0)

    def same_everywhere(self, seat: str, choice: str) -> dict[str, str]:
        """Pour sur tout, and its like: one choice for every report of this seat."""
        return dict.fromkeys(self.items_of(seat), choice)

    def keep(self, seat: str, choices: Mapping[str, str], by: str, at: datetime) -> None:
        ballots = self.ballots.setdefault(seat, {})
        ballots |= {item: Ballot(Choice(choice), by, at) for item, choice in choices.items()}
        self.versions[seat] = self.version(seat) + 1


@on_record
@dataclass(frozen=True)
class VoteOpened(Fact):
    KIND: ClassVar[str] = "vote.opened"
    vote_id: str
    items: Sequence[str]
    lot: str | None
    seats: Mapping[str, str]
    aside: Mapping[str, Sequence[str]]
    quorum: Mapping[str, Mapping[str, Any]]

    def apply(self, session: Session, at: datetime) -> None:
        session.votes[self.vote_id] = Vote(
            self.vote_id, tuple(self.items), self.lot, at, self.seats, self.aside, self.quorum
        )
        session.open_vote = self.vote_id
        for item_id in self.items:
            session.items[item_id].state = ItemState.VOTE_OPEN
        if self.lot is not None:
            session.lots[self.lot].was_opened = True


@on_record
@dataclass(frozen=True)
class BallotCast(Fact):
    """One gesture for one seat: the whole map of its choices. `how` it was given: by a button, as
    announced by the group (with the position's version), or read aloud."""

    KIND: ClassVar[str] = "ballot.cast"
    vote_id: str
    seat: str
    by: str
    choices: Mapping[str, str]
    how: str = "button"

    def apply(self, session: Session, at: datetime) -> None:
        session.votes[self.vote_id].keep(self.seat, self.choices, self.by, at)


@on_record
@dataclass(frozen=True)
class VoteClosed(Fact):
    KIND: ClassVar[str] = "vote.closed"
    vote_id: str

    def apply(self, session: Session, at: datetime) -> None:
        vote = session.votes[self.vote_id]
        vote.state, vote.closed_at, session.open_vote = VoteState.CLOSED, at, None
        vote.presided_by = session.presiding
        asides = {each: session.aside_on(session.items[each]) for each in vote.items}
        vote.chair_aside = tuple(each for each in asides if session.presiding in asides[each])
        for item_id in vote.items:
            session.items[item_id].state = ItemState.VOTE_CLOSED

    def seal(self, session: Session, head: Head) -> None:
        session.seals[self.vote_id] = head


@on_record
@dataclass(frozen=True)
class VoteAnnulled(Fact):
    """The vote stands on the record, counts for nothing, and another may be opened."""

    KIND: ClassVar[str] = "vote.annulled"
    vote_id: str
    reason: str

    def apply(self, session: Session, at: datetime) -> None:
        vote = session.votes[self.vote_id]
        vote.state, vote.closed_at = VoteState.ANNULLED, vote.closed_at or at
        session.open_vote = None if session.open_vote == self.vote_id else session.open_vote
        for item_id in vote.items:
            item = session.items[item_id]
            is_step = item.kind is not ItemKind.REPORT
            item.state = ItemState.DRAFT if is_step else ItemState.CALLED
