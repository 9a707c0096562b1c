"""The telephone stays a way in: what a caller says becomes an incident like any other."""

from __future__ import annotations

from cards.desk_actions import EnterCall, OpenCallForm
from cards.desk_forms import Form, call_form
from cards.incident_staff import call_receipt
from cards.texts import normal
from dialogs.incident_reports import guessed
from dialogs.routing import Reply, Router, Turn
from domain.errors import Refusal
from domain.incident_report import Report, new_incident
from domain.incident_story import EntryKind
from domain.incidents import Incident
from domain.input import checked_line
from domain.people import STAFF, Person

router = Router()
router.typed("call", lambda rest: OpenCallForm(who=rest), takes_rest=True)

NAMES_SHOWN = 5


def _form(turn: Turn, action: EnterCall, refusal: Refusal | None = None) -> Reply:
    form = Form(turn.texts, turn.surface, refusal)
    card = call_form(form, action)
    return Reply(card=card, title=form.title)


@router.on(OpenCallForm, allowed=STAFF, reads=True)
def open_call_form(turn: Turn, action: OpenCallForm) -> Reply:
    return _form(turn, EnterCall(form_id=turn.new_id(), who=action.who))


@router.on(EnterCall, allowed=STAFF, on_refusal=_form)
def enter_call(turn: Turn, action: EnterCall) -> Reply:
    """For somebody of the directory, or for a name: the number is told on the telephone."""
    sent_before = turn.store.incidents.from_form(action.form_id)
    if sent_before is not None:
        return _receipt(turn, sent_before)
    caller = _caller(turn, checked_line(action.who, "who"))
    year = turn.organisation.year_of(turn.at)
    organisation = turn.organisation.seen_by(turn.organisation.member_of(caller))
    category, application = guessed(action.what, organisation)
    incident = new_incident(
        Report(
            form_id=action.form_id,
            what=action.what,
            category=category,
            application=application,
            hindrance=action.can_work,
        ),
        incident_id=turn.new_id(),
        serial=turn.store.numbers.next("INC", year),
        reporter=caller,
        organisation=organisation,
        at=turn.at,
    )
    incident.write(EntryKind.CALLED, turn.at, turn.person)
    turn.store.incidents.add(incident)
    return _receipt(turn, incident)


def _receipt(turn: Turn, incident: Incident) -> Reply:
    """Raises Refusal `form.expired` for a form that was somebody else's."""
    if incident.entries[0].author_id != turn.person.person_id:
        raise Refusal("form.expired")
    card = call_receipt(incident, turn.organisation, turn.texts, turn.at, turn.surface)
    return Reply(card=card, title=incident.number)


def _caller(turn: Turn, who: str) -> Person:
    """The person of the directory by name or address, else a name alone.

    Raises Refusal `call.several` where the name is that of several people.
    """
    wanted = normal(who)
    found = [p for p in turn.store.people.listed() if wanted in (normal(p.name), normal(p.email))]
    if len(found) > 1:
        names = ", ".join(f"{p.name} ({p.email})" for p in found[:NAMES_SHOWN])
        raise Refusal("call.several", "who", names=names)
    return found[0] if found else Person(person_id="", name=who)
