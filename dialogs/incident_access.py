"""Who of the staff may see an incident, and who may act on it."""

from __future__ import annotations

from dialogs.incidents import known_incident
from dialogs.routing import Turn
from domain.errors import Refusal
from domain.incidents import Incident
from domain.organisation import Organisation
from domain.people import STAFF, Person, Role
from storage.unit_of_work import UnitOfWork


def team_incident(turn: Turn, incident_id: str, *, for_change: bool = False) -> Incident:
    """An incident that this person's team deals with.

    Raises Refusal `incident.unknown` or `incident.not_your_team`.
    """
    incident = known_incident(turn, incident_id, for_change=for_change)
    _refuse_unless(_acts(turn.person, incident.team, turn.organisation, turn.store), turn, incident)
    return incident


def refuse_unless_seen(turn: Turn, incident: Incident) -> None:
    """Raises Refusal `incident.not_your_team`."""
    _refuse_unless(_sees(turn.person, incident.team, turn.organisation, turn.store), turn, incident)


def teams_seen_by(person: Person, organisation: Organisation, store: UnitOfWork) -> set[str]:
    """The teams whose requests this person may read; with those that the configuration has since
    forgotten, whose requests somebody must still find."""
    if not STAFF & person.roles:
        return set()
    teams = {*organisation.teams, *store.incident_lists.teams()}
    return {team for team in teams if _sees(person, team, organisation, store)}


def _acts(person: Person, team: str, organisation: Organisation, store: UnitOfWork) -> bool:
    """The staff of the team; where its cards go to others, these others too."""
    served_by = store.conversations.serving(team)
    if served_by is None and Role.SUPERVISOR in person.roles:
        return True
    return organisation.may_handle(person, {team, served_by or team})


def _sees(person: Person, team: str, organisation: Organisation, store: UnitOfWork) -> bool:
    """Supervisors see what every team has, the others what they may act on."""
    return Role.SUPERVISOR in person.roles or _acts(person, team, organisation, store)


def _refuse_unless(may: bool, turn: Turn, incident: Incident) -> None:
    if not may:
        team = turn.organisation.team_name(incident.team)
        raise Refusal("incident.not_your_team", team=team, number=incident.number)
