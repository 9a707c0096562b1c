"""A public vote, gesture by gesture: opened, cast, closed or annulled."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from domain.assembly import lots, proxies, quorum
from domain.assembly.agenda import STEPPING_ASIDE, refuse_unless_in
from domain.assembly.session import IN_HAND, Item, ItemKind, ItemState, Session
from domain.assembly.votes import (
    BallotCast,
    Choice,
    Vote,
    VoteAnnulled,
    VoteClosed,
    VoteOpened,
    VoteState,
)
from domain.errors import Refusal
from domain.input import checked_text
from domain.people import Person


def in_hand(session: Session, item_id: str) -> list[str]:
    """What a vote opens on: the amendment or the urgency named, else what was called.

    Raises Refusal `report.none_in_hand`.
    """
    if item_id:
        return [item_id]
    called = [each for each in session.current if session.items[each].state in IN_HAND]
    if not called:
        raise Refusal("report.none_in_hand")
    return called


def open_vote(session: Session, by: Person, item_ids: Sequence[str], at: datetime) -> Vote:
    """Ouvrir le vote: quorum, those who step aside, proxies and electorate are frozen, a report.

    A report of a lot that lacks its quorum leaves the lot. Raises Refusal `session.not_secretary`,
    `report.vote_open`, `report.empty_lot`, `lot.not_in_one`, `report.state`,
    `report.amendments_first` or `quorum.missing`.
    """
    session.refuse_unless_secretary(by)
    session.refuse_unless_open()
    if session.open_vote:
        raise Refusal("report.vote_open")
    items = lots.together(session, item_ids)
    for item in items:
        _refuse_unless_ready(session, item)
    votable = _with_quorum(session, items, at)
    acting = proxies.in_force(session, at)
    seats = {
        voter.person_id: acting.get(voter.person_id, voter.person_id)
        for voter in session.voters
        if session.is_present(voter.person_id) or voter.person_id in acting
    }
    fact = VoteOpened(
        vote_id=f"v{len(session.votes) + 1}",
        items=tuple(item.item_id for item in votable),
        lot=votable[0].lot_id if len(votable) > 1 else None,
        seats=seats,
        aside={i.item_id: _aside(session, i, seats) for i in votable if session.aside_on(i)},
        quorum={item.item_id: _frozen(session, item, at) for item in votable},
    )
    session.put_on_record(fact, at)
    return session.votes[fact.vote_id]


def cast(
    session: Session,
    person_id: str,
    vote_id: str,
    seat: str,
    choices: Mapping[str, str],
    at: datetime,
    *,
    seen: int,
    how: str = "button",
) -> Vote:
    """One gesture of a member for a seat, their own or that of a proxy they hold.

    `seen` is the version that the button knew. Raises Refusal `session.not_member`,
    `session.no_vote`, `vote.unknown`, `vote.closed`, `vote.stepped_aside`, `vote.not_your_seat`,
    `vote.choice` or `vote.moved_on`.
    """
    session.voting_member(person_id)
    vote = session.vote(vote_id)
    if not vote.is_open:
        raise Refusal(f"vote.{vote.state}", at=vote.closed_at)
    _refuse_unless_actor(session, vote, person_id, seat, choices)
    if seen != vote.version(seat):
        raise Refusal("vote.moved_on")
    session.put_on_record(BallotCast(vote_id, seat, person_id, dict(choices), how), at)
    return vote


def as_announced(session: Session, vote: Vote, seat: str, version: int) -> dict[str, str]:
    """Comme annoncé, as the card showed it. Raises Refusal `lot.position_changed` where the group
    has announced something else since, or nothing at all."""
    position = position_for(session, vote, seat)
    if position is None or position.version != version:
        raise Refusal("lot.position_changed")
    return {item: position.exceptions.get(item, position.default) for item in vote.items_of(seat)}


def position_for(session: Session, vote: Vote, seat: str) -> lots.Position | None:
    """What the group of this seat announced for the lot under vote.

    Raises Refusal `session.not_member`.
    """
    group = session.member(seat).group
    return session.lots[vote.lot_id].positions.get(group) if vote.lot_id else None


def previous_choice(session: Session, vote: Vote, seat: str) -> Choice | None:
    """What this seat chose in the vote before, for the button "Même vote"."""
    earlier = [v for v in session.votes.values() if v.vote_id != vote.vote_id and len(v.items) == 1]
    cast_before = (v.ballot(v.items[0], seat) for v in reversed(earlier))
    return next((ballot.choice for ballot in cast_before if ballot is not None), None)


def close(session: Session, by: Person, vote_id: str, at: datetime) -> Vote:
    """Clore le vote: a ballot is before it and counted, or after it and refused.

    Raises Refusal `session.not_secretary`, `vote.unknown`, `vote.closed` or `vote.unconfirmed`.
    """
    session.refuse_unless_secretary(by)
    vote = session.vote(vote_id)
    if not vote.is_open:
        raise Refusal(f"vote.{vote.state}", at=vote.closed_at)
    if vote.calls:
        names = ", ".join(session.members[seat].name for seat in vote.calls)
        raise Refusal("vote.unconfirmed", names=names)
    session.put_on_record(VoteClosed(vote_id), at)
    return vote


def annul(session: Session, by: Person, vote_id: str, reason: str, at: datetime) -> None:
    """Annuler le vote, on the record, while nothing of it was proclaimed.

    Raises Refusal `session.not_secretary`, `vote.unknown`, `vote.proclaimed`, `vote.annulled` or
    `text.missing`.
    """
    session.refuse_unless_secretary(by)
    vote = session.vote(vote_id)
    if vote.proclaimed:
        raise Refusal("vote.proclaimed")
    if vote.state is VoteState.ANNULLED:
        raise Refusal("vote.annulled", at=vote.closed_at)
    session.put_on_record(VoteAnnulled(vote_id, checked_text(reason, "reason")), at)


def _refuse_unless_ready(session: Session, item: Item) -> None:
    if item.kind is not ItemKind.REPORT:
        refuse_unless_in(item, {ItemState.DRAFT, ItemState.CALLED})
        parent = session.items[item.parent or ""]
        is_urgency = item.kind is ItemKind.URGENCY
        refuse_unless_in(parent, {ItemState.DRAFT} if is_urgency else IN_HAND)
        return
    refuse_unless_in(item, {ItemState.CALLED, ItemState.LIST_CLOSED})
    if any(not step.is_over for step in session.steps_before(item)):
        raise Refusal("report.amendments_first", number=item.number)


def _with_quorum(session: Session, items: Iterable[Item], at: datetime) -> list[Item]:
    items = list(items)
    if len(items) == 1:
        quorum.refuse_without(session, at, items[0])
        return items
    votable = [item for item in items if quorum.quorum(session, at, item).is_reached]
    if not votable:
        quorum.refuse_without(session, at, items[0])
    for item in items:
        if item not in votable:
            lots.leave(session, item, "no_quorum", at)
    return votable


def _aside(session: Session, item: Item, seats: Mapping[str, str]) -> list[str]:
    """Who steps aside has no ballot here, and uses no proxy."""
    aside = session.aside_on(item)
    return [seat for seat, actor in seats.items() if {seat, actor} & aside]


def _frozen(session: Session, item: Item, at: datetime) -> dict[str, Any]:
    found = quorum.quorum(session, at, item)
    return {"counted": found.counted, "need": found.need, "base": found.base}


def _refuse_unless_actor(
    session: Session, vote: Vote, person_id: str, seat: str, choices: Mapping[str, str]
) -> None:
    if vote.seats.get(seat) != person_id:
        raise Refusal("vote.not_your_seat")
    mine = set(vote.items_of(seat))
    aside = [item for item in choices if item in vote.items and item not in mine]
    if aside or not mine:
        numbers = ", ".join(session.items[item].number for item in aside or vote.items)
        raise Refusal("vote.stepped_aside", number=numbers, article=STEPPING_ASIDE)
    if not choices or not set(choices) <= mine or not set(choices.values()) <= set(Choice):
        raise Refusal("vote.choice")
