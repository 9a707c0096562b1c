"""Lines that several cards of an incident share: its state, its subject, its story."""

from __future__ import annotations

from datetime import datetime

from cards.actions import ReadIncident
from cards.kit import Button, Element, dialog_button, inert, linked, small, text, typed
from cards.texts import Texts
from domain.files import is_trusted
from domain.incident_story import Entry, EntryKind
from domain.incidents import Incident, State, WaitsFor
from domain.organisation import Organisation

STORY_LINES = 5
"""The latest lines of a story on a card; the whole is one button away."""


WORDS = {
    EntryKind.PRIORITY: "priority",
    EntryKind.HELD: "waits_for",
    EntryKind.RATED: "rating",
}
"""Lines that name a word of ours."""


def excerpt(words: str, longest: int = 550) -> str:
    """The beginning of a long text; the whole is one button away."""
    return words if len(words) <= longest else f"{words[: longest - 1].rstrip()}…"


def state_line(incident: Incident, texts: Texts) -> str:
    if incident.state is State.NEW and incident.transmitted_at is None:
        return texts("state.received")
    name = inert(incident.assignee_name)
    if incident.waits_for is WaitsFor.SUPPLIER:
        return texts("state.held", name=name)
    return texts(f"state.{incident.state}", name=name, main=incident.main_number)


def subject(
    incident: Incident, organisation: Organisation, texts: Texts
) -> list[tuple[str, str] | None]:
    """The category and the application, where they are known: an import may have renamed them."""
    category = organisation.categories.get(incident.category)
    application = organisation.applications.get(incident.application)
    return [
        (texts("form.category"), inert(category.name)) if category else None,
        (texts("form.application"), inert(application.name)) if application else None,
    ]


def story(
    incident: Incident, organisation: Organisation, texts: Texts, at: datetime
) -> list[Element]:
    latest = incident.entries[-STORY_LINES:]
    return [
        line
        for entry in latest
        for line in entry_lines(entry, organisation, texts, at, excerpt(entry.text))
    ]


def entry_lines(
    entry: Entry, organisation: Organisation, texts: Texts, at: datetime, words: str
) -> list[Element]:
    about = _about(entry, organisation, texts)
    said = texts(f"entry.{entry.kind}", name=inert(entry.author_name), about=about)
    stamp = small(f"{texts.clock(entry.at, at)} · {said}", spacing="Medium")
    if entry.kind is EntryKind.FILE and is_trusted(entry.about, organisation.file_hosts):
        return [stamp, linked(words, entry.about)]
    return [stamp, typed(words, spacing="None")] if words else [stamp]


def _about(entry: Entry, organisation: Organisation, texts: Texts) -> str:
    """What a line names, in words: the organisation may have renamed a team meanwhile."""
    if entry.kind in (EntryKind.TRANSFERRED, EntryKind.RETURNED):
        team = organisation.teams.get(entry.about)
        return inert(team.name if team else entry.about)
    if entry.kind in WORDS:
        return texts(f"{WORDS[entry.kind]}.{entry.about}")
    return inert(entry.about)


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


def names_in(incident: Incident) -> dict[str, str]:
    return {"name": inert(incident.assignee_name), "main": incident.main_number}


def review_time(incident: Incident, texts: Texts, at: datetime) -> str:
    return texts.when(incident.review_by or at, at)
