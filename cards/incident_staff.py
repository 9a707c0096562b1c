"""An incident as the team sees it: the card, what is left of it elsewhere, and its receipts."""

from __future__ import annotations

from datetime import datetime

from cards.actions import (
    OpenQuestionForm,
    OpenSolutionForm,
    TakeIncident,
)
from cards.desk_actions import (
    OpenAssignForm,
    OpenHoldForm,
    OpenMergeForm,
    OpenPriorityForm,
    OpenTransferForm,
    ResumeIncident,
    ShowTeamIncident,
)
from cards.incident_lines import (
    excerpt,
    names_in,
    read_button,
    review_time,
    story,
    subject,
)
from cards.kit import (
    Button,
    Card,
    Element,
    Surface,
    button,
    buttons,
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


def call_receipt(
    incident: Incident, organisation: Organisation, texts: Texts, at: datetime, surface: Surface
) -> Card:
    """The number to say on the telephone, and where the request went."""
    team = inert(organisation.teams[incident.team].name)
    known = "call.told" if incident.reporter_id else "call.not_in_directory"
    name = inert(incident.reporter_name)
    return card(
        [
            heading(texts("call.number", number=incident.number)),
            text(texts("call.sent_to", team=team, when=texts.when(incident.take_by, at))),
            small(texts(known, name=name)),
        ],
        [open_button(incident.incident_id, incident.number, texts)]
        if surface is Surface.CHAT
        else [],
    )


def open_button(incident_id: str, number: str, texts: Texts) -> Button:
    """To the team's card, from a chat in which somebody of the team is told of the incident."""
    opens = ShowTeamIncident(incident_id=incident_id)
    return button(texts("button.open", number=number), opens, surface=Surface.CHAT)


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
            *_handed_on(incident, organisation, texts, at),
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
            *story(incident, organisation, texts, at),
            *_staff_buttons(incident, texts),
        ]
    )


def moved_card(
    incident: Incident, organisation: Organisation, texts: Texts, banner: str | None = None
) -> Card:
    """What is left with a team that handed the incident on: where it went, and no button."""
    name = inert(organisation.teams[incident.team].name)
    return card(
        [
            notice(banner),
            heading(incident.number),
            label(texts("staff.moved", team=name)),
            typed(excerpt(incident.what)),
        ]
    )


def _staff_line(incident: Incident, texts: Texts, at: datetime) -> str:
    if incident.state is State.WAITING and incident.review_by is not None:
        reason = texts(f"waits_for.{incident.waits_for}")
        when = review_time(incident, texts, at)
        return texts("staff.held", waits_for=reason, when=when, **names_in(incident))
    if incident.state is not State.NEW:
        return texts(f"staff.{incident.state}", **names_in(incident))
    key = "staff.new" if incident.overdue_at is None else "staff.overdue"
    return texts(key, when=texts.when(incident.take_by, at))


def _handed_on(
    incident: Incident, organisation: Organisation, texts: Texts, at: datetime
) -> list[Element]:
    """Teams that send an incident to and fro must see that they do, and what happens next."""
    lines: list[Element] = []
    if incident.transfers > 1:
        lines.append(small(texts("staff.transfers", times=incident.transfers)))
    if incident.return_by is not None:
        lines.append(small(texts("staff.returns", when=texts.when(incident.return_by, at))))
    return lines


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


def _staff_buttons(incident: Incident, texts: Texts) -> list[Element]:
    """What is done every time in one row, what is done now and then in another."""
    rows = [_most_often(incident, texts), _less_often(incident, texts)]
    shown = [[each for each in row if each is not None] for row in rows]
    return [buttons(row) for row in shown if row]


def _most_often(incident: Incident, texts: Texts) -> list[Button | None]:
    if incident.is_over:
        return [read_button(incident, texts)]
    key = incident.incident_id
    take = button(
        texts("button.take"), TakeIncident(incident_id=key), style="positive", surface=Surface.CHAT
    )
    resume = button(texts("button.resume"), ResumeIncident(incident_id=key), surface=Surface.CHAT)
    return [
        take if incident.assignee_id is None else None,
        resume if incident.state is State.WAITING else None,
        dialog_button(texts("button.ask"), OpenQuestionForm(incident_id=key))
        if incident.reporter_id
        else None,
        dialog_button(texts("button.solve"), OpenSolutionForm(incident_id=key)),
        read_button(incident, texts),
    ]


def _less_often(incident: Incident, texts: Texts) -> list[Button | None]:
    if incident.is_over:
        return []
    key = incident.incident_id
    forms = {
        "button.transfer": OpenTransferForm(incident_id=key),
        "button.hold": OpenHoldForm(incident_id=key),
        "button.assign": OpenAssignForm(incident_id=key),
        "button.priority": OpenPriorityForm(incident_id=key),
        "button.merge": OpenMergeForm(incident_id=key),
    }
    return [dialog_button(texts(title), opens) for title, opens in forms.items()]
