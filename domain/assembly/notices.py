"""Who must be told what is on the record: cards of members and of those who run the session.

The order is that in which people are told: whoever is asked to vote comes first, then the board,
then those who run the session, then everybody's own card.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from domain.assembly.agenda import SteppedAside
from domain.assembly.conduct import SessionClosed, SessionOpened
from domain.assembly.nominal import ChoiceConfirmed, ChoiceDenied, ChoiceHeard, HandsShown
from domain.assembly.plan import ConvocationAnswered
from domain.assembly.presence import MemberEntered, MemberLeft
from domain.assembly.proxies import ProxyEnded, ProxyGiven, ProxyRestored
from domain.assembly.record import Fact
from domain.assembly.results import CastingVoteGiven, Proclaimed
from domain.assembly.session import OnRecord, Session
from domain.assembly.votes import BallotCast, Vote, VoteAnnulled, VoteClosed, VoteOpened
from domain.events import Event
from domain.notices import Notice, Recipient, Rule, Show, Tell, person

MEMBER = "session.member"
DESK = "session.desk"
CHAIR = "session.chair"
VOTE = "vote.member"
BOARD = "vote.board"
CODE = "session.code"

Told = Callable[[Session, Any], list[Notice]]


def member_side(session: Session, person_id: str) -> Show:
    """Ma séance: one living card a member."""
    return Show(MEMBER, session.session_id, person(person_id))


def desk_side(session: Session, person_id: str) -> Show:
    """The cockpit of a secretary, or the card of who presides."""
    view = DESK if person_id in session.secretaries else CHAIR
    return Show(view, session.session_id, person(person_id))


def vote_side(session: Session, vote_id: str, person_id: str) -> Show:
    """The card of one vote for whoever acts in it: fresh when it opens, then its receipt."""
    return Show(VOTE, f"{session.session_id}.{vote_id}", person(person_id))


def desk(session: Session) -> list[Notice]:
    """Those who run the session."""
    running = dict.fromkeys((*session.secretaries, session.presiding))
    return [desk_side(session, each) for each in running]


def everybody(session: Session) -> list[Notice]:
    return [member_side(session, each) for each in session.members]


def board(session: Session, vote_id: str) -> list[Notice]:
    """The board of a vote, where the session has a place that all can read."""
    if not session.board:
        return []
    place = Recipient("conversation", session.board)
    return [Show(BOARD, f"{session.session_id}.{vote_id}", place)]


def published_code(session: Session) -> list[Tell]:
    """The control code, said where all can copy it: whoever touches the journal later is found."""
    if not session.board:
        return []
    facts = {"title": session.title, "height": session.head.height, "code": session.head.code}
    return [Tell(CODE, Recipient("conversation", session.board), facts)]


def _voters(session: Session, vote: Vote) -> list[Notice]:
    actors = dict.fromkeys(actor for seat, actor in vote.seats.items() if vote.items_of(seat))
    return [vote_side(session, vote.vote_id, actor) for actor in actors]


def _opened(session: Session, fact: VoteOpened) -> list[Notice]:
    vote = session.votes[fact.vote_id]
    told = [*_voters(session, vote), *board(session, fact.vote_id)]
    return [*told, *desk(session), *everybody(session)]


def _cast(session: Session, fact: BallotCast) -> list[Notice]:
    own = vote_side(session, fact.vote_id, fact.by)
    return [own, *board(session, fact.vote_id), *desk(session)]


def _heard(session: Session, fact: ChoiceHeard | ChoiceConfirmed | ChoiceDenied) -> list[Notice]:
    """Somebody's ballot was entered for them: their own card must say so."""
    actor = session.votes[fact.vote_id].seats[fact.seat]
    own = vote_side(session, fact.vote_id, actor)
    return [own, *board(session, fact.vote_id), *desk(session)]


def _over(
    session: Session, fact: VoteClosed | VoteAnnulled | Proclaimed | HandsShown | CastingVoteGiven
) -> list[Notice]:
    vote = session.votes[fact.vote_id]
    told = [*board(session, fact.vote_id), *desk(session)]
    return [*told, *_voters(session, vote), *everybody(session)]


def _closed(session: Session, fact: VoteClosed) -> list[Notice]:
    return [*_over(session, fact), *published_code(session)]


def _begun_or_ended(session: Session, fact: Fact) -> list[Notice]:
    return [*published_code(session), *_all(session, fact)]


def _one_member(
    session: Session, fact: MemberEntered | MemberLeft | SteppedAside | ConvocationAnswered
) -> list[Notice]:
    """The member, and whoever may act for them."""
    holders = {p.holder for p in session.proxies.values() if p.giver == fact.member}
    concerned = (fact.member, *sorted(holders))
    return [*(member_side(session, each) for each in concerned), *desk(session)]


def _proxy(session: Session, fact: ProxyGiven | ProxyEnded | ProxyRestored) -> list[Notice]:
    proxy = session.proxies[fact.proxy_id]
    concerned = (proxy.giver, proxy.holder)
    return [*(member_side(session, each) for each in concerned), *desk(session)]


def _all(session: Session, fact: Fact) -> list[Notice]:
    return [*desk(session), *everybody(session)]


_TOLD: Mapping[type[Fact], Told] = {
    VoteOpened: _opened,
    BallotCast: _cast,
    ChoiceHeard: _heard,
    ChoiceConfirmed: _heard,
    ChoiceDenied: _heard,
    HandsShown: _over,
    VoteClosed: _closed,
    SessionOpened: _begun_or_ended,
    SessionClosed: _begun_or_ended,
    VoteAnnulled: _over,
    CastingVoteGiven: _over,
    Proclaimed: _over,
    MemberEntered: _one_member,
    MemberLeft: _one_member,
    SteppedAside: _one_member,
    ConvocationAnswered: _one_member,
    ProxyGiven: _proxy,
    ProxyEnded: _proxy,
    ProxyRestored: _proxy,
}
"""Everything else concerns all."""


def _on_record(event: OnRecord) -> list[Notice]:
    told = _TOLD.get(type(event.fact), _all)
    return told(event.session, event.fact)


RULES: Mapping[type[Event], Rule] = {OnRecord: _on_record}
