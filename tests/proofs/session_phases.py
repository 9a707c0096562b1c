"""A small session at any moment of its life, with the people of the table of rights in it.

Elect, chair and away have a deliberative voice, voice has none; away gave their proxy to the chair.
Reports r1 and r2 are a lot, r3 stands alone.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from domain.assembly import agenda, conduct, lots, nominal, plan, presence, proxies, voting
from domain.assembly.profiles import PERMANENT_COMMISSION
from domain.assembly.session import Member, Session
from domain.people import Person


class Phases:
    """`ids` are the people by their column. Each method is a phase, and begins with the one that
    it follows."""

    def __init__(self, ids: Mapping[str, str], words: str, at: datetime) -> None:
        self._people = {name: Person(person_id=key, name=name) for name, key in ids.items()}
        self._words = words
        self._at = at

    def session_at(self, phase: str, session_id: str) -> Session:
        """Nobody will be told of it."""
        session = self.told(phase, session_id)
        session.events.clear()
        return session

    def told(self, phase: str, session_id: str) -> Session:
        """The same, and everybody will be told of it."""
        begin: Callable[[str], Session] = getattr(self, phase)
        return begin(session_id)

    def prepared(self, session_id: str) -> Session:
        session = plan.plan(
            session_id,
            by=self._people["secr"],
            title="Commission permanente",
            profile=PERMANENT_COMMISSION,
            starts_at=self._at,
            chair=self._id("chair"),
            secretaries=[],
            roster=[self._member(name) for name in ("elect", "chair", "away", "voice")],
            at=self._at,
        )
        drafts = [
            plan.Draft(str(n), f"{self._words} {n}", subject="Culture" if n < 3 else "")
            for n in (1, 2, 3)
        ]
        plan.add_reports(session, self._people["secr"], drafts, self._at)
        return session

    def grouped(self, session_id: str) -> Session:
        session = self.prepared(session_id)
        lots.make_by_subject(session, self._people["secr"], self._at)
        return session

    def gathered(self, session_id: str) -> Session:
        session = self.grouped(session_id)
        for name in ("elect", "chair", "voice"):
            presence.enter(session, self._people[name], self._at)
        away, chair = self._people["away"], self._id("chair")
        proxies.give(session, away, away.person_id, chair, self._at)
        return session

    def opened(self, session_id: str) -> Session:
        session = self.gathered(session_id)
        conduct.open_session(session, self._people["secr"], self._at)
        return session

    def returned(self, session_id: str) -> Session:
        """Elect had given a proxy, and came after all."""
        session = self.grouped(session_id)
        elect = self._people["elect"]
        presence.enter(session, self._people["chair"], self._at)
        proxies.give(session, elect, elect.person_id, self._id("chair"), self._at)
        presence.enter(session, elect, self._at)
        conduct.open_session(session, self._people["secr"], self._at)
        return session

    def left(self, session_id: str) -> Session:
        """Elect came after all, and is gone: their proxy may live again."""
        session = self.returned(session_id)
        presence.leave(session, self._people["elect"], self._at)
        return session

    def suspended(self, session_id: str) -> Session:
        session = self.opened(session_id)
        conduct.suspend(session, self._people["secr"], "", self._at)
        return session

    def called(self, session_id: str) -> Session:
        """The lot is in hand, and the group of elect has announced its position."""
        session = self.opened(session_id)
        agenda.call(session, self._people["secr"], ["r1", "r2"], self._at)
        lots.announce(session, self._people["elect"], "l1", "for", {}, self._at)
        return session

    def debating(self, session_id: str) -> Session:
        session = self.called(session_id)
        agenda.open_list(session, self._people["secr"], self._at)
        return session

    def voting(self, session_id: str) -> Session:
        session = self.called(session_id)
        voting.open_vote(session, self._people["secr"], ["r1", "r2"], self._at)
        return session

    def heard(self, session_id: str) -> Session:
        """Elect answered aloud, and a second person has to confirm it."""
        session = self.voting(session_id)
        nominal.hear(session, self._people["secr"], "v1", self._id("elect"), "for", self._at)
        return session

    def counted(self, session_id: str) -> Session:
        """Closed: r1 is a tie that waits for the chair, r2 is adopted."""
        session = self.voting(session_id)
        self._cast(session, "elect", "elect", {"r1": "for", "r2": "for"})
        self._cast(session, "chair", "away", {"r1": "against", "r2": "for"})
        voting.close(session, self._people["secr"], "v1", self._at)
        return session

    def over(self, session_id: str) -> Session:
        session = self.opened(session_id)
        for item in list(session.items):
            agenda.withdraw(session, self._people["secr"], item, "fini", self._at)
        conduct.close_session(session, self._people["secr"], self._at)
        return session

    def _cast(self, session: Session, actor: str, seat: str, choices: Mapping[str, str]) -> None:
        actor_id, seat_id = self._id(actor), self._id(seat)
        voting.cast(session, actor_id, "v1", seat_id, choices, self._at, seen=0)

    def _member(self, name: str) -> Member:
        group = "Opposition" if name == "chair" else "Majorité"
        return Member(self._id(name), name, group, voting=name != "voice")

    def _id(self, name: str) -> str:
        return self._people[name].person_id
