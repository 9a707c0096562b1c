"""What a person can do: the product on one screen."""

from cards.actions import Action, OpenIncidentForm, ShowChannelHelp
from cards.queue_actions import SearchIncidents
from dialogs import (
    applications,
    calls,
    channels,
    home,
    incident_desk,
    incident_follow_up,
    incident_messages,
    incident_reports,
    incident_routing,
    incidents,
    queue,
    session_desk,
    session_desk_forms,
    session_plan,
    sessions,
    votes,
)
from dialogs.routing import Place, Product
from domain.incident_numbers import is_number


def any_sentence(text: str, place: Place) -> Action:
    """What is not a word that we know is the number of an incident, or the beginning of one; never
    in public."""
    if place.is_shared:
        return ShowChannelHelp()
    return SearchIncidents(words=text) if is_number(text) else OpenIncidentForm(what=text)


PRODUCT = Product(
    [
        home.router,
        incident_reports.router,
        incidents.router,
        applications.router,
        incident_desk.router,
        incident_messages.router,
        incident_routing.router,
        incident_follow_up.router,
        calls.router,
        queue.router,
        channels.router,
        sessions.router,
        votes.router,
        session_desk.router,
        session_desk_forms.router,
        session_plan.router,
    ],
    otherwise=any_sentence,
)
