"""What somebody does with their own requests: one short function per gesture."""

from __future__ import annotations

from cards.actions import (
    AddDetail,
    CancelIncident,
    ListIncidents,
    OpenDetailForm,
    ShowIncident,
)
from cards.incident_forms import (
    Filled,
    answer_form_id,
    detail_form,
    question_card,
)
from cards.incident_lists import PAGE_INCIDENTS, incident_list
from cards.incidents import reporter_card
from cards.kit import Card
from cards.refusals import refusal_line
from dialogs.routing import Reader, Reply, Router, Turn
from domain.errors import Refusal
from domain.incident_notices import reporter_side
from domain.incident_story import Entry
from domain.incidents import Incident
from domain.people import EVERYONE, STAFF

router = Router()
router.typed("my_incidents", lambda rest: ListIncidents())


@router.on(ListIncidents, allowed=EVERYONE, reads=True)
def list_incidents(turn: Turn, action: ListIncidents) -> Reply:
    own = turn.person.person_id
    incidents = turn.store.incidents.reported_by(
        own, offset=action.page * PAGE_INCIDENTS, limit=PAGE_INCIDENTS
    )
    total = turn.store.incidents.count_of(own)
    is_staff = bool(STAFF & turn.roles)
    listed = (incidents, action.page, total, turn.texts, turn.at)
    return Reply(card=incident_list(*listed, is_staff=is_staff))


@router.on(ShowIncident, allowed=EVERYONE, reads=True)
def show_incident(turn: Turn, action: ShowIncident) -> Reply:
    return shown(turn, own_incident(turn, action.incident_id))


@router.on(OpenDetailForm, allowed=EVERYONE, reads=True)
def open_detail_form(turn: Turn, action: OpenDetailForm) -> Reply:
    incident = own_incident(turn, action.incident_id)
    incident.refuse_if_over()
    card = detail_form(incident, Filled(turn.new_id()), turn.texts, turn.surface)
    return Reply(card=card, title=_detail_title(turn, incident))


def add_detail_again(turn: Turn, action: AddDetail, refusal: Refusal) -> Reply:
    incident = own_incident(turn, action.incident_id)
    filled = Filled(action.form_id, action.detail, refusal)
    if refusal.field is None:
        sentence = refusal_line(refusal, turn.texts)
        return shown(turn, incident, sentence)
    question = _question_of(incident, action.form_id)
    if question is not None:
        card = question_card(incident, question, turn.texts, turn.at, filled=filled)
        return Reply(card=card)
    card = detail_form(incident, filled, turn.texts, turn.surface)
    return Reply(card=card, title=_detail_title(turn, incident))


@router.on(AddDetail, allowed=EVERYONE, on_refusal=add_detail_again)
def add_detail(turn: Turn, action: AddDetail) -> Reply:
    incident = own_incident(turn, action.incident_id, for_change=True)
    question = _question_of(incident, action.form_id)
    if not incident.has_entry_from(action.form_id):
        incident.add_detail(turn.person, action.detail, action.form_id, turn.at, question)
    if question is not None:
        return Reply(card=question_card(incident, question, turn.texts, turn.at), closes=True)
    return shown(turn, incident, closes=True)


def cancelled_too_late(turn: Turn, action: CancelIncident, refusal: Refusal) -> Reply:
    sentence = refusal_line(refusal, turn.texts)
    return shown(turn, own_incident(turn, action.incident_id), sentence)


@router.on(CancelIncident, allowed=EVERYONE, on_refusal=cancelled_too_late)
def cancel_incident(turn: Turn, action: CancelIncident) -> Reply:
    incident = own_incident(turn, action.incident_id, for_change=True)
    incident.cancel(turn.person, turn.at)
    return shown(turn, incident)


@router.view("incident.reporter")
def draw_for_reporter(reader: Reader, incident_id: str) -> Card | None:
    incident = reader.store.incidents.look_up(incident_id)
    if incident is None:
        return None
    return reporter_card(incident, reader.organisation, reader.texts, reader.at)


@router.view("incident.question")
def draw_question(reader: Reader, entry_id: str) -> Card | None:
    incident = reader.store.incidents.look_up(entry_id.rpartition(".")[0])
    if incident is None:
        return None
    question = next(entry for entry in incident.entries if entry.entry_id == entry_id)
    return question_card(incident, question, reader.texts, reader.at)


def known_incident(turn: Turn, incident_id: str, *, for_change: bool = False) -> Incident:
    """To be read only, unless it is wanted `for_change`. Raises Refusal `incident.unknown`."""
    find = turn.store.incidents.get if for_change else turn.store.incidents.look_up
    incident = find(incident_id)
    if incident is None:
        raise Refusal("incident.unknown")
    return incident


def own_incident(turn: Turn, incident_id: str, *, for_change: bool = False) -> Incident:
    """An incident of this person. Raises Refusal `incident.unknown` or `incident.not_yours`."""
    incident = known_incident(turn, incident_id, for_change=for_change)
    incident.refuse_unless_reported_by(turn.person)
    return incident


def _detail_title(turn: Turn, incident: Incident) -> str:
    return turn.texts("form.detail_title", number=incident.number)


def shown(
    turn: Turn, incident: Incident, banner: str | None = None, *, closes: bool = False
) -> Reply:
    """The reporter's card, as it stands now."""
    card = reporter_card(incident, turn.organisation, turn.texts, turn.at, banner)
    return Reply(card=card, living=reporter_side(incident), closes=closes, title=incident.number)


def _question_of(incident: Incident, form_id: str) -> Entry | None:
    """The question on whose card this form stands, if it is such a form."""
    return next((e for e in incident.entries if answer_form_id(e) == form_id), None)
