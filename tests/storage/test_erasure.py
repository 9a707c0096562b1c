"""What an erasure takes, what it leaves, and whom it refuses."""

from __future__ import annotations

import pytest

from bot.dossier_words import LABELS, TECHNICAL
from domain.assembly import conduct
from domain.files import File
from domain.incident_desk import assign
from domain.incidents import State
from storage.store import Store
from storage.tables import (
    conversations,
    inbox,
    incident_entries,
    incidents,
    outbox,
    people,
    postings,
    session_journal,
    team_channels,
)
from tests.storage.asking import rows
from tests.storage.test_sessions_kept import CLAIRE, enters, opened, planned, to_change
from tests.support.builders import (
    NOW,
    a_person,
    an_incident,
    an_incident_that_is,
    camille,
    nadia,
    thomas,
)

ERASED = {"reporter_id", "reporter_name", "service", "what", "assignee_id", "assignee_name"}
KEPT = {
    "incident_id",
    "form_id",
    "year",
    "serial",
    "organisation",
    "category",
    "application",
    "audience",
    "hindrance",
    "priority",
    "team",
    "reported_at",
    "take_by",
    "state",
    "transmitted_at",
    "overdue_at",
    "transfers",
    "return_by",
    "waits_for",
    "review_by",
    "closed_at",
    "merged_into",
    "rating",
}
KEPT_OF_ENTRIES = {"entry_id", "incident_id", "position", "kind", "at", "form_id", "answers"}


def test_whoever_adds_a_column_to_requests_says_whether_it_is_erased() -> None:
    """Here, and in `storage/erasure.py` where it names somebody or holds their words."""
    assert {column.name for column in incidents.c} == ERASED | KEPT
    erased_of_entries = {"author_id", "author_name", "text", "about"}
    assert {column.name for column in incident_entries.c} == erased_of_entries | KEPT_OF_ENTRIES


def test_every_column_that_is_handed_out_has_a_name_that_people_read() -> None:
    told = (
        people,
        incidents,
        incident_entries,
        conversations,
        team_channels,
        inbox,
        outbox,
        postings,
    )
    columns = {column.name for table in told for column in table.columns}
    assert columns - set(LABELS) - TECHNICAL == set()


async def erase(store: Store, person_id: str) -> object:
    return await store.transact(
        lambda unit: unit.erasure.erase(person_id, name="Personne effacée", words="[…]", at=NOW)
    )


async def test_what_counts_a_request_stays_and_what_names_somebody_goes(store: Store) -> None:
    await store.transact(lambda unit: unit.incidents.add(an_incident_that_is(State.SOLVED)))
    (before,) = await rows(store, incidents)
    await erase(store, camille().person_id)
    await erase(store, thomas().person_id)
    (after,) = await rows(store, incidents)
    assert {name: after[name] for name in KEPT} == {name: before[name] for name in KEPT}
    assert {after[name] for name in ERASED} == {None, "erased", "Personne effacée", "", "[…]"}
    story = await rows(store, incident_entries)
    assert {(line["author_id"], line["author_name"]) for line in story} == {
        (None, "Personne effacée")
    }
    assert [line["text"] for line in story] == ["", "[…]"]


async def test_the_words_of_staff_on_the_request_of_another_stay(store: Store) -> None:
    await store.transact(lambda unit: unit.incidents.add(an_incident_that_is(State.SOLVED)))
    await erase(store, thomas().person_id)
    (incident,) = await rows(store, incidents)
    assert (incident["reporter_name"], incident["what"]) == (
        "Camille Petit",
        "Mon écran reste noir",
    )
    assert [line["text"] for line in await rows(store, incident_entries)] == ["", "Écran remplacé"]


async def test_a_line_that_says_to_whom_a_request_was_given_names_nobody_any_more(
    store: Store,
) -> None:
    incident = an_incident()
    assign(incident, nadia(), thomas(), "form-assign", NOW)
    assign(incident, nadia(), a_person("Paul Roy"), "form-again", NOW)
    incident.solve(nadia(), "Écran remplacé", "form-solution", NOW)
    await store.transact(lambda unit: unit.incidents.add(incident))
    await erase(store, "paul-roy")
    story = await rows(store, incident_entries)
    assert [line["about"] for line in story if line["kind"] == "assigned"] == [
        "Thomas Le Goff",
        "Personne effacée",
    ]


async def test_the_files_of_a_request_are_not_named_or_linked_any_more(store: Store) -> None:
    incident = an_incident()
    incident.attach([File("fiche de paie.pdf", "https://example.fr/paie")], camille(), NOW)
    incident.cancel(camille(), NOW)
    await store.transact(lambda unit: unit.incidents.add(incident))
    await erase(store, camille().person_id)
    (file,) = [line for line in await rows(store, incident_entries) if line["kind"] == "file"]
    assert (file["text"], file["about"]) == ("[…]", "")


@pytest.mark.parametrize("state", [State.NEW, State.TAKEN, State.WAITING])
async def test_an_open_request_holds_its_reporter_and_whoever_has_it_in_hand(
    store: Store, state: State
) -> None:
    await store.transact(lambda unit: unit.incidents.add(an_incident_that_is(state)))
    held = [
        await store.read(lambda unit, who=who: unit.dossiers.open_of(who.person_id))
        for who in (camille(), thomas())
    ]
    assert [len(found.incidents) for found in held] == [1, int(state is not State.NEW)]


async def test_a_session_holds_its_people_until_it_is_closed_and_its_journal_stays(
    store: Store,
) -> None:
    await store.transact(planned)
    for number in range(3):
        await store.transact(lambda unit, n=number: enters(unit, n))
    await store.transact(opened)
    held = await store.read(lambda unit: unit.dossiers.open_of("m1"))
    assert [row["title"] for row in held.sessions] == ["Commission permanente"]
    await store.transact(lambda unit: conduct.close_session(to_change(unit), CLAIRE, NOW))
    assert not await store.read(lambda unit: unit.dossiers.open_of("m1"))
    before = await rows(store, session_journal)
    erased = await erase(store, "m1")
    assert [row["title"] for row in erased.sessions] == ["Commission permanente"]
    assert await rows(store, session_journal) == before
