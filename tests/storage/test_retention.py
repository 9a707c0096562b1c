"""What is kept no longer: whole things go, and never what is open or still to be said."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from domain.assembly import conduct
from domain.incident_desk import merge
from domain.incidents import State
from domain.people import Role
from storage.store import Store
from storage.tables import (
    conversations,
    incident_entries,
    incidents,
    outbox,
    people,
    postings,
    session_journal,
    session_people,
    sessions,
)
from storage.unit_of_work import UnitOfWork
from tests.storage.asking import an_entry, bind, note, rows, to_person, to_team
from tests.storage.test_sessions_kept import CLAIRE, enters, opened, planned, to_change
from tests.support.builders import NOW, an_incident, an_incident_that_is, camille, thomas

YEARS = timedelta(days=730)
LATER = NOW + YEARS + timedelta(days=1)
LONG_BEFORE = NOW - timedelta(days=400)


async def keeps(store: Store, state: State) -> None:
    """An incident in this state, whose cards both stand and are up to date."""

    def report(unit: UnitOfWork) -> None:
        note(unit, "chat", camille().person_id)
        bind(unit, "interventions", "channel")
        unit.incidents.add(an_incident_that_is(state))

    await store.transact(report)
    await store.transact(lambda unit: show_all(unit, "chat"))
    await store.transact(lambda unit: show_all(unit, "channel"))


def show_all(unit: UnitOfWork, place: str) -> None:
    for posting in unit.postings.behind_in(place, limit=99):
        unit.postings.mark_shown(posting, f"1:{posting.posting_id}", NOW)


async def forget_incidents(store: Store, at: datetime = LATER) -> int:
    return await store.transact(lambda unit: unit.retention.forget_incidents(at - YEARS, limit=50))


@pytest.mark.parametrize("state", [State.SOLVED, State.CANCELLED])
async def test_an_incident_that_is_over_goes_with_its_story_and_its_cards(
    store: Store, state: State
) -> None:
    await keeps(store, state)
    assert len(await rows(store, postings)) >= 2
    assert await forget_incidents(store) == 1
    for table in (incidents, incident_entries, postings):
        assert await rows(store, table) == []
    assert await forget_incidents(store) == 0


@pytest.mark.parametrize("state", [State.NEW, State.TAKEN, State.WAITING])
async def test_an_incident_that_is_open_is_never_too_old(store: Store, state: State) -> None:
    await keeps(store, state)
    assert await forget_incidents(store, NOW + 10 * YEARS) == 0
    assert len(await rows(store, incidents)) == 1


async def test_an_incident_merged_into_one_that_is_open_stays_with_it(store: Store) -> None:
    """Its reporter is still to be told the solution."""
    first, main = an_incident(serial=1), an_incident(serial=2)
    merge(first, main, thomas(), "form-merge", NOW)

    def report(unit: UnitOfWork) -> None:
        unit.incidents.add(first)
        unit.incidents.add(main)

    await store.transact(report)
    assert await forget_incidents(store) == 0
    held = await store.read(lambda unit: unit.dossiers.open_of(camille().person_id))
    assert len(held.incidents) == 2


async def test_what_was_written_on_an_incident_since_keeps_it(store: Store) -> None:
    await keeps(store, State.SOLVED)
    assert await forget_incidents(store, NOW + YEARS) == 0


async def test_an_incident_of_which_a_card_is_still_to_be_shown_waits_for_it(store: Store) -> None:
    await keeps(store, State.SOLVED)
    incident_id = (await rows(store, incidents))[0]["incident_id"]
    (card, *_) = [row for row in await rows(store, postings) if row["conversation_id"] == "channel"]
    assert card["subject_id"] == incident_id
    raised = postings.update().values(wanted=postings.c.wanted + 1)
    await store.transact(
        lambda unit: unit.session.execute(raised.where(postings.c.view == "incident.staff"))
    )
    assert await forget_incidents(store) == 0
    await store.transact(lambda unit: unit.lanes.close("channel", "gone", LATER))
    assert await forget_incidents(store) == 1


async def test_a_few_at_a_time(store: Store) -> None:
    def report(unit: UnitOfWork) -> None:
        for serial in range(1, 6):
            incident = an_incident_that_is(State.CANCELLED, serial=serial)
            unit.incidents.add(incident)

    await store.transact(report)
    done = [
        await store.transact(lambda unit: unit.retention.forget_incidents(LATER - YEARS, limit=2))
        for _ in range(4)
    ]
    assert done == [2, 2, 1, 0]


async def forget_people(store: Store, before: datetime = NOW - timedelta(days=365)) -> int:
    return await store.transact(lambda unit: unit.retention.forget_people(before, limit=50))


async def left(store: Store, wrote_at: datetime) -> None:
    """Thomas left the directory; his last message came then."""

    def leave(unit: UnitOfWork) -> None:
        entry = an_entry("Thomas Le Goff", Role.TECHNICIAN)
        unit.people.replace_directory([entry])
        unit.people.replace_directory([an_entry("Nadia Benali", Role.HOTLINER)])
        note(unit, "chat", "thomas", wrote_at)
        unit.tell("text", {"text": "Bonjour"}, to_person("thomas"))

    await store.transact(leave)


async def names(store: Store) -> list[str]:
    return [row["name"] for row in await rows(store, people)]


async def test_who_left_the_directory_goes_with_their_chats(store: Store) -> None:
    await left(store, LONG_BEFORE)
    assert await forget_people(store) == 1
    assert await names(store) == ["Nadia Benali"]
    assert await rows(store, conversations) == []
    assert await rows(store, outbox) == []


async def test_whoever_wrote_since_or_is_in_the_directory_stays(store: Store) -> None:
    await left(store, NOW)
    assert await forget_people(store) == 0
    assert sorted(await names(store)) == ["Nadia Benali", "Thomas Le Goff"]


@pytest.mark.parametrize("state", [State.NEW, State.TAKEN])
async def test_whoever_has_something_open_stays(store: Store, state: State) -> None:
    await left(store, LONG_BEFORE)
    incident = an_incident_that_is(state, thomas())
    if state is State.NEW:
        incident.reporter_id = "thomas"
    else:
        incident.assignee_id = "thomas"
    await store.transact(lambda unit: unit.incidents.add(incident))
    assert await forget_people(store) == 0


async def test_what_a_team_is_owed_in_the_chat_of_who_left_is_owed_elsewhere(store: Store) -> None:
    """A team without a channel had been heard in the chat of a supervisor."""

    def owe(unit: UnitOfWork) -> None:
        unit.people.replace_directory([an_entry("Philippe Morel", Role.SUPERVISOR)])
        note(unit, "chat", "philippe", LONG_BEFORE)
        unit.tell("text", {"text": "Une demande attend"}, to_team("sig"))
        unit.people.replace_directory([an_entry("Nadia Benali", Role.SUPERVISOR)])

    await store.transact(owe)
    assert await forget_people(store) == 1
    (owed,) = await rows(store, outbox)
    assert (owed["recipient"], owed["conversation_id"], owed["sent_at"]) == ("team:sig", None, None)


async def a_session(store: Store, *, closed: bool) -> None:
    await store.transact(planned)
    for number in range(3):
        await store.transact(lambda unit, n=number: enters(unit, n))
    await store.transact(opened)
    if closed:
        close = conduct.close_session
        await store.transact(lambda unit: close(to_change(unit), CLAIRE, NOW))


@pytest.mark.parametrize("closed", [True, False])
async def test_a_closed_session_goes_whole_and_an_open_one_stays_whole(
    store: Store, closed: bool
) -> None:
    await a_session(store, closed=closed)
    before = len(await rows(store, session_journal))
    forget = [
        await store.transact(lambda unit, at=at: unit.retention.forget_sessions(at, limit=50))
        for at in (NOW, LATER)
    ]
    assert forget == [0, int(closed)]
    left_of_it = [len(await rows(store, t)) for t in (session_journal, session_people, sessions)]
    assert left_of_it == ([0, 0, 0] if closed else [before, 4, 1])


async def test_who_is_in_a_session_that_is_not_closed_stays(store: Store) -> None:
    await store.transact(planned)

    def leave(unit: UnitOfWork) -> None:
        unit.people.replace_directory([an_entry("m0 Élue", Role.ELECTED)])
        unit.people.replace_directory([])

    await store.transact(leave)
    assert await forget_people(store) == 0
