"""What a member does in a session: be there, give a proxy, step aside, vote a report apart."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from cards.kit import Card
from cards.session_actions import (
    AnnouncePosition,
    AnswerConvocation,
    EndProxy,
    EnterSession,
    GiveProxy,
    LeaveSession,
    OpenPositionForm,
    OpenProxyForm,
    OpenRecusalForm,
    OpenTakeOutForm,
    RestoreProxy,
    ShowMore,
    ShowSession,
    StepAside,
    TakeOut,
)
from cards.session_forms import proxy_form, recusal_form
from cards.sessions import member_card, more_card
from cards.vote_forms import position_form, take_out_form
from dialogs.routing import Reader, Reply, Router, Turn
from dialogs.session_turns import (
    MEMBERS,
    RUNNING,
    Gestures,
    begun,
    desk_reply,
    drawn,
    member_reply,
    session_to_read,
)
from domain.assembly import agenda, lots, plan, presence, proxies
from domain.assembly.notices import MEMBER
from domain.assembly.session import Session
from domain.assembly.votes import Choice
from domain.errors import Refusal

router = Router()
router.typed("session", lambda rest: ShowSession())
gestures = Gestures(router, MEMBERS, member_reply)
both = Gestures(router, RUNNING, desk_reply)


@router.on(ShowSession, allowed=RUNNING, reads=True)
def show_session(turn: Turn, action: ShowSession) -> Reply:
    """Ma séance: for a secretary the cockpit, for a member their own card."""
    person_id = turn.person.person_id
    session_id = action.session_id or turn.store.sessions.current_of(person_id)
    if session_id is None:
        raise Refusal("session.none")
    session = session_to_read(turn, session_id)
    if person_id in session.secretaries:
        return desk_reply(turn, session)
    return member_reply(turn, session)


@router.on(ShowMore, allowed=MEMBERS, reads=True)
def show_more(turn: Turn, action: ShowMore) -> Reply:
    session = session_to_read(turn, action.session_id)
    session.member(turn.person.person_id)
    card = more_card(session, turn.person.person_id, turn.organisation, turn.texts, turn.at)
    return Reply(card=card, title=session.title)


gestures.on(EnterSession, lambda s, turn, a: presence.enter(s, turn.person, turn.at))
gestures.on(LeaveSession, lambda s, turn, a: presence.leave(s, turn.person, turn.at))
gestures.on(RestoreProxy, lambda s, turn, a: proxies.restore(s, turn.person, turn.at))


@gestures.by(AnswerConvocation)
def answer(session: Session, turn: Turn, action: AnswerConvocation) -> None:
    if action.answer not in set(plan.Answer):
        raise Refusal("choice.unknown")
    plan.answer(session, turn.person, plan.Answer(action.answer), turn.at)


@both.by(EndProxy)
def end_proxy(session: Session, turn: Turn, action: EndProxy) -> None:
    giver = action.giver or turn.person.person_id
    proxies.end(session, turn.person, giver, turn.at)


def draw_proxy(session: Session, turn: Turn, action: GiveProxy, refusal: Refusal | None) -> Card:
    return proxy_form(
        session,
        turn.person.person_id,
        action,
        turn.texts,
        turn.surface,
        turn.at,
        refusal=refusal,
        for_others=turn.person.person_id in session.secretaries,
    )


def give_proxy(session: Session, turn: Turn, action: GiveProxy) -> None:
    proxies.give(
        session,
        turn.person,
        action.giver or turn.person.person_id,
        action.holder,
        turn.at,
        end=_until(turn, action.until),
        evidence=action.evidence[:400],
    )


def _until(turn: Turn, hour: str) -> datetime | None:
    """ "10:30" of today, in the organisation's own time. Raises Refusal `proxy.hours`."""
    if not hour.strip():
        return None
    local = turn.at.astimezone(turn.organisation.timezone)
    try:
        clock = datetime.strptime(hour.strip(), "%H:%M").replace(tzinfo=local.tzinfo)
    except ValueError:
        raise Refusal("proxy.hours", "until") from None
    until = local.replace(hour=clock.hour, minute=clock.minute, second=0, microsecond=0)
    return until if until > local else until + timedelta(days=1)


both.form(OpenProxyForm, GiveProxy, begun(GiveProxy), draw_proxy, give_proxy)


def step_aside(session: Session, turn: Turn, action: StepAside) -> None:
    person_id = turn.person.person_id
    agenda.step_aside(session, turn.person, person_id, action.item, action.ground, turn.at)


gestures.form(OpenRecusalForm, StepAside, begun(StepAside), drawn(recusal_form), step_aside)


def begin_take_out(session: Session, turn: Turn, action: OpenTakeOutForm) -> TakeOut:
    lot = lots.known(session, action.lot_id)
    if not lot.items:
        raise Refusal("lot.empty")
    form_id = turn.new_id()
    return TakeOut(session_id=session.session_id, form_id=form_id, lot_id=lot.lot_id)


def draw_take_out(session: Session, turn: Turn, action: TakeOut, refusal: Refusal | None) -> Card:
    lot = lots.known(session, action.lot_id)
    return take_out_form(session, lot, action, turn.texts, turn.surface, refusal=refusal)


gestures.form(
    OpenTakeOutForm,
    TakeOut,
    begin_take_out,
    draw_take_out,
    lambda s, turn, a: lots.take_out(s, turn.person, a.item, turn.at),
)


def begin_position(session: Session, turn: Turn, action: OpenPositionForm) -> AnnouncePosition:
    """Filled with what the group has announced so far."""
    group = session.member(turn.person.person_id).group
    known = lots.known(session, action.lot_id).positions.get(group)
    exceptions = known.exceptions if known else {}

    def on(choice: Choice) -> str:
        return ",".join(item for item, chosen in exceptions.items() if chosen == choice)

    return AnnouncePosition(
        session_id=session.session_id,
        form_id=turn.new_id(),
        lot_id=action.lot_id,
        default=known.default if known else "",
        except_for=on(Choice.FOR),
        except_against=on(Choice.AGAINST),
        except_abstain=on(Choice.ABSTAIN),
    )


def draw_position(
    session: Session, turn: Turn, action: AnnouncePosition, refusal: Refusal | None
) -> Card:
    lot = lots.known(session, action.lot_id)
    return position_form(session, lot, action, turn.texts, turn.surface, refusal=refusal)


def announce(session: Session, turn: Turn, action: AnnouncePosition) -> None:
    otherwise = {
        Choice.FOR: action.except_for,
        Choice.AGAINST: action.except_against,
        Choice.ABSTAIN: action.except_abstain,
    }
    exceptions = {item: choice for choice, items in otherwise.items() for item in several(items)}
    lots.announce(session, turn.person, action.lot_id, action.default, exceptions, turn.at)


gestures.form(OpenPositionForm, AnnouncePosition, begin_position, draw_position, announce)


def several(values: str) -> list[str]:
    """A multiple choice, as Teams sends it: values parted by commas."""
    return [value for value in values.split(",") if value]


@router.view(MEMBER)
def draw_member(reader: Reader, session_id: str) -> Any:
    session = session_to_read(reader, session_id)
    if reader.to.key not in session.members:
        return None
    return member_card(session, reader.to.key, reader.organisation, reader.texts, reader.at)
