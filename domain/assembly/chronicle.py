"""What the journal tells of a session's course: who was there or represented, when, who presided.

A session knows where things stand, and its minutes need what they were at each hour. So the journal
is read once more, entry by entry, and the rules themselves (proxies in force, quorum) are asked at
each change: the minutes have no second opinion of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Generic, TypeVar

from domain.assembly import ledger, proxies, quorum
from domain.assembly.agenda import ReportsCalled
from domain.assembly.conduct import ChairTaken, SessionClosed, SessionOpened
from domain.assembly.plan import SessionPlanned
from domain.assembly.presence import MemberEntered, MemberLeft, RollCalled
from domain.assembly.profiles import Profile
from domain.assembly.proxies import ProxyEnded, ProxyGiven, ProxyRestored
from domain.assembly.quorum import Quorum
from domain.assembly.record import Entry, Fact, code_of, fact_of
from domain.assembly.session import Session, SessionState

F = TypeVar("F", bound=Fact)

_CHANGES_WHO_ACTS = (
    SessionOpened,
    SessionClosed,
    MemberEntered,
    MemberLeft,
    RollCalled,
    ProxyGiven,
    ProxyEnded,
    ProxyRestored,
)


@dataclass(frozen=True)
class Step(Generic[F]):
    """A fact, when it was put on the record, and the control code of the journal from there."""

    at: datetime
    fact: F
    height: int
    code: str


@dataclass(frozen=True)
class Stay:
    """A time in which somebody was there, presided, or was represented by `holder`.

    Without an `end` the session is not closed and it lasts.
    """

    member: str
    start: datetime
    end: datetime | None
    holder: str = ""


@dataclass(frozen=True)
class Call:
    """A report was called, and its quorum as it then was."""

    at: datetime
    quorum: Quorum
    waiver: str


@dataclass(eq=False)
class Chronicle:
    """`session` is what the journal has made of it, and `steps` are its facts in their order.

    `presences` and `proxies` begin at the opening: whoever was early was not there before it.
    """

    session: Session
    steps: list[Step[Fact]] = field(default_factory=list)
    calls: dict[str, Call] = field(default_factory=dict)
    presences: dict[str, list[Stay]] = field(default_factory=dict)
    proxies: list[Stay] = field(default_factory=list)
    presidents: list[Stay] = field(default_factory=list)

    def of(self, kind: type[F]) -> Iterator[Step[F]]:
        """The facts of one kind, in their order."""
        for step in self.steps:
            if isinstance(step.fact, kind):
                yield Step(step.at, step.fact, step.height, step.code)


def chronicle(session_id: str, profile: Profile, entries: Iterable[Entry]) -> Chronicle:
    """Read a whole journal, from its first entry. Raises ledger.BrokenJournal: no minutes are drawn
    from a journal that somebody touched."""
    told = Chronicle(Session(session_id=session_id, profile=profile))
    acting = _Acting(told.session)
    for entry in entries:
        at = datetime.fromisoformat(entry.at)
        acting.pass_time(at)
        ledger.catch_up(told.session, [entry])
        fact = fact_of(entry.kind, entry.payload)
        told.steps.append(Step(at, fact, entry.height, code_of(entry.hash)))
        if isinstance(fact, _CHANGES_WHO_ACTS):
            acting.look(at)
        elif isinstance(fact, ReportsCalled):
            for item_id in fact.items:
                found = quorum.quorum(told.session, at, told.session.items[item_id])
                told.calls[item_id] = Call(at, found, fact.waiver)
    told.proxies = acting.stays()
    told.presences = _presences(told.session)
    told.presidents = _presidents(told)
    return told


class _Acting:
    """Follows who acts for whom. It changes at gestures, and at the hours that a proxy names."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._seen_at: datetime | None = None
        self._since: dict[str, Stay] = {}
        self._over: list[Stay] = []

    def pass_time(self, until: datetime) -> None:
        """Nobody did anything meanwhile, but proxies may have begun or ended."""
        if self._seen_at is not None:
            hours = {h for p in self._session.proxies.values() for h in (p.start, p.end) if h}
            for hour in sorted(h for h in hours if self._seen_at < h < until):
                self.look(hour)
        self._seen_at = until

    def look(self, at: datetime) -> None:
        is_prepared = self._session.state is SessionState.PREPARED
        now = {} if is_prepared else proxies.in_force(self._session, at)
        for giver, stay in list(self._since.items()):
            if now.get(giver) != stay.holder:
                self._over.append(Stay(giver, stay.start, at, stay.holder))
                del self._since[giver]
        for giver, holder in now.items():
            self._since.setdefault(giver, Stay(giver, at, None, holder))

    def stays(self) -> list[Stay]:
        lasted = [stay for stay in self._over if stay.start != stay.end]
        return sorted([*lasted, *self._since.values()], key=lambda stay: stay.start)


def _presences(session: Session) -> dict[str, list[Stay]]:
    """The hours of each member in the room, within those of the session."""
    opened, found = session.opened_at, dict[str, list[Stay]]()
    if opened is None:
        return found
    for member in session.members:
        stays = [
            Stay(member, max(span.start, opened), span.end)
            for span in session.spans.get(member, [])
            if span.end is None or span.end > max(span.start, opened)
        ]
        if stays:
            found[member] = stays
    return found


def _presidents(told: Chronicle) -> list[Stay]:
    """Who presided one after the other, from the opening on."""
    opened, closed = told.session.opened_at, told.session.closed_at
    if opened is None:
        return []
    taken = [(step.at, step.fact.chair) for step in told.of(SessionPlanned)]
    taken += [(step.at, step.fact.member) for step in told.of(ChairTaken)]
    until = [*(at for at, _ in taken[1:]), closed]
    stays = [
        Stay(member, max(at, opened), end) for (at, member), end in zip(taken, until, strict=True)
    ]
    return [stay for stay in stays if stay.end is None or stay.start < stay.end]
