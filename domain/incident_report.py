"""A report: what the form says, as typed, and the incident that it makes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from domain.files import File
from domain.incident_events import IncidentReported
from domain.incidents import Incident
from domain.input import NONE, checked_choice, checked_text
from domain.organisation import Audience, Hindrance, Organisation
from domain.people import Person


@dataclass(frozen=True)
class Report:
    """What the form says, as typed: nothing here has been checked yet."""

    form_id: str
    what: str
    category: str = NONE
    application: str = NONE
    audience: str = Audience.ME
    hindrance: str = Hindrance.HARDLY
    files: tuple[File, ...] = ()


def new_incident(
    report: Report,
    *,
    incident_id: str,
    serial: int,
    reporter: Person,
    organisation: Organisation,
    at: datetime,
) -> Incident:
    """A new incident, with its team, its priority and the time by which it will be taken, by
    the rules of the reporter's organisation.

    Raises Refusal `text.missing`, `text.too_long` or `choice.unknown`, with the field.
    """
    member = organisation.member_of(reporter)
    organisation = organisation.seen_by(member)
    what = checked_text(report.what, "what")
    category = checked_choice({NONE, *organisation.categories}, report.category, "category")
    application = checked_choice(
        {NONE, *organisation.applications}, report.application, "application"
    )
    audience = Audience(checked_choice(set(Audience), report.audience, "audience"))
    hindrance = Hindrance(checked_choice(set(Hindrance), report.hindrance, "can_work"))
    priority = organisation.priority_of(audience, hindrance, reporter.service)
    incident = Incident(
        incident_id=incident_id,
        form_id=report.form_id,
        year=organisation.year_of(at),
        serial=serial,
        reporter_id=reporter.person_id or None,
        reporter_name=reporter.name,
        organisation=member,
        service=reporter.service,
        what=what,
        category=category,
        application=application,
        audience=audience,
        hindrance=hindrance,
        priority=priority,
        team=organisation.team_of(category),
        reported_at=at,
        take_by=organisation.take_by(priority, at),
    )
    incident.attach(report.files, reporter, at)
    incident.happened(IncidentReported)
    return incident
