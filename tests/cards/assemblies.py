"""Assemblies to draw: everybody bears the same name, and the secretary wrote the same words.

Members are known by ids as long as those of Entra. The first presides, the second holds proxies,
the last voting members are away, and after them comes one who sits without a vote.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import count

from domain.assembly import (
    agenda,
    conduct,
    ledger,
    lots,
    nominal,
    plan,
    presence,
    proxies,
    results,
    voting,
)
from domain.assembly.plan import Answer, Draft
from domain.assembly.profiles import PERMANENT_COMMISSION, Profile
from domain.assembly.session import Member, Session
from domain.assembly.votes import Choice, Vote
from domain.people import Person
from tests.support.builders import NOW

SEC = Person(person_id="0000beef-0000-4000-8000-00000000beef", name="Line Secrétaire")
SECOND = Person(person_id="0001beef-0000-4000-8000-00000000beef", name="Paul Second")
PROFILE = replace(PERMANENT_COMMISSION, proxies_held=12, names_on_board=True)


def seat(rank: int) -> str:
    """The id of the member of this rank, from 1 on."""
    return f"{rank:08d}-0000-4000-8000-{rank:012d}"


def person(person_id: str) -> Person:
    return Person(person_id=person_id, name="")


@dataclass(frozen=True)
class Assembly:
    """How big it is, and what was written into it."""

    voters: int = 8
    reports: int = 4
    words: str = "Rénovation des lycées"
    name: str = "Camille Petit"
    held: int = 1
    profile: Profile = PROFILE

    @property
    def chair(self) -> str:
        return seat(1)

    @property
    def holder(self) -> str:
        return seat(2)

    @property
    def givers(self) -> list[str]:
        """They are away, and the second member votes for them."""
        return [seat(self.voters - n) for n in range(self.held)]

    @property
    def here(self) -> list[str]:
        return [seat(n + 1) for n in range(self.voters - self.held)]

    @property
    def voiceless(self) -> str:
        return seat(self.voters + 1)

    def planned(self, *, empty: bool = False, lot: bool = False) -> Session:
        ranks = range(1, self.voters + 2)
        roster = [
            Member(seat(n), self.name, self.name if n % 2 else "", voting=n <= self.voters)
            for n in ranks
        ]
        session = plan.plan(
            "0123456789abcdef0123456789abcdef",
            by=SEC,
            title=self.words,
            profile=self.profile,
            starts_at=NOW + timedelta(days=1),
            chair=self.chair,
            secretaries=[SECOND.person_id],
            roster=roster,
            at=NOW - timedelta(days=1),
        )
        if not empty:
            drafts = [self.draft(n + 1) for n in range(self.reports)]
            plan.add_reports(session, SEC, drafts, NOW)
        if lot:
            lots.make(session, SEC, self.words, [f"r{n + 1}" for n in range(self.reports)], NOW)
        return session

    def draft(self, number: int) -> Draft:
        return Draft(
            f"{number}",
            self.words,
            rapporteur=self.name,
            opinion=self.words,
            link="https://exemple.fr/dossiers/17",
            subject=self.words,
        )

    def with_nomination(self) -> Session:
        session = self.planned()
        nomination = replace(self.draft(98), nature="nomination")
        plan.add_reports(session, SEC, [nomination], NOW)
        return session

    def answered(self) -> Session:
        session = self.planned()
        plan.answer(session, person(seat(3)), Answer.PRESENT, NOW)
        plan.answer(session, person(seat(4)), Answer.ABSENT, NOW)
        proxies.give(session, person(seat(4)), seat(4), seat(3), NOW, evidence=self.words)
        return session

    def opened(self, *, lot: bool = False) -> Session:
        session = self.planned(lot=lot)
        for giver in self.givers:
            proxies.give(session, SEC, giver, self.holder, NOW)
        for member in [*self.here, self.voiceless]:
            presence.enter(session, person(member), NOW)
        conduct.open_session(session, SEC, NOW)
        ledger.write(session)
        return session

    def called(self, *, lot: bool = False, aside: bool = False) -> Session:
        session = self.opened(lot=lot)
        if aside:
            agenda.step_aside(session, person(seat(3)), seat(3), "r1", self.words, NOW)
        items = list(session.lots["l1"].items) if lot else ["r1"]
        agenda.call(session, SEC, items, NOW)
        return session

    def amended(self) -> Session:
        session = self.called()
        agenda.amend(session, SEC, "r1", self.words, self.name, NOW)
        return session

    def urgent(self) -> Session:
        session = self.opened()
        for n in range(self.reports):
            agenda.withdraw(session, SEC, f"r{n + 1}", self.words, NOW)
        agenda.add_urgent_report(session, SEC, self.draft(99), self.words, NOW)
        return session

    def announced(self) -> Session:
        """The group of the chair announces Pour, and otherwise on the first reports."""
        session = self.called(lot=True, aside=True)
        exceptions = {"r1": Choice.AGAINST, "r2": Choice.ABSTAIN}
        lots.announce(session, person(self.chair), "l1", Choice.FOR, exceptions, NOW)
        return session

    def voting(self, *, lot: bool = False) -> tuple[Session, Vote]:
        """A vote is open, and nobody has voted."""
        session = self.announced() if lot else self.called(aside=True)
        items = session.current
        return session, voting.open_vote(session, SEC, items, NOW)

    def voted(self, *, lot: bool = False, tie: bool = False) -> tuple[Session, Vote]:
        """Everybody but the last two has voted, the first half Pour and the others Contre."""
        session, vote = self.voting(lot=lot)
        self.vote(session, vote, self.seats(vote, tie=tie))
        return session, vote

    def seats(self, vote: Vote, *, tie: bool) -> list[str]:
        """Who votes: without the chair and in equal parts where there shall be a tie."""
        able = [each for each in vote.seats if vote.items_of(each)]
        if not tie:
            return able[:-2]
        able.remove(self.chair)
        return able[: len(able) // 2 * 2]

    def vote(self, session: Session, vote: Vote, seats: Sequence[str]) -> None:
        half = (len(seats) + 1) // 2
        for rank, each in enumerate(seats):
            choice = Choice.FOR if rank < half else Choice.AGAINST
            choices = vote.same_everywhere(each, choice)
            if rank == 1 and len(choices) > 2:
                choices |= dict.fromkeys(vote.items_of(each)[:2], Choice.ABSTAIN)
            seen = vote.version(each)
            actor = vote.seats[each]
            voting.cast(session, actor, vote.vote_id, each, choices, NOW, seen=seen)

    def heard(self) -> tuple[Session, Vote]:
        """Some answered aloud, and nobody has confirmed it."""
        session, vote = self.voted()
        for each in vote.missing:
            nominal.hear(session, SEC, vote.vote_id, each, Choice.FOR, NOW)
        return session, vote

    def closed(self, *, lot: bool = False, tie: bool = False) -> tuple[Session, Vote]:
        session, vote = self.voted(lot=lot, tie=tie)
        voting.close(session, SEC, vote.vote_id, NOW)
        ledger.write(session)
        return session, vote

    def proclaimed(self, *, lot: bool = False) -> tuple[Session, Vote]:
        session, vote = self.closed(lot=lot)
        serial = count(1)
        results.proclaim(session, SEC, vote.vote_id, lambda: f"CP-{next(serial)}", NOW)
        return session, vote

    def again(self) -> tuple[Session, Vote]:
        """The vote after: everybody has a preceding choice."""
        session, _ = self.proclaimed()
        agenda.call(session, SEC, ["r2"], NOW)
        return session, voting.open_vote(session, SEC, ["r2"], NOW)

    def annulled(self) -> tuple[Session, Vote]:
        session, vote = self.voted()
        voting.annul(session, SEC, vote.vote_id, self.words, NOW)
        return session, vote

    def ended(self, *, lot: bool = False) -> Session:
        session, _ = self.proclaimed(lot=lot)
        for item in session.reports:
            if not item.is_over:
                agenda.withdraw(session, SEC, item.item_id, self.words, NOW)
        conduct.close_session(session, SEC, NOW)
        return session
