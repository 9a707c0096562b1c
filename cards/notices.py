"""Records: what is said once. A row holds a kind, a version and facts; here they become words.

A renderer reads every version that may still be owed: a release never orphans the rows before it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from cards.actions import ListIncidents, OpenDetailForm, OpenIncidentForm, ShowIncident
from cards.home import help_line, someone_button
from cards.incident_staff import open_button
from cards.kit import Card, Surface, button, card, dialog_button, heading, inert, text, typed
from cards.texts import Texts
from domain.organisation import Organisation


@dataclass(frozen=True)
class Message:
    """What goes into one message of Teams: a card, or a plain sentence, never both at once."""

    card: Card | None = None
    text: str = ""


Renderer = Callable[[Mapping[str, Any], Organisation, Texts], Message]


def render(
    kind: str, version: int, facts: Mapping[str, Any], organisation: Organisation, texts: Texts
) -> Message:
    """The message of a record. Raises KeyError for a kind or a version that we never wrote."""
    return _RENDERERS[kind, version](facts, organisation, texts)


def _card(facts: Mapping[str, Any], organisation: Organisation, texts: Texts) -> Message:
    """A reply to what somebody typed, already drawn for them."""
    return Message(card=facts["card"])


def _text(facts: Mapping[str, Any], organisation: Organisation, texts: Texts) -> Message:
    return Message(text=facts["text"])


def _incident_solved(facts: Mapping[str, Any], organisation: Organisation, texts: Texts) -> Message:
    """The release before last did not say which incident: its rows have no button to open it."""
    body = [
        heading(texts("solved.title", number=facts["number"])),
        text(texts("solved.by", name=inert(facts["solver_name"]))),
        typed(facts["solution"]),
        text(texts("next.solved")),
        help_line(organisation, texts),
    ]
    shows = ShowIncident(incident_id=facts["incident_id"]) if "incident_id" in facts else None
    opening = texts("button.open", number=facts["number"])
    ways = [
        button(opening, shows, surface=Surface.CHAT) if shows else None,
        dialog_button(texts("button.report"), OpenIncidentForm()),
        button(texts("button.my_incidents"), ListIncidents(), surface=Surface.CHAT),
        someone_button(texts),
    ]
    return Message(card=card(body, ways))


def _incident_awaits(facts: Mapping[str, Any], organisation: Organisation, texts: Texts) -> Message:
    body = [
        heading(texts("awaits.title", number=facts["number"])),
        typed(facts["reason"]),
        text(texts("next.awaited")),
        help_line(organisation, texts),
    ]
    adds = dialog_button(
        texts("button.add_detail"), OpenDetailForm(incident_id=facts["incident_id"])
    )
    return Message(card=card(body, [adds, someone_button(texts)]))


def _to_staff(key: str) -> Renderer:
    """A ping to one of the staff: what happened, and the way to the card."""

    def render_it(facts: Mapping[str, Any], organisation: Organisation, texts: Texts) -> Message:
        name = inert(facts.get("by_name", ""))
        words = [typed(facts["words"])] if "words" in facts else []
        body = [text(texts(f"ping.{key}", number=facts["number"], name=name)), *words]
        way = open_button(facts["incident_id"], facts["number"], texts)
        return Message(card=card(body, [way]))

    return render_it


def _incident_merged(facts: Mapping[str, Any], organisation: Organisation, texts: Texts) -> Message:
    told = texts("merged.told", number=facts["number"], main=facts["main_number"])
    body = [text(told), help_line(organisation, texts)]
    return Message(card=card(body, [someone_button(texts)]))


def _incident_joined(facts: Mapping[str, Any], organisation: Organisation, texts: Texts) -> Message:
    number, joined = facts["number"], facts["joined_number"]
    body = [
        text(texts("joined.told", number=number, joined=joined)),
        help_line(organisation, texts),
    ]
    return Message(card=card(body, [someone_button(texts)]))


def _session_code(facts: Mapping[str, Any], organisation: Organisation, texts: Texts) -> Message:
    """Plain text: people copy it."""
    code, height = facts["code"], facts["height"]
    return Message(text=texts("board.code", title=facts["title"], code=code, height=height))


_RENDERERS: dict[tuple[str, int], Renderer] = {
    ("card", 1): _card,
    ("text", 1): _text,
    ("incident.solved", 1): _incident_solved,
    ("incident.awaits", 1): _incident_awaits,
    ("incident.assigned", 1): _to_staff("assigned"),
    ("incident.to_review", 1): _to_staff("to_review"),
    ("incident.reopened", 1): _to_staff("reopened"),
    ("incident.merged", 1): _incident_merged,
    ("incident.joined", 1): _incident_joined,
    ("session.code", 1): _session_code,
}
