"""What the reporter of an incident does once it is solved."""

from __future__ import annotations

from cards.desk_actions import OpenReopenForm, RateIncident, ReopenIncident
from cards.desk_forms import Form, reopen_form
from cards.kit import Card
from dialogs.incident_gestures import Gestures
from dialogs.incidents import own_incident, shown
from dialogs.routing import Router, Turn
from domain import incident_follow_up
from domain.incidents import Incident
from domain.people import EVERYONE

router = Router()
own = Gestures(router, EVERYONE, own_incident, shown)


def _draw_reopening(turn: Turn, form: Form, incident: Incident, action: ReopenIncident) -> Card:
    """Refused before anything is written, where it is too late."""
    incident_follow_up.refuse_unless_reopenable(incident, turn.organisation, turn.at)
    return reopen_form(form, incident, action)


own.form(
    OpenReopenForm,
    ReopenIncident,
    _draw_reopening,
    lambda incident, turn, sent: incident_follow_up.reopen(
        incident, turn.person, sent.words, sent.form_id, turn.organisation, turn.at
    ),
    once_over=True,
)
own.on(
    RateIncident,
    lambda incident, turn, pressed: incident_follow_up.rate(
        incident, turn.person, pressed.rating, turn.at
    ),
)
