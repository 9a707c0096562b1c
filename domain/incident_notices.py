"""What happens to an incident, and who must be told."""

from __future__ import annotations

from collections.abc import Mapping

from domain.events import Event
from domain.incident_events import (
    DetailAdded,
    IncidentCancelled,
    IncidentEvent,
    IncidentOverdue,
    IncidentReported,
    IncidentSolved,
    IncidentTaken,
    IncidentTransmitted,
    QuestionAnswered,
    QuestionAsked,
)
from domain.incidents import Incident
from domain.notices import Notice, Rule, Show, Tell, person, team


def reporter_side(incident: Incident | IncidentEvent) -> Show:
    """The living card of whoever reported the incident."""
    return Show("incident.reporter", incident.incident_id, person(incident.reporter_id))


def staff_side(incident: Incident | IncidentEvent) -> Show:
    """The living card of the team."""
    return Show("incident.staff", incident.incident_id, team(incident.team))


def _both_sides(event: IncidentEvent) -> list[Notice]:
    return [reporter_side(event), staff_side(event)]


def _reporter_side(event: IncidentEvent) -> list[Notice]:
    return [reporter_side(event)]


def _question(event: QuestionAsked | QuestionAnswered) -> list[Notice]:
    """A question is a card of its own, so that Teams notifies; answered, it loses its input."""
    question = Show("incident.question", event.entry_id, person(event.reporter_id))
    return [*_both_sides(event), question]


def _solved(event: IncidentSolved) -> list[Notice]:
    """A living card changes in silence: a solution deserves a notification."""
    facts = {
        "number": event.number,
        "solution": event.solution,
        "solver_name": event.solver_name,
    }
    return [
        *_both_sides(event),
        Tell("incident.solved", person(event.reporter_id), facts),
    ]


RULES: Mapping[type[Event], Rule] = {
    IncidentReported: _both_sides,
    IncidentTransmitted: _reporter_side,
    IncidentTaken: _both_sides,
    IncidentOverdue: _both_sides,
    DetailAdded: _both_sides,
    QuestionAsked: _question,
    QuestionAnswered: _question,
    IncidentSolved: _solved,
    IncidentCancelled: _both_sides,
}
