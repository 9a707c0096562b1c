"""An assembly in its database before the bot starts: everybody present, reports in hand, no vote.

Members are numbered from 0, which presides; the number after the last is the secretary.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from domain.assembly import agenda, conduct, lots, plan, presence
from domain.assembly.profiles import PERMANENT_COMMISSION
from domain.assembly.session import Member, Session
from domain.people import DirectoryEntry, Person, Role
from storage.conversations import Address
from storage.unit_of_work import UnitOfWork
from tests.proofs.prepared import TENANT, person_id

SESSION = "s1"
BOARD = "19:seance@thread.tacv2"


@dataclass(frozen=True)
class Chamber:
    """So many members with a deliberative voice; several reports are one lot."""

    members: int
    reports: int = 1

    @property
    def secretary(self) -> int:
        return self.members

    def furnish(self, unit: UnitOfWork, service_url: str) -> None:
        now = datetime.now(UTC)
        people = range(self.members + 1)
        unit.people.replace_directory(self._entry(number) for number in people)
        for number in people:
            chat = Address(chat_of(number), service_url, TENANT, person_id(number))
            unit.conversations.note(chat, now)
        unit.conversations.note(Address(BOARD, service_url, TENANT), now)
        unit.conversations.bind("session", BOARD, person_id(self.secretary), now)
        unit.sessions.add(self._session(now), "proof")

    def _session(self, now: datetime) -> Session:
        members = [self._person(number) for number in range(self.members)]
        secretary = self._person(self.secretary)
        session = plan.plan(
            SESSION,
            by=secretary,
            title="Commission permanente",
            profile=PERMANENT_COMMISSION,
            starts_at=now,
            chair=members[0].person_id,
            secretaries=[],
            roster=[Member(p.person_id, p.name, "Groupe", voting=True) for p in members],
            at=now,
        )
        drafts = [
            plan.Draft(f"{n + 1}", "Un rapport", subject="Lycées") for n in range(self.reports)
        ]
        plan.add_reports(session, secretary, drafts, now)
        lots.make_by_subject(session, secretary, now)
        for member in members:
            presence.enter(session, member, now)
        conduct.open_session(session, secretary, now, BOARD)
        agenda.call(session, secretary, list(session.items), now)
        return session

    def _entry(self, number: int) -> DirectoryEntry:
        is_member = number < self.members
        return DirectoryEntry(
            person_id=person_id(number),
            name=f"Personne {number}",
            email=f"p{number}@rivemont.example",
            organisation="Métropole de Rivemont",
            service="Assemblée",
            roles=frozenset({Role.ELECTED if is_member else Role.SECRETARY}),
            locale=None,
            political_group="Groupe" if is_member else None,
            voting=is_member,
        )

    def _person(self, number: int) -> Person:
        return Person(person_id=person_id(number), name=f"Personne {number}")


def chat_of(number: int) -> str:
    return f"a:chat-{number}"
