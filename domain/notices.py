"""For each event, who must be told what.

Two kinds of message are owed. A living card (`Show`) is brought up to date: what it says is read
from the state when it is sent. A record (`Tell`) is said once, with the facts as they were.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

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


@dataclass(frozen=True)
class Recipient:
    """A person in their own chat, or a team in its channel."""

    kind: str
    key: str

    def __str__(self) -> str:
        return f"{self.kind}:{self.key}"

    @classmethod
    def parse(cls, text: str) -> Recipient:
        kind, _, key = text.partition(":")
        return cls(kind, key)


def person(person_id: str) -> Recipient:
    return Recipient("person", person_id)


def team(key: str) -> Recipient:
    return Recipient("team", key)


@dataclass(frozen=True)
class Show:
    """Bring a living card up to date: `view` says which side of the subject the reader sees."""

    view: str
    subject_id: str
    to: Recipient


@dataclass(frozen=True)
class Tell:
    """Say something once, with the facts as of now."""

    kind: str
    to: Recipient
    facts: dict[str, str]


Notice = Show | Tell
Rule = Callable[[Any], list[Notice]]


def notices_for(event: Event) -> list[Notice]:
    """Everything that is owed because of this event. An event without a rule is a mistake."""
    return _RULES[type(event)](event)


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


_RULES: dict[type[Event], Rule] = {
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
