"""The queue and the search: the same on both databases, whatever is typed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event

from domain.incidents import Incident, State
from domain.people import Person
from storage import incident_lists
from storage.store import Store
from storage.unit_of_work import UnitOfWork
from tests.support.builders import (
    NOW,
    a_person,
    an_incident,
    an_incident_that_is,
    camille,
    minutes_later,
    thomas,
)

TEAMS = ["interventions"]
LONG_AGO = NOW - timedelta(days=365)


async def keep(store: Store, *some: Incident) -> None:
    await store.transact(lambda unit: [unit.incidents.add(each) for each in some] and None)


async def found(
    store: Store, words: str, *, by: Person | None = None, teams: Iterable[str] = TEAMS
) -> list[int]:
    person_id = (by or thomas()).person_id
    some = await store.read(
        lambda unit: unit.incident_lists.found(words, person_id, [*teams], limit=50)
    )
    return [incident.serial for incident in some]


async def queued(store: Store, teams: list[str], assignee_id: str | None = None) -> list[int]:
    def look(unit: UnitOfWork) -> tuple[list[int], int]:
        lists = unit.incident_lists
        serials = [incident.serial for incident in lists.queue(teams, assignee_id)]
        return serials, lists.queue_length(teams, assignee_id)

    serials, length = await store.read(look)
    assert length == len(serials)
    return serials


async def test_the_queue_has_what_is_open_the_most_urgent_and_then_the_oldest_first(
    store: Store,
) -> None:
    await keep(
        store,
        an_incident(serial=1, hindrance="yes"),
        an_incident(serial=2, hindrance="no", at=minutes_later(9)),
        an_incident(serial=3, hindrance="no", at=minutes_later(5)),
        an_incident(serial=4, audience="public", hindrance="no", at=minutes_later(20)),
        an_incident(serial=5, category="carte"),
        an_incident_that_is(State.SOLVED, serial=6),
        an_incident_that_is(State.CANCELLED, serial=7),
        an_incident_that_is(State.WAITING, serial=8),
    )
    assert await queued(store, TEAMS) == [4, 8, 3, 2, 1]
    assert await queued(store, ["interventions", "sig"]) == [4, 5, 8, 3, 2, 1]
    assert await queued(store, TEAMS, thomas().person_id) == [8]
    assert await queued(store, []) == []
    assert await queued(store, ["'; DROP TABLE incidents; --"]) == []
    assert await store.read(lambda unit: unit.incident_lists.teams()) == ["interventions", "sig"]


async def test_the_queue_comes_a_page_at_a_time(store: Store) -> None:
    await keep(store, *(an_incident(serial=n, at=minutes_later(n)) for n in range(1, 8)))
    page = await store.read(lambda u: u.incident_lists.queue(TEAMS, offset=5, limit=5))
    assert [incident.serial for incident in page] == [6, 7]


async def test_a_number_is_found_whatever_its_year(store: Store) -> None:
    await keep(store, an_incident(serial=12))
    numbers = [(2027, 12), (2026, 12), (999_999_999, 999_999_999)]
    some = await store.read(lambda u: u.incident_lists.numbered(numbers))
    assert [incident.number for incident in some] == ["INC-2026-000012"]


@pytest.mark.parametrize(
    ("written", "sought"),
    [
        ("Mon écran reste noir", "ecran"),
        ("Mon écran reste noir", "ÉCRAN Noir"),
        ("MON ÉCRAN", "écran"),
        ("Mon e\u0301cran", "écran"),
        ("La bœuf-thèque", "BOEUF"),
        ("Le cœur", "cœur"),
        ("ça dépend où", "ca depend ou"),
        ("Zoë a noté 100 % de pertes", "100 %"),
        ("le champ nom_usage", "nom_usage"),
        ('c\'est "bloqué"', '"bloqué"'),
        (r"C:\temp\x", r"\temp"),
        ("une barre a/b", "a/b"),
        ("😀 bravo", "😀"),
        ("Ошибка", "ОШИБКА"),
        ("x" * 4000, "x" * 100),
    ],
)
async def test_words_are_found_whatever_their_case_and_accents(
    store: Store, written: str, sought: str
) -> None:
    await keep(store, an_incident(written))
    assert await found(store, sought) == [1]


@pytest.mark.parametrize(
    "sought",
    ["%", "_", "nom%usage", "nom_usage", "\\", "/", "'", "' OR 1=1 --", "éc%", "😀", "\ud7ff"],
)
async def test_what_means_something_to_the_database_means_nothing_here(
    store: Store, sought: str
) -> None:
    await keep(store, an_incident("le champ nomXusage est perdu"))
    assert await found(store, sought) == []


async def test_all_words_must_stand_there_in_any_order(store: Store) -> None:
    await keep(store, an_incident("Mon écran reste noir"), an_incident("Écran bleu", serial=2))
    assert await found(store, "noir écran") == [1]
    assert await found(store, "écran vert") == []
    assert await found(store, "petit camille") == [2, 1]


async def test_an_agent_finds_their_own_and_the_staff_those_of_its_teams(store: Store) -> None:
    awa = a_person("Awa Diallo")
    old = an_incident("écran d'Awa", serial=3, reporter=awa, at=LONG_AGO - timedelta(days=1))
    await keep(
        store,
        an_incident("écran de Camille"),
        an_incident("écran d'Awa", serial=2, reporter=awa, category="carte"),
        old,
    )
    assert await found(store, "écran", by=camille(), teams=[]) == [1]
    assert await found(store, "écran", by=awa, teams=[]) == [2, 3]
    assert await found(store, "écran") == [1, 3]
    assert await found(store, "écran", teams=["sig"]) == [2]
    assert await found(store, "écran", by=camille(), teams=["sig"]) == [2, 1]


async def test_what_is_open_comes_first_and_no_more_than_asked(store: Store) -> None:
    await keep(
        store,
        an_incident_that_is(State.SOLVED, serial=1),
        *(an_incident(serial=n, at=minutes_later(-n)) for n in range(2, 60)),
    )
    serials = await found(store, "écran")
    assert serials[:2] == [2, 3]
    assert len(serials) == 50


async def test_only_the_latest_of_a_team_are_looked_through_but_all_of_ones_own(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(incident_lists, "LOOKED_THROUGH", 3)
    await keep(store, *(an_incident(serial=n, at=minutes_later(n)) for n in range(1, 8)))
    assert await found(store, "écran") == [7, 6, 5]
    assert await found(store, "écran", by=camille()) == [7, 6, 5, 4, 3, 2, 1]


async def test_neither_the_queue_nor_the_search_reads_what_is_of_no_concern(store: Store) -> None:
    """By the plan of each statement as it was run: an index, and never the whole table."""
    run: list[tuple[str, Any]] = []

    def explain(unit: UnitOfWork) -> list[str]:
        connection = unit.session.connection()
        is_sqlite = connection.dialect.name == "sqlite"
        event.listen(connection, "before_cursor_execute", lambda *call: run.append(call[2:4]))
        lists = unit.incident_lists
        lists.queue(TEAMS)
        lists.queue_length(TEAMS)
        lists.teams()
        lists.numbered([(2026, 1), (2025, 1)])
        lists.found("écran noir", "camille", TEAMS, limit=50)
        lists.found("écran noir", "camille", [], limit=50)
        unit.incidents.overdue(NOW, limit=50)
        if not is_sqlite:
            connection.exec_driver_sql("SET LOCAL enable_seqscan = off")
        prefix = "EXPLAIN QUERY PLAN " if is_sqlite else "EXPLAIN "
        return [
            str(connection.exec_driver_sql(prefix + query, given).all()) for query, given in run[:7]
        ]

    plans = await store.read(explain)
    assert len(plans) == 7
    for plan in plans:
        assert "SCAN incidents" not in plan
        assert "Seq Scan" not in plan
        assert "index" in plan.lower()
    assert "ix_incidents_take_by" in plans[-1], "what is due each second has an index of its own"
