"""What happens to an incident."""

from __future__ import annotations

from dataclasses import dataclass

from domain.events import Event


@dataclass(frozen=True)
class IncidentEvent(Event):
    """Something happened to an incident. The reporter and the team are those it then had."""

    incident_id: str
    reporter_id: str | None
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


@dataclass(frozen=True)
class IncidentTransferred(IncidentEvent):
    """`team` has it now; `from_team` had it."""

    from_team: str


@dataclass(frozen=True)
class IncidentAssigned(IncidentEvent):
    """Somebody was given it by somebody else."""

    number: str
    assignee_id: str
    by_name: str


class IncidentChanged(IncidentEvent):
    """Its priority, or what it waits for: both sides must show it."""


@dataclass(frozen=True)
class ReporterAwaited(IncidentEvent):
    """Nothing can be done before the reporter has acted, for this reason."""

    number: str
    reason: str


@dataclass(frozen=True)
class IncidentToReview(IncidentEvent):
    """The time has come to look again at what waited."""

    number: str
    assignee_id: str | None


@dataclass(frozen=True)
class IncidentReopened(IncidentEvent):
    """`solver_id` had solved it."""

    number: str
    solver_id: str | None
    words: str


@dataclass(frozen=True)
class IncidentMerged(IncidentEvent):
    """It is dealt with under another number."""

    number: str
    main_number: str


@dataclass(frozen=True)
class IncidentJoined(IncidentEvent):
    """Another report of the same thing is dealt with here."""

    number: str
    joined_number: str
    by_reporter: bool


class IncidentRated(IncidentEvent): ...
