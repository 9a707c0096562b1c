"""Forms of those who run a session: roll call, nominal call, departures, and what becomes of a
report."""

from __future__ import annotations

from cards.report_forms import amend_form, call_form, send_back_form, withdraw_form
from cards.session_actions import (
    AmendReport,
    AnnulVote,
    CallReport,
    CallRoll,
    HearChoice,
    NoteDeparture,
    OpenAmendForm,
    OpenAnnulForm,
    OpenCallForm,
    OpenChairForm,
    OpenDepartureForm,
    OpenNominalForm,
    OpenRollForm,
    OpenSendBackForm,
    OpenWithdrawForm,
    SendBack,
    TakeChair,
    WithdrawReport,
)
from cards.session_forms import chair_form, departure_form, roll_form
from cards.vote_forms import annul_form, nominal_form
from dialogs.routing import Reply, Router, Turn
from dialogs.session_turns import SECRETARIES, Gestures, begun, desk_reply, drawn, form_to_fill
from dialogs.sessions import several
from domain.assembly import agenda, conduct, nominal, presence, voting
from domain.assembly.session import Session
from domain.errors import Refusal

router = Router()
desk = Gestures(router, SECRETARIES, desk_reply)


def _here(session: Session, action: object) -> str:
    return ",".join(person for person in session.members if session.is_present(person))


def _vote(session: Session, action: OpenAnnulForm | OpenNominalForm) -> str:
    return action.vote_id


def _first_missing(session: Session, action: OpenNominalForm) -> str:
    """The first who has not voted is called first."""
    return next(iter(session.vote(action.vote_id).missing), "")


def _current(session: Session, action: object) -> str:
    return session.current[0] if session.current else ""


def send_back(session: Session, turn: Turn, action: SendBack) -> None:
    if action.ground not in set(agenda.Ground):
        raise Refusal("choice.unknown", "ground")
    ground = agenda.Ground(action.ground)
    agenda.send_back(session, turn.person, action.item, ground, action.reason, turn.at)


@router.on(OpenCallForm, allowed=SECRETARIES, reads=True)
def open_call_form(turn: Turn, action: OpenCallForm) -> Reply:
    """Which report, where it is not the next."""
    session = form_to_fill(turn, action.session_id)
    following = agenda.next_up(session)
    target = (following.lot_id or following.item_id) if following else ""
    filled = CallReport(session_id=session.session_id, target=target)
    card = call_form(session, filled, turn.texts, turn.surface)
    return Reply(card=card, title=session.title)


desk.form(
    OpenRollForm,
    CallRoll,
    begun(CallRoll, present=_here),
    drawn(roll_form),
    lambda s, turn, a: presence.call_roll(s, turn.person, several(a.present), turn.at),
)
desk.form(
    OpenAnnulForm,
    AnnulVote,
    begun(AnnulVote, vote_id=_vote),
    drawn(annul_form),
    lambda s, turn, a: voting.annul(s, turn.person, a.vote_id, a.reason, turn.at),
)
desk.form(
    OpenNominalForm,
    HearChoice,
    begun(HearChoice, vote_id=_vote, seat=_first_missing),
    drawn(nominal_form),
    lambda s, turn, a: nominal.hear(s, turn.person, a.vote_id, a.seat, a.choice, turn.at),
)
desk.form(
    OpenSendBackForm, SendBack, begun(SendBack, item=_current), drawn(send_back_form), send_back
)
desk.form(
    OpenWithdrawForm,
    WithdrawReport,
    begun(WithdrawReport, item=_current),
    drawn(withdraw_form),
    lambda s, turn, a: agenda.withdraw(s, turn.person, a.item, a.reason, turn.at),
)
desk.form(
    OpenAmendForm,
    AmendReport,
    begun(AmendReport, item=_current),
    drawn(amend_form),
    lambda s, turn, a: agenda.amend(s, turn.person, a.item, a.title, a.author, turn.at),
)
desk.form(
    OpenDepartureForm,
    NoteDeparture,
    begun(NoteDeparture),
    drawn(departure_form),
    lambda s, turn, a: presence.note_departure(s, turn.person, a.member, turn.at),
)


desk.form(
    OpenChairForm,
    TakeChair,
    begun(TakeChair),
    drawn(chair_form),
    lambda s, turn, a: conduct.take_chair(s, turn.person, a.member, turn.at),
)
