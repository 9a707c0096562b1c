"""What the gestures on an incident share: which incident, and the card that answers.

A gesture is a function of the rules that changes the incident; a form is two of them, to open it
and to send it. Both are registered here once, so that a topic is a list of them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from cards.actions import Action
from cards.desk_forms import Form
from cards.kit import Card
from cards.refusals import refusal_line
from dialogs.routing import Reply, Router, Turn
from domain.errors import Refusal
from domain.incidents import Incident
from domain.people import Role

Gesture = Callable[[Incident, Turn, Any], str | None]
"""Changes the incident; returns a sentence that the card must say beside its state, if any."""
Draw = Callable[[Turn, Form, Incident, Any], Card]


class Find(Protocol):
    """The incident, where this person may see it so. Raises Refusal."""

    def __call__(self, turn: Turn, incident_id: str, *, for_change: bool = False) -> Incident: ...


class Side(Protocol):
    """The card of those who make these gestures."""

    def __call__(
        self, turn: Turn, incident: Incident, banner: str | None = None, *, closes: bool = False
    ) -> Reply: ...


@dataclass(frozen=True)
class Gestures:
    """Registers gestures that one side makes: the reporter, or the team."""

    router: Router
    allowed: frozenset[Role]
    find: Find
    side: Side

    def on(self, action: type[Action], gesture: Gesture) -> None:
        """One click."""

        def dialog(turn: Turn, pressed: Any) -> Reply:
            incident = self.find(turn, pressed.incident_id, for_change=True)
            banner = gesture(incident, turn, pressed)
            return self.side(turn, incident, banner)

        self.router.on(action, allowed=self.allowed, on_refusal=self.with_reason)(dialog)

    def form(
        self,
        opens: type[Action],
        sends: type[Action],
        draw: Draw,
        gesture: Gesture,
        *,
        once_over: bool = False,
        answer: Side | None = None,
    ) -> None:
        """A form, for what can be done while the incident is open, or `once_over`. Where the side
        that sends it sees the incident no more, another card is its `answer`."""

        def card(turn: Turn, incident: Incident, action: Any, refusal: Refusal | None) -> Reply:
            form = Form(turn.texts, turn.surface, refusal)
            drawn = draw(turn, form, incident, action)
            return Reply(card=drawn, title=form.title)

        def open_form(turn: Turn, pressed: Any) -> Reply:
            incident = self.find(turn, pressed.incident_id)
            if not once_over:
                incident.refuse_if_over()
            blank = sends.model_validate(
                {"incident_id": incident.incident_id, "form_id": turn.new_id()}
            )
            return card(turn, incident, blank, None)

        def show_again(turn: Turn, sent: Any, refusal: Refusal) -> Reply:
            if refusal.field is None:
                return self.with_reason(turn, sent, refusal)
            return card(turn, self.find(turn, sent.incident_id), sent, refusal)

        def send_form(turn: Turn, sent: Any) -> Reply:
            incident = self.find(turn, sent.incident_id, for_change=True)
            sent_before = incident.has_entry_from(sent.form_id)
            banner = None if sent_before else gesture(incident, turn, sent)
            return (answer or self.side)(turn, incident, banner, closes=True)

        self.router.on(opens, allowed=self.allowed, reads=True)(open_form)
        self.router.on(sends, allowed=self.allowed, on_refusal=show_again)(send_form)

    def with_reason(self, turn: Turn, action: Any, refusal: Refusal) -> Reply:
        """The card as it stands now, with why nothing was done."""
        incident = self.find(turn, action.incident_id)
        return self.side(turn, incident, refusal_line(refusal, turn.texts))
