"""What happens to an incident, and who must be told."""

from __future__ import annotations

from collections.abc import Mapping

from domain.events import Event
from domain.incident_events import (
    DetailAdded,
    IncidentAssigned,
    IncidentCancelled,
    IncidentChanged,
    IncidentEvent,
    IncidentJoined,
    IncidentMerged,
    IncidentOverdue,
    IncidentRated,
    IncidentReopened,
    IncidentReported,
    IncidentSolved,
    IncidentTaken,
    IncidentToReview,
    IncidentTransferred,
    IncidentTransmitted,
    QuestionAnswered,
    QuestionAsked,
    ReporterAwaited,
)
from domain.incidents import Incident
from domain.notices import Notice, Rule, Show, Tell, person, team

REPORTER, STAFF, QUESTION = "incident.reporter", "incident.staff", "incident.question"


def reporter_side(incident: Incident | IncidentEvent) -> Show:
    """The living card of whoever reported the incident."""
    return Show(REPORTER, incident.incident_id, person(incident.reporter_id or ""))


def staff_side(incident: Incident | IncidentEvent) -> Show:
    """The living card of the team."""
    return Show(STAFF, incident.incident_id, team(incident.team))


def _both_sides(event: IncidentEvent) -> list[Notice]:
    return [*_reporter_side(event), staff_side(event)]


def _reporter_side(event: IncidentEvent) -> list[Notice]:
    """Nothing for somebody who called and whom the directory does not know."""
    return [] if event.reporter_id is None else [reporter_side(event)]


def _to_reporter(event: IncidentEvent, kind: str, **facts: str) -> list[Notice]:
    """A living card changes in silence: this deserves a notification."""
    if event.reporter_id is None:
        return []
    return [Tell(kind, person(event.reporter_id), facts)]


def _to_staff(person_id: str | None, kind: str, facts: dict[str, str]) -> list[Notice]:
    """A ping to the one who has it in hand, beside the team's card."""
    return [] if person_id is None else [Tell(kind, person(person_id), facts)]


def _question(event: QuestionAsked | QuestionAnswered) -> list[Notice]:
    """A question is a card of its own, so that Teams notifies; answered, it loses its input."""
    if event.reporter_id is None:
        return _both_sides(event)
    question = Show(QUESTION, event.entry_id, person(event.reporter_id))
    return [*_both_sides(event), question]


def _solved(event: IncidentSolved) -> list[Notice]:
    said = {"number": event.number, "solution": event.solution, "solver_name": event.solver_name}
    told = {"incident_id": event.incident_id}
    return [*_both_sides(event), *_to_reporter(event, "incident.solved", **said, **told)]


def _transferred(event: IncidentTransferred) -> list[Notice]:
    """The card moves: the team that had it keeps a line that says where it went."""
    left = Show(STAFF, event.incident_id, team(event.from_team))
    return [*_both_sides(event), left]


def _assigned(event: IncidentAssigned) -> list[Notice]:
    facts = {"number": event.number, "incident_id": event.incident_id, "by_name": event.by_name}
    return [*_both_sides(event), *_to_staff(event.assignee_id, "incident.assigned", facts)]


def _awaited(event: ReporterAwaited) -> list[Notice]:
    facts = {"number": event.number, "incident_id": event.incident_id, "reason": event.reason}
    return [*_both_sides(event), *_to_reporter(event, "incident.awaits", **facts)]


def _to_review(event: IncidentToReview) -> list[Notice]:
    facts = {"number": event.number, "incident_id": event.incident_id}
    told = (
        [Tell("incident.to_review", person(event.assignee_id), facts)] if event.assignee_id else []
    )
    return [*_both_sides(event), *told]


def _reopened(event: IncidentReopened) -> list[Notice]:
    facts = {"number": event.number, "incident_id": event.incident_id, "words": event.words}
    return [*_both_sides(event), *_to_staff(event.solver_id, "incident.reopened", facts)]


def _merged(event: IncidentMerged) -> list[Notice]:
    facts = {"number": event.number, "main_number": event.main_number}
    return [*_both_sides(event), *_to_reporter(event, "incident.merged", **facts)]


def _joined(event: IncidentJoined) -> list[Notice]:
    """Both are told, but one who reported twice is told once."""
    if event.by_reporter:
        return _both_sides(event)
    facts = {"number": event.number, "joined_number": event.joined_number}
    return [*_both_sides(event), *_to_reporter(event, "incident.joined", **facts)]


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
    IncidentTransferred: _transferred,
    IncidentAssigned: _assigned,
    IncidentChanged: _both_sides,
    ReporterAwaited: _awaited,
    IncidentToReview: _to_review,
    IncidentReopened: _reopened,
    IncidentMerged: _merged,
    IncidentJoined: _joined,
    IncidentRated: _both_sides,
}
