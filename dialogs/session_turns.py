"""What every gesture in a session shares: the session it is about, and the card that answers it.

A gesture is a function of the rules that changes the session; a form is two of them, to open it and
to send it. Both are registered here once, so that a topic is a list of them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from cards.kit import Card
from cards.refusals import refusal_line
from cards.session_actions import OfSession
from cards.session_desk import chair_card, desk_card
from cards.sessions import member_card
from dialogs.routing import Reader, Reply, Router, Turn
from domain.assembly.notices import desk_side, member_side
from domain.assembly.session import Session
from domain.errors import Refusal
from domain.people import Role

MEMBERS = frozenset({Role.ELECTED, Role.CHAIR})
SECRETARIES = frozenset({Role.SECRETARY})
RUNNING = MEMBERS | SECRETARIES

BOARD_TEAM = "session"
"""The name under which a channel or a meeting's chat is bound to show the board."""

Gesture = Callable[[Session, Turn, Any], object]
Side = Callable[[Turn, Session, str | None], Reply]
Begin = Callable[[Session, Turn, Any], OfSession]
Draw = Callable[[Session, Turn, Any, Refusal | None], Card]


def begun(sends: type[OfSession], **of: Callable[[Session, Any], str]) -> Begin:
    """A form that holds nothing yet, but for `of`: what the session, or the button that opens it,
    says already."""
    return lambda session, turn, action: sends.model_validate(
        {"session_id": session.session_id, "form_id": turn.new_id()}
        | {field: says(session, action) for field, says in of.items()}
    )


def drawn(form: Callable[..., Card]) -> Draw:
    """A form that needs to know nothing of who fills it."""
    return lambda session, turn, action, refusal: form(
        session, action, turn.texts, turn.surface, refusal=refusal
    )


def session_to_change(turn: Turn, session_id: str) -> Session:
    """Raises Refusal `session.unknown`."""
    session = turn.store.sessions.get(session_id, turn.organisation.profiles)
    if session is None:
        raise Refusal("session.unknown")
    return session


def session_to_read(turn: Turn | Reader, session_id: str) -> Session:
    """Raises Refusal `session.unknown`."""
    session = turn.store.sessions.look_up(session_id, turn.organisation.profiles)
    if session is None:
        raise Refusal("session.unknown")
    return session


def form_to_fill(turn: Turn, session_id: str) -> Session:
    """A form shows reports and names: only to the roster, and to those who run this session.

    Raises Refusal `session.unknown` or `session.not_member`.
    """
    session = session_to_read(turn, session_id)
    if not session.is_run_by(turn.person.person_id):
        session.member(turn.person.person_id)
    return session


def member_reply(turn: Turn, session: Session, banner: str | None = None) -> Reply:
    """Ma séance, as it stands for this person. Raises Refusal `session.not_member`."""
    person_id = turn.person.person_id
    session.member(person_id)
    card = member_card(session, person_id, turn.organisation, turn.texts, turn.at, banner)
    return Reply(card=card, living=member_side(session, person_id), closes=True)


def desk_reply(turn: Turn, session: Session, banner: str | None = None) -> Reply:
    """The cockpit of a secretary, or the card of who presides."""
    person_id = turn.person.person_id
    if person_id in session.secretaries:
        card = desk_card(session, turn.organisation, turn.texts, turn.at, banner)
    elif person_id in (session.chair, session.presiding):
        card = chair_card(session, turn.organisation, turn.texts, turn.at, banner)
    else:
        return member_reply(turn, session, banner)
    return Reply(card=card, living=desk_side(session, person_id), closes=True)


@dataclass(frozen=True)
class Gestures:
    """Registers gestures that one side of the session answers: a member's, or the desk's."""

    router: Router
    allowed: frozenset[Role]
    side: Side

    def on(self, action: type[OfSession], gesture: Gesture) -> None:
        """One click."""

        def dialog(turn: Turn, pressed: Any) -> Reply:
            session = session_to_change(turn, pressed.session_id)
            gesture(session, turn, pressed)
            return self.side(turn, session, None)

        self.router.on(action, allowed=self.allowed, on_refusal=self.with_reason)(dialog)

    def by(self, action: type[OfSession]) -> Callable[[Gesture], Gesture]:
        """The same, for a gesture that is more than a line."""

        def register(gesture: Gesture) -> Gesture:
            self.on(action, gesture)
            return gesture

        return register

    def form(
        self,
        opens: type[OfSession],
        sends: type[OfSession],
        begin: Begin,
        draw: Draw,
        gesture: Gesture,
    ) -> None:
        """A form: `begin` is what it holds at first, as the action that sends it."""

        def open_form(turn: Turn, pressed: Any) -> Reply:
            session = form_to_fill(turn, pressed.session_id)
            card = draw(session, turn, begin(session, turn, pressed), None)
            return Reply(card=card, title=session.title)

        def show_again(turn: Turn, sent: Any, refusal: Refusal) -> Reply:
            if refusal.field is None:
                return self.with_reason(turn, sent, refusal)
            session = form_to_fill(turn, sent.session_id)
            return Reply(card=draw(session, turn, sent, refusal), title=session.title)

        def send_form(turn: Turn, sent: Any) -> Reply:
            session = session_to_change(turn, sent.session_id)
            gesture(session, turn, sent)
            return self.side(turn, session, None)

        self.router.on(opens, allowed=self.allowed, reads=True)(open_form)
        self.router.on(sends, allowed=self.allowed, on_refusal=show_again)(send_form)

    def with_reason(self, turn: Turn, action: Any, refusal: Refusal) -> Reply:
        """The card as it stands now, with why nothing was done."""
        session = session_to_read(turn, action.session_id)
        return self.side(turn, session, refusal_line(refusal, turn.texts))
