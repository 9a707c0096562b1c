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
from dialogs.session_turns import SECRETARIES, Gestures, desk_reply, drawn, form_to_fill
from dialogs.sessions import several
from domain.assembly import agenda, conduct, nominal, presence, voting
from domain.assembly.session import Session
from domain.errors import Refusal

router = Router()
desk = Gestures(router, SECRETARIES, desk_reply)


def begin_roll(session: Session, turn: Turn, action: OpenRollForm) -> CallRoll:
    here = ",".join(person for person in session.members if session.is_present(person))
    return CallRoll(session_id=session.session_id, form_id=turn.new_id(), present=here)


def begin_annul(session: Session, turn: Turn, action: OpenAnnulForm) -> AnnulVote:
    form_id, vote_id = turn.new_id(), action.vote_id
    return AnnulVote(session_id=session.session_id, form_id=form_id, vote_id=vote_id)


def begin_nominal(session: Session, turn: Turn, action: OpenNominalForm) -> HearChoice:
    """The first who has not voted is called first."""
    missing = session.vote(action.vote_id).missing
    return HearChoice(
        session_id=session.session_id,
        form_id=turn.new_id(),
        vote_id=action.vote_id,
        seat=missing[0] if missing else "",
    )


def begin_send_back(session: Session, turn: Turn, action: OpenSendBackForm) -> SendBack:
    item = _current(session)
    return SendBack(session_id=session.session_id, form_id=turn.new_id(), item=item)


def begin_withdraw(session: Session, turn: Turn, action: OpenWithdrawForm) -> WithdrawReport:
    item = _current(session)
    return WithdrawReport(session_id=session.session_id, form_id=turn.new_id(), item=item)


def begin_amend(session: Session, turn: Turn, action: OpenAmendForm) -> AmendReport:
    item = _current(session)
    return AmendReport(session_id=session.session_id, form_id=turn.new_id(), item=item)


def begin_departure(session: Session, turn: Turn, action: OpenDepartureForm) -> NoteDeparture:
    return NoteDeparture(session_id=session.session_id, form_id=turn.new_id())


def begin_chair(session: Session, turn: Turn, action: OpenChairForm) -> TakeChair:
    return TakeChair(session_id=session.session_id, form_id=turn.new_id())


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
    begin_roll,
    drawn(roll_form),
    lambda s, turn, a: presence.call_roll(s, turn.person, several(a.present), turn.at),
)
desk.form(
    OpenAnnulForm,
    AnnulVote,
    begin_annul,
    drawn(annul_form),
    lambda s, turn, a: voting.annul(s, turn.person, a.vote_id, a.reason, turn.at),
)
desk.form(
    OpenNominalForm,
    HearChoice,
    begin_nominal,
    drawn(nominal_form),
    lambda s, turn, a: nominal.hear(s, turn.person, a.vote_id, a.seat, a.choice, turn.at),
)
desk.form(OpenSendBackForm, SendBack, begin_send_back, drawn(send_back_form), send_back)
desk.form(
    OpenWithdrawForm,
    WithdrawReport,
    begin_withdraw,
    drawn(withdraw_form),
    lambda s, turn, a: agenda.withdraw(s, turn.person, a.item, a.reason, turn.at),
)
desk.form(
    OpenAmendForm,
    AmendReport,
    begin_amend,
    drawn(amend_form),
    lambda s, turn, a: agenda.amend(s, turn.person, a.item, a.title, a.author, turn.at),
)
desk.form(
    OpenDepartureForm,
    NoteDeparture,
    begin_departure,
    drawn(departure_form),
    lambda s, turn, a: presence.note_departure(s, turn.person, a.member, turn.at),
)


desk.form(
    OpenChairForm,
    TakeChair,
    begin_chair,
    drawn(chair_form),
    lambda s, turn, a: conduct.take_chair(s, turn.person, a.member, turn.at),
)


def _current(session: Session) -> str:
    return session.current[0] if session.current else ""
