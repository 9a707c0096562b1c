"""Records: what is said once. A row holds a kind, a version and facts; here they become words.

A renderer reads every version that may still be owed: a release never orphans the rows before it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from cards.actions import ListIncidents, OpenIncidentForm
from cards.home import help_line, someone_button
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
    body = [
        heading(texts("solved.title", number=facts["number"])),
        text(texts("solved.by", name=inert(facts["solver_name"]))),
        typed(facts["solution"]),
        text(texts("next.solved")),
        help_line(organisation, texts),
    ]
    ways = [
        dialog_button(texts("button.report"), OpenIncidentForm()),
        button(texts("button.my_incidents"), ListIncidents(), surface=Surface.CHAT),
        someone_button(texts),
    ]
    return Message(card=card(body, ways))


def _session_code(facts: Mapping[str, Any], organisation: Organisation, texts: Texts) -> Message:
    """Plain text: people copy it."""
    code, height = facts["code"], facts["height"]
    return Message(text=texts("board.code", title=facts["title"], code=code, height=height))


_RENDERERS: dict[tuple[str, int], Renderer] = {
    ("card", 1): _card,
    ("text", 1): _text,
    ("incident.solved", 1): _incident_solved,
    ("session.code", 1): _session_code,
}
