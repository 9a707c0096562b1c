"""Preparing a session: its roster, its agenda, who answered the convocation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, ClassVar

from domain.assembly import quorum
from domain.assembly.presence import MemberLeft
from domain.assembly.profiles import Nature, Profile
from domain.assembly.record import Fact, on_record
from domain.assembly.session import Item, ItemKind, Member, Session, SessionState
from domain.errors import Refusal
from domain.input import checked_text
from domain.people import Person

LONGEST_LINK = 300


class Answer(StrEnum):
    """What a member says to the convocation; a proxy is given apart, with its holder."""

    PRESENT = "present"
    ABSENT = "absent"


@on_record
@dataclass(frozen=True)
class SessionPlanned(Fact):
    KIND: ClassVar[str] = "session.planned"
    title: str
    profile: str
    starts_at: datetime
    chair: str
    secretaries: Sequence[str]
    roster: Sequence[Mapping[str, Any]]
    remote: bool = True
    convocation: str = ""

    def apply(self, session: Session, at: datetime) -> None:
        session.title, session.starts_at, session.remote = self.title, self.starts_at, self.remote
        session.convocation = self.convocation
        session.chair = session.presiding = self.chair
        session.secretaries = tuple(self.secretaries)
        session.members = {each["person_id"]: Member(**each) for each in self.roster}


@on_record
@dataclass(frozen=True)
class ReportsAdded(Fact):
    """Reports of the agenda, in their order. `ground`: why, once the session is open."""

    KIND: ClassVar[str] = "reports.added"
    reports: Sequence[Mapping[str, Any]]
    ground: str = ""

    def apply(self, session: Session, at: datetime) -> None:
        for report in self.reports:
            nature, kind = Nature(report["nature"]), ItemKind(report["kind"])
            item = Item(**{**report, "nature": nature, "kind": kind}, ground=self.ground)
            session.items[item.item_id] = item


@on_record
@dataclass(frozen=True)
class ConvocationAnswered(Fact):
    KIND: ClassVar[str] = "convocation.answered"
    member: str
    answer: str

    def apply(self, session: Session, at: datetime) -> None:
        session.answers[self.member] = self.answer


@on_record
@dataclass(frozen=True)
class SessionCalledAgain(Fact):
    """There was no quorum at the opening: three days later, none is needed."""

    KIND: ClassVar[str] = "session.called_again"
    starts_at: datetime

    def apply(self, session: Session, at: datetime) -> None:
        session.starts_at, session.needs_quorum = self.starts_at, False
        session.state = SessionState.PREPARED


@dataclass(frozen=True)
class Draft:
    """A report as the file or the form gives it: nothing here has been checked yet."""

    number: str
    title: str
    rapporteur: str = ""
    opinion: str = ""
    link: str = ""
    subject: str = ""
    nature: str = Nature.ORDINARY
    line: int = field(default=0, compare=False)


def plan(
    session_id: str,
    *,
    by: Person,
    title: str,
    profile: Profile,
    starts_at: datetime,
    chair: str,
    secretaries: Sequence[str],
    roster: Sequence[Member],
    at: datetime,
    remote: bool = True,
    convocation: str = "",
) -> Session:
    """A new session. Raises Refusal `text.missing`, `session.in_the_past`, `session.no_chair` or
    `session.no_voters`."""
    title = checked_text(title, "title")
    if starts_at < at - timedelta(hours=1):
        raise Refusal("session.in_the_past", "starts_at")
    if chair not in {member.person_id for member in roster}:
        raise Refusal("session.no_chair", "chair")
    if not any(member.voting for member in roster):
        raise Refusal("session.no_voters")
    session = Session(session_id=session_id, profile=profile)
    fact = SessionPlanned(
        title=title,
        profile=profile.key,
        starts_at=starts_at,
        chair=chair,
        secretaries=tuple(dict.fromkeys((by.person_id, *secretaries))),
        roster=[asdict(member) for member in sorted(roster, key=lambda member: member.name)],
        remote=remote,
        convocation=convocation.strip()[:LONGEST_LINK],
    )
    session.put_on_record(fact, at)
    return session


def add_reports(session: Session, by: Person, drafts: Sequence[Draft], at: datetime) -> None:
    """Put reports on the agenda of a session that has not begun.

    Raises Refusal `session.not_secretary`, `session.has_begun`, `report.doubled`, `report.nature`
    or `text.missing`.
    """
    session.refuse_unless_secretary(by)
    if session.state is not SessionState.PREPARED:
        raise Refusal("session.has_begun", title=session.title)
    known = {item.number for item in session.items.values()}
    rows: list[dict[str, Any]] = []
    for draft in drafts:
        check_draft(draft, known)
        known.add(draft.number)
        rows.append(report_row(draft, f"r{len(session.items) + len(rows) + 1}"))
    session.put_on_record(ReportsAdded(reports=rows), at)


def answer(session: Session, by: Person, given: Answer, at: datetime) -> None:
    """Answer the convocation. Raises Refusal `session.not_member` or `session.has_begun`."""
    session.member(by.person_id)
    if session.state is not SessionState.PREPARED:
        raise Refusal("session.has_begun", title=session.title)
    session.put_on_record(ConvocationAnswered(by.person_id, given), at)


def call_again(session: Session, by: Person, at: datetime) -> None:
    """Propose the second meeting, which needs no quorum (the profile's article): only where the
    first had none at its hour. Whoever had come has left.

    Raises Refusal `session.not_secretary`, `session.has_begun` or `quorum.not_missing`.
    """
    session.refuse_unless_secretary(by)
    if session.state is not SessionState.PREPARED or session.starts_at is None:
        raise Refusal("session.has_begun", title=session.title)
    if at < session.starts_at or quorum.quorum(session, at).is_reached:
        raise Refusal("quorum.not_missing", article=session.profile.quorum_article)
    again = max(session.starts_at, at) + session.profile.second_meeting_after
    for member_id in filter(session.is_present, session.members):
        session.put_on_record(MemberLeft(member_id), at)
    session.put_on_record(SessionCalledAgain(again), at)


def report_row(draft: Draft, item_id: str) -> dict[str, Any]:
    row = asdict(draft) | {"item_id": item_id, "kind": ItemKind.REPORT, "parent": None}
    del row["line"]
    return row


def check_draft(draft: Draft, known: set[str]) -> None:
    if not draft.number.strip():
        raise Refusal("report.no_number", "number", line=draft.line)
    if draft.number in known:
        raise Refusal("report.doubled", "number", number=draft.number, line=draft.line)
    checked_text(draft.title, "title")
    if draft.nature not in set(Nature):
        raise Refusal("report.nature", "nature", nature=draft.nature, line=draft.line)
