"""Incidents come back as they were, and what happened to them is told once and in order."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from domain.incidents import Incident, State
from domain.people import Person
from storage.store import Conflict, Store
from storage.tables import incidents, outbox, postings
from storage.unit_of_work import UnitOfWork
from tests.storage.asking import bind, note, rows
from tests.support.builders import (
    NOW,
    a_person,
    an_incident,
    an_incident_that_is,
    camille,
    minutes_later,
    nadia,
    thomas,
)


def incident_of(unit: UnitOfWork, serial: int = 1, *, for_change: bool = True) -> Incident:
    find = unit.incidents.get if for_change else unit.incidents.look_up
    incident = find(f"{serial:032x}")
    assert incident is not None
    return incident


async def shown(store: Store) -> list[tuple[str, int]]:
    """The living cards that were asked for, in that order, and how often."""
    return [(row["view"], row["wanted"]) for row in await rows(store, postings)]


@pytest.mark.parametrize("state", list(State))
async def test_an_incident_comes_back_as_it_was(store: Store, state: State) -> None:
    before = an_incident_that_is(state)
    await store.transact(lambda unit: unit.incidents.add(before))
    after = await store.read(lambda unit: incident_of(unit, for_change=False))
    for name in incidents.columns.keys():  # noqa: SIM118 (a column collection has no plain iterator)
        assert getattr(after, name) == getattr(before, name), name
    assert [(e.position, e.kind, e.at, e.author_name, e.text) for e in after.entries] == [
        (e.position, e.kind, e.at, e.author_name, e.text) for e in before.entries
    ]
    assert after.events == []


async def test_the_same_form_makes_one_incident(store: Store) -> None:
    def report(serial: int) -> Callable[[UnitOfWork], None]:
        def work(unit: UnitOfWork) -> None:
            incident = an_incident(serial=serial)
            incident.form_id = "the same form"
            unit.incidents.add(incident)

        return work

    await store.transact(report(1))
    with pytest.raises(Conflict):
        await store.transact(report(2))
    found = await store.read(lambda unit: unit.incidents.from_form("the same form"))
    assert found is not None
    assert found.serial == 1


async def test_what_happened_is_told_once_and_in_order(store: Store) -> None:
    def report_and_solve(unit: UnitOfWork) -> None:
        note(unit, "chat", "camille-petit")
        bind(unit, "interventions", "channel")
        incident = an_incident()
        incident.ask(thomas(), "Depuis quand ?", "form-a", NOW)
        unit.incidents.add(incident)
        incident.solve(thomas(), "Câble changé", "form-b", NOW)

    await store.transact(report_and_solve)
    assert await shown(store) == [
        ("incident.reporter", 1),
        ("incident.staff", 1),
        ("incident.question", 1),
    ]
    assert [row["kind"] for row in await rows(store, outbox)] == ["incident.solved"]

    await store.transact(lambda unit: incident_of(unit).refuse_unless_reported_by(camille()))
    assert [wanted for _, wanted in await shown(store)] == [1, 1, 1], "nothing new has happened"


async def test_finishing_twice_owes_nothing_twice(store: Store) -> None:
    def report(unit: UnitOfWork) -> None:
        unit.incidents.add(an_incident())
        unit.finish()
        unit.finish()

    await store.transact(report)
    assert await shown(store) == [("incident.reporter", 1), ("incident.staff", 1)]


async def test_an_event_without_a_changed_column_is_told_too(store: Store) -> None:
    await store.transact(lambda unit: unit.incidents.add(an_incident_that_is(State.TAKEN)))

    def add(unit: UnitOfWork) -> None:
        incident_of(unit).add_detail(camille(), "Hier", "form-a", NOW)

    await store.transact(add)
    assert [wanted for _, wanted in await shown(store)] == [2, 2]


async def test_a_turn_that_starts_over_forgets_what_it_did(store: Store) -> None:
    await store.transact(lambda unit: unit.incidents.add(an_incident()))

    def regret(unit: UnitOfWork) -> None:
        incident = incident_of(unit)
        incident.take(thomas(), NOW)
        unit.finish()
        unit.start_over()

    await store.transact(regret)
    assert [wanted for _, wanted in await shown(store)] == [1, 1]
    assert await store.read(lambda unit: incident_of(unit).state) is State.NEW


async def test_what_is_done_after_starting_over_is_kept_and_told(store: Store) -> None:
    await store.transact(lambda unit: unit.incidents.add(an_incident()))

    def regret_then_take(unit: UnitOfWork) -> str:
        before = incident_of(unit)
        before.solve(nadia(), "Câble changé", "form-a", NOW)
        unit.start_over()
        after = incident_of(unit)
        after.take(thomas(), NOW)
        return before.incident_id

    await store.transact(regret_then_take)
    assert [wanted for _, wanted in await shown(store)] == [2, 2]
    assert await rows(store, outbox) == [], "the solution was forgotten"
    assert await store.read(lambda unit: incident_of(unit).assignee_name) == "Thomas Le Goff"


async def test_what_is_over_comes_after_what_is_open_and_the_latest_first(store: Store) -> None:
    def fill(unit: UnitOfWork) -> None:
        for serial, state in enumerate(
            (State.SOLVED, State.NEW, State.WAITING, State.CANCELLED, State.TAKEN), start=1
        ):
            incident = an_incident_that_is(state, serial=serial)
            incident.reported_at = minutes_later(serial)
            for entry in incident.entries:
                entry.form_id = None
            unit.incidents.add(incident)
        unit.incidents.add(an_incident(serial=9, reporter=a_person("Awa Diallo")))

    await store.transact(fill)
    mine = "camille-petit"

    def page(unit: UnitOfWork, offset: int) -> list[int]:
        found = unit.incidents.reported_by(mine, offset=offset, limit=3)
        return [incident.serial for incident in found]

    assert await store.read(lambda unit: page(unit, 0)) == [5, 3, 2]
    assert await store.read(lambda unit: page(unit, 3)) == [4, 1]
    assert await store.read(lambda unit: unit.incidents.count_of(mine)) == 5
    still_open = await store.read(
        lambda unit: [i.serial for i in unit.incidents.open_of(mine, limit=2)]
    )
    assert still_open == [5, 3]


async def test_what_nobody_took_in_time_falls_due_once(store: Store) -> None:
    await store.transact(lambda unit: unit.incidents.add(an_incident(serial=1)))
    await store.transact(
        lambda unit: unit.incidents.add(an_incident_that_is(State.TAKEN, serial=2))
    )
    due = an_incident().take_by

    def mark(unit: UnitOfWork) -> list[int]:
        found = unit.incidents.overdue(due, limit=50)
        for incident in found:
            incident.mark_overdue(due)
        return [incident.serial for incident in found]

    early = await store.read(
        lambda unit: unit.incidents.overdue(due - timedelta(seconds=1), limit=50)
    )
    assert list(early) == []
    assert await store.transact(mark) == [1]
    assert await store.transact(mark) == []


async def test_a_person_who_was_met_is_kept_with_their_roles(store: Store) -> None:
    await store.transact(lambda unit: unit.people.keep(thomas()))
    found: Person | None = await store.read(lambda unit: unit.people.get("thomas-le-goff"))
    assert found is not None
    assert found.roles == thomas().roles
