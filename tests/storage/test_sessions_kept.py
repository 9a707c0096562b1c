"""A session is its journal: what was written is what is read, and what was undone is forgotten."""

from __future__ import annotations

from itertools import pairwise

import pytest
from sqlalchemy import func, select, update

from domain.assembly import conduct, plan, presence
from domain.assembly.ledger import BrokenJournal
from domain.assembly.profiles import PERMANENT_COMMISSION, PROFILES
from domain.assembly.session import Member, Session, SessionState
from domain.errors import Refusal
from domain.people import Person
from storage.store import Store
from storage.tables import session_journal, sessions
from storage.unit_of_work import UnitOfWork
from tests.support.builders import NOW

CLAIRE = Person(person_id="claire", name="Claire Besson")
MEMBERS = [Member(f"m{n}", f"Élue {n}", "Groupe", voting=True) for n in range(3)]
ELECTED = [Person(person_id=member.person_id, name=member.name) for member in MEMBERS]


def planned(unit: UnitOfWork) -> None:
    session = plan.plan(
        "s1",
        by=CLAIRE,
        title="Commission permanente",
        profile=PERMANENT_COMMISSION,
        starts_at=NOW,
        chair="m0",
        secretaries=[],
        roster=MEMBERS,
        at=NOW,
    )
    unit.sessions.add(session, "form-1")


def to_change(unit: UnitOfWork) -> Session:
    session = unit.sessions.get("s1", PROFILES)
    assert session is not None
    return session


def enters(unit: UnitOfWork, number: int) -> None:
    presence.enter(to_change(unit), ELECTED[number], NOW)


def opened(unit: UnitOfWork) -> None:
    conduct.open_session(to_change(unit), CLAIRE, NOW)


async def seen(store: Store) -> Session:
    session = await store.read(lambda unit: unit.sessions.look_up("s1", PROFILES))
    assert session is not None
    return session


async def test_what_one_turn_writes_the_next_one_reads(store: Store) -> None:
    await store.transact(planned)
    for number in (0, 1):
        await store.transact(lambda unit, n=number: enters(unit, n))
    await store.transact(opened)
    session = await seen(store)
    assert session.state is SessionState.OPEN
    assert [session.is_present(f"m{n}") for n in range(3)] == [True, True, False]
    assert session.head.height == 4
    kept = await store.read(
        lambda unit: unit.session.execute(select(sessions.c.state, sessions.c.head_hash)).one()
    )
    assert tuple(kept) == ("open", session.head.hash)


async def test_a_refused_gesture_leaves_nothing_behind(store: Store) -> None:
    await store.transact(planned)

    def begins_and_is_refused(unit: UnitOfWork) -> None:
        enters(unit, 0)
        opened(unit)

    with pytest.raises(Refusal):
        await store.transact(begins_and_is_refused)
    await store.transact(lambda unit: enters(unit, 1))
    session = await seen(store)
    assert [session.is_present(f"m{n}") for n in range(3)] == [False, True, False]


async def test_a_turn_that_fails_after_it_was_written_is_forgotten(store: Store) -> None:
    await store.transact(planned)

    def fails(unit: UnitOfWork) -> None:
        enters(unit, 0)
        unit.finish()
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await store.transact(fails)
    await store.transact(lambda unit: enters(unit, 2))
    session = await seen(store)
    assert [session.is_present(f"m{n}") for n in range(3)] == [False, False, True]
    assert session.head.height == 2


async def test_a_turn_that_starts_over_begins_from_what_was_kept(store: Store) -> None:
    await store.transact(planned)

    def hesitates(unit: UnitOfWork) -> None:
        enters(unit, 0)
        unit.start_over()
        enters(unit, 1)

    await store.transact(hesitates)
    session = await seen(store)
    assert [session.is_present(f"m{n}") for n in range(3)] == [False, True, False]


async def test_everybody_on_the_roster_finds_their_session(store: Store) -> None:
    await store.transact(planned)
    for person_id in ("m2", "claire"):
        found = await store.read(lambda unit, p=person_id: unit.sessions.current_of(p))
        assert found == "s1"
    assert await store.read(lambda unit: unit.sessions.current_of("camille")) is None


async def test_a_journal_that_somebody_touched_is_not_believed(store: Store) -> None:
    await store.transact(planned)
    await store.transact(lambda unit: enters(unit, 0))
    forge = update(session_journal).where(session_journal.c.height == 1).values(hash="0" * 64)
    await store.transact(lambda unit: unit.session.execute(forge))
    later = update(sessions).values(head_hash="1" * 64)
    await store.transact(lambda unit: unit.session.execute(later))
    with pytest.raises(BrokenJournal):
        await store.read(lambda unit: unit.sessions.look_up("s1", PROFILES))


async def test_every_entry_follows_the_one_before(store: Store) -> None:
    await store.transact(planned)
    for number in (0, 1, 2):
        await store.transact(lambda unit, n=number: enters(unit, n))
    entries = await store.read(lambda unit: list(unit.sessions.journal("s1")))
    assert [entry.height for entry in entries] == [1, 2, 3, 4]
    assert all(b.previous == a.hash for a, b in pairwise(entries))
    count = await store.read(
        lambda unit: unit.session.scalar(select(func.count()).select_from(session_journal))
    )
    assert count == 4
