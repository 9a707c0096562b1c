"""Looking for a request by its number or by words: the field, and what was found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from cards.actions import ListIncidents, OpenIncidentForm, ShowHome
from cards.incident_lists import PAGE_INCIDENTS, list_line, search_field
from cards.kit import (
    Card,
    Element,
    Surface,
    button,
    card,
    dialog_button,
    heading,
    small,
    text,
)
from cards.queue import queue_line
from cards.queue_actions import SearchIncidents
from cards.texts import Texts
from domain.incidents import Incident
from domain.organisation import Organisation


@dataclass(frozen=True)
class Found:
    """What these words found: no more than `most`, of which `own` names whose are one's own."""

    words: str
    incidents: Sequence[Incident]
    own: str
    most: int


def found_card(
    found: Found, page: int, organisation: Organisation, texts: Texts, at: datetime
) -> Card:
    """A page of what was found; one's own open as one's own, the others as the staff has them."""
    pages = max(1, -(-len(found.incidents) // PAGE_INCIDENTS))
    page = min(page, pages - 1)
    shown = found.incidents[page * PAGE_INCIDENTS : (page + 1) * PAGE_INCIDENTS]
    lines: list[Element] = []
    for incident in shown:
        if incident.reporter_id == found.own:
            lines += list_line(incident, texts, at)
        else:
            lines += queue_line(incident, organisation, texts, at)
    return card(
        [
            heading(texts("search.title")),
            *search_field(texts, found.words),
            *(lines or [text(texts("search.nothing"))]),
            small(_how_many(found, page, pages, texts)) if lines else None,
        ],
        [
            _turn(texts("button.previous"), found, page - 1) if page > 0 else None,
            _turn(texts("button.next"), found, page + 1) if page + 1 < pages else None,
            button(texts("button.my_incidents"), ListIncidents(), surface=Surface.CHAT),
            dialog_button(texts("button.report"), OpenIncidentForm()),
            button(texts("button.home"), ShowHome(), surface=Surface.CHAT),
        ],
    )


def _how_many(found: Found, page: int, pages: int, texts: Texts) -> str:
    count = len(found.incidents)
    said = texts("search.most" if count >= found.most else "search.count", count=count)
    return f"{said} {texts('list.page', page=page + 1, pages=pages)}" if pages > 1 else said


def _turn(title: str, found: Found, page: int) -> Element:
    """With the words that were looked for, not those that may stand in the field by now."""
    action = SearchIncidents(words=found.words, page=page)
    return button(title, action, surface=Surface.CHAT, sends_inputs=False)
