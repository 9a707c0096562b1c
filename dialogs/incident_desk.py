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
from cards.desk_forms import Form, question_form, solution_form
from cards.incident_lists import whole_story
from cards.incident_staff import moved_card, staff_card
from cards.kit import Card
from dialogs.incident_access import refuse_unless_seen, team_incident
from dialogs.incident_gestures import Gestures
from dialogs.incidents import known_incident
from dialogs.routing import Reader, Reply, Router, Turn
from domain.incident_desk import tell_solution
from domain.incident_notices import staff_side
from domain.incidents import Incident
from domain.organisation import Organisation
from domain.people import EVERYONE, STAFF
from storage.unit_of_work import UnitOfWork

router = Router()


def shown(
    turn: Turn, incident: Incident, banner: str | None = None, *, closes: bool = False
) -> Reply:
    """The team's card, as it stands now."""
    card = staff_card(incident, turn.organisation, turn.texts, turn.at, banner)
    return Reply(card=card, living=staff_side(incident), closes=closes, title=incident.number)


desk = Gestures(router, STAFF, team_incident, shown)
desk.on(TakeIncident, lambda incident, turn, pressed: incident.take(turn.person, turn.at))
desk.form(
    OpenQuestionForm,
    AskQuestion,
    lambda turn, form, incident, action: question_form(form, incident, action),
    lambda incident, turn, sent: incident.ask(turn.person, sent.question, sent.form_id, turn.at),
)


def _draw_solution(turn: Turn, form: Form, incident: Incident, action: SolveIncident) -> Card:
    return solution_form(form, incident, action, turn.organisation.answers_of(incident.team))


def solve(incident: Incident, turn: Turn, sent: SolveIncident) -> None:
    """In one's own words, in those that the team gives often, or both; and whoever reported the
    same thing is told too."""
    ready = turn.organisation.answer(incident.team, sent.canned)
    solution = "\n\n".join(filter(None, (ready, sent.solution.strip())))
    incident.solve(turn.person, solution, sent.form_id, turn.at)
    for merged in turn.store.incidents.merged_into(incident.incident_id):
        tell_solution(merged, incident, solution, turn.person)
        turn.store.follow(merged)


desk.form(OpenSolutionForm, SolveIncident, _draw_solution, solve)


@router.on(ReadIncident, allowed=EVERYONE, reads=True)
def read_incident(turn: Turn, action: ReadIncident) -> Reply:
    """Everything that was written, for whoever reported it and whoever may see it."""
    incident = known_incident(turn, action.incident_id)
    if incident.reporter_id != turn.person.person_id:
        refuse_unless_seen(turn, incident)
    card = whole_story(incident, action.page, turn.organisation, turn.texts, turn.at, turn.surface)
    return Reply(card=card, title=incident.number)


def mark_transmitted(store: UnitOfWork, incident_id: str, at: datetime) -> None:
    """Teams has accepted the card of the team."""
    incident = store.incidents.look_up(incident_id)
    if incident is not None:
        incident.mark_transmitted(at)
        store.incidents.keep_transmitted(incident_id, at)
        store.follow(incident)


@router.view("incident.staff", on_first_shown=mark_transmitted)
def draw_for_staff(reader: Reader, incident_id: str) -> Card | None:
    """An incident that was over before its card stood anywhere needs none."""
    incident = reader.store.incidents.look_up(incident_id)
    if incident is None or (incident.is_over and not reader.posted):
        return None
    if reader.to.kind == "team" and reader.to.key != incident.team:
        return moved_card(incident, reader.organisation, reader.texts) if reader.posted else None
    return staff_card(incident, reader.organisation, reader.texts, reader.at)


@router.when_due
def mark_overdue(store: UnitOfWork, organisation: Organisation, at: datetime) -> int:
    """Nobody took these in time: their two cards say so."""
    overdue = store.incidents.overdue(at, limit=50)
    for incident in overdue:
        incident.mark_overdue(at)
    return len(overdue)
