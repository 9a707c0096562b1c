"""Lines that several cards of an incident share: its state, its subject, its story."""

from __future__ import annotations

from datetime import datetime

from cards.actions import ReadIncident
from cards.kit import Button, Element, dialog_button, inert, small, text, typed
from cards.texts import Texts
from domain.incidents import Entry, Incident, State
from domain.organisation import Category, Organisation

STORY_LINES = 5
"""The latest lines of a story on a card; the whole is one button away."""


def excerpt(words: str, longest: int = 600) -> str:
    """The beginning of a long text; the whole is one button away."""
    return words if len(words) <= longest else f"{words[: longest - 1].rstrip()}…"


def state_line(incident: Incident, texts: Texts) -> str:
    if incident.state is State.NEW and incident.transmitted_at is None:
        return texts("state.received")
    return texts(f"state.{incident.state}", name=inert(incident.assignee_name))


def category_of(incident: Incident, organisation: Organisation) -> Category | None:
    """As the reporter's organisation calls it, whoever reads."""
    return organisation.seen_by(incident.organisation).categories.get(incident.category)


def subject(
    incident: Incident, organisation: Organisation, texts: Texts
) -> list[tuple[str, str] | None]:
    """The category and the application, where they are known: an import may have renamed them."""
    category = category_of(incident, organisation)
    application = organisation.applications.get(incident.application)
    return [
        (texts("form.category"), inert(category.name)) if category else None,
        (texts("form.application"), inert(application.name)) if application else None,
    ]


def story(incident: Incident, texts: Texts, at: datetime) -> list[Element]:
    latest = incident.entries[-STORY_LINES:]
    return [line for entry in latest for line in entry_lines(entry, texts, at, excerpt(entry.text))]


def entry_lines(entry: Entry, texts: Texts, at: datetime, words: str) -> list[Element]:
    said = texts(f"entry.{entry.kind}", name=inert(entry.author_name))
    stamp = small(f"{texts.clock(entry.at, at)} · {said}", spacing="Medium")
    return [stamp, typed(words, spacing="None")] if words else [stamp]


def question_lines(question: Entry, texts: Texts) -> list[Element]:
    """A question beside room for its answer; the whole of a long one is one button away."""
    return [
        text(texts("question.asks", name=inert(question.author_name))),
        typed(excerpt(question.text, 1_000), weight="Bolder"),
    ]


def read_button(incident: Incident, texts: Texts) -> Button | None:
    """Only where the card does not show everything."""
    written = [incident.what, *(entry.text for entry in incident.entries)]
    is_cut = any(excerpt(words) != words for words in written)
    if not is_cut and len(incident.entries) <= STORY_LINES:
        return None
    return dialog_button(texts("button.read"), ReadIncident(incident_id=incident.incident_id))
