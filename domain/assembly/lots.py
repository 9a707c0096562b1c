"""Lots: reports voted in one gesture, each with a ballot, a result and a number of its own.

One vote on several deliberations is valid unless a member asks for a separate one (QE 06349 of
22/06/2023); in a remote session each member votes individually, so nobody votes for a group.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import ClassVar

from domain.assembly.profiles import Nature
from domain.assembly.record import Fact, on_record
from domain.assembly.session import IN_HAND, Item, ItemKind, ItemState, Session, SessionState
from domain.assembly.votes import Choice
from domain.errors import Refusal
from domain.people import Person


@dataclass
class Position:
    """What a group announced: a default, and reports where it votes otherwise. Never a ballot."""

    version: int
    default: str
    exceptions: Mapping[str, str]
    by: str


@dataclass
class Lot:
    lot_id: str
    number: int
    subject: str
    items: list[str]
    was_opened: bool = False
    positions: dict[str, Position] = field(default_factory=dict)


@on_record
@dataclass(frozen=True)
class LotMade(Fact):
    KIND: ClassVar[str] = "lot.made"
    lot_id: str
    number: int
    subject: str
    items: Sequence[str]

    def apply(self, session: Session, at: datetime) -> None:
        session.lots[self.lot_id] = Lot(self.lot_id, self.number, self.subject, list(self.items))
        for item_id in self.items:
            session.items[item_id].lot_id = self.lot_id


@on_record
@dataclass(frozen=True)
class LeftLot(Fact):
    """A report is voted apart: somebody asked, or its kind demands it. `by` is empty then."""

    KIND: ClassVar[str] = "lot.left"
    item: str
    why: str
    by: str = ""

    def apply(self, session: Session, at: datetime) -> None:
        item = session.items[self.item]
        assert item.lot_id is not None
        session.lots[item.lot_id].items.remove(self.item)
        item.lot_id = None
        if item.state in IN_HAND:
            item.state = ItemState.DRAFT
            session.current = tuple(each for each in session.current if each != self.item)


@on_record
@dataclass(frozen=True)
class PositionAnnounced(Fact):
    KIND: ClassVar[str] = "lot.position"
    lot: str
    group: str
    default: str
    exceptions: Mapping[str, str]
    by: str

    def apply(self, session: Session, at: datetime) -> None:
        positions = session.lots[self.lot].positions
        before = positions.get(self.group)
        version = 1 + (before.version if before else 0)
        positions[self.group] = Position(version, self.default, dict(self.exceptions), self.by)


def make(session: Session, by: Person, subject: str, item_ids: Sequence[str], at: datetime) -> None:
    """A lot, visible from the convocation on.

    Raises Refusal `session.not_secretary`, `session.has_begun`, `lot.empty`, `lot.too_big`,
    `lot.mixed_subjects`, `lot.nomination`, `lot.taken`, `report.state` or
    `report.amendments_first`.
    """
    session.refuse_unless_secretary(by)
    if session.state is not SessionState.PREPARED:
        raise Refusal("session.has_begun", title=session.title)
    items = [session.item(item_id) for item_id in dict.fromkeys(item_ids)]
    if not items:
        raise Refusal("lot.empty")
    if len(items) > session.profile.lot_size:
        raise Refusal("lot.too_big", most=session.profile.lot_size)
    subjects = {item.subject for item in items}
    if session.profile.lot_of_one_subject and len(subjects) > 1:
        raise Refusal("lot.mixed_subjects", subjects=", ".join(sorted(subjects)))
    for item in items:
        _refuse_unfit(session, item)
    number = len(session.lots) + 1
    fact = LotMade(f"l{number}", number, subject or items[0].subject, [i.item_id for i in items])
    session.put_on_record(fact, at)


def make_by_subject(session: Session, by: Person, at: datetime) -> None:
    """A lot for every subject that at least two ordinary reports share, in the agenda's order.

    Those that are no longer on the agenda, or that are amended, are left out.
    """
    by_subject: dict[str, list[str]] = {}
    for item in session.reports:
        is_plain = item.nature is Nature.ORDINARY and item.state is ItemState.DRAFT
        is_free = item.lot_id is None and not session.steps_before(item)
        if item.subject and is_plain and is_free:
            by_subject.setdefault(item.subject, []).append(item.item_id)
    for subject, item_ids in by_subject.items():
        for start in range(0, len(item_ids), session.profile.lot_size):
            some = item_ids[start : start + session.profile.lot_size]
            if len(some) > 1:
                make(session, by, subject, some, at)


def take_out(session: Session, by: Person, item_id: str, at: datetime) -> None:
    """Voter à part: any voting member, without a reason, until the lot opens.

    Raises Refusal `session.no_vote`, `lot.not_in_one` or `lot.opened`.
    """
    if by.person_id not in session.secretaries:
        session.voting_member(by.person_id)
    session.refuse_if_closed()
    item = session.item(item_id)
    if item.lot_id is not None and item.state not in IN_HAND | {ItemState.DRAFT}:
        raise Refusal("lot.opened", number=item.number)
    if item.lot_id is None:
        raise Refusal("lot.not_in_one", number=item.number)
    session.put_on_record(LeftLot(item_id, "asked", by.person_id), at)


def announce(
    session: Session,
    by: Person,
    lot_id: str,
    default: str,
    exceptions: Mapping[str, str],
    at: datetime,
) -> None:
    """Position du groupe: a default and exceptions, for one's own group.

    Raises Refusal `session.no_vote`, `lot.unknown`, `lot.no_group` or `vote.choice`.
    """
    member = session.voting_member(by.person_id)
    session.refuse_if_closed()
    lot = known(session, lot_id)
    if {default, *exceptions.values()} - set(Choice):
        raise Refusal("vote.choice", "default")
    if not member.group:
        raise Refusal("lot.no_group")
    unknown = set(exceptions) - set(lot.items)
    if unknown:
        raise Refusal("lot.not_in_one", number=", ".join(sorted(unknown)))
    fact = PositionAnnounced(lot_id, member.group, default, dict(exceptions), by.person_id)
    session.put_on_record(fact, at)


def to_come(session: Session) -> list[Lot]:
    """Lots that have not been voted and still have reports, as the agenda has them."""
    return [lot for lot in session.lots.values() if lot.items and not lot.was_opened]


def known(session: Session, lot_id: str) -> Lot:
    """Raises Refusal `lot.unknown`."""
    if lot_id not in session.lots:
        raise Refusal("lot.unknown")
    return session.lots[lot_id]


def together(session: Session, item_ids: Sequence[str]) -> list[Item]:
    """What may be called or voted in one gesture: one report, or several of one lot.

    Raises Refusal `report.unknown`, `report.empty_lot` or `lot.not_in_one`.
    """
    items = [session.item(item_id) for item_id in dict.fromkeys(item_ids)]
    if not items:
        raise Refusal("report.empty_lot")
    for item in items[1:]:
        if item.lot_id is None or item.lot_id != items[0].lot_id:
            raise Refusal("lot.not_in_one", number=item.number)
    return items


def leave(session: Session, item: Item, why: str, at: datetime) -> None:
    """The report leaves its lot by itself, if it is in one that has not been voted."""
    if item.lot_id is not None:
        session.put_on_record(LeftLot(item.item_id, why), at)


def _refuse_unfit(session: Session, item: Item) -> None:
    if item.nature is Nature.NOMINATION:
        raise Refusal("lot.nomination", number=item.number)
    if item.lot_id is not None:
        raise Refusal("lot.taken", number=item.number)
    if item.state is not ItemState.DRAFT or item.kind is not ItemKind.REPORT:
        raise Refusal("report.state", number=item.number, state=item.state)
    if session.steps_before(item):
        raise Refusal("report.amendments_first", number=item.number)
