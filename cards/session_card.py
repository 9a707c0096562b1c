"""A card of a session: its buttons know how far the record had come when it was drawn.

The same button pressed twice on the same card is a double click; pressed again on a later card, it
is meant again.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from cards.kit import Button, Card, Element, card
from domain.assembly.session import Session

STAMP = "drawn_at"


def session_card(
    session: Session, body: Iterable[Element | None], buttons: Iterable[Button | None] = ()
) -> Card:
    drawn = card(body, buttons)
    _stamp(drawn, session.head.height + len(session.pending))
    return drawn


def _stamp(part: Any, height: int) -> None:
    if isinstance(part, list):
        for each in part:
            _stamp(each, height)
    elif isinstance(part, dict):
        data = part.get("data")
        if isinstance(data, dict) and "session_id" in data:
            data[STAMP] = height
        for each in part.values():
            _stamp(each, height)
