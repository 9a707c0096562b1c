"""What the catalogue of applications answers while a form is being filled."""

from __future__ import annotations

from cards.actions import ExplainApplication, FindApplications
from cards.application_field import applications_named
from cards.incident_forms import incident_form
from dialogs.incident_reports import report_of
from dialogs.routing import Reply, Router, Turn
from domain.people import EVERYONE

router = Router()

LONGEST_SEARCH = 100
"""Characters. No application has a longer name."""


@router.on(FindApplications, allowed=EVERYONE, reads=True)
def find_applications(turn: Turn, action: FindApplications) -> Reply:
    words = action.words[:LONGEST_SEARCH]
    found = applications_named(words, turn.organisation, turn.texts, skip=action.skip)
    return Reply(choices=found)


@router.on(ExplainApplication, allowed=EVERYONE, reads=True)
def explain_application(turn: Turn, action: ExplainApplication) -> Reply:
    """The same form as it was filled, with what is known of the application that was chosen."""
    report = report_of(action)
    card = incident_form(report, turn.organisation, turn.texts, turn.surface, is_explained=True)
    return Reply(card=card, title=turn.texts("form.title"))
