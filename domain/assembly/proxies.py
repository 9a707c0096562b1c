"""Proxies (pouvoirs): who may vote for whom, and when.

Both are voting members; not to oneself; no chain; the holder present; one live proxy a holder, and
no overlap for one giver (L.4132-15 du CGCT). In practice they are cut in time: one giver may have
several holders one after the other. Entering the session suspends one's proxy.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from domain.assembly.record import Fact, on_record
from domain.assembly.session import Proxy, Session, SessionState
from domain.errors import Refusal
from domain.people import Person

ARTICLE = "L.4132-15"


@on_record
@dataclass(frozen=True)
class ProxyGiven(Fact):
    KIND: ClassVar[str] = "proxy.given"
    proxy_id: str
    giver: str
    holder: str
    start: datetime
    end: datetime | None
    evidence: str

    def apply(self, session: Session, at: datetime) -> None:
        session.proxies[self.proxy_id] = Proxy(
            self.proxy_id, self.giver, self.holder, self.start, self.end, self.evidence
        )


@on_record
@dataclass(frozen=True)
class ProxyEnded(Fact):
    KIND: ClassVar[str] = "proxy.ended"
    proxy_id: str

    def apply(self, session: Session, at: datetime) -> None:
        proxy = session.proxies[self.proxy_id]
        proxy.end = max(proxy.start, at)


@on_record
@dataclass(frozen=True)
class ProxyRestored(Fact):
    """The giver has left again, and their proxy stands as before."""

    KIND: ClassVar[str] = "proxy.restored"
    proxy_id: str

    def apply(self, session: Session, at: datetime) -> None:
        session.proxies[self.proxy_id].suspended = False


def give(
    session: Session,
    by: Person,
    giver_id: str,
    holder_id: str,
    at: datetime,
    *,
    start: datetime | None = None,
    end: datetime | None = None,
    evidence: str = "",
) -> None:
    """Donner pouvoir, by the giver or written down by the secretary.

    Raises Refusal `session.not_secretary`, `session.not_member`, `session.no_vote`,
    `session.closed` or `proxy.…`, which names the article.
    """
    if by.person_id != giver_id:
        session.refuse_unless_secretary(by)
    session.refuse_if_closed()
    giver, holder = session.voting_member(giver_id), session.voting_member(holder_id)
    start = max(start or at, at)
    names = {"giver": giver.name, "holder": holder.name, "article": ARTICLE}
    if giver_id == holder_id:
        raise Refusal("proxy.to_oneself", **names)
    if end is not None and end <= start:
        raise Refusal("proxy.hours", **names)
    if session.state is not SessionState.PREPARED and not session.is_present(holder_id):
        raise Refusal("proxy.holder_absent", **names)
    during = [p for p in session.proxies.values() if _meet(p, start, end)]
    if any(proxy.giver == giver_id for proxy in during):
        raise Refusal("proxy.overlap", **names)
    if any(proxy.giver == holder_id or proxy.holder == giver_id for proxy in during):
        raise Refusal("proxy.chain", **names)
    if sum(proxy.holder == holder_id for proxy in during) >= session.profile.proxies_held:
        raise Refusal("proxy.holder_full", most=session.profile.proxies_held, **names)
    proxy_id = f"p{len(session.proxies) + 1}"
    session.put_on_record(ProxyGiven(proxy_id, giver_id, holder_id, start, end, evidence), at)


def end(session: Session, by: Person, giver_id: str, at: datetime) -> None:
    """Take one's proxy back, that of now or else the next, or let the secretary write it down.

    Raises Refusal `proxy.none`.
    """
    if by.person_id != giver_id:
        session.refuse_unless_secretary(by)
    session.refuse_if_closed()
    given = [p for p in session.proxies.values() if p.giver == giver_id and _meet(p, at, None)]
    if not given:
        raise Refusal("proxy.none")
    first = min(given, key=lambda proxy: proxy.start)
    session.put_on_record(ProxyEnded(first.proxy_id), at)


def restore(session: Session, by: Person, at: datetime) -> None:
    """One click: the proxy that entering has suspended stands again. Raises Refusal `proxy.none` or
    `proxy.still_present`."""
    session.refuse_if_closed()
    proxy = given_by(session, by.person_id, at)
    if proxy is None:
        raise Refusal("proxy.none")
    if session.is_present(by.person_id):
        raise Refusal("proxy.still_present")
    if proxy.suspended:
        session.put_on_record(ProxyRestored(proxy.proxy_id), at)


def in_force(session: Session, at: datetime) -> dict[str, str]:
    """Who acts for whom now: giver to holder. The giver is away and the holder is here."""
    return {
        proxy.giver: proxy.holder
        for proxy in session.proxies.values()
        if proxy.covers(at)
        and not proxy.suspended
        and not session.is_present(proxy.giver)
        and session.is_present(proxy.holder)
    }


def given_by(session: Session, giver_id: str, at: datetime) -> Proxy | None:
    """The proxy that this member has given for this time, in force or not."""
    given = (p for p in session.proxies.values() if p.giver == giver_id and p.covers(at))
    return next(given, None)


def _meet(proxy: Proxy, start: datetime, end: datetime | None) -> bool:
    """A proxy that was taken back before it began meets nothing."""
    if proxy.end is not None and proxy.end <= max(start, proxy.start):
        return False
    return end is None or proxy.start < end
