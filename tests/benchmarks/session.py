"""A session in the benchmark's database: everybody present, and a report in hand."""

from __future__ import annotations

from datetime import UTC, datetime

from domain.assembly import agenda, conduct, plan, presence
from domain.assembly.profiles import PERMANENT_COMMISSION
from domain.assembly.session import Member
from domain.people import Person
from storage import open_store
from storage.migrations import upgrade
from storage.unit_of_work import UnitOfWork
from tests.benchmarks.cast import Cast

SESSION = "benchmark"


async def hold_session(database_url: str, cast: Cast) -> None:
    """Everybody present, and a report in hand."""
    now = datetime.now(UTC)
    secretary = Person(person_id=str(cast.secretary.aad_object_id), name=cast.secretary.name)
    voters = [Member(str(p.aad_object_id), p.name, "Groupe", voting=True) for p in cast.voters]

    def prepare(unit: UnitOfWork) -> None:
        session = plan.plan(
            SESSION,
            by=secretary,
            title="Commission permanente",
            profile=PERMANENT_COMMISSION,
            starts_at=now,
            chair=voters[0].person_id,
            secretaries=[],
            roster=voters,
            at=now,
        )
        plan.add_reports(session, secretary, [plan.Draft("1", "Un rapport")], now)
        for voter in voters:
            presence.enter(session, Person(person_id=voter.person_id, name=voter.name), now)
        conduct.open_session(session, secretary, now)
        agenda.call(session, secretary, ["r1"], now)
        unit.sessions.add(session, "benchmark")

    store = open_store(database_url)
    upgrade(store.engine)
    await store.transact(prepare)
    store.close()
