"""Somebody reports an incident: the form, what it makes, and what a sentence may mean besides."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from cards.actions import (
    AddDetail,
    AddSentence,
    OpenIncidentForm,
    ReportIncident,
)
from cards.incident_forms import (
    incident_form,
)
from cards.incidents import receipt_card
from cards.kit import Surface
from cards.refusals import refusal_line
from cards.texts import normal
from dialogs.incidents import add_detail, own_incident, shown
from dialogs.routing import Reply, Router, Turn
from domain.errors import Refusal
from domain.incident_report import Report, new_incident
from domain.incidents import Incident
from domain.input import LONGEST_TEXT, NONE
from domain.notices import Recipient
from domain.organisation import Organisation
from domain.people import EVERYONE

router = Router()
router.typed("incident", lambda rest: OpenIncidentForm())

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


@router.on(AddSentence, allowed=EVERYONE, on_refusal=report_again)
def add_sentence(turn: Turn, action: AddSentence) -> Reply:
    detail = AddDetail(incident_id=action.incident_id, form_id=action.form_id, detail=action.what)
    incident = own_incident(turn, action.incident_id, for_change=True)
    if not incident.has_entry_from(action.form_id):
        incident.attach(action.files, turn.person, turn.at)
    return add_detail(turn, detail)


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


def too_long(what: str) -> Refusal | None:
    """Said when the form opens: better before than after it was filled."""
    if len(what) <= LONGEST_TEXT:
        return None
    return Refusal("text.too_long", "what", length=len(what), longest=LONGEST_TEXT)


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


def _sentence(action: AddSentence) -> Report:
    return Report(form_id=action.form_id, what=action.what, files=action.files)


def _names(words: str, names: Iterable[str]) -> bool:
    return any(f" {re.sub(NOT_A_WORD, ' ', normal(name))} " in words for name in names)


def _offered(turn: Turn) -> Sequence[Incident]:
    return turn.store.incidents.open_of(turn.person.person_id, limit=OPEN_INCIDENTS_OFFERED)
