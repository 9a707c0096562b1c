"""A report from its call to the vote: debate, amendments, urgency, stepping aside, sending back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from domain.assembly import lots, quorum
from domain.assembly.plan import Draft, ReportsAdded, check_draft, report_row
from domain.assembly.profiles import Nature
from domain.assembly.record import Fact, on_record
from domain.assembly.session import IN_HAND, Item, ItemKind, ItemState, Session, SessionState
from domain.errors import Refusal
from domain.input import checked_text
from domain.people import Person

STEPPING_ASIDE = "L.1111-6"
REMOTE = "L.4132-9-1"


class Ground(StrEnum):
    """Why a report is sent back."""

    SECRET_BALLOT = "secret_ballot"
    NO_QUORUM = "no_quorum"
    OTHER = "other"


@on_record
@dataclass(frozen=True)
class ReportsCalled(Fact):
    """These reports are in hand: one, or those of a lot. `waiver`: how everybody agreed to decide a
    nomination in public."""

    KIND: ClassVar[str] = "reports.called"
    items: Sequence[str]
    waiver: str = ""

    def apply(self, session: Session, at: datetime) -> None:
        session.current = tuple(self.items)
        for item_id in self.items:
            session.items[item_id].state = ItemState.CALLED


@on_record
@dataclass(frozen=True)
class DebateMoved(Fact):
    """The list of speakers was opened or closed."""

    KIND: ClassVar[str] = "debate.moved"
    items: Sequence[str]
    state: str

    def apply(self, session: Session, at: datetime) -> None:
        for item_id in self.items:
            session.items[item_id].state = ItemState(self.state)


@on_record
@dataclass(frozen=True)
class SteppedAside(Fact):
    KIND: ClassVar[str] = "member.stepped_aside"
    member: str
    item: str
    ground: str

    def apply(self, session: Session, at: datetime) -> None:
        session.items[self.item].recused[self.member] = self.ground


@on_record
@dataclass(frozen=True)
class ReportSentBack(Fact):
    KIND: ClassVar[str] = "report.sent_back"
    item: str
    ground: str
    reason: str = ""

    def apply(self, session: Session, at: datetime) -> None:
        session.items[self.item].state = ItemState.POSTPONED


@on_record
@dataclass(frozen=True)
class ReportWithdrawn(Fact):
    KIND: ClassVar[str] = "report.withdrawn"
    item: str
    reason: str = ""

    def apply(self, session: Session, at: datetime) -> None:
        session.items[self.item].state = ItemState.WITHDRAWN


def call(
    session: Session, by: Person, item_ids: Sequence[str], at: datetime, waiver: str = ""
) -> None:
    """Appeler le rapport, or all those of a lot: one of them at least has its quorum.

    Raises Refusal `session.not_secretary`, `report.in_hand`, `report.state`, `report.not_remotely`,
    `report.urgency_first`, `report.empty_lot`, `lot.not_in_one` or `quorum.missing`.
    """
    session.refuse_unless_secretary(by)
    session.refuse_unless_open()
    _refuse_if_busy(session)
    items = lots.together(session, item_ids)
    for item in items:
        is_report = item.kind is ItemKind.REPORT
        refuse_unless_in(item, {ItemState.DRAFT, ItemState.CALLED} if is_report else set())
        _refuse_if_not_remote(session, item, waiver)
        steps = session.steps_before(item)
        if any(s.kind is ItemKind.URGENCY and s.state is not ItemState.ADOPTED for s in steps):
            raise Refusal("report.urgency_first", number=item.number)
    if not any(quorum.quorum(session, at, item).is_reached for item in items):
        quorum.refuse_without(session, at, items[0])
    session.put_on_record(ReportsCalled(tuple(item.item_id for item in items), waiver), at)


def open_list(session: Session, by: Person, at: datetime) -> None:
    """Ouvrir la liste. Raises Refusal `session.not_secretary` or `report.none_in_hand`."""
    _move_debate(session, by, {ItemState.CALLED}, ItemState.DEBATING, at)


def close_list(session: Session, by: Person, at: datetime) -> None:
    """Clore la liste. Raises Refusal `session.not_secretary` or `report.none_in_hand`."""
    _move_debate(session, by, {ItemState.DEBATING}, ItemState.LIST_CLOSED, at)


def step_aside(
    session: Session, by: Person, member_id: str, item_id: str, ground: str, at: datetime
) -> None:
    """Déclarer un déport: no speech, no ballot, no proxy used on this report (L.1111-6 du CGCT).

    Raises Refusal `session.not_secretary`, `session.not_member`, `recusal.too_late`, `text.…`.
    """
    if by.person_id != member_id:
        session.refuse_unless_secretary(by)
    session.refuse_if_closed()
    session.member(member_id)
    item = session.item(item_id)
    if item.is_over or item.state in (ItemState.VOTE_OPEN, ItemState.VOTE_CLOSED):
        raise Refusal("recusal.too_late", number=item.number, article=STEPPING_ASIDE)
    ground = checked_text(ground, "ground")
    if member_id not in item.recused:
        session.put_on_record(SteppedAside(member_id, item_id, ground), at)


def send_back(
    session: Session, by: Person, item_id: str, ground: Ground, reason: str, at: datetime
) -> None:
    """Renvoyer. A request for a secret ballot that is adopted sends the report to a meeting in
    person (L.4132-9-1): there is no secret ballot here.

    Raises Refusal `session.not_secretary` or `report.state`.
    """
    session.refuse_unless_secretary(by)
    session.refuse_unless_open()
    item = session.item(item_id)
    refuse_unless_in(item, IN_HAND | {ItemState.DRAFT})
    session.put_on_record(ReportSentBack(item_id, ground, reason), at)
    lots.leave(session, item, ground, at)


def withdraw(session: Session, by: Person, item_id: str, reason: str, at: datetime) -> None:
    """Retirer le rapport. Raises Refusal `session.not_secretary` or `report.state`."""
    session.refuse_unless_secretary(by)
    session.refuse_if_closed()
    item = session.item(item_id)
    refuse_unless_in(item, IN_HAND | {ItemState.DRAFT})
    session.put_on_record(ReportWithdrawn(item_id, reason), at)
    lots.leave(session, item, "withdrawn", at)


def add_urgent_report(
    session: Session, by: Person, draft: Draft, ground: str, at: datetime
) -> None:
    """Add a report to an open session: its ground is recorded, and its urgency is voted first.

    Raises Refusal `session.not_secretary`, `text.missing`, or as `plan.add_reports`.
    """
    session.refuse_unless_secretary(by)
    session.refuse_unless_open()
    ground = checked_text(ground, "ground")
    check_draft(draft, {item.number for item in session.items.values()})
    report = report_row(draft, f"r{len(session.items) + 1}")
    urgency = replace(draft, number=f"{draft.number}-U", nature=Nature.ORDINARY)
    step = report_row(urgency, f"r{len(session.items) + 2}")
    step |= {"kind": ItemKind.URGENCY, "parent": report["item_id"]}
    session.put_on_record(ReportsAdded(reports=[report, step], ground=ground), at)


def amend(
    session: Session, by: Person, report_id: str, title: str, author: str, at: datetime
) -> None:
    """Amendement: it is voted before its report, which leaves its lot.

    Raises Refusal `session.not_secretary`, `report.state` or `text.missing`.
    """
    session.refuse_unless_secretary(by)
    session.refuse_if_closed()
    report = session.item(report_id)
    refuse_unless_in(report, IN_HAND | {ItemState.DRAFT})
    if report.kind is not ItemKind.REPORT:
        raise Refusal("report.state", number=report.number, state=report.state)
    rank = 1 + sum(item.kind is ItemKind.AMENDMENT for item in session.steps_before(report))
    draft = Draft(f"{report.number}-A{rank}", checked_text(title, "title"), rapporteur=author)
    row = report_row(draft, f"r{len(session.items) + 1}")
    row |= {"kind": ItemKind.AMENDMENT, "parent": report_id}
    session.put_on_record(ReportsAdded(reports=[row]), at)
    lots.leave(session, report, "amended", at)


def refuse_unless_in(item: Item, states: frozenset[ItemState] | set[ItemState]) -> None:
    if item.state not in states:
        raise Refusal("report.state", number=item.number, state=item.state)


def _refuse_if_busy(session: Session) -> None:
    """One thing at a time; a report held back by a tie does not hold back the next."""
    if session.open_vote:
        raise Refusal("report.vote_open")
    for item in map(session.item, session.current):
        if item.state in IN_HAND:
            raise Refusal("report.in_hand", number=item.number)


def _refuse_if_not_remote(session: Session, item: Item, waiver: str) -> None:
    is_refused = session.remote and item.nature in session.profile.refused_remotely
    if is_refused and not (item.nature is Nature.NOMINATION and waiver.strip()):
        raise Refusal("report.not_remotely", number=item.number, nature=item.nature, article=REMOTE)


def _move_debate(
    session: Session, by: Person, before: set[ItemState], after: ItemState, at: datetime
) -> None:
    session.refuse_unless_secretary(by)
    session.refuse_unless_open()
    items = [each for each in session.current if session.items[each].state in before]
    if not items:
        raise Refusal("report.none_in_hand")
    session.put_on_record(DebateMoved(tuple(items), after), at)


def next_up(session: Session) -> Item | None:
    """The next report of the agenda that nobody has decided, in its order."""
    if session.state is SessionState.CLOSED:
        return None
    return next((item for item in session.reports if item.state is ItemState.DRAFT), None)
