"""Every gesture on an incident in every state: what it leads to, or why it is refused."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from domain import incident_desk as desk
from domain import incident_follow_up as follow_up
from domain.errors import Refusal
from domain.incident_story import EntryKind
from domain.incidents import Incident, State
from domain.input import LONGEST_TEXT
from tests.support.builders import (
    NOW,
    ORGANISATION,
    an_incident,
    an_incident_that_is,
    camille,
    happened,
    lines,
    minutes_later,
    nadia,
    thomas,
)

LATER = minutes_later(10)
GESTURES: dict[str, Callable[[Incident], None]] = {
    "Thomas takes": lambda incident: incident.take(thomas(), LATER),
    "Nadia takes": lambda incident: incident.take(nadia(), LATER),
    "Thomas asks": lambda incident: incident.ask(thomas(), "Depuis quand ?", "form-a", LATER),
    "Camille adds": lambda incident: incident.add_detail(camille(), "Hier", "form-b", LATER),
    "Nadia adds": lambda incident: incident.add_detail(nadia(), "Hier", "form-c", LATER),
    "Thomas solves": lambda incident: incident.solve(thomas(), "Câble changé", "form-d", LATER),
    "Camille cancels": lambda incident: incident.cancel(camille(), LATER),
    "Nadia cancels": lambda incident: incident.cancel(nadia(), LATER),
    "Thomas transfers": lambda incident: desk.transfer(
        incident, thomas(), "sig", "C'est une carte", "form-t", ORGANISATION, LATER
    ),
    "Thomas assigns Nadia": lambda incident: desk.assign(
        incident, thomas(), nadia(), "form-n", LATER
    ),
    "Thomas makes it urgent": lambda incident: desk.change_priority(
        incident, thomas(), "critical", "form-p", ORGANISATION, LATER
    ),
    "Thomas holds": lambda incident: desk.hold(
        incident, thomas(), "supplier", "Pièce", "1", "form-h", ORGANISATION, LATER
    ),
    "Thomas resumes": lambda incident: desk.resume(incident, thomas(), LATER),
    "Thomas merges": lambda incident: desk.merge(
        incident, an_incident(serial=7), thomas(), "form-m", LATER
    ),
    "Camille reopens": lambda incident: follow_up.reopen(
        incident, camille(), "Encore noir", "form-r", ORGANISATION, LATER
    ),
    "Nadia reopens": lambda incident: follow_up.reopen(
        incident, nadia(), "Encore noir", "form-r", ORGANISATION, LATER
    ),
    "Camille rates": lambda incident: follow_up.rate(incident, camille(), "yes", LATER),
    "Nadia rates": lambda incident: follow_up.rate(incident, nadia(), "yes", LATER),
}
OUTCOMES: dict[str, dict[str, str]] = {
    "new": {
        "Thomas takes": "taken",
        "Nadia takes": "taken",
        "Thomas asks": "waiting",
        "Camille adds": "new",
        "Nadia adds": "incident.not_yours",
        "Thomas solves": "solved",
        "Camille cancels": "cancelled",
        "Nadia cancels": "incident.not_yours",
        "Thomas transfers": "new",
        "Thomas assigns Nadia": "taken",
        "Thomas makes it urgent": "new",
        "Thomas holds": "waiting",
        "Thomas resumes": "nothing",
        "Thomas merges": "merged",
        "Camille reopens": "incident.not_solved",
        "Nadia reopens": "incident.not_yours",
        "Camille rates": "incident.not_solved",
        "Nadia rates": "incident.not_yours",
    },
    "taken": {
        "Thomas takes": "nothing",
        "Nadia takes": "incident.already_taken",
        "Thomas asks": "waiting",
        "Camille adds": "taken",
        "Nadia adds": "incident.not_yours",
        "Thomas solves": "solved",
        "Camille cancels": "cancelled",
        "Nadia cancels": "incident.not_yours",
        "Thomas transfers": "new",
        "Thomas assigns Nadia": "taken",
        "Thomas makes it urgent": "taken",
        "Thomas holds": "waiting",
        "Thomas resumes": "nothing",
        "Thomas merges": "merged",
        "Camille reopens": "incident.not_solved",
        "Nadia reopens": "incident.not_yours",
        "Camille rates": "incident.not_solved",
        "Nadia rates": "incident.not_yours",
    },
    "waiting": {
        "Thomas takes": "nothing",
        "Nadia takes": "incident.already_taken",
        "Thomas asks": "waiting",
        "Camille adds": "taken",
        "Nadia adds": "incident.not_yours",
        "Thomas solves": "solved",
        "Camille cancels": "cancelled",
        "Nadia cancels": "incident.not_yours",
        "Thomas transfers": "new",
        "Thomas assigns Nadia": "waiting",
        "Thomas makes it urgent": "waiting",
        "Thomas holds": "waiting",
        "Thomas resumes": "taken",
        "Thomas merges": "merged",
        "Camille reopens": "incident.not_solved",
        "Nadia reopens": "incident.not_yours",
        "Camille rates": "incident.not_solved",
        "Nadia rates": "incident.not_yours",
    },
    "solved": {
        "Thomas takes": "incident.solved",
        "Nadia takes": "incident.solved",
        "Thomas asks": "incident.solved",
        "Camille adds": "incident.solved",
        "Nadia adds": "incident.not_yours",
        "Thomas solves": "incident.solved",
        "Camille cancels": "incident.solved",
        "Nadia cancels": "incident.not_yours",
        "Thomas transfers": "incident.solved",
        "Thomas assigns Nadia": "incident.solved",
        "Thomas makes it urgent": "incident.solved",
        "Thomas holds": "incident.solved",
        "Thomas resumes": "incident.solved",
        "Thomas merges": "incident.solved",
        "Camille reopens": "new",
        "Nadia reopens": "incident.not_yours",
        "Camille rates": "solved",
        "Nadia rates": "incident.not_yours",
    },
    "cancelled": {
        "Thomas takes": "incident.cancelled",
        "Nadia takes": "incident.cancelled",
        "Thomas asks": "incident.cancelled",
        "Camille adds": "incident.cancelled",
        "Nadia adds": "incident.not_yours",
        "Thomas solves": "incident.cancelled",
        "Camille cancels": "nothing",
        "Nadia cancels": "incident.not_yours",
        "Thomas transfers": "incident.cancelled",
        "Thomas assigns Nadia": "incident.cancelled",
        "Thomas makes it urgent": "incident.cancelled",
        "Thomas holds": "incident.cancelled",
        "Thomas resumes": "incident.cancelled",
        "Thomas merges": "incident.cancelled",
        "Camille reopens": "incident.not_solved",
        "Nadia reopens": "incident.not_yours",
        "Camille rates": "incident.not_solved",
        "Nadia rates": "incident.not_yours",
    },
    "merged": {
        "Thomas takes": "incident.merged",
        "Nadia takes": "incident.merged",
        "Thomas asks": "incident.merged",
        "Camille adds": "incident.merged",
        "Nadia adds": "incident.not_yours",
        "Thomas solves": "incident.merged",
        "Camille cancels": "incident.merged",
        "Nadia cancels": "incident.not_yours",
        "Thomas transfers": "incident.merged",
        "Thomas assigns Nadia": "incident.merged",
        "Thomas makes it urgent": "incident.merged",
        "Thomas holds": "incident.merged",
        "Thomas resumes": "incident.merged",
        "Thomas merges": "incident.merged",
        "Camille reopens": "incident.not_solved",
        "Nadia reopens": "incident.not_yours",
        "Camille rates": "incident.not_solved",
        "Nadia rates": "incident.not_yours",
    },
}
CASES = [(state, gesture) for state in State for gesture in GESTURES]


def test_the_table_speaks_of_every_gesture_in_every_state() -> None:
    assert {state: set(row) for state, row in OUTCOMES.items()} == {
        state.value: set(GESTURES) for state in State
    }


@pytest.mark.parametrize(("state", "gesture"), CASES)
def test_each_gesture_leads_where_the_table_says(state: State, gesture: str) -> None:
    incident, outcome = an_incident_that_is(state), OUTCOMES[state][gesture]
    said, recorded = len(incident.entries), len(incident.events)
    if "." in outcome:
        with pytest.raises(Refusal) as refused:
            GESTURES[gesture](incident)
        assert refused.value.code == outcome
        assert refused.value.facts["number"] == incident.number
    else:
        GESTURES[gesture](incident)
    if "." in outcome or outcome == "nothing":
        assert incident.state is state
        assert (len(incident.entries), len(incident.events)) == (said, recorded)
    else:
        assert incident.state == outcome
        assert len(incident.entries) > said
        assert len(incident.events) == recorded + 1


def test_whoever_takes_it_is_named_and_the_story_says_when() -> None:
    incident = an_incident()
    incident.take(thomas(), LATER)
    assert incident.assignee_name == "Thomas Le Goff"
    taken = incident.entries[-1]
    assert (taken.kind, taken.author_name, taken.at) == ("taken", "Thomas Le Goff", LATER)


def test_taking_twice_is_taking_once() -> None:
    incident = an_incident()
    incident.take(thomas(), NOW)
    incident.take(thomas(), LATER)
    assert lines(incident) == ["taken"]
    assert happened(incident) == ["IncidentReported", "IncidentTaken"]


def test_whoever_comes_second_learns_who_was_first() -> None:
    incident = an_incident_that_is(State.TAKEN)
    with pytest.raises(Refusal) as refused:
        incident.take(nadia(), LATER)
    assert refused.value.facts == {"name": "Thomas Le Goff", "number": incident.number}
    assert incident.assignee_name == "Thomas Le Goff"


@pytest.mark.parametrize("gesture", ["Thomas asks", "Thomas solves"])
def test_whoever_asks_or_solves_a_new_incident_takes_it(gesture: str) -> None:
    incident = an_incident()
    GESTURES[gesture](incident)
    assert incident.assignee_name == "Thomas Le Goff"
    assert lines(incident)[0] == "taken"


@pytest.mark.parametrize("state", [State.TAKEN, State.WAITING])
def test_a_colleague_may_ask_and_solve_without_taking_it_away(state: State) -> None:
    incident = an_incident_that_is(state)
    incident.ask(nadia(), "Sous garantie ?", "form-e", LATER)
    incident.solve(nadia(), "Échangé", "form-f", LATER)
    assert incident.assignee_name == "Thomas Le Goff"
    assert incident.entries[-1].kind is EntryKind.SOLVED
    assert incident.entries[-1].author_name == "Nadia Benali"


@pytest.mark.parametrize("gesture", ["Thomas asks", "Camille adds", "Thomas solves"])
def test_a_form_that_was_sent_is_known_again(gesture: str) -> None:
    incident = an_incident()
    assert not incident.has_entry_from("form-a")
    GESTURES[gesture](incident)
    form = {"Thomas asks": "form-a", "Camille adds": "form-b", "Thomas solves": "form-d"}[gesture]
    assert incident.has_entry_from(form)
    assert not incident.has_entry_from("form-of-somebody-else")


@pytest.mark.parametrize("words", ["", " \n\t ", "x" * (LONGEST_TEXT + 1)])
def test_too_few_words_or_too_many_change_nothing(words: str) -> None:
    incident = an_incident()
    code = "text.too_long" if words.startswith("x") else "text.missing"
    for field, gesture in {
        "question": lambda: incident.ask(thomas(), words, "form-a", LATER),
        "detail": lambda: incident.add_detail(camille(), words, "form-b", LATER),
        "solution": lambda: incident.solve(thomas(), words, "form-c", LATER),
    }.items():
        with pytest.raises(Refusal) as refused:
            gesture()
        assert (refused.value.code, refused.value.field) == (code, field)
    assert (incident.state, incident.entries) == (State.NEW, [])


def test_a_number_says_the_year_and_is_six_figures_long() -> None:
    assert an_incident(serial=42).number == "INC-2026-000042"
