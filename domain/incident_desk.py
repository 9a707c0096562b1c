"""What a team does with an incident beyond answering it: hand it on, wait, judge its urgency."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from domain.errors import Refusal
from domain.incident_events import (
    IncidentAssigned,
    IncidentChanged,
    IncidentJoined,
    IncidentMerged,
    IncidentSolved,
    IncidentToReview,
    IncidentTransferred,
    ReporterAwaited,
)
from domain.incident_story import EntryKind
from domain.incidents import Incident, State, WaitsFor
from domain.input import checked_choice, checked_text
from domain.organisation import HOTLINE, Organisation, Priority
from domain.people import Person


class ReviewIn(StrEnum):
    """In how many days somebody looks again at an incident that waits."""

    ONE = "1"
    THREE = "3"
    SEVEN = "7"


def transfer(
    incident: Incident,
    by: Person,
    team: str,
    note: str,
    form_id: str,
    organisation: Organisation,
    at: datetime,
) -> None:
    """Another team deals with it, with a word of why. Nobody there has it in hand yet; if nobody
    takes it within `organisation.transfer_returns`, it goes back to the hotline.

    Raises Refusal `incident.over`, `incident.same_team`, `choice.unknown`, `text.missing` or
    `text.too_long`.
    """
    note = checked_text(note, "note")
    team = checked_choice(organisation.teams, team, "team")
    incident.refuse_if_over()
    if team == incident.team:
        raise Refusal("incident.same_team", "team", team=organisation.teams[team].name)
    incident.write(EntryKind.TRANSFERRED, at, by, note, form_id, about=team)
    incident.transfers += 1
    _move(incident, team, organisation, at)
    if team != HOTLINE:
        hours = organisation.seen_by(incident.organisation).hours
        incident.return_by = hours.add(at, organisation.transfer_returns)


def return_to_hotline(incident: Incident, organisation: Organisation, at: datetime) -> None:
    """Nobody of the team that it was transferred to took it in time."""
    if incident.state is State.NEW and incident.return_by and at >= incident.return_by:
        incident.write(EntryKind.RETURNED, at, about=incident.team)
        _move(incident, HOTLINE, organisation, at)


def assign(incident: Incident, by: Person, to: Person, form_id: str, at: datetime) -> None:
    """Somebody is given it, and told so. Raises Refusal `incident.over`."""
    incident.refuse_if_over()
    if incident.assignee_id == to.person_id:
        return
    incident.assign_to(to, at, by, form_id)
    incident.happened(
        IncidentAssigned, number=incident.number, assignee_id=to.person_id, by_name=by.name
    )


def change_priority(
    incident: Incident,
    by: Person,
    priority: str,
    form_id: str,
    organisation: Organisation,
    at: datetime,
) -> None:
    """It is more or less urgent than the form said. Where nobody has it in hand, the time to take
    it runs anew from now.

    Raises Refusal `incident.over` or `choice.unknown`.
    """
    chosen = Priority(checked_choice(set(Priority), priority, "priority"))
    incident.refuse_if_over()
    if chosen is incident.priority:
        return
    incident.priority = chosen
    if incident.state is State.NEW:
        own = organisation.seen_by(incident.organisation)
        incident.take_by, incident.overdue_at = own.take_by(chosen, at), None
    incident.write(EntryKind.PRIORITY, at, by, form_id=form_id, about=chosen)
    incident.happened(IncidentChanged)


def hold(
    incident: Incident,
    by: Person,
    waits_for: str,
    reason: str,
    review_in: str,
    form_id: str,
    organisation: Organisation,
    at: datetime,
) -> None:
    """Nothing can be done before somebody else has acted; the reason stays on the card.

    No time runs while an incident waits: the promise is to take it, and it is taken. In its place
    comes the promise to look again, at an hour when the service is open.

    An agent who is waited for is told, and goes on with a detail.

    Raises Refusal `incident.over`, `incident.no_chat`, `choice.unknown`, `text.missing` or
    `text.too_long`.
    """
    reason = checked_text(reason, "reason")
    waits = WaitsFor(checked_choice(set(WaitsFor), waits_for, "waits_for"))
    days = int(checked_choice(set(ReviewIn), review_in, "review_in"))
    incident.refuse_if_over()
    if waits is WaitsFor.AGENT:
        incident.refuse_without_chat()
    incident.assign_if_nobody(by, at)
    incident.write(EntryKind.HELD, at, by, reason, form_id, about=waits)
    incident.state, incident.waits_for = State.WAITING, waits
    incident.review_by = organisation.seen_by(incident.organisation).opening_in(days, at)
    if waits is WaitsFor.AGENT:
        incident.happened(ReporterAwaited, number=incident.number, reason=reason)
    else:
        incident.happened(IncidentChanged)


def resume(incident: Incident, by: Person, at: datetime) -> None:
    """The wait is over. Resuming twice is resuming once. Raises Refusal `incident.over`."""
    incident.refuse_if_over()
    if incident.state is State.WAITING:
        incident.write(EntryKind.RESUMED, at, by)
        incident.go_on()
        incident.happened(IncidentChanged)


def review(incident: Incident, at: datetime) -> None:
    """The time has come to look again: whoever has it in hand is told."""
    if incident.review_by is not None and at >= incident.review_by:
        incident.write(EntryKind.REVIEWED, at)
        incident.go_on()
        incident.happened(
            IncidentToReview, number=incident.number, assignee_id=incident.assignee_id
        )


def merge(incident: Incident, main: Incident, by: Person, form_id: str, at: datetime) -> None:
    """Both report the same thing: the first is dealt with under the number of the second.

    Raises Refusal `incident.over`, `merge.itself` or `merge.over`.
    """
    incident.refuse_if_over()
    if incident.incident_id == main.incident_id:
        raise Refusal("merge.itself", "number", number=incident.number)
    if main.is_over:
        raise Refusal("merge.over", "number", number=main.number)
    incident.write(EntryKind.MERGED, at, by, form_id=form_id, about=main.number)
    incident.merged_into = main.incident_id
    incident.close(State.MERGED, at)
    incident.happened(IncidentMerged, number=incident.number, main_number=main.number)
    main.write(EntryKind.JOINED, at, by, about=incident.number)
    same = incident.reporter_id == main.reporter_id
    main.happened(
        IncidentJoined, number=main.number, joined_number=incident.number, by_reporter=same
    )


def tell_solution(merged: Incident, main: Incident, solution: str, by: Person) -> None:
    """Whoever reported the same thing is told its solution too."""
    merged.happened(IncidentSolved, number=main.number, solution=solution, solver_name=by.name)


def _move(incident: Incident, team: str, organisation: Organisation, at: datetime) -> None:
    before = incident.team
    incident.hand_to(team, organisation, at)
    incident.happened(IncidentTransferred, from_team=before)
