"""For each thing that happens: who is told what."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from domain import incident_desk as desk
from domain import incident_follow_up as follow_up
from domain.assembly.session import OnRecord
from domain.events import Event
from domain.incident_events import IncidentReported
from domain.incidents import Incident, State
from domain.notices import Recipient, Show, Tell
from domain.people import Person
from domain.telling import notices_for
from tests.support.builders import (
    NOW,
    ORGANISATION,
    an_incident,
    an_incident_that_is,
    camille,
    nadia,
    thomas,
)

CAMILLE = Recipient("person", "camille-petit")
TEAM = Recipient("team", "interventions")
OF_CAMILLE = Show("incident.reporter", f"{1:032x}", CAMILLE)
OF_THE_TEAM = Show("incident.staff", f"{1:032x}", TEAM)
QUESTION = Show("incident.question", f"{1:032x}.1", CAMILLE)
SOLUTION = {
    "number": "INC-2026-000001",
    "solution": "Câble changé",
    "solver_name": "Thomas Le Goff",
    "incident_id": f"{1:032x}",
}
NUMBERED = {"number": "INC-2026-000001", "incident_id": f"{1:032x}"}
THOMAS, NADIA = Recipient("person", "thomas-le-goff"), Recipient("person", "nadia-benali")
THE_OTHER_TEAM = Show("incident.staff", f"{1:032x}", Recipient("team", "sig"))

TOLD: dict[str, tuple[State, Callable[[Incident], None] | None, list[Show | Tell]]] = {
    "IncidentReported": (State.NEW, None, [OF_CAMILLE, OF_THE_TEAM]),
    "IncidentTransmitted": (State.NEW, lambda i: i.mark_transmitted(NOW), [OF_CAMILLE]),
    "IncidentTaken": (
        State.NEW,
        lambda incident: incident.take(thomas(), NOW),
        [OF_CAMILLE, OF_THE_TEAM],
    ),
    "IncidentOverdue": (
        State.NEW,
        lambda incident: incident.mark_overdue(incident.take_by),
        [OF_CAMILLE, OF_THE_TEAM],
    ),
    "DetailAdded": (
        State.TAKEN,
        lambda incident: incident.add_detail(camille(), "Hier", "form-a", NOW),
        [OF_CAMILLE, OF_THE_TEAM],
    ),
    "QuestionAsked": (
        State.NEW,
        lambda incident: incident.ask(thomas(), "Depuis quand ?", "form-a", NOW),
        [OF_CAMILLE, OF_THE_TEAM, QUESTION],
    ),
    "QuestionAnswered": (
        State.WAITING,
        lambda incident: incident.add_detail(camille(), "Hier", "form-a", NOW),
        [OF_CAMILLE, OF_THE_TEAM, QUESTION],
    ),
    "IncidentSolved": (
        State.TAKEN,
        lambda incident: incident.solve(thomas(), "Câble changé", "form-a", NOW),
        [OF_CAMILLE, OF_THE_TEAM, Tell("incident.solved", CAMILLE, SOLUTION)],
    ),
    "IncidentCancelled": (
        State.TAKEN,
        lambda incident: incident.cancel(camille(), NOW),
        [OF_CAMILLE, OF_THE_TEAM],
    ),
    "IncidentTransferred": (
        State.TAKEN,
        lambda i: desk.transfer(i, thomas(), "sig", "Carte", "form-a", ORGANISATION, NOW),
        [OF_CAMILLE, OF_THE_TEAM, THE_OTHER_TEAM],
    ),
    "IncidentAssigned": (
        State.TAKEN,
        lambda incident: desk.assign(incident, thomas(), nadia(), "form-a", NOW),
        [
            OF_CAMILLE,
            OF_THE_TEAM,
            Tell("incident.assigned", NADIA, NUMBERED | {"by_name": "Thomas Le Goff"}),
        ],
    ),
    "IncidentChanged": (
        State.TAKEN,
        lambda i: desk.change_priority(i, thomas(), "low", "form-a", ORGANISATION, NOW),
        [OF_CAMILLE, OF_THE_TEAM],
    ),
    "ReporterAwaited": (
        State.TAKEN,
        lambda i: desk.hold(i, thomas(), "agent", "Une photo", "1", "form-a", ORGANISATION, NOW),
        [
            OF_CAMILLE,
            OF_THE_TEAM,
            Tell("incident.awaits", CAMILLE, NUMBERED | {"reason": "Une photo"}),
        ],
    ),
    "IncidentToReview": (
        State.TAKEN,
        lambda incident: _wait_and_review(incident),
        [OF_CAMILLE, OF_THE_TEAM, Tell("incident.to_review", THOMAS, NUMBERED)],
    ),
    "IncidentReopened": (
        State.SOLVED,
        lambda i: follow_up.reopen(i, camille(), "Encore", "form-a", ORGANISATION, NOW),
        [
            OF_CAMILLE,
            OF_THE_TEAM,
            Tell("incident.reopened", THOMAS, NUMBERED | {"words": "Encore"}),
        ],
    ),
    "IncidentMerged": (
        State.NEW,
        lambda i: desk.merge(i, an_incident(serial=2), thomas(), "form-a", NOW),
        [
            OF_CAMILLE,
            OF_THE_TEAM,
            Tell(
                "incident.merged",
                CAMILLE,
                {"number": "INC-2026-000001", "main_number": "INC-2026-000002"},
            ),
        ],
    ),
    "IncidentJoined": (
        State.NEW,
        lambda main: desk.merge(
            an_incident(serial=2, reporter=nadia()), main, thomas(), "form-a", NOW
        ),
        [
            OF_CAMILLE,
            OF_THE_TEAM,
            Tell(
                "incident.joined",
                CAMILLE,
                {"number": "INC-2026-000001", "joined_number": "INC-2026-000002"},
            ),
        ],
    ),
    "IncidentRated": (
        State.SOLVED,
        lambda incident: follow_up.rate(incident, camille(), "yes", NOW),
        [OF_CAMILLE, OF_THE_TEAM],
    ),
}


def _wait_and_review(incident: Incident) -> None:
    desk.hold(incident, thomas(), "supplier", "Pièce", "1", "form-a", ORGANISATION, NOW)
    assert incident.review_by is not None
    desk.review(incident, incident.review_by)


def test_whoever_reported_the_same_thing_twice_is_told_once() -> None:
    main = an_incident()
    desk.merge(an_incident(serial=2), main, thomas(), "form-a", NOW)
    assert sorted(notices_for(main.events[-1]), key=str) == [OF_CAMILLE, OF_THE_TEAM]


def test_a_caller_whom_the_directory_does_not_know_is_owed_nothing() -> None:
    incident = an_incident(reporter=Person(person_id="", name="Madame Roux"))
    incident.take(thomas(), NOW)
    incident.solve(thomas(), "Câble changé", "form-a", NOW)
    told = [notice for event in incident.events for notice in notices_for(event)]
    assert set(told) == {OF_THE_TEAM}


@pytest.mark.parametrize("name", TOLD)
def test_whoever_must_know_is_told(name: str) -> None:
    state, gesture, told = TOLD[name]
    incident = an_incident_that_is(state)
    if gesture is not None:
        gesture(incident)
    event = incident.events[-1]
    assert type(event).__name__ == name
    notices = notices_for(event)
    assert sorted(notices, key=str) == sorted(told, key=str)


def test_every_event_of_the_product_is_spoken_of_above() -> None:
    """What goes on the record of a session has one rule for all: tests/domain/assembly has it."""
    events = {kind for kind in _kinds_of(Event) if kind.__module__.startswith("domain.")}
    names = {kind.__name__ for kind in events - {OnRecord}}
    assert names == set(TOLD)


def test_an_event_that_nobody_thought_of_is_a_mistake() -> None:
    class Forgotten(IncidentReported): ...

    with pytest.raises(KeyError):
        notices_for(Forgotten("i", "p", "hotline"))


def test_a_recipient_is_read_back_as_it_was_written() -> None:
    for recipient in (CAMILLE, TEAM, Recipient("conversation", "19:abc;messageid=1:2")):
        assert Recipient.parse(str(recipient)) == recipient


def test_the_team_is_that_of_the_category() -> None:
    shown = notices_for(an_incident(category="carte").events[0])
    assert [notice.to for notice in shown] == [CAMILLE, Recipient("team", "sig")]


def _kinds_of(kind: type[Event]) -> set[type[Event]]:
    """The events that happen: those that no other event stands on."""
    heirs = kind.__subclasses__()
    return {leaf for heir in heirs for leaf in _kinds_of(heir)} if heirs else {kind}
