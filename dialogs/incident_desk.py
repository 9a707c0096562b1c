"""What the staff of a team does with an incident: one short function per gesture."""

from __future__ import annotations

from datetime import datetime

from cards.actions import (
    AskQuestion,
    OpenQuestionForm,
    OpenSolutionForm,
    ReadIncident,
    SolveIncident,
    TakeIncident,
)
from cards.incident_forms import Filled, question_form, solution_form
from cards.incident_lists import whole_story
from cards.incidents import staff_card
from cards.kit import Card
from cards.refusals import refusal_line
from dialogs.routing import Reader, Reply, Router, Turn
from domain.errors import Refusal
from domain.incidents import Incident
from domain.notices import staff_side
from domain.people import EVERYONE, STAFF, Role
from storage.unit_of_work import UnitOfWork

router = Router()


def shown_with_reason(
    turn: Turn, action: TakeIncident | AskQuestion | SolveIncident, refusal: Refusal
) -> Reply:
    """The card as it stands now, with why nothing was done."""
    incident = team_incident(turn, action.incident_id)
    return _shown(turn, incident, refusal_line(refusal, turn.texts))


@router.on(TakeIncident, allowed=STAFF, on_refusal=shown_with_reason)
def take_incident(turn: Turn, action: TakeIncident) -> Reply:
    incident = team_incident(turn, action.incident_id, for_change=True)
    incident.take(turn.person, turn.at)
    return _shown(turn, incident)


@router.on(OpenQuestionForm, allowed=STAFF, reads=True)
def open_question_form(turn: Turn, action: OpenQuestionForm) -> Reply:
    incident = open_team_incident(turn, action.incident_id)
    card = question_form(incident, Filled(turn.new_id()), turn.texts, turn.surface)
    return Reply(card=card, title=_title(turn, "question", incident))


def ask_again(turn: Turn, action: AskQuestion, refusal: Refusal) -> Reply:
    if refusal.field is None:
        return shown_with_reason(turn, action, refusal)
    incident = team_incident(turn, action.incident_id)
    filled = Filled(action.form_id, action.question, refusal)
    card = question_form(incident, filled, turn.texts, turn.surface)
    return Reply(card=card, title=_title(turn, "question", incident))


@router.on(AskQuestion, allowed=STAFF, on_refusal=ask_again)
def ask_question(turn: Turn, action: AskQuestion) -> Reply:
    incident = team_incident(turn, action.incident_id, for_change=True)
    if not incident.has_entry_from(action.form_id):
        incident.ask(turn.person, action.question, action.form_id, turn.at)
    return _shown(turn, incident, closes=True)


@router.on(OpenSolutionForm, allowed=STAFF, reads=True)
def open_solution_form(turn: Turn, action: OpenSolutionForm) -> Reply:
    incident = open_team_incident(turn, action.incident_id)
    card = solution_form(incident, Filled(turn.new_id()), turn.texts, turn.surface)
    return Reply(card=card, title=_title(turn, "solution", incident))


def solve_again(turn: Turn, action: SolveIncident, refusal: Refusal) -> Reply:
    if refusal.field is None:
        return shown_with_reason(turn, action, refusal)
    incident = team_incident(turn, action.incident_id)
    filled = Filled(action.form_id, action.solution, refusal)
    card = solution_form(incident, filled, turn.texts, turn.surface)
    return Reply(card=card, title=_title(turn, "solution", incident))


@router.on(SolveIncident, allowed=STAFF, on_refusal=solve_again)
def solve_incident(turn: Turn, action: SolveIncident) -> Reply:
    incident = team_incident(turn, action.incident_id, for_change=True)
    if not incident.has_entry_from(action.form_id):
        incident.solve(turn.person, action.solution, action.form_id, turn.at)
    return _shown(turn, incident, closes=True)


@router.on(ReadIncident, allowed=EVERYONE, reads=True)
def read_incident(turn: Turn, action: ReadIncident) -> Reply:
    """Everything that was written, for whoever reported it and for the team."""
    incident = known_incident(turn, action.incident_id)
    if incident.reporter_id != turn.person.person_id:
        _refuse_unless_staff(turn, incident)
    card = whole_story(incident, action.page, turn.texts, turn.at, turn.surface)
    return Reply(card=card, title=incident.number)


def mark_transmitted(store: UnitOfWork, incident_id: str, at: datetime) -> None:
    """Teams has accepted the card of the team."""
    incident = store.incidents.get(incident_id, for_change=True)
    if incident is not None:
        incident.mark_transmitted(at)


@router.view("incident.staff", on_first_shown=mark_transmitted)
def draw_for_staff(reader: Reader, incident_id: str) -> Card | None:
    """An incident that was over before its card stood anywhere needs none."""
    incident = reader.store.incidents.get(incident_id)
    if incident is None or (incident.is_over and not reader.posted):
        return None
    return staff_card(incident, reader.organisation, reader.texts, reader.at)


@router.when_due
def mark_overdue(store: UnitOfWork, at: datetime) -> int:
    """Nobody took these in time: their two cards say so."""
    overdue = store.incidents.overdue(at, limit=50)
    for incident in overdue:
        incident.mark_overdue(at)
    return len(overdue)


def known_incident(turn: Turn, incident_id: str, *, for_change: bool = False) -> Incident:
    incident = turn.store.incidents.get(incident_id, for_change=for_change)
    if incident is None:
        raise Refusal("incident.unknown")
    return incident


def team_incident(turn: Turn, incident_id: str, *, for_change: bool = False) -> Incident:
    """An incident that this person's team deals with.

    Raises Refusal `incident.unknown` or `incident.not_your_team`.
    """
    incident = known_incident(turn, incident_id, for_change=for_change)
    _refuse_unless_staff(turn, incident)
    return incident


def open_team_incident(turn: Turn, incident_id: str) -> Incident:
    """Before a form is filled: there must be something left to do."""
    incident = team_incident(turn, incident_id)
    if incident.is_over:
        raise Refusal(f"incident.{incident.state}", number=incident.number)
    return incident


def _title(turn: Turn, form: str, incident: Incident) -> str:
    return turn.texts(f"form.{form}_title", number=incident.number)


def _refuse_unless_staff(turn: Turn, incident: Incident) -> None:
    """Only the staff of the team may; where its cards go to others, these others too."""
    served_by = turn.store.conversations.serving(incident.team)
    if turn.organisation.may_handle(turn.person, {incident.team, served_by or incident.team}):
        return
    if served_by is None and Role.SUPERVISOR in turn.person.roles:
        return
    name = turn.organisation.teams[incident.team].name
    raise Refusal("incident.not_your_team", team=name, number=incident.number)


def _shown(
    turn: Turn, incident: Incident, banner: str | None = None, *, closes: bool = False
) -> Reply:
    card = staff_card(incident, turn.organisation, turn.texts, turn.at, banner)
    return Reply(card=card, living=staff_side(incident), closes=closes, title=incident.number)
