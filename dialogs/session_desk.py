"""What secretaries and the chair do while a session runs."""

from __future__ import annotations

from typing import Any

from cards.session_actions import (
    CallAgain,
    CallReport,
    CloseSession,
    CloseSpeakerList,
    CloseVote,
    ConfirmChoice,
    OpenSession,
    OpenSpeakerList,
    OpenVote,
    ProclaimResults,
    ResumeSession,
    ShowDesk,
    ShowDeskMore,
    ShowMinutes,
    ShowMissing,
    SuspendSession,
)
from cards.session_desk import (
    chair_card,
    desk_card,
    desk_more_card,
    minutes_card,
    missing_card,
)
from dialogs.routing import Reader, Reply, Router, Turn
from dialogs.session_turns import (
    BOARD_TEAM,
    RUNNING,
    SECRETARIES,
    Gestures,
    desk_reply,
    session_to_read,
)
from domain.assembly import agenda, conduct, nominal, plan, results, voting
from domain.assembly.notices import CHAIR, DESK
from domain.assembly.session import Session
from domain.errors import Refusal

router = Router()
desk = Gestures(router, SECRETARIES, desk_reply)
running = Gestures(router, RUNNING, desk_reply)

MINUTES = "minutes"
"""The kind of file that a link to the minutes opens."""


@router.on(ShowDesk, allowed=RUNNING, reads=True)
def show_desk(turn: Turn, action: ShowDesk) -> Reply:
    return desk_reply(turn, session_to_read(turn, action.session_id))


@router.on(ShowDeskMore, allowed=SECRETARIES, reads=True)
def show_desk_more(turn: Turn, action: ShowDeskMore) -> Reply:
    session = session_to_read(turn, action.session_id)
    session.refuse_unless_secretary(turn.person)
    card = desk_more_card(session, turn.organisation, turn.texts, turn.at)
    return Reply(card=card, title=session.title)


@router.on(ShowMissing, allowed=RUNNING, reads=True)
def show_missing(turn: Turn, action: ShowMissing) -> Reply:
    session = session_to_read(turn, action.session_id)
    session.refuse_unless_run_by(turn.person)
    card = missing_card(session, session.vote(action.vote_id), turn.texts)
    return Reply(card=card, title=session.title)


@router.on(ShowMinutes, allowed=RUNNING)
def show_minutes(turn: Turn, action: ShowMinutes) -> Reply:
    session = session_to_read(turn, action.session_id)
    session.refuse_unless_run_by(turn.person)
    link = turn.link_to(MINUTES, session.session_id)
    return Reply(card=minutes_card(session, link, turn.texts), title=session.title)


@desk.by(OpenSession)
def open_session(session: Session, turn: Turn, action: OpenSession) -> None:
    board = turn.store.conversations.channel_of(BOARD_TEAM) or ""
    conduct.open_session(session, turn.person, turn.at, board)


@desk.by(CallReport)
def call_report(session: Session, turn: Turn, action: CallReport) -> None:
    """A lot is called whole, also where one of its reports is the next of the agenda."""
    target = action.target
    if not target:
        following = agenda.next_up(session)
        if following is None:
            raise Refusal("report.none_left")
        target = following.lot_id or following.item_id
    items = session.lots[target].items if target in session.lots else [target]
    agenda.call(session, turn.person, list(items), turn.at, action.waiver)


@desk.by(OpenVote)
def open_vote(session: Session, turn: Turn, action: OpenVote) -> None:
    voting.open_vote(session, turn.person, voting.in_hand(session, action.item), turn.at)


@running.by(ProclaimResults)
def proclaim(session: Session, turn: Turn, action: ProclaimResults) -> None:
    year = turn.organisation.year_of(turn.at)

    def number() -> str:
        serial = turn.store.numbers.next(session.profile.series, year)
        return session.profile.number_of(year, serial)

    results.proclaim(session, turn.person, action.vote_id, number, turn.at)


desk.on(CallAgain, lambda s, turn, a: plan.call_again(s, turn.person, turn.at))
desk.on(OpenSpeakerList, lambda s, turn, a: agenda.open_list(s, turn.person, turn.at))
desk.on(CloseSpeakerList, lambda s, turn, a: agenda.close_list(s, turn.person, turn.at))
desk.on(CloseVote, lambda s, turn, a: voting.close(s, turn.person, a.vote_id, turn.at))
desk.on(SuspendSession, lambda s, turn, a: conduct.suspend(s, turn.person, "", turn.at))
desk.on(ResumeSession, lambda s, turn, a: conduct.resume(s, turn.person, turn.at))
desk.on(CloseSession, lambda s, turn, a: conduct.close_session(s, turn.person, turn.at))
running.on(
    ConfirmChoice,
    lambda s, turn, a: nominal.confirm(s, turn.person, a.vote_id, a.seat, turn.at, heard=a.heard),
)


@router.view(DESK)
def draw_desk(reader: Reader, session_id: str) -> Any:
    session = session_to_read(reader, session_id)
    return desk_card(session, reader.organisation, reader.texts, reader.at)


@router.view(CHAIR)
def draw_chair(reader: Reader, session_id: str) -> Any:
    session = session_to_read(reader, session_id)
    return chair_card(session, reader.organisation, reader.texts, reader.at)
