"""What waits for a team: a page of it in the chat, and all of it for a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from cards.actions import ShowHome
from cards.incident_lines import category_of, excerpt
from cards.incident_lists import search_field
from cards.incident_staff import staff_line
from cards.kit import (
    Card,
    Element,
    Surface,
    button,
    buttons,
    card,
    dialog_button,
    heading,
    inert,
    label,
    link_button,
    small,
    text,
    typed,
)
from cards.queue_actions import ExportQueue, ShowForStaff, ShowQueue
from cards.spreadsheet import iso, spreadsheet
from cards.texts import Texts
from domain.incidents import Incident
from domain.organisation import Organisation

PAGE_INCIDENTS = 5
COLUMNS = (
    "number", "priority", "state", "assignee", "team", "organisation", "service", "reporter",
    "category", "application", "audience", "can_work", "reported", "take_by", "overdue", "what",
)  # fmt: skip


def queue_card(
    incidents: Sequence[Incident],
    wanted: ShowQueue,
    total: int,
    organisation: Organisation,
    texts: Texts,
    at: datetime,
) -> Card:
    """The most urgent first; one click parts what one took oneself from what all have."""
    page, mine = wanted.page, wanted.mine
    lines = [each for one in incidents for each in queue_line(one, organisation, texts, at)]
    pages = max(1, -(-total // PAGE_INCIDENTS))
    empty = text(texts("queue.empty_mine" if mine else "queue.empty"))
    count = small(texts("queue.count", count=total, page=page + 1, pages=pages))
    return card(
        [
            heading(texts("button.mine" if mine else "button.queue")),
            *(lines or [empty]),
            count,
            *search_field(texts),
        ],
        [
            _turn(texts("button.previous"), page - 1, mine) if page > 0 else None,
            _turn(texts("button.next"), page + 1, mine) if page + 1 < pages else None,
            _turn(texts("button.queue" if mine else "button.mine"), 0, not mine),
            dialog_button(texts("button.export"), ExportQueue()),
            button(texts("button.home"), ShowHome(), surface=Surface.CHAT),
        ],
    )


def queue_line(
    incident: Incident, organisation: Organisation, texts: Texts, at: datetime
) -> list[Element]:
    """What the staff must know to choose: how urgent, who has it, whose it is, since when."""
    priority = texts(f"priority.{incident.priority}")
    whose = [incident.organisation] if organisation.is_shared else []
    opening = ShowForStaff(incident_id=incident.incident_id)
    title = texts("button.open", number=incident.number)
    return [
        label(texts("staff.title", number=incident.number, priority=priority)),
        text(staff_line(incident, texts, at)),
        small(" · ".join([*map(inert, whose), age(at - incident.reported_at, texts)])),
        typed(excerpt(incident.what, 100)),
        buttons([button(title, opening, surface=Surface.CHAT)]),
    ]


def export_card(link: str, texts: Texts) -> Card:
    """The way to the file; without an address of ours there is none."""
    if not link.startswith("http"):
        return card([text(texts("desk.no_link"))])
    return card([text(texts("queue.export"))], [link_button(texts("desk.open_minutes"), link)])


def queue_sheet(incidents: Iterable[Incident], organisation: Organisation, texts: Texts) -> bytes:
    """Everything that is open, a line each, for a spreadsheet."""
    titles = [texts(f"queue.column.{column}") for column in COLUMNS]
    rows = (_row(incident, organisation, texts) for incident in incidents)
    return spreadsheet([titles, *rows])


def age(passed: timedelta, texts: Texts) -> str:
    """How long somebody has waited, as people say it: minutes, then hours, then days."""
    minutes = max(0, int(passed.total_seconds() // 60))
    if minutes < 60:
        return texts("queue.minutes", count=minutes)
    if minutes < 48 * 60:
        return texts("queue.hours", count=minutes // 60)
    return texts("queue.days", count=minutes // (24 * 60))


def _turn(title: str, page: int, mine: bool) -> Element:
    return button(title, ShowQueue(page=page, mine=mine), surface=Surface.CHAT)


def _row(incident: Incident, organisation: Organisation, texts: Texts) -> list[str]:
    category = category_of(incident, organisation)
    application = organisation.applications.get(incident.application)
    zone, overdue = organisation.timezone, incident.overdue_at
    return [
        incident.number,
        texts(f"priority.{incident.priority}"),
        texts(f"queue.state.{incident.state}"),
        incident.assignee_name,
        organisation.team_name(incident.team),
        incident.organisation,
        incident.service,
        incident.reporter_name,
        category.name if category else "",
        application.name if application else "",
        texts(f"audience.{incident.audience}"),
        texts(f"hindrance.{incident.hindrance}"),
        iso(incident.reported_at, zone),
        iso(incident.take_by, zone),
        iso(overdue, zone) if overdue else "",
        incident.what,
    ]
