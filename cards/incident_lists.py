"""Somebody's requests, a page at a time, and the whole story of one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from cards.actions import (
    ListIncidents,
    OpenIncidentForm,
    ReadIncident,
    ShowHome,
    ShowIncident,
)
from cards.incident_lines import entry_lines, excerpt, state_line
from cards.kit import (
    Button,
    Card,
    Element,
    Surface,
    button,
    buttons,
    card,
    dialog_button,
    heading,
    label,
    size_of,
    small,
    text,
    typed,
)
from cards.texts import Texts
from domain.incidents import Incident
from domain.organisation import Organisation

PAGE_BYTES = 20_000
"""Of one page of a story: the longest entry alone takes sixteen thousand."""
PAGE_INCIDENTS = 5


def incident_list(
    incidents: Sequence[Incident], page: int, total: int, texts: Texts, at: datetime
) -> Card:
    """Somebody's own requests, a page at a time, those still open first."""
    if not incidents:
        return card(
            [heading(texts("button.my_incidents")), text(texts("list.empty"))], _ways(texts)
        )
    lines = [element for incident in incidents for element in _list_line(incident, texts, at)]
    pages = -(-total // PAGE_INCIDENTS)
    turning = [
        button(texts("button.previous"), ListIncidents(page=page - 1), surface=Surface.CHAT)
        if page > 0
        else None,
        button(texts("button.next"), ListIncidents(page=page + 1), surface=Surface.CHAT)
        if page + 1 < pages
        else None,
    ]
    count = small(texts("list.page", page=page + 1, pages=pages)) if pages > 1 else None
    return card([heading(texts("button.my_incidents")), *lines, count], [*turning, *_ways(texts)])


def whole_story(
    incident: Incident,
    page: int,
    organisation: Organisation,
    texts: Texts,
    at: datetime,
    surface: Surface,
) -> Card:
    """Everything that was written, in pages that fit a card."""
    pages = _pages(incident, organisation, texts, at)
    page = min(page, len(pages) - 1)
    following = ReadIncident(incident_id=incident.incident_id, page=page + 1)
    more = page + 1 < len(pages)
    return card(
        [heading(incident.number, surface), *pages[page]],
        [button(texts("button.next"), following, surface=surface)] if more else [],
    )


def _pages(
    incident: Incident, organisation: Organisation, texts: Texts, at: datetime
) -> list[list[Element]]:
    """Its lines, each entry whole, a new page where the next would not fit."""
    pages: list[list[Element]] = [[typed(incident.what)]]
    for entry in incident.entries:
        lines = entry_lines(entry, organisation, texts, at, entry.text)
        if size_of(card([*pages[-1], *lines])) > PAGE_BYTES:
            pages.append([])
        pages[-1].extend(lines)
    return pages


def _list_line(incident: Incident, texts: Texts, at: datetime) -> list[Element]:
    when = texts.clock(incident.reported_at, at)
    opening = button(
        texts("button.open", number=incident.number),
        ShowIncident(incident_id=incident.incident_id),
        surface=Surface.CHAT,
    )
    return [
        label(state_line(incident, texts)),
        small(texts("list.reported", when=when)),
        typed(excerpt(incident.what, 100)),
        buttons([opening]),
    ]


def _ways(texts: Texts) -> list[Button]:
    return [
        dialog_button(texts("button.report"), OpenIncidentForm()),
        button(texts("button.home"), ShowHome(), surface=Surface.CHAT),
    ]
