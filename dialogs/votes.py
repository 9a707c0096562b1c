"""Voting: one click a seat, on a card that then is its receipt."""

from __future__ import annotations

from typing import Any

from cards.boards import board_card
from cards.kit import Card
from cards.refusals import refusal_line
from cards.session_actions import (
    CastAsAnnounced,
    CastCaseByCase,
    CastVote,
    GiveCastingVote,
    OpenCaseForm,
    OpenVoteCard,
)
from cards.vote_forms import CASES_A_PAGE, case_form
from cards.votes import vote_card
from dialogs.routing import Reader, Reply, Router, Turn
from dialogs.session_turns import (
    MEMBERS,
    Gestures,
    desk_reply,
    session_to_change,
    session_to_read,
)
from domain.assembly import results, voting
from domain.assembly.notices import BOARD, VOTE, vote_side
from domain.assembly.session import Session
from domain.assembly.votes import Vote
from domain.errors import Refusal

router = Router()


def vote_reply(turn: Turn, session: Session, vote: Vote, banner: str | None = None) -> Reply:
    """The receipt: this person's own seat and those of the proxies they hold."""
    person_id = turn.person.person_id
    card = vote_card(session, vote, person_id, turn.texts, turn.at, banner)
    living = vote_side(session, vote.vote_id, person_id)
    return Reply(card=card, living=living, closes=True, title=session.title)


def receipt_with_reason(turn: Turn, action: Any, refusal: Refusal) -> Reply:
    """Nothing was changed, and this is what stands."""
    session = session_to_read(turn, action.session_id)
    session.member(turn.person.person_id)
    vote = session.vote(action.vote_id)
    return vote_reply(turn, session, vote, refusal_line(refusal, turn.texts))


@router.on(OpenVoteCard, allowed=MEMBERS, reads=True)
def open_vote_card(turn: Turn, action: OpenVoteCard) -> Reply:
    session = session_to_read(turn, action.session_id)
    session.member(turn.person.person_id)
    return vote_reply(turn, session, session.vote(action.vote_id))


@router.on(CastVote, allowed=MEMBERS, on_refusal=receipt_with_reason)
def cast_vote(turn: Turn, action: CastVote) -> Reply:
    session = session_to_change(turn, action.session_id)
    choices = session.vote(action.vote_id).same_everywhere(action.seat, action.choice)
    return _cast(turn, session, action, choices)


@router.on(CastAsAnnounced, allowed=MEMBERS, on_refusal=receipt_with_reason)
def cast_as_announced(turn: Turn, action: CastAsAnnounced) -> Reply:
    session = session_to_change(turn, action.session_id)
    vote = session.vote(action.vote_id)
    session.voting_member(action.seat)
    choices = voting.as_announced(session, vote, action.seat, action.position)
    return _cast(turn, session, action, choices, how=f"announced.{action.position}")


@router.on(OpenCaseForm, allowed=MEMBERS, reads=True)
def open_case_form(turn: Turn, action: OpenCaseForm) -> Reply:
    session = session_to_read(turn, action.session_id)
    vote = session.vote(action.vote_id)
    filled = _cases(turn, session, vote, action.seat, action.page)
    return _case_form(turn, session, vote, filled)


@router.on(CastCaseByCase, allowed=MEMBERS, on_refusal=receipt_with_reason)
def cast_case_by_case(turn: Turn, action: CastCaseByCase) -> Reply:
    """A page of the lot. The next page follows at once, until all have been seen."""
    session = session_to_change(turn, action.session_id)
    session.voting_member(turn.person.person_id)
    vote = session.vote(action.vote_id)
    items = vote.items_of(action.seat)
    choices = action.choices(page_of(items, action.page))
    if choices:
        voting.cast(
            session,
            turn.person.person_id,
            vote.vote_id,
            action.seat,
            choices,
            turn.at,
            seen=action.seen,
            how="case",
        )
    if (action.page + 1) * CASES_A_PAGE < len(items):
        filled = _cases(turn, session, vote, action.seat, action.page + 1)
        return _case_form(turn, session, vote, filled)
    return vote_reply(turn, session, vote)


def page_of(items: list[str], page: int) -> list[str]:
    return items[page * CASES_A_PAGE : (page + 1) * CASES_A_PAGE]


gestures = Gestures(router, MEMBERS, desk_reply)


@gestures.by(GiveCastingVote)
def give_casting_vote(session: Session, turn: Turn, action: GiveCastingVote) -> None:
    results.give_casting_vote(
        session, turn.person, action.vote_id, action.item, action.choice, turn.at
    )


@router.view(VOTE)
def draw_vote(reader: Reader, subject_id: str) -> Card | None:
    session, vote = _vote_of(reader, subject_id)
    if vote is None:
        return None
    return vote_card(session, vote, reader.to.key, reader.texts, reader.at)


@router.view(BOARD, is_board=True)
def draw_board(reader: Reader, subject_id: str) -> Card | None:
    session, vote = _vote_of(reader, subject_id)
    return None if vote is None else board_card(session, vote, reader.texts, reader.at)


def _vote_of(reader: Reader, subject_id: str) -> tuple[Session, Vote | None]:
    session_id, _, vote_id = subject_id.rpartition(".")
    session = session_to_read(reader, session_id)
    return session, session.votes.get(vote_id)


def _cast(
    turn: Turn,
    session: Session,
    action: CastVote | CastAsAnnounced,
    choices: dict[str, str],
    how: str = "button",
) -> Reply:
    vote = voting.cast(
        session,
        turn.person.person_id,
        action.vote_id,
        action.seat,
        choices,
        turn.at,
        seen=action.seen,
        how=how,
    )
    return vote_reply(turn, session, vote)


def _cases(turn: Turn, session: Session, vote: Vote, seat: str, page: int) -> CastCaseByCase:
    return CastCaseByCase(
        session_id=session.session_id,
        form_id=turn.new_id(),
        vote_id=vote.vote_id,
        seat=seat,
        seen=vote.version(seat),
        page=page,
    )


def _case_form(turn: Turn, session: Session, vote: Vote, filled: CastCaseByCase) -> Reply:
    if not vote.is_open:
        raise Refusal(f"vote.{vote.state}", at=vote.closed_at)
    if vote.seats.get(filled.seat) != turn.person.person_id:
        raise Refusal("vote.not_your_seat")
    card = case_form(session, vote, filled.seat, filled, turn.texts, turn.surface)
    return Reply(card=card, title=session.title)
