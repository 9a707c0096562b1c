"""A session as its record has made it: who is there, what is on the agenda, where it stands."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from domain.assembly.profiles import Nature, Profile
from domain.assembly.record import Fact, Head
from domain.errors import Refusal
from domain.events import Entity, Event
from domain.people import Person

if TYPE_CHECKING:
    from domain.assembly.lots import Lot
    from domain.assembly.votes import Vote


class SessionState(StrEnum):
    PREPARED = "prepared"
    OPEN = "open"
    SUSPENDED = "suspended"
    CLOSED = "closed"


class ItemState(StrEnum):
    """Where a report stands, from the agenda to its result."""

    DRAFT = "draft"
    CALLED = "called"
    DEBATING = "debating"
    LIST_CLOSED = "list_closed"
    VOTE_OPEN = "vote_open"
    VOTE_CLOSED = "vote_closed"
    ADOPTED = "adopted"
    REJECTED = "rejected"
    POSTPONED = "postponed"
    WITHDRAWN = "withdrawn"


IN_HAND = frozenset({ItemState.CALLED, ItemState.DEBATING, ItemState.LIST_CLOSED})
OVER = frozenset({ItemState.ADOPTED, ItemState.REJECTED, ItemState.POSTPONED, ItemState.WITHDRAWN})


class ItemKind(StrEnum):
    """A report, or what is voted before it: an amendment to it, the urgency of adding it."""

    REPORT = "report"
    AMENDMENT = "amendment"
    URGENCY = "urgency"


@dataclass(frozen=True)
class Member:
    """Somebody on the roster. Only those with a deliberative voice (`voting`) vote."""

    person_id: str
    name: str
    group: str
    voting: bool


@dataclass
class Span:
    """A time in the room; `confirmed` by the secretary's roll call."""

    start: datetime
    end: datetime | None = None
    confirmed: bool = False


@dataclass
class Proxy:
    """A pouvoir: `giver` lets `holder` vote, from `start` until `end` (None: the session's end)."""

    proxy_id: str
    giver: str
    holder: str
    start: datetime
    end: datetime | None
    evidence: str
    suspended: bool = False

    def covers(self, at: datetime) -> bool:
        return self.start <= at and (self.end is None or at < self.end)


@dataclass
class Item:
    """A report of the agenda; `parent` is the one that an amendment or an urgency stands before."""

    item_id: str
    number: str
    title: str
    rapporteur: str = ""
    opinion: str = ""
    link: str = ""
    subject: str = ""
    nature: Nature = Nature.ORDINARY
    kind: ItemKind = ItemKind.REPORT
    parent: str | None = None
    ground: str = ""
    state: ItemState = ItemState.DRAFT
    amended: bool = False
    lot_id: str | None = None
    deliberation: str | None = None
    recused: dict[str, str] = field(default_factory=dict)

    @property
    def is_over(self) -> bool:
        return self.state in OVER


@dataclass(frozen=True)
class OnRecord(Event):
    """A fact was put on the record of this session."""

    session: Session
    fact: Fact


@dataclass(eq=False, kw_only=True)
class Session(Entity):
    """Rebuilt from its record, or begun by `plan`. `pending` is what this turn adds to it."""

    session_id: str
    profile: Profile
    title: str = ""
    starts_at: datetime | None = None
    chair: str = ""
    presiding: str = ""
    secretaries: tuple[str, ...] = ()
    remote: bool = True
    needs_quorum: bool = True
    board: str = ""
    convocation: str = ""
    """The address of the official convocation, which the card only recalls."""
    state: SessionState = SessionState.PREPARED
    opened_at: datetime | None = None
    closed_at: datetime | None = None
    current: tuple[str, ...] = ()
    members: dict[str, Member] = field(default_factory=dict)
    spans: dict[str, list[Span]] = field(default_factory=dict)
    answers: dict[str, str] = field(default_factory=dict)
    proxies: dict[str, Proxy] = field(default_factory=dict)
    items: dict[str, Item] = field(default_factory=dict)
    lots: dict[str, Lot] = field(default_factory=dict)
    votes: dict[str, Vote] = field(default_factory=dict)
    open_vote: str | None = None
    seals: dict[str, Head] = field(default_factory=dict)
    """Where the journal stood when each vote closed: these control codes are published."""
    head: Head = field(default_factory=Head)
    pending: list[tuple[Fact, datetime]] = field(default_factory=list)

    def put_on_record(self, fact: Fact, at: datetime) -> None:
        """The fact takes effect, and will be written with this turn."""
        fact.apply(self, at)
        self.pending.append((fact, at))
        self.record(OnRecord(self, fact))

    def refuse_unless_secretary(self, person: Person) -> None:
        if person.person_id not in self.secretaries:
            raise Refusal("session.not_secretary", title=self.title)

    def refuse_unless_chair(self, person: Person) -> None:
        if person.person_id not in {self.chair, self.presiding}:
            raise Refusal("session.not_chair", title=self.title)

    def is_run_by(self, person_id: str) -> bool:
        """A secretary of this session, or who presides."""
        return person_id in {self.chair, self.presiding, *self.secretaries}

    def refuse_unless_run_by(self, person: Person) -> None:
        if not self.is_run_by(person.person_id):
            raise Refusal("session.not_secretary", title=self.title)

    def refuse_unless_open(self) -> None:
        if self.state is not SessionState.OPEN:
            raise Refusal(f"session.{self.state}", title=self.title)

    def refuse_if_closed(self) -> None:
        if self.state is SessionState.CLOSED:
            raise Refusal("session.closed", title=self.title)

    def member(self, person_id: str) -> Member:
        """Raises Refusal `session.not_member`."""
        if person_id not in self.members:
            raise Refusal("session.not_member", title=self.title)
        return self.members[person_id]

    def voting_member(self, person_id: str) -> Member:
        """Raises Refusal `session.not_member` or `session.no_vote`."""
        member = self.member(person_id)
        if not member.voting:
            raise Refusal("session.no_vote", name=member.name)
        return member

    def item(self, item_id: str) -> Item:
        """Raises Refusal `report.unknown`."""
        if item_id not in self.items:
            raise Refusal("report.unknown")
        return self.items[item_id]

    def vote(self, vote_id: str) -> Vote:
        """Raises Refusal `vote.unknown`."""
        if vote_id not in self.votes:
            raise Refusal("vote.unknown")
        return self.votes[vote_id]

    @property
    def voters(self) -> list[Member]:
        """Voting members in office: N comes from here, never from a constant."""
        return [member for member in self.members.values() if member.voting]

    @property
    def reports(self) -> list[Item]:
        return [item for item in self.items.values() if item.kind is ItemKind.REPORT]

    @property
    def vote_under_way(self) -> Vote | None:
        return self.votes.get(self.open_vote) if self.open_vote else None

    def is_present(self, person_id: str) -> bool:
        spans = self.spans.get(person_id)
        return spans is not None and spans[-1].end is None

    def aside_on(self, item: Item) -> set[str]:
        """Who stepped aside from this report, or from the one that this amendment changes."""
        parent = self.items.get(item.parent or "")
        return {*item.recused, *(parent.recused if parent else ())}

    def steps_before(self, item: Item) -> list[Item]:
        """What must be decided before this report is voted: its amendments, its urgency."""
        return [other for other in self.items.values() if other.parent == item.item_id]
