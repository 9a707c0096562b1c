"""What the staff of a team does with an incident: one short function per gesture."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cards.actions import (
    Action,
    AskQuestion,
    OpenQuestionForm,
    OpenSolutionForm,
    ReadIncident,
    SolveIncident,
    TakeIncident,
)
from cards.incident_forms import Filled, desk_form
from cards.incident_lists import whole_story
from cards.incidents import staff_card
from cards.kit import Card
from cards.refusals import refusal_line
from dialogs.incidents import known_incident
from dialogs.queue import refuse_unless_seen
from dialogs.routing import Reader, Reply, Router, Turn
from domain.errors import Refusal
from domain.incident_notices import staff_side
from domain.incidents import Incident
from domain.people import EVERYONE, STAFF, Person, Role
from storage.unit_of_work import UnitOfWork

router = Router()


@dataclass(frozen=True)
class DeskForm:
    """Something that the staff writes on an incident, and that its reporter will read.

    `field` names the form, its sentences, and the field of the action that sends it.
    """

    field: str
    opens: type[Action]
    sends: type[AskQuestion | SolveIncident]
    apply: Callable[[Incident, Person, str, str, datetime], None]

    def card(self, turn: Turn, incident: Incident, filled: Filled) -> Reply:
        action = self.sends(incident_id=incident.incident_id, form_id=filled.form_id)
        title = turn.texts(f"form.{self.field}_title", number=incident.number)
        card = desk_form(incident, action, filled, turn.texts, turn.surface)
        return Reply(card=card, title=title)


def add_form(form: DeskForm) -> None:
    """Register the two gestures of a form: to open it, and to send it."""

    def open_form(turn: Turn, action: Any) -> Reply:
        incident = open_team_incident(turn, action.incident_id)
        return form.card(turn, incident, Filled(form.field, turn.new_id()))

    def show_again(turn: Turn, action: Any, refusal: Refusal) -> Reply:
        if refusal.field is None:
            return show_with_reason(turn, action, refusal)
        written = getattr(action, form.field)
        filled = Filled(form.field, action.form_id, written, refusal)
        return form.card(turn, team_incident(turn, action.incident_id), filled)

    def send_form(turn: Turn, action: Any) -> Reply:
        incident = team_incident(turn, action.incident_id, for_change=True)
        if not incident.has_entry_from(action.form_id):
            written = getattr(action, form.field)
            form.apply(incident, turn.person, written, action.form_id, turn.at)
        return _shown(turn, incident, closes=True)

    router.on(form.opens, allowed=STAFF, reads=True)(open_form)
    router.on(form.sends, allowed=STAFF, on_refusal=show_again)(send_form)


add_form(DeskForm("question", OpenQuestionForm, AskQuestion, Incident.ask))
add_form(DeskForm("solution", OpenSolutionForm, SolveIncident, Incident.solve))


def show_with_reason(turn: Turn, action: Any, refusal: Refusal) -> Reply:
    """The card as it stands now, with why nothing was done."""
    incident = team_incident(turn, action.incident_id)
    return _shown(turn, incident, refusal_line(refusal, turn.texts))


@router.on(TakeIncident, allowed=STAFF, on_refusal=show_with_reason)
def take_incident(turn: Turn, action: TakeIncident) -> Reply:
    incident = team_incident(turn, action.incident_id, for_change=True)
    incident.take(turn.person, turn.at)
    return _shown(turn, incident)


@router.on(ReadIncident, allowed=EVERYONE, reads=True)
def read_incident(turn: Turn, action: ReadIncident) -> Reply:
    """Everything that was written, for whoever reported it and whoever may see it."""
    incident = known_incident(turn, action.incident_id)
    if incident.reporter_id != turn.person.person_id:
        refuse_unless_seen(turn, incident)
    card = whole_story(incident, action.page, turn.texts, turn.at, turn.surface)
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
    return staff_card(incident, reader.organisation, reader.texts, reader.at)


@router.when_due
def mark_overdue(store: UnitOfWork, at: datetime) -> int:
    """Nobody took these in time: their two cards say so."""
    overdue = store.incidents.overdue(at, limit=50)
    for incident in overdue:
        incident.mark_overdue(at)
    return len(overdue)


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


def _refuse_unless_staff(turn: Turn, incident: Incident) -> None:
    """Only the staff of the team may; where its cards go to others, these others too."""
    served_by = turn.store.conversations.serving(incident.team)
    if turn.organisation.may_handle(turn.person, {incident.team, served_by or incident.team}):
        return
    if served_by is None and Role.SUPERVISOR in turn.person.roles:
        return
    name = turn.organisation.team_name(incident.team)
    raise Refusal("incident.not_your_team", team=name, number=incident.number)


def _shown(
    turn: Turn, incident: Incident, banner: str | None = None, *, closes: bool = False
) -> Reply:
    card = staff_card(incident, turn.organisation, turn.texts, turn.at, banner)
    return Reply(card=card, living=staff_side(incident), closes=closes, title=incident.number)
