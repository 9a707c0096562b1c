"""An incident as its reporter sees it."""

from __future__ import annotations

from datetime import datetime

from cards.actions import (
    CancelIncident,
    OpenDetailForm,
    OpenIncidentForm,
)
from cards.desk_actions import (
    OpenReopenForm,
    RateIncident,
)
from cards.home import help_line, someone_button
from cards.incident_lines import (
    category_of,
    excerpt,
    names_in,
    read_button,
    review_time,
    state_line,
    story,
    subject,
)
from cards.kit import (
    Button,
    Card,
    Element,
    Surface,
    button,
    card,
    choice_input,
    dialog_button,
    facts,
    heading,
    label,
    notice,
    small,
    text,
    typed,
)
from cards.texts import Texts
from domain.incident_follow_up import Rating, can_be_reopened
from domain.incidents import Incident, State, WaitsFor
from domain.organisation import Organisation


def reporter_card(
    incident: Incident,
    organisation: Organisation,
    texts: Texts,
    at: datetime,
    banner: str | None = None,
) -> Card:
    """The living card of whoever reported: where it stands, what comes next and by when."""
    return card(
        [
            notice(banner),
            heading(incident.number),
            label(state_line(incident, texts)),
            text(_next_step(incident, organisation, texts, at)),
            typed(excerpt(incident.what)),
            facts(
                [
                    *subject(incident, organisation, texts),
                    (texts("incident.reported"), texts.clock(incident.reported_at, at)),
                ]
            ),
            *story(incident, organisation, texts, at),
            *_opinion(incident, texts),
            *_advice(incident, organisation, texts),
            help_line(organisation, texts),
        ],
        _reporter_buttons(incident, organisation, texts, at),
    )


def receipt_card(
    incident: Incident,
    organisation: Organisation,
    texts: Texts,
    at: datetime,
    *,
    has_chat: bool = True,
) -> Card:
    """What the dialog says once an incident is kept: its number, and what comes next.

    Without a chat of their own, they are told how to get one, where their card will come.
    """
    return card(
        [
            heading(incident.number),
            text(_next_step(incident, organisation, texts, at)),
            small(texts("incident.follow_in_chat" if has_chat else "incident.add_app")),
            help_line(organisation, texts),
        ]
    )


def _next_step(incident: Incident, organisation: Organisation, texts: Texts, at: datetime) -> str:
    if incident.overdue_at is not None and incident.state is State.NEW:
        return texts("next.overdue", phone=organisation.contact.phone)
    if incident.state is State.WAITING and incident.waits_for is WaitsFor.SUPPLIER:
        return texts("next.held", when=review_time(incident, texts, at), **names_in(incident))
    if incident.state is State.WAITING and incident.open_question is None:
        return texts("next.awaited")
    return texts(
        f"next.{incident.state}", when=texts.when(incident.take_by, at), **names_in(incident)
    )


def _advice(incident: Incident, organisation: Organisation, texts: Texts) -> list[Element]:
    """What the team will ask anyway, and what the catalogue knows, while nobody has it in hand."""
    if incident.state is not State.NEW:
        return []
    category = category_of(incident, organisation)
    application = organisation.applications.get(incident.application)
    questions = list(category.questions) if category else []
    note = [small(application.note)] if application and application.note else []
    if not questions:
        return note
    asked = [small(f"– {question}", spacing="None") for question in questions]
    return [*note, small(texts("incident.to_go_faster"), spacing="Medium"), *asked]


def _opinion(incident: Incident, texts: Texts) -> list[Element]:
    """One word on the solution, with what most will say chosen already: one click."""
    if incident.state is not State.SOLVED or incident.rating is not None:
        return []
    words = {str(rating): texts(f"rating.{rating}") for rating in Rating}
    return choice_input("rating", texts("form.rating"), words, value=Rating.YES)


def _reporter_buttons(
    incident: Incident, organisation: Organisation, texts: Texts, at: datetime
) -> list[Button | None]:
    key = incident.incident_id
    if not incident.is_over:
        cancel = CancelIncident(incident_id=key)
        return [
            dialog_button(texts("button.add_detail"), OpenDetailForm(incident_id=key)),
            button(texts("button.cancel_incident"), cancel, surface=Surface.CHAT),
            read_button(incident, texts),
            someone_button(texts),
        ]
    can_rate = incident.state is State.SOLVED and incident.rating is None
    rate = button(
        texts("button.rate"), RateIncident(incident_id=key), style="positive", surface=Surface.CHAT
    )
    reopen = dialog_button(texts("button.reopen"), OpenReopenForm(incident_id=key))
    return [
        rate if can_rate else None,
        reopen if can_be_reopened(incident, organisation, at) else None,
        dialog_button(texts("button.report"), OpenIncidentForm()),
        read_button(incident, texts),
        someone_button(texts),
    ]
