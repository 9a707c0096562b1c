"""What a person can do: the product on one screen."""

from cards.actions import Action, OpenIncidentForm, ShowChannelHelp
from dialogs import (
    calls,
    channels,
    home,
    incident_desk,
    incident_follow_up,
    incident_messages,
    incident_routing,
    incidents,
    session_desk,
    session_desk_forms,
    session_plan,
    sessions,
    votes,
)
from dialogs.routing import Place, Product


def any_sentence(text: str, place: Place) -> Action:
    """What is not a word that we know is the beginning of an incident; never in public."""
    return ShowChannelHelp() if place.is_shared else OpenIncidentForm(what=text)


PRODUCT = Product(
    [
        home.router,
        incidents.router,
        incident_desk.router,
        incident_messages.router,
        incident_routing.router,
        incident_follow_up.router,
        calls.router,
        channels.router,
        sessions.router,
        votes.router,
        session_desk.router,
        session_desk_forms.router,
        session_plan.router,
    ],
    otherwise=any_sentence,
)
