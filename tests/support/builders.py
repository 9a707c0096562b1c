"""Builders of people and incidents: a test names what matters to it, and nothing else."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from bot.organisation import read_organisation
from bot.settings import PROJECT
from cards.texts import Texts
from domain.incident_desk import merge
from domain.incident_report import Report, new_incident
from domain.incidents import Incident, State
from domain.people import Person, Role

ORGANISATION = read_organisation(PROJECT / "organisation.example.toml")
PARIS = ORGANISATION.timezone
NOW = datetime(2026, 4, 14, 8, 20, tzinfo=UTC)
"""Tuesday 14 April 2026, 10 h 20 in Paris: the assistance is open."""


def paris(written: str) -> datetime:
    """An instant from what a clock in Paris says: "2026-04-14 10:20"."""
    return datetime.fromisoformat(written).replace(tzinfo=PARIS).astimezone(UTC)


def minutes_later(minutes: float) -> datetime:
    return NOW + timedelta(minutes=minutes)


def a_person(
    name: str = "Camille Petit",
    *roles: Role,
    person_id: str = "",
    service: str = "Direction de la culture",
    organisation: str = ORGANISATION.members[0],
) -> Person:
    """Somebody of the directory, known by an id made of their name."""
    return Person(
        person_id=person_id or name.lower().replace(" ", "-")[:64],
        name=name,
        organisation=organisation,
        service=service,
        granted=frozenset(roles),
        listed=True,
    )


def camille() -> Person:
    return a_person("Camille Petit", Role.AGENT)


def thomas() -> Person:
    return a_person("Thomas Le Goff", Role.TECHNICIAN)


def nadia() -> Person:
    return a_person("Nadia Benali", Role.HOTLINER)


def an_incident(
    what: str = "Mon écran reste noir",
    *,
    serial: int = 1,
    reporter: Person | None = None,
    at: datetime = NOW,
    category: str = "poste",
    application: str = "none",
    audience: str = "me",
    hindrance: str = "no",
) -> Incident:
    """A new incident, reported by Camille unless the test says otherwise."""
    form = Report(f"form-{serial}", what, category, application, audience, hindrance)
    return new_incident(
        form,
        incident_id=f"{serial:032x}",
        serial=serial,
        reporter=reporter or camille(),
        organisation=ORGANISATION,
        at=at,
    )


def an_incident_that_is(state: State, by: Person | None = None, *, serial: int = 1) -> Incident:
    """An incident on which Thomas has worked until it reached this state."""
    incident, by = an_incident(serial=serial), by or thomas()
    if state is State.TAKEN:
        incident.take(by, NOW)
    elif state is State.WAITING:
        incident.ask(by, "Le câble est-il branché ?", "form-question", NOW)
    elif state is State.SOLVED:
        incident.solve(by, "Écran remplacé", "form-solution", NOW)
    elif state is State.CANCELLED:
        incident.cancel(camille(), NOW)
    elif state is State.MERGED:
        merge(incident, an_incident(serial=serial + 500), by, "form-merge", NOW)
    return incident


def happened(incident: Incident, *, after: int = 0) -> list[str]:
    """The names of the events of an incident, without the first `after` ones."""
    return [type(event).__name__ for event in incident.events[after:]]


def lines(incident: Incident) -> list[str]:
    """The story of an incident, as words to compare."""
    return [entry.kind.value for entry in incident.entries]


def texts_in(locale: str = "fr") -> Texts:
    return Texts(locale, PARIS)
