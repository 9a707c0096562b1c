"""What the staff looks at: the queue of its teams, a request of theirs, a search, a file."""

from __future__ import annotations

from cards.actions import ListIncidents
from cards.incident_search import Found, found_card
from cards.queue import PAGE_INCIDENTS, export_card, queue_card
from cards.queue_actions import ExportQueue, SearchIncidents, ShowForStaff, ShowQueue
from dialogs.incident_access import refuse_unless_seen, teams_seen_by
from dialogs.incident_desk import shown as shown_to_staff
from dialogs.incidents import known_incident, list_incidents
from dialogs.incidents import shown as shown_to_reporter
from dialogs.routing import Reply, Router, Turn
from domain.incident_numbers import number_sought
from domain.incidents import Incident
from domain.people import EVERYONE, STAFF

router = Router()
router.typed("queue", lambda rest: ShowQueue())

QUEUE = "queue"
"""The kind of file that a link to the queue opens."""
LONGEST_SEARCH = 100
"""Characters of what is looked for; a sentence is none."""
MOST_FOUND = 50


@router.on(ShowQueue, allowed=STAFF, reads=True)
def show_queue(turn: Turn, action: ShowQueue) -> Reply:
    lists, teams = turn.store.incident_lists, _teams(turn)
    assignee = turn.person.person_id if action.mine else None
    offset = action.page * PAGE_INCIDENTS
    incidents = lists.queue(teams, assignee, offset=offset, limit=PAGE_INCIDENTS)
    total = lists.queue_length(teams, assignee)
    if not incidents and action.page > 0:
        return show_queue(turn, action.model_copy(update={"page": 0}))
    return Reply(card=queue_card(incidents, action, total, turn.organisation, turn.texts, turn.at))


@router.on(ShowForStaff, allowed=STAFF, reads=True)
def show_for_staff(turn: Turn, action: ShowForStaff) -> Reply:
    """The card of the team, wherever it is asked for: in the chat of whoever may see it."""
    incident = known_incident(turn, action.incident_id)
    refuse_unless_seen(turn, incident)
    return shown_to_staff(turn, incident)


@router.on(ExportQueue, allowed=STAFF)
def export_queue(turn: Turn, action: ExportQueue) -> Reply:
    card = export_card(turn.link_to(QUEUE), turn.texts)
    return Reply(card=card, title=turn.texts("button.export"))


@router.on(SearchIncidents, allowed=EVERYONE, reads=True)
def search_incidents(turn: Turn, action: SearchIncidents) -> Reply:
    """A number shows its request, words a list: one's own, and for the staff its teams'."""
    words = action.words.strip()[:LONGEST_SEARCH]
    if not words:
        return list_incidents(turn, ListIncidents())
    teams, own = _teams(turn), turn.person.person_id
    for incident in _numbered(turn, words):
        if incident.reporter_id == own:
            return shown_to_reporter(turn, incident)
        if incident.team in teams:
            return shown_to_staff(turn, incident)
    incidents = turn.store.incident_lists.found(words, own, teams, limit=MOST_FOUND)
    found = Found(words, incidents, own, MOST_FOUND)
    return Reply(card=found_card(found, action.page, turn.organisation, turn.texts, turn.at))


def _teams(turn: Turn) -> set[str]:
    return teams_seen_by(turn.person, turn.organisation, turn.store)


def _numbered(turn: Turn, words: str) -> list[Incident]:
    numbers = number_sought(words, turn.organisation.year_of(turn.at))
    some = turn.store.incident_lists.numbered(numbers) if numbers else []
    return [known_incident(turn, each.incident_id) for each in some]
