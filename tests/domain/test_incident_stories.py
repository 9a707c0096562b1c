"""Questions and their answers, promises that pass, and what is told only once."""

from __future__ import annotations

from datetime import timedelta

import pytest

from domain.incidents import State
from tests.support.builders import (
    NOW,
    an_incident,
    an_incident_that_is,
    camille,
    happened,
    lines,
    minutes_later,
    thomas,
)


def test_a_question_waits_until_the_reporter_writes() -> None:
    incident = an_incident()
    incident.ask(thomas(), "Depuis quand ?", "form-1", NOW)
    question = incident.open_question
    assert question is not None
    assert question.text == "Depuis quand ?"
    assert incident.answer_to(question) is None

    incident.add_detail(camille(), "Depuis hier", "form-2", minutes_later(3))
    assert incident.open_question is None
    answer = incident.answer_to(question)
    assert answer is not None
    assert answer.text == "Depuis hier"
    assert happened(incident)[-2:] == ["QuestionAsked", "QuestionAnswered"]


def test_what_was_written_before_the_question_does_not_answer_it() -> None:
    incident = an_incident()
    incident.add_detail(camille(), "Tout est noir", "form-1", NOW)
    incident.ask(thomas(), "Depuis quand ?", "form-2", NOW)
    question = incident.open_question
    assert question is not None
    assert incident.answer_to(question) is None


def test_the_first_answer_stays_the_answer() -> None:
    incident = an_incident_that_is(State.WAITING)
    question = incident.open_question
    assert question is not None
    incident.add_detail(camille(), "Oui", "form-1", NOW)
    incident.add_detail(camille(), "Et l'imprimante aussi", "form-2", NOW)
    answer = incident.answer_to(question)
    assert answer is not None
    assert answer.text == "Oui"
    assert happened(incident)[-2:] == ["QuestionAnswered", "DetailAdded"]


def test_a_second_question_is_the_one_that_waits() -> None:
    incident = an_incident_that_is(State.WAITING)
    incident.ask(thomas(), "Et le voyant ?", "form-1", NOW)
    assert incident.open_question is not None
    assert incident.open_question.text == "Et le voyant ?"


@pytest.mark.parametrize("state", [State.NEW, State.TAKEN, State.SOLVED, State.CANCELLED])
def test_no_question_waits_where_nobody_asked(state: State) -> None:
    assert an_incident_that_is(state).open_question is None


def test_a_question_that_waits_is_dropped_when_the_incident_is_over() -> None:
    incident = an_incident_that_is(State.WAITING)
    incident.solve(thomas(), "Écran remplacé", "form-1", NOW)
    assert incident.open_question is None


def test_a_new_incident_is_overdue_from_the_minute_promised() -> None:
    incident = an_incident()
    incident.mark_overdue(incident.take_by - timedelta(seconds=1))
    assert incident.overdue_at is None

    incident.mark_overdue(incident.take_by)
    assert incident.overdue_at == incident.take_by
    assert incident.state is State.NEW
    assert lines(incident) == ["overdue"]


def test_it_is_overdue_only_once() -> None:
    incident = an_incident()
    incident.mark_overdue(incident.take_by)
    incident.mark_overdue(incident.take_by + timedelta(hours=1))
    assert incident.overdue_at == incident.take_by
    assert happened(incident) == ["IncidentReported", "IncidentOverdue"]


@pytest.mark.parametrize("state", [s for s in State if s is not State.NEW])
def test_what_somebody_deals_with_is_never_overdue(state: State) -> None:
    incident = an_incident_that_is(state)
    before = lines(incident)
    incident.mark_overdue(incident.take_by + timedelta(days=3))
    assert incident.overdue_at is None
    assert lines(incident) == before


def test_an_overdue_incident_can_still_be_taken() -> None:
    incident = an_incident()
    incident.mark_overdue(incident.take_by)
    incident.take(thomas(), incident.take_by + timedelta(minutes=1))
    assert lines(incident) == ["overdue", "taken"]


def test_an_incident_is_transmitted_once() -> None:
    incident = an_incident()
    incident.mark_transmitted(NOW)
    incident.mark_transmitted(minutes_later(5))
    assert incident.transmitted_at == NOW
    assert happened(incident) == ["IncidentReported", "IncidentTransmitted"]


def test_every_line_of_a_story_has_its_own_name_and_place() -> None:
    incident = an_incident_that_is(State.WAITING)
    incident.add_detail(camille(), "Oui", "form-1", NOW)
    incident.solve(thomas(), "Écran remplacé", "form-2", NOW)
    assert [entry.position for entry in incident.entries] == [0, 1, 2, 3]
    assert len({entry.entry_id for entry in incident.entries}) == 4


def test_what_people_write_is_kept_without_the_blanks_around_it() -> None:
    incident = an_incident("  Mon écran\nreste noir \n")
    incident.add_detail(camille(), "\n depuis hier\t", "form-1", NOW)
    assert incident.what == "Mon écran\nreste noir"
    assert incident.entries[-1].text == "depuis hier"
