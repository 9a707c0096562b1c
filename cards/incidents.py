"""An incident as its reporter sees it, and as the staff sees it."""

from __future__ import annotations

from datetime import datetime

from cards.actions import (
    CancelIncident,
    OpenDetailForm,
    OpenIncidentForm,
    OpenQuestionForm,
    OpenSolutionForm,
    TakeIncident,
)
from cards.home import help_line, someone_button
from cards.incident_lines import excerpt, read_button, state_line, story, subject
from cards.kit import (
    Button,
    Card,
    Element,
    Surface,
    button,
    card,
    dialog_button,
    facts,
    heading,
    inert,
    label,
    notice,
    small,
    text,
    typed,
)
from cards.texts import Texts
from domain.incidents import Incident, State
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
            *story(incident, texts, at),
            *_advice(incident, organisation, texts),
            help_line(organisation, texts),
        ],
        _reporter_buttons(incident, texts),
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


def staff_card(
    incident: Incident,
    organisation: Organisation,
    texts: Texts,
    at: datetime,
    banner: str | None = None,
) -> Card:
    """The card of the team: who needs what and how badly, who deals with it, what was said."""
    title = texts(
        "staff.title", number=incident.number, priority=texts(f"priority.{incident.priority}")
    )
    return card(
        [
            notice(banner),
            heading(title),
            label(_staff_line(incident, texts, at)),
            typed(excerpt(incident.what)),
            facts(
                [
                    (texts("staff.from"), _reporter(incident)),
                    (texts("staff.audience"), texts(f"audience.{incident.audience}")),
                    (texts("staff.can_work"), texts(f"hindrance.{incident.hindrance}")),
                    *subject(incident, organisation, texts),
                    _remote_support(incident, organisation, texts),
                    (texts("incident.reported"), texts.clock(incident.reported_at, at)),
                ]
            ),
            *story(incident, texts, at),
        ],
        _staff_buttons(incident, texts),
    )


def _next_step(incident: Incident, organisation: Organisation, texts: Texts, at: datetime) -> str:
    if incident.overdue_at is not None and incident.state is State.NEW:
        return texts("next.overdue", phone=organisation.contact.phone)
    return texts(
        f"next.{incident.state}",
        when=texts.when(incident.take_by, at),
        name=inert(incident.assignee_name),
    )


def _staff_line(incident: Incident, texts: Texts, at: datetime) -> str:
    if incident.state is not State.NEW:
        return texts(f"staff.{incident.state}", name=inert(incident.assignee_name))
    key = "staff.new" if incident.overdue_at is None else "staff.overdue"
    return texts(key, when=texts.when(incident.take_by, at))


def _reporter(incident: Incident) -> str:
    return inert(", ".join(filter(None, (incident.reporter_name, incident.service))))


def _remote_support(
    incident: Incident, organisation: Organisation, texts: Texts
) -> tuple[str, str] | None:
    application = organisation.applications.get(incident.application)
    if application is None:
        return None
    answer = "staff.remote_yes" if application.remote else "staff.remote_no"
    return texts("staff.remote"), texts(answer)


def _advice(incident: Incident, organisation: Organisation, texts: Texts) -> list[Element]:
    """What the team will ask anyway, and what the catalogue knows, while nobody has it in hand."""
    if incident.state is not State.NEW:
        return []
    category = organisation.categories.get(incident.category)
    application = organisation.applications.get(incident.application)
    questions = list(category.questions) if category else []
    note = [small(application.note)] if application and application.note else []
    if not questions:
        return note
    asked = [small(f"– {question}", spacing="None") for question in questions]
    return [*note, small(texts("incident.to_go_faster"), spacing="Medium"), *asked]


def _reporter_buttons(incident: Incident, texts: Texts) -> list[Button | None]:
    if incident.is_over:
        return [
            dialog_button(texts("button.report"), OpenIncidentForm()),
            read_button(incident, texts),
            someone_button(texts),
        ]
    return [
        dialog_button(texts("button.add_detail"), OpenDetailForm(incident_id=incident.incident_id)),
        button(
            texts("button.cancel_incident"),
            CancelIncident(incident_id=incident.incident_id),
            surface=Surface.CHAT,
        ),
        read_button(incident, texts),
        someone_button(texts),
    ]


def _staff_buttons(incident: Incident, texts: Texts) -> list[Button | None]:
    if incident.is_over:
        return [read_button(incident, texts)]
    key = incident.incident_id
    take = button(
        texts("button.take"), TakeIncident(incident_id=key), style="positive", surface=Surface.CHAT
    )
    return [
        take if incident.assignee_id is None else None,
        dialog_button(texts("button.ask"), OpenQuestionForm(incident_id=key)),
        dialog_button(texts("button.solve"), OpenSolutionForm(incident_id=key)),
        read_button(incident, texts),
    ]
