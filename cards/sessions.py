"""Ma séance: where the session stands for one member, and what is asked of them now."""

from __future__ import annotations

from datetime import datetime, timedelta

from cards.home import help_line, someone_button
from cards.kit import (
    Button,
    Card,
    Element,
    Surface,
    button,
    buttons,
    dialog_button,
    heading,
    label,
    notice,
    text,
)
from cards.member_lines import (
    asked_now,
    convocation_lines,
    now_lines,
    presence_lines,
    proxy_lines,
    vote_history,
)
from cards.session_actions import (
    AnswerConvocation,
    EndProxy,
    EnterSession,
    LeaveSession,
    OpenPositionForm,
    OpenProxyForm,
    OpenRecusalForm,
    OpenTakeOutForm,
    RestoreProxy,
    ShowMore,
    ShowSession,
)
from cards.session_card import session_card
from cards.session_lines import (
    lot_name,
    session_title,
    state_line,
)
from cards.texts import Texts
from domain.assembly import lots, proxies
from domain.assembly.lots import Lot
from domain.assembly.plan import Answer
from domain.assembly.session import Session, SessionState
from domain.organisation import Organisation

DOORS_OPEN = timedelta(hours=12)
"""Before the session begins, those who come may say so."""
LOTS_IN_MORE = 30
"""As many as fit: until a lot opens, any of its reports may be asked to be voted apart."""
VOTES_SHOWN = 5
VOTES_AT_THE_END = 15


def member_card(
    session: Session,
    person_id: str,
    organisation: Organisation,
    texts: Texts,
    at: datetime,
    banner: str | None = None,
) -> Card:
    """The living card of a member: convocation before, what is asked now, votes after."""
    before = session.state is SessionState.PREPARED
    body: list[Element | None] = [
        notice(banner),
        heading(texts("session.convocation" if before else "button.my_session")),
        session_title(session),
        text(state_line(session, texts, at)),
    ]
    if before:
        body += convocation_lines(session, person_id, texts, at)
    elif session.state is SessionState.CLOSED:
        body += vote_history(session, person_id, texts, VOTES_AT_THE_END)
    else:
        body += [
            label(asked_now(session, person_id, texts, at)),
            *now_lines(session, texts),
            *presence_lines(session, person_id, texts, at),
            *proxy_lines(session, person_id, texts, at),
            *vote_history(session, person_id, texts, VOTES_SHOWN),
        ]
    return session_card(
        session, [*body, help_line(organisation, texts)], _ways(session, person_id, texts, at)
    )


def more_card(
    session: Session, person_id: str, organisation: Organisation, texts: Texts, at: datetime
) -> Card:
    """Plus: what is needed less often."""
    key = session.session_id
    member = session.members.get(person_id)
    may_act = member is not None and member.voting and session.state is not SessionState.CLOSED
    body: list[Element | None] = [
        heading(texts("button.more")),
        session_title(session),
        text(texts("session.more_intro" if may_act else "session.more_nothing")),
    ]
    if may_act and member is not None:
        aside = dialog_button(texts("button.step_aside"), OpenRecusalForm(session_id=key))
        body.append(buttons([*_proxy_buttons(session, person_id, texts, at), aside]))
        for lot in [*_lot_under_vote(session), *lots.to_come(session)][:LOTS_IN_MORE]:
            body += _lot_lines(session, lot, member.group, texts)
    back = button(texts("button.my_session"), ShowSession(session_id=key), surface=Surface.CHAT)
    return session_card(
        session, [*body, help_line(organisation, texts)], [back, someone_button(texts)]
    )


def _ways(session: Session, person_id: str, texts: Texts, at: datetime) -> list[Button | None]:
    key = session.session_id
    member = session.members.get(person_id)
    if member is None or session.state is SessionState.CLOSED:
        return [someone_button(texts)]
    more = button(texts("button.more"), ShowMore(session_id=key), surface=Surface.CHAT)
    ways: list[Button | None] = []
    if session.is_present(person_id):
        leave = LeaveSession(session_id=key)
        ways.append(button(texts("button.leave_session"), leave, surface=Surface.CHAT))
    elif session.state is not SessionState.PREPARED or _doors_are_open(session, at):
        enter = EnterSession(session_id=key)
        title = texts("button.enter_session")
        ways.append(button(title, enter, style="positive", surface=Surface.CHAT))
    if session.state is SessionState.PREPARED and not session.is_present(person_id):
        ways += [_answer(session, person_id, answer, texts) for answer in Answer]
        may_give = member.voting and proxies.given_by(session, person_id, at) is None
        ways.append(_give_proxy(session, texts) if may_give else None)
    return [*ways, more, someone_button(texts)]


def _answer(session: Session, person_id: str, answer: Answer, texts: Texts) -> Button | None:
    """What was answered already needs no button, unless it is to be changed."""
    if session.answers.get(person_id) == answer:
        return None
    action = AnswerConvocation(session_id=session.session_id, answer=answer)
    return button(texts(f"session.will_be.{answer}"), action, surface=Surface.CHAT)


def _doors_are_open(session: Session, at: datetime) -> bool:
    return session.starts_at is None or at >= session.starts_at - DOORS_OPEN


def _give_proxy(session: Session, texts: Texts) -> Button:
    return dialog_button(texts("button.give_proxy"), OpenProxyForm(session_id=session.session_id))


def _proxy_buttons(session: Session, person_id: str, texts: Texts, at: datetime) -> list[Button]:
    """Give one; or, of the one given, let it stand again, or take it back."""
    given = proxies.given_by(session, person_id, at)
    if given is None:
        return [_give_proxy(session, texts)]
    key = session.session_id
    back = button(texts("button.end_proxy"), EndProxy(session_id=key), surface=Surface.CHAT)
    if not given.suspended or session.is_present(person_id):
        return [back]
    again = button(
        texts("button.restore_proxy"), RestoreProxy(session_id=key), surface=Surface.CHAT
    )
    return [again, back]


def _lot_under_vote(session: Session) -> list[Lot]:
    """A group may still announce something else: it alters no ballot that was cast."""
    vote = session.vote_under_way
    return [session.lots[vote.lot_id]] if vote is not None and vote.lot_id is not None else []


def _lot_lines(session: Session, lot: Lot, group: str, texts: Texts) -> list[Element]:
    key, lot_id = session.session_id, lot.lot_id
    row: list[Button] = []
    if not lot.was_opened:
        take_out = OpenTakeOutForm(session_id=key, lot_id=lot_id)
        row.append(dialog_button(texts("button.take_out"), take_out))
    if group:
        announce = OpenPositionForm(session_id=key, lot_id=lot_id)
        row.append(dialog_button(texts("button.position"), announce))
    return [label(lot_name(lot, lot.items, texts)), buttons(row)] if row else []
