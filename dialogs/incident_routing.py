"""What a team does with an incident that it does not simply solve: hand on, wait, put together."""

from __future__ import annotations

from datetime import datetime

from cards.desk_actions import (
    AssignIncident,
    ChangePriority,
    HoldIncident,
    MergeIncident,
    OpenAssignForm,
    OpenHoldForm,
    OpenMergeForm,
    OpenPriorityForm,
    OpenTransferForm,
    ResumeIncident,
    TransferIncident,
)
from cards.desk_forms import (
    Form,
    assign_form,
    hold_form,
    merge_form,
    priority_form,
    transfer_form,
)
from cards.incident_staff import moved_card
from cards.kit import Card
from dialogs.incident_access import team_incident
from dialogs.incident_desk import shown
from dialogs.incident_gestures import Gestures
from dialogs.routing import Reply, Router, Turn
from domain import incident_desk
from domain.errors import Refusal
from domain.incident_numbers import number_sought
from domain.incidents import Incident
from domain.organisation import Organisation
from domain.people import STAFF, Person
from storage.unit_of_work import UnitOfWork

router = Router()
desk = Gestures(router, STAFF, team_incident, shown)


def moved(
    turn: Turn, incident: Incident, banner: str | None = None, *, closes: bool = False
) -> Reply:
    """Where it went, and whether it fell back: the card itself is with the other team."""
    card = moved_card(incident, turn.organisation, turn.texts, banner)
    return Reply(card=card, closes=closes and banner is None, title=incident.number)


def _draw_transfer(turn: Turn, form: Form, incident: Incident, action: TransferIncident) -> Card:
    return transfer_form(form, incident, action, turn.organisation)


def transfer(incident: Incident, turn: Turn, sent: TransferIncident) -> str | None:
    """A team without a channel of its own is served elsewhere, and whoever transfers is told so."""
    incident_desk.transfer(
        incident, turn.person, sent.team, sent.note, sent.form_id, turn.organisation, turn.at
    )
    served_in = turn.store.conversations.serving(sent.team)
    if served_in == sent.team:
        return None
    teams, key = turn.organisation.teams, "transfer.fell_back" if served_in else "transfer.nowhere"
    other = teams[served_in].name if served_in else ""
    return turn.texts(key, team=teams[sent.team].name, other=other)


desk.form(OpenTransferForm, TransferIncident, _draw_transfer, transfer, answer=moved)


def staff_of(turn: Turn, incident: Incident) -> list[Person]:
    """Who may be given this incident, by name."""
    team = turn.organisation.teams[incident.team]
    staff = {p.person_id: p for role in team.roles for p in turn.store.people.with_role(role)}
    return sorted(staff.values(), key=lambda person: person.name)


def _draw_assign(turn: Turn, form: Form, incident: Incident, action: AssignIncident) -> Card:
    return assign_form(form, incident, action, staff_of(turn, incident))


def assign(incident: Incident, turn: Turn, sent: AssignIncident) -> None:
    chosen = [p for p in staff_of(turn, incident) if p.person_id == sent.person]
    if not chosen:
        raise Refusal("incident.not_staff", "person")
    incident_desk.assign(incident, turn.person, chosen[0], sent.form_id, turn.at)


desk.form(OpenAssignForm, AssignIncident, _draw_assign, assign)
desk.form(
    OpenPriorityForm,
    ChangePriority,
    lambda turn, form, incident, action: priority_form(form, incident, action),
    lambda incident, turn, sent: incident_desk.change_priority(
        incident, turn.person, sent.priority, sent.form_id, turn.organisation, turn.at
    ),
)
desk.form(
    OpenHoldForm,
    HoldIncident,
    lambda turn, form, incident, action: hold_form(form, incident, action),
    lambda incident, turn, sent: incident_desk.hold(
        incident,
        turn.person,
        sent.waits_for,
        sent.reason,
        sent.review_in,
        sent.form_id,
        turn.organisation,
        turn.at,
    ),
)
desk.on(
    ResumeIncident,
    lambda incident, turn, pressed: incident_desk.resume(incident, turn.person, turn.at),
)


def merge(incident: Incident, turn: Turn, sent: MergeIncident) -> None:
    main = _numbered(turn, sent.number)
    incident_desk.merge(incident, main, turn.person, sent.form_id, turn.at)


desk.form(
    OpenMergeForm,
    MergeIncident,
    lambda turn, form, incident, action: merge_form(form, incident, action),
    merge,
)


def _numbered(turn: Turn, written: str) -> Incident:
    """The incident of this number, as people quote it, to be changed.

    Raises Refusal `merge.unknown`.
    """
    numbers = number_sought(written, turn.organisation.year_of(turn.at))
    for found in turn.store.incident_lists.numbered(numbers) if numbers else []:
        incident = turn.store.incidents.get(found.incident_id)
        if incident is not None:
            return incident
    raise Refusal("merge.unknown", "number", number=written.strip()[:40])


@router.when_due
def return_untaken(store: UnitOfWork, organisation: Organisation, at: datetime) -> int:
    """Nobody of the other team took these in time: the hotline has them again."""
    due = store.incidents.to_return(at, limit=50)
    for incident in due:
        incident_desk.return_to_hotline(incident, organisation, at)
    return len(due)


@router.when_due
def review_waiting(store: UnitOfWork, organisation: Organisation, at: datetime) -> int:
    """The time has come to look again at what waits."""
    due = store.incidents.to_review(at, limit=50)
    for incident in due:
        incident_desk.review(incident, at)
    return len(due)
