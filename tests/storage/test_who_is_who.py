"""The directory is replaced as a whole, and what people chose here stays."""

from __future__ import annotations

from datetime import timedelta

from domain.people import Person, Role
from storage.store import Store
from storage.unit_of_work import UnitOfWork
from tests.storage.asking import an_entry, note
from tests.support.builders import NOW

NADIA = an_entry("Nadia Benali", Role.HOTLINER)
PHILIPPE = an_entry("Philippe Morel", Role.SUPERVISOR, Role.ADMIN)


async def person(store: Store, person_id: str) -> Person:
    found = await store.read(lambda unit: unit.people.get(person_id))
    assert found is not None
    return found


async def test_an_import_lists_people_with_their_roles(store: Store) -> None:
    counts = await store.transact(lambda unit: unit.people.replace_directory([NADIA, PHILIPPE]))
    assert counts == (2, 0)
    assert (await person(store, "nadia")).roles == {Role.AGENT, Role.HOTLINER}


async def test_whoever_is_no_longer_named_loses_their_roles(store: Store) -> None:
    await store.transact(lambda unit: unit.people.replace_directory([NADIA, PHILIPPE]))
    counts = await store.transact(lambda unit: unit.people.replace_directory([NADIA]))
    assert counts == (1, 1)
    philippe = await person(store, "philippe")
    assert (philippe.listed, philippe.roles) == (False, {Role.AGENT})
    assert (await person(store, "nadia")).roles == {Role.AGENT, Role.HOTLINER}


async def test_nobody_leaves_twice(store: Store) -> None:
    await store.transact(lambda unit: unit.people.replace_directory([NADIA, PHILIPPE]))
    await store.transact(lambda unit: unit.people.replace_directory([NADIA]))
    counts = await store.transact(lambda unit: unit.people.replace_directory([NADIA]))
    assert counts == (1, 0)


async def test_whoever_comes_back_has_the_roles_of_the_new_line(store: Store) -> None:
    for directory in ([PHILIPPE], [NADIA], [an_entry("Philippe Morel", Role.HOTLINER)]):
        await store.transact(lambda unit, d=directory: unit.people.replace_directory(d))
    assert (await person(store, "philippe")).roles == {Role.AGENT, Role.HOTLINER}


async def test_the_language_that_somebody_chose_outlives_every_import(store: Store) -> None:
    def choose(unit: UnitOfWork) -> None:
        nadia = unit.people.get("nadia")
        assert nadia is not None
        nadia.choose_language("en")

    await store.transact(lambda unit: unit.people.replace_directory([NADIA]))
    await store.transact(choose)
    await store.transact(lambda unit: unit.people.replace_directory([PHILIPPE]))
    await store.transact(lambda unit: unit.people.replace_directory([NADIA]))
    assert (await person(store, "nadia")).chosen_locale == "en"


async def test_a_stranger_is_remembered_as_teams_introduces_them(store: Store) -> None:
    await store.transact(lambda unit: unit.people.meet("paul", "Paul", True, NOW))
    later = NOW + timedelta(days=2)
    await store.transact(lambda unit: unit.people.meet("paul", "", False, later))
    paul = await person(store, "paul")
    assert (paul.name, paul.guest, paul.seen_at) == ("Paul", False, later)
    assert paul.roles == {Role.AGENT}


async def test_only_listed_people_hold_a_role(store: Store) -> None:
    await store.transact(lambda unit: unit.people.replace_directory([NADIA, PHILIPPE]))
    await store.transact(lambda unit: unit.people.replace_directory([NADIA]))
    found = await store.read(
        lambda unit: [
            [p.person_id for p in unit.people.with_role(role)]
            for role in (Role.HOTLINER, Role.SUPERVISOR)
        ]
    )
    assert found == [["nadia"], []]


async def test_the_language_of_the_client_is_that_of_the_latest_place(store: Store) -> None:
    def write(unit: UnitOfWork) -> None:
        note(unit, "old", "nadia", NOW)
        note(unit, "new", "nadia", NOW + timedelta(hours=1))
        unit.session.connection().exec_driver_sql(
            "UPDATE conversations SET locale = CASE conversation_id "
            "WHEN 'new' THEN 'en-GB' ELSE 'fr-FR' END"
        )

    await store.transact(write)
    assert await store.read(lambda unit: unit.conversations.locale_of("nadia")) == "en-GB"
    assert await store.read(lambda unit: unit.conversations.locale_of("nobody")) is None
