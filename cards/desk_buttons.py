"""The secretary's buttons: the next natural gesture first, the rarer ones behind Plus."""

from __future__ import annotations

from datetime import datetime, timedelta

from cards.actions import Action
from cards.desk_lines import in_hand, step_to_vote, votes_to_end
from cards.kit import Button, Surface, button, dialog_button
from cards.session_actions import (
    CallAgain,
    CallReport,
    CloseSession,
    CloseSpeakerList,
    CloseVote,
    MakeLots,
    OpenAmendForm,
    OpenAnnulForm,
    OpenCallForm,
    OpenChairForm,
    OpenDepartureForm,
    OpenImportForm,
    OpenNominalForm,
    OpenProxyForm,
    OpenReportForm,
    OpenRollForm,
    OpenSendBackForm,
    OpenSession,
    OpenSpeakerList,
    OpenVote,
    OpenWithdrawForm,
    ProclaimResults,
    ResumeSession,
    ShowDeskMore,
    ShowMinutes,
    ShowMissing,
    SuspendSession,
)
from cards.texts import Texts
from domain.assembly import quorum
from domain.assembly.agenda import next_up
from domain.assembly.results import to_proclaim
from domain.assembly.session import ItemState, Session, SessionState
from domain.assembly.votes import Vote

SOON = timedelta(hours=2)
"""Before a session begins, its secretary calls the roll; earlier, its agenda is made."""


def desk_buttons(session: Session, texts: Texts, at: datetime) -> list[Button | None]:
    if session.state is SessionState.CLOSED:
        minutes = ShowMinutes(session_id=session.session_id)
        return [button(texts("button.minutes"), minutes, surface=Surface.CHAT)]
    if session.state is SessionState.PREPARED:
        row = _prepared(session, texts, at)
    elif session.state is SessionState.SUSPENDED:
        key = session.session_id
        row = [_first(texts("button.resume"), ResumeSession(session_id=key)), _roll(session, texts)]
        row.append(_close(session, texts))
    elif session.vote_under_way is not None:
        row = _while_voting(session, session.vote_under_way, texts)
    else:
        row = _between_votes(session, texts)
    more = button(
        texts("button.more"), ShowDeskMore(session_id=session.session_id), surface=Surface.CHAT
    )
    return [*row, more]


def more_rows(session: Session, texts: Texts, at: datetime) -> list[tuple[str, list[Button]]]:
    """What Plus holds, in rows that Teams shows whole."""
    if session.state is SessionState.CLOSED:
        return []
    key = session.session_id
    prepared = session.state is SessionState.PREPARED
    reports = [
        dialog_button(texts("button.add_report"), OpenReportForm(session_id=key)),
        dialog_button(texts("button.amend"), OpenAmendForm(session_id=key)),
        dialog_button(texts("button.send_back"), OpenSendBackForm(session_id=key)),
        dialog_button(texts("button.withdraw"), OpenWithdrawForm(session_id=key)),
    ]
    if prepared:
        imports = dialog_button(texts("button.import_reports"), OpenImportForm(session_id=key))
        lots = button(texts("button.make_lots"), MakeLots(session_id=key), surface=Surface.CHAT)
        reports = [imports, reports[0], lots, reports[1], reports[3]]
    else:
        reports.append(_choose(session, texts))
    members = [
        dialog_button(texts("button.roll_call"), OpenRollForm(session_id=key)),
        dialog_button(texts("button.write_proxy"), OpenProxyForm(session_id=key, for_others=True)),
        dialog_button(texts("button.note_departure"), OpenDepartureForm(session_id=key)),
    ]
    rows = [(texts("desk.reports"), reports), (texts("desk.members"), members)]
    vote = session.vote_under_way
    if vote is not None:
        rows.append(
            (texts("desk.vote"), [_nominal(session, vote, texts), _annul(session, vote, texts)])
        )
    return [*rows, (texts("desk.session"), _whole_session(session, texts, at))]


def _whole_session(session: Session, texts: Texts, at: datetime) -> list[Button]:
    key = session.session_id
    if session.state is SessionState.PREPARED:
        opening = _plain(texts("button.open_session"), OpenSession(session_id=key))
        again = _plain(texts("button.call_again"), CallAgain(session_id=key))
        return [opening, again] if _has_no_quorum_in_time(session, at) else [opening]
    if session.state is SessionState.SUSPENDED:
        return [
            _plain(texts("button.resume"), ResumeSession(session_id=key)),
            _close(session, texts),
        ]
    chair = dialog_button(texts("button.chair"), OpenChairForm(session_id=key))
    suspend = _plain(texts("button.suspend"), SuspendSession(session_id=key))
    return [suspend, chair, _close(session, texts)]


