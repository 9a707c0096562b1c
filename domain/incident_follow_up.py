"""What the reporter of an incident does once it is over: open it again, or judge its solution."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from domain.errors import Refusal
from domain.incident_events import IncidentRated, IncidentReopened
from domain.incident_story import EntryKind
from domain.incidents import Incident, State
from domain.input import checked_choice, checked_text
from domain.organisation import Organisation
from domain.people import Person


class Rating(StrEnum):
    """Does it work again?"""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"


def can_be_reopened(incident: Incident, organisation: Organisation, at: datetime) -> bool:
    closed_at = incident.closed_at
    return (
        incident.state is State.SOLVED
        and closed_at is not None
        and at <= closed_at + organisation.reopen_within
    )


def refuse_unless_reopenable(incident: Incident, organisation: Organisation, at: datetime) -> None:
    """Raises Refusal `incident.not_solved` or `incident.reopen_too_late`."""
    if incident.state is not State.SOLVED:
        raise Refusal("incident.not_solved", number=incident.number)
    if not can_be_reopened(incident, organisation, at):
        days = organisation.reopen_within.days
        raise Refusal("incident.reopen_too_late", number=incident.number, days=days)


def reopen(
    incident: Incident,
    by: Person,
    words: str,
    form_id: str,
    organisation: Organisation,
    at: datetime,
) -> None:
    """It does not work after all: the team has it again as if it were new, and whoever solved it is
    told.

    Raises Refusal `incident.not_yours`, `incident.not_solved`, `incident.reopen_too_late`,
    `text.missing` or `text.too_long`.
    """
    incident.refuse_unless_reported_by(by)
    words = checked_text(words, "words")
    refuse_unless_reopenable(incident, organisation, at)
    solver = incident.assignee_id
    incident.write(EntryKind.REOPENED, at, by, words, form_id)
    incident.rating = None
    incident.hand_to(incident.team, organisation, at)
    incident.happened(IncidentReopened, number=incident.number, solver_id=solver, words=words)


def rate(incident: Incident, by: Person, rating: str, at: datetime) -> None:
    """One word on the solution, once. Raises Refusal `incident.not_yours`, `incident.not_solved`,
    `incident.already_rated` or `choice.unknown`."""
    incident.refuse_unless_reported_by(by)
    chosen = Rating(checked_choice(set(Rating), rating, "rating"))
    if incident.state is not State.SOLVED:
        raise Refusal("incident.not_solved", number=incident.number)
    if incident.rating is not None:
        raise Refusal("incident.already_rated", number=incident.number)
    incident.rating = chosen
    incident.write(EntryKind.RATED, at, by, about=chosen)
    incident.happened(IncidentRated)
