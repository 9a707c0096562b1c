"""Results: adopted if and only if Pour exceeds Contre (L.4132-13), the chair decides a tie
(L.4132-14), and what is proclaimed gets a number that is never used again."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, ClassVar

from domain.assembly.record import Fact, on_record
from domain.assembly.session import ItemKind, ItemState, Session
from domain.assembly.votes import Choice, Vote, VoteState
from domain.errors import Refusal
from domain.people import Person

CASTING = "L.4132-14"


class Outcome(StrEnum):
    ADOPTED = "adopted"
    REJECTED = "rejected"
    TIED = "tied"
    """The chair is asked."""


@dataclass(frozen=True)
class Tally:
    """Ballots on one report. `expressed` are those that decide: Pour and Contre alone."""

    for_: int
    against: int
    abstain: int
    no_part: int
    silent: int
    by_casting: Choice | None = None
    is_decided_by_chair: bool = True
    """Whether a tie waits for the chair: not where nobody has a casting vote on this report."""

    @property
    def expressed(self) -> int:
        return self.for_ + self.against

    @property
    def is_unanimous(self) -> bool:
        return self.against == 0 and self.abstain == 0 and self.for_ > 0

    @property
    def is_tie(self) -> bool:
        return self.for_ == self.against

    @property
    def outcome(self) -> Outcome:
        if self.for_ > self.against or (self.is_tie and self.by_casting is Choice.FOR):
            return Outcome.ADOPTED
        is_open = self.is_decided_by_chair and self.by_casting is None
        if self.is_tie and self.expressed and is_open:
            return Outcome.TIED
        return Outcome.REJECTED


@on_record
@dataclass(frozen=True)
class CastingVoteGiven(Fact):
    """Voix prépondérante: the chair was asked, and decided."""

    KIND: ClassVar[str] = "casting.given"
    vote_id: str
    item: str
    choice: str
    by: str

    def apply(self, session: Session, at: datetime) -> None:
        session.votes[self.vote_id].casting[self.item] = Choice(self.choice)


@on_record
@dataclass(frozen=True)
class Proclaimed(Fact):
    """The results, report by report: outcome, figures, and the deliberation's number."""

    KIND: ClassVar[str] = "vote.proclaimed"
    vote_id: str
    results: Mapping[str, Mapping[str, Any]]

    def apply(self, session: Session, at: datetime) -> None:
        vote = session.votes[self.vote_id]
        for item_id, result in self.results.items():
            item = session.items[item_id]
            adopted = result["outcome"] == Outcome.ADOPTED
            item.state = ItemState.ADOPTED if adopted else ItemState.REJECTED
            item.deliberation = result.get("number")
            vote.proclaimed[item_id] = result["outcome"]
            parent = session.items.get(item.parent or "")
            if parent is None:
                continue
            if item.kind is ItemKind.AMENDMENT and adopted:
                parent.amended = True
            if item.kind is ItemKind.URGENCY and not adopted and not parent.is_over:
                parent.state = ItemState.WITHDRAWN


def tally(session: Session, vote: Vote, item_id: str) -> Tally:
    """Count the last ballot of each seat on this report."""
    seats = vote.voters_on(item_id)
    ballots = [vote.ballot(item_id, seat) for seat in seats]
    choices = [ballot.choice for ballot in ballots if ballot is not None]
    has_casting = _has_casting_vote(session, vote, item_id)
    return Tally(
        for_=choices.count(Choice.FOR),
        against=choices.count(Choice.AGAINST),
        abstain=choices.count(Choice.ABSTAIN),
        no_part=choices.count(Choice.NO_PART),
        silent=len(seats) - len(choices),
        by_casting=_casting(session, vote, item_id) if has_casting else None,
        is_decided_by_chair=has_casting,
    )


def held_back(session: Session, vote: Vote) -> list[str]:
    """Reports of a closed vote that wait for the chair."""
    if vote.state is not VoteState.CLOSED:
        return []
    waiting = (item for item in vote.items if item not in vote.proclaimed)
    return [i for i in waiting if tally(session, vote, i).outcome is Outcome.TIED]


def to_proclaim(session: Session, vote: Vote) -> list[str]:
    """Reports of a closed vote whose result is known and not proclaimed."""
    if vote.state is not VoteState.CLOSED:
        return []
    tied = held_back(session, vote)
    return [item for item in vote.items if item not in vote.proclaimed and item not in tied]


def give_casting_vote(
    session: Session, by: Person, vote_id: str, item_id: str, choice: str, at: datetime
) -> None:
    """By whoever presided over the vote.

    Raises Refusal `vote.unknown`, `session.not_chair`, `vote.no_tie` or `vote.choice`.
    """
    vote = session.vote(vote_id)
    if by.person_id != (vote.presided_by or session.presiding):
        raise Refusal("session.not_chair", title=session.title)
    if item_id not in held_back(session, vote):
        raise Refusal("vote.no_tie", article=CASTING)
    if choice not in (Choice.FOR, Choice.AGAINST):
        raise Refusal("vote.choice")
    session.put_on_record(CastingVoteGiven(vote_id, item_id, choice, by.person_id), at)


def proclaim(
    session: Session, by: Person, vote_id: str, number: Callable[[], str], at: datetime
) -> None:
    """Proclamer: every result that is known, each report with the next `number()`.

    Raises Refusal `session.not_secretary`, `vote.unknown`, `vote.tie` or
    `vote.nothing_to_proclaim`.
    """
    session.refuse_unless_run_by(by)
    vote = session.vote(vote_id)
    ready = to_proclaim(session, vote)
    if not ready:
        tied = held_back(session, vote)
        raise Refusal("vote.tie" if tied else "vote.nothing_to_proclaim", article=CASTING)
    results: dict[str, dict[str, Any]] = {}
    for item_id in ready:
        counted = tally(session, vote, item_id)
        is_report = session.items[item_id].kind is ItemKind.REPORT
        results[item_id] = {
            "outcome": counted.outcome,
            "for": counted.for_,
            "against": counted.against,
            "abstain": counted.abstain,
            "no_part": counted.no_part,
            "silent": counted.silent,
            "casting": counted.by_casting if counted.is_tie else None,
            "number": number() if is_report else None,
        }
    session.put_on_record(Proclaimed(vote_id, results), at)


def _has_casting_vote(session: Session, vote: Vote, item_id: str) -> bool:
    """Who steps aside decides nothing. A vice-president in the chair: a setting, for the texts do
    not say."""
    presiding = vote.presided_by or session.presiding
    if item_id in vote.chair_aside:
        return False
    return presiding == session.chair or session.profile.vice_chair_casts


def _casting(session: Session, vote: Vote, item_id: str) -> Choice | None:
    """The side of the chair's own ballot, else what the chair answered when asked."""
    presiding = vote.presided_by or session.presiding
    own = vote.ballot(item_id, presiding)
    if own is not None and own.choice in (Choice.FOR, Choice.AGAINST):
        return own.choice
    return vote.casting.get(item_id)