def _prepared(session: Session, texts: Texts, at: datetime) -> list[Button | None]:
    key = session.session_id
    imports = dialog_button(
        texts("button.import_reports"),
        OpenImportForm(session_id=key),
        style=None if session.reports else "positive",
    )
    lots = _plain(texts("button.make_lots"), MakeLots(session_id=key))
    opening = _plain(texts("button.open_session"), OpenSession(session_id=key))
    if session.starts_at is not None and at < session.starts_at - SOON:
        return [imports, lots, _roll(session, texts), opening]
    if quorum.quorum(session, at).is_reached:
        opening = _first(texts("button.open_session"), OpenSession(session_id=key))
        return [opening, _roll(session, texts), imports, lots]
    if _has_no_quorum_in_time(session, at):
        lots = _plain(texts("button.call_again"), CallAgain(session_id=key))
    return [_roll(session, texts), opening, imports, lots]


def _has_no_quorum_in_time(session: Session, at: datetime) -> bool:
    """The hour has come and too few are there: a second meeting may be called."""
    is_time = session.starts_at is not None and at >= session.starts_at
    return is_time and not quorum.quorum(session, at).is_reached


def _between_votes(session: Session, texts: Texts) -> list[Button | None]:
    """What is to be proclaimed, then what is in hand, then what comes next."""
    row: list[Button | None] = []
    ended = votes_to_end(session)
    ready = next((vote for vote in ended if to_proclaim(session, vote)), None)
    if ready is not None:
        action = ProclaimResults(session_id=session.session_id, vote_id=ready.vote_id)
        row.append(_first(texts("button.proclaim"), action))
    if in_hand(session):
        row += _with_report(session, texts, has_first=bool(row))
    else:
        following = _next(session, texts, has_first=bool(row))
        row += following[:1] if row else following
    unproclaimed = next((vote for vote in ended if not vote.proclaimed), None)
    if unproclaimed is None:
        return row
    return [*row[:4], _annul(session, unproclaimed, texts)]


def _with_report(session: Session, texts: Texts, *, has_first: bool) -> list[Button | None]:
    key = session.session_id
    states = {item.state for item in in_hand(session)}
    step = step_to_vote(session)
    step_vote = OpenVote(session_id=key, item=step.item_id) if step else OpenVote(session_id=key)
    vote = _button(texts("button.open_vote"), step_vote, first=not has_first)
    amend = dialog_button(texts("button.amend"), OpenAmendForm(session_id=key))
    send_back = dialog_button(texts("button.send_back"), OpenSendBackForm(session_id=key))
    if ItemState.DEBATING in states:
        closing = CloseSpeakerList(session_id=key)
        closing_list = _button(texts("button.close_list"), closing, first=not has_first)
        return [closing_list, vote if step else None, amend, send_back]
    opening = _plain(texts("button.open_list"), OpenSpeakerList(session_id=key))
    debated = ItemState.LIST_CLOSED in states
    return [vote, None if debated else opening, amend, send_back]


def _next(session: Session, texts: Texts, *, has_first: bool) -> list[Button | None]:
    key = session.session_id
    following = next_up(session)
    suspend = _plain(texts("button.suspend"), SuspendSession(session_id=key))
    if following is None:
        if votes_to_end(session):
            return [suspend]
        return [_first(texts("button.close_session"), CloseSession(session_id=key)), suspend]
    step = step_to_vote(session)
    if step is not None and following.lot_id is None:
        action: Action = OpenVote(session_id=key, item=step.item_id)
        call = _button(texts("button.open_vote"), action, first=not has_first)
    else:
        action = CallReport(session_id=key, target=following.lot_id or following.item_id)
        call = _button(texts("button.call_report"), action, first=not has_first)
    return [call, _choose(session, texts), _roll(session, texts), suspend]


def _while_voting(session: Session, vote: Vote, texts: Texts) -> list[Button | None]:
    ids = {"session_id": session.session_id, "vote_id": vote.vote_id}
    close = _button(texts("button.close_vote"), CloseVote(**ids), first=not vote.missing)
    missing = _plain(texts("button.missing"), ShowMissing(**ids))
    return [close, missing, _nominal(session, vote, texts), _annul(session, vote, texts)]


def _nominal(session: Session, vote: Vote, texts: Texts) -> Button:
    action = OpenNominalForm(session_id=session.session_id, vote_id=vote.vote_id)
    return dialog_button(texts("button.nominal"), action)


def _annul(session: Session, vote: Vote, texts: Texts) -> Button:
    action = OpenAnnulForm(session_id=session.session_id, vote_id=vote.vote_id)
    return dialog_button(texts("button.annul_vote"), action)


def _roll(session: Session, texts: Texts) -> Button:
    return dialog_button(texts("button.roll_call"), OpenRollForm(session_id=session.session_id))


def _choose(session: Session, texts: Texts) -> Button:
    action = OpenCallForm(session_id=session.session_id)
    return dialog_button(texts("button.choose_report"), action)


def _close(session: Session, texts: Texts) -> Button:
    return _plain(texts("button.close_session"), CloseSession(session_id=session.session_id))


def _first(title: str, action: Action) -> Button:
    return _button(title, action, first=True)


def _plain(title: str, action: Action) -> Button:
    return _button(title, action, first=False)


def _button(title: str, action: Action, *, first: bool) -> Button:
    style = "positive" if first else None
    return button(title, action, style=style, surface=Surface.CHAT)
