"""For each thing that happens: who is told what."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from domain.assembly.session import OnRecord
from domain.events import Event
from domain.incident_events import IncidentReported
from domain.incidents import Incident, State
from domain.notices import Recipient, Show, Tell
from domain.telling import notices_for
from tests.support.builders import NOW, an_incident, an_incident_that_is, camille, thomas

CAMILLE = Recipient("person", "camille-petit")
TEAM = Recipient("team", "interventions")
OF_CAMILLE = Show("incident.reporter", f"{1:032x}", CAMILLE)
OF_THE_TEAM = Show("incident.staff", f"{1:032x}", TEAM)
QUESTION = Show("incident.question", f"{1:032x}.1", CAMILLE)
SOLUTION = {
    "number": "INC-2026-000001",
    "solution": "Câble changé",
    "solver_name": "Thomas Le Goff",
}

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
}


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
