"""Many turns at once: each is done whole or not at all, and none harms another."""

from __future__ import annotations

import asyncio
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from sqlalchemy import insert, make_url

from domain.errors import Refusal
from domain.incidents import Incident
from domain.people import Person
from storage import open_store, sqlite
from storage.store import Conflict, Store, StoreUnavailable
from storage.tables import counters, parameters
from storage.unit_of_work import UnitOfWork
from tests.storage.asking import rows
from tests.support.builders import NOW, an_incident, nadia, thomas

either_way = pytest.mark.parametrize("queue", [None, "a session"], ids=["alone", "queued"])

PATIENCE = 5
"""Seconds after which Teams gives up on an answer."""


class OurMistake(Exception):
    """Raised by a turn of these tests."""


@pytest.fixture
def sqlite_file(migrated_sqlite: Path, tmp_path: Path) -> Path:
    copy = tmp_path / "alone.db"
    copy.write_bytes(migrated_sqlite.read_bytes())
    return copy


@either_way
async def test_two_hundred_at_once_never_get_the_same_number(
    store: Store, queue: str | None
) -> None:
    turns = [store.transact(lambda unit: unit.numbers.next("INC", 2026), queue) for _ in range(200)]
    numbers = await asyncio.gather(*turns)
    assert sorted(numbers) == list(range(1, 201))


async def test_numbers_begin_again_with_the_year(store: Store) -> None:
    for year, number in ((2026, 1), (2026, 2), (2027, 1), (2026, 3)):
        assert await store.transact(lambda unit, y=year: unit.numbers.next("INC", y)) == number


@either_way
async def test_a_turn_that_fails_harms_no_other_and_keeps_nothing(
    store: Store, queue: str | None
) -> None:
    def turn(n: int) -> Callable[[UnitOfWork], int]:
        def work(unit: UnitOfWork) -> int:
            unit.parameters.set(f"turn {n:02}", "done")
            if n == 13:
                raise OurMistake
            return n

        return work

    turns = [store.transact(turn(n), queue) for n in range(32)]
    outcomes = await asyncio.gather(*turns, return_exceptions=True)
    others = [n for n in range(32) if n != 13]
    assert isinstance(outcomes[13], OurMistake)
    assert [outcomes[n] for n in others] == others
    kept = [row["name"] for row in await rows(store, parameters)]
    assert kept == [f"turn {n:02}" for n in others]


@either_way
async def test_a_row_that_somebody_else_wrote_is_met_again_once_and_then_said(
    store: Store, queue: str | None
) -> None:
    tries: list[int] = []

    def double(unit: UnitOfWork) -> None:
        tries.append(1)
        unit.parameters.set("kept", "no")
        unit.session.execute(insert(counters).values(kind="INC", year=2026, last=9))

    await store.transact(lambda unit: unit.numbers.next("INC", 2026), queue)
    with pytest.raises(Conflict):
        await store.transact(double, queue)
    assert len(tries) == 2
    assert await rows(store, parameters) == []
    assert await store.transact(lambda unit: unit.numbers.next("INC", 2026), queue) == 2


@either_way
async def test_a_conflict_harms_none_of_the_turns_beside_it(
    store: Store, queue: str | None
) -> None:
    def double(unit: UnitOfWork) -> None:
        unit.session.execute(insert(counters).values(kind="INC", year=2026, last=9))

    await store.transact(lambda unit: unit.numbers.next("INC", 2026), queue)
    turns = [store.transact(lambda unit: unit.numbers.next("INC", 2026), queue) for _ in range(10)]
    *numbers, conflict = await asyncio.gather(
        *turns, store.transact(double, queue), return_exceptions=True
    )
    assert sorted(numbers) == list(range(2, 12))
    assert isinstance(conflict, Conflict)


