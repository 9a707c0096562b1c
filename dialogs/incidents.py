"""What the reporter of an incident does: one short function per gesture."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from cards.actions import (
    AddDetail,
    AddSentence,
    CancelIncident,
    ListIncidents,
    OpenDetailForm,
    OpenIncidentForm,
    ReportIncident,
    ShowIncident,
)
from cards.incident_forms import (
    Filled,
    answer_form_id,
    detail_form,
    incident_form,
    question_card,
)
from cards.incident_lists import PAGE_INCIDENTS, incident_list
from cards.incidents import receipt_card, reporter_card
from cards.kit import Card, Surface
from cards.refusals import refusal_line
from cards.texts import normal
from dialogs.routing import Reader, Reply, Router, Turn
from domain.errors import Refusal
from domain.incident_notices import reporter_side
from domain.incident_report import Report, new_incident
from domain.incident_story import Entry
from domain.incidents import Incident
from domain.input import LONGEST_TEXT, NONE
from domain.notices import Recipient
from domain.organisation import Organisation
from domain.people import EVERYONE, STAFF

router = Router()
router.typed("incident", lambda rest: OpenIncidentForm())
router.typed("my_incidents", lambda rest: ListIncidents())

NOT_A_WORD = re.compile(r"\W+")
OPEN_INCIDENTS_OFFERED = 3
"""Beside the form: more would hide it."""


@router.on(OpenIncidentForm, allowed=EVERYONE, reads=True)
def open_incident_form(turn: Turn, action: OpenIncidentForm) -> Reply:
    report = replace(report_from(action.what, turn), files=turn.files)
    card = incident_form(
        report,
        turn.organisation,
        turn.texts,
        turn.surface,
        refusal=too_long(action.what),
        open_incidents=_offered(turn) if action.what else (),
        other_meanings=bool(action.what) and turn.surface is Surface.CHAT,
    )
    return Reply(card=card, title=turn.texts("form.title"))


def report_again(turn: Turn, action: ReportIncident | AddSentence, refusal: Refusal) -> Reply:
    """The same form, filled as it was, with what is wrong under the field."""
    report = report_of(action) if isinstance(action, ReportIncident) else _sentence(action)
    banner = refusal_line(refusal, turn.texts) if refusal.field is None else None
    card = incident_form(
        report, turn.organisation, turn.texts, turn.surface, refusal=refusal, banner=banner
    )
    return Reply(card=card, title=turn.texts("form.title"))


@router.on(ReportIncident, allowed=EVERYONE, on_refusal=report_again)
def report_incident(turn: Turn, action: ReportIncident) -> Reply:
    sent_before = turn.store.incidents.from_form(action.form_id)
    if sent_before is not None:
        return _already_sent(turn, sent_before)
    year = turn.organisation.year_of(turn.at)
    incident = new_incident(
        report_of(action),
        incident_id=turn.new_id(),
        serial=turn.store.numbers.next("INC", year),
        reporter=turn.person,
        organisation=turn.organisation,
        at=turn.at,
    )
    turn.store.incidents.add(incident)
    return _receipt(turn, incident)


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
    if incident.is_over:
        raise Refusal(f"incident.{incident.state}", number=incident.number)
    card = detail_form(incident, Filled("detail", turn.new_id()), turn.texts, turn.surface)
    return Reply(card=card, title=_detail_title(turn, incident))


def add_detail_again(turn: Turn, action: AddDetail, refusal: Refusal) -> Reply:
    incident = own_incident(turn, action.incident_id)
    filled = Filled("detail", action.form_id, action.detail, refusal)
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


@router.on(AddSentence, allowed=EVERYONE, on_refusal=report_again)
def add_sentence(turn: Turn, action: AddSentence) -> Reply:
    detail = AddDetail(incident_id=action.incident_id, form_id=action.form_id, detail=action.what)
    incident = own_incident(turn, action.incident_id, for_change=True)
    if not incident.has_entry_from(action.form_id):
        incident.attach(action.files, turn.person, turn.at)
    return add_detail(turn, detail)


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


def _receipt(turn: Turn, incident: Incident) -> Reply:
    """In the chat the living card itself; in a dialog the number, while the card arrives."""
    if turn.surface is Surface.CHAT:
        return shown(turn, incident)
    chat = turn.store.conversations.route(Recipient("person", turn.person.person_id))
    has_chat = chat is not None
    card = receipt_card(incident, turn.organisation, turn.texts, turn.at, has_chat=has_chat)
    return Reply(card=card, title=turn.texts("state.received"))


def _already_sent(turn: Turn, incident: Incident) -> Reply:
    """A form that was sent before. Raises Refusal `form.expired` where it was somebody else's."""
    if incident.reporter_id != turn.person.person_id:
        raise Refusal("form.expired")
    return shown(turn, incident, turn.texts("incident.already_sent"))


def report_of(action: ReportIncident) -> Report:
    return Report(
        form_id=action.form_id,
        what=action.what,
        category=action.category,
        application=action.application,
        audience=action.audience,
        hindrance=action.can_work,
        files=action.files,
    )


def _sentence(action: AddSentence) -> Report:
    return Report(form_id=action.form_id, what=action.what, files=action.files)


def too_long(what: str) -> Refusal | None:
    """Said when the form opens: better before than after it was filled."""
    if len(what) <= LONGEST_TEXT:
        return None
    return Refusal("text.too_long", "what", length=len(what), longest=LONGEST_TEXT)


def report_from(sentence: str, turn: Turn) -> Report:
    """A form already filled with what the sentence betrays: the category, the application."""
    category, application = guessed(sentence, turn.organisation)
    form_id = turn.new_id()
    return Report(form_id=form_id, what=sentence, category=category, application=application)


def guessed(sentence: str, organisation: Organisation) -> tuple[str, str]:
    """The category and the application that these words name."""
    words = f" {re.sub(NOT_A_WORD, ' ', normal(sentence[:LONGEST_TEXT]))} "
    categories = (c.key for c in organisation.categories.values() if _names(words, c.words))
    applications = (a.key for a in organisation.applications.values() if _names(words, [a.name]))
    return next(categories, NONE), next(applications, NONE)


def _names(words: str, names: Iterable[str]) -> bool:
    return any(f" {re.sub(NOT_A_WORD, ' ', normal(name))} " in words for name in names)


def _offered(turn: Turn) -> Sequence[Incident]:
    return turn.store.incidents.open_of(turn.person.person_id, limit=OPEN_INCIDENTS_OFFERED)


def _question_of(incident: Incident, form_id: str) -> Entry | None:
    """The question on whose card this form stands, if it is such a form."""
    return next((e for e in incident.entries if answer_form_id(e) == form_id), None)
