"""What happens to an incident."""

from __future__ import annotations

from dataclasses import dataclass

from domain.events import Event


@dataclass(frozen=True)
class IncidentEvent(Event):
    """Something happened to an incident. The reporter and the team are those it then had."""

    incident_id: str
    reporter_id: str
    team: str


class IncidentReported(IncidentEvent): ...


class IncidentTransmitted(IncidentEvent): ...


class IncidentTaken(IncidentEvent): ...


class IncidentOverdue(IncidentEvent): ...


class DetailAdded(IncidentEvent): ...


class IncidentCancelled(IncidentEvent): ...


@dataclass(frozen=True)
class QuestionAsked(IncidentEvent):
    entry_id: str


@dataclass(frozen=True)
class QuestionAnswered(IncidentEvent):
    entry_id: str


@dataclass(frozen=True)
class IncidentSolved(IncidentEvent):
    number: str
    solution: str
    solver_name: str