@either_way
async def test_of_two_who_take_the_same_incident_one_wins_and_the_other_learns_who(
    store: Store, queue: str | None
) -> None:
    await store.transact(lambda unit: unit.incidents.add(an_incident()), queue)

    def take(by: Person) -> Callable[[UnitOfWork], str]:
        def work(unit: UnitOfWork) -> str:
            incident = _incident(unit)
            incident.take(by, NOW)
            return by.name

        return work

    people = [thomas(), nadia()] * 4
    outcomes = await asyncio.gather(
        *(store.transact(take(by), queue) for by in people), return_exceptions=True
    )
    winner = await store.read(lambda unit: _incident(unit).assignee_name)
    lost = [o for by, o in zip(people, outcomes, strict=True) if by.name != winner]
    won = [o for by, o in zip(people, outcomes, strict=True) if by.name == winner]
    assert won == [winner] * 4, "taking twice is taking once"
    assert all(isinstance(o, Refusal) and o.facts["name"] == winner for o in lost)
    story = await store.read(lambda unit: [entry.kind for entry in _incident(unit).entries])
    assert story == ["taken"]


@either_way
async def test_a_caller_who_goes_away_stops_nobody_else(store: Store, queue: str | None) -> None:
    """A client that hangs up, or a time limit, cancels whoever waits for the store."""
    gone = asyncio.create_task(store.transact(lambda unit: unit.numbers.next("INC", 2026), queue))
    await asyncio.sleep(0)
    gone.cancel()
    with pytest.raises(asyncio.CancelledError):
        await gone
    async with asyncio.timeout(1):
        assert await store.transact(lambda unit: unit.numbers.next("INC", 2027), queue) == 1


@either_way
async def test_whoever_was_told_that_nothing_was_kept_was_told_the_truth(
    store: Store, queue: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A turn that outlasts its caller's patience is undone, where the database has such a limit."""
    monkeypatch.setattr("storage.postgresql.ANSWER_SECONDS", 0.2)

    def slow(unit: UnitOfWork) -> None:
        unit.parameters.set("slow", "kept")
        time.sleep(0.5)

    outcome = "kept"
    try:
        await store.transact(slow, queue)
    except StoreUnavailable:
        outcome = "nothing"
        await asyncio.sleep(0.6)
    monkeypatch.undo()
    assert await store.read(lambda unit: unit.parameters.get("slow", "nothing")) == outcome


async def test_a_reader_that_fails_harms_nobody(store: Store) -> None:
    with pytest.raises(OurMistake):
        await store.read(_fail)
    assert await store.transact(lambda unit: unit.numbers.next("INC", 2026)) == 1


async def test_a_database_that_another_process_holds_is_unavailable_and_keeps_nothing(
    sqlite_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite, "BUSY_SECONDS", 0.1)
    store = open_store(f"sqlite:///{sqlite_file}")
    try:
        with _locked(sqlite_file), pytest.raises(StoreUnavailable):
            await store.transact(lambda unit: unit.parameters.set("a", "b"))
        assert await rows(store, parameters) == []
        await store.transact(lambda unit: unit.parameters.set("a", "b"))
        assert len(await rows(store, parameters)) == 1
    finally:
        store.close()


async def test_everybody_who_waits_for_a_held_database_hears_so_in_time(
    sqlite_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Four times faster than life, so that the test is."""
    monkeypatch.setattr(sqlite, "BUSY_SECONDS", sqlite.BUSY_SECONDS / 4)
    store = open_store(f"sqlite:///{sqlite_file}")
    turns = [
        asyncio.create_task(store.transact(lambda unit: unit.numbers.next("INC", 2026)))
        for _ in range(4)
    ]
    try:
        with _locked(sqlite_file):
            told, _ = await asyncio.wait(turns, timeout=PATIENCE / 4)
        assert len(told) == len(turns)
    finally:
        await asyncio.gather(*turns, return_exceptions=True)
        store.close()


async def test_a_database_that_is_not_there_is_unavailable(
    database_url: str, tmp_path: Path
) -> None:
    url = make_url(database_url)
    if url.get_backend_name() == "sqlite":
        nowhere = f"sqlite:///{tmp_path}/no such folder/permanence.db"
    else:
        nowhere = url.set(database="nowhere").render_as_string(hide_password=False)
    store = open_store(nowhere)
    try:
        for ask in (store.transact, store.read):
            with pytest.raises(StoreUnavailable):
                await ask(lambda unit: unit.parameters.get("a", "b"))
    finally:
        store.close()


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    """Another process writes, and does not finish."""
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


def _fail(unit: UnitOfWork) -> None:
    unit.parameters.set("a", "b")
    raise OurMistake


def _incident(unit: UnitOfWork) -> Incident:
    incident = unit.incidents.get(f"{1:032x}")
    assert incident is not None
    return incident
