"""Any session: how a gesture is tried on it, and what must hold after each, whatever people do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from random import Random
from typing import Any, ClassVar

from hypothesis import note
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from domain.assembly import conduct, lots, proxies, quorum, results
from domain.assembly.ledger import catch_up, write
from domain.assembly.profiles import EMERGENCY_2020, PERMANENT_COMMISSION, PLENARY, Nature, Profile
from domain.assembly.record import Entry
from domain.assembly.session import ItemState, Session, SessionState
from domain.errors import Refusal
from tests.domain.assembly.any_session.gestures import GESTURES, LOT, VOTERS
from tests.domain.assembly.any_session.model import Model, Poll
from tests.domain.assembly.builders import (
    NOW,
    SEC,
    a_draft,
    a_session,
    as_stored,
    enter,
    made_of,
)

AGENDA = [*(a_draft(n) for n in range(1, 6)), a_draft(6, nature=Nature.NOMINATION)]
BEFORE_A_VOTE = {
    ItemState.DRAFT,
    ItemState.CALLED,
    ItemState.DEBATING,
    ItemState.LIST_CLOSED,
}


class Machine(RuleBasedStateMachine):
    """The session under test, the model beside it, and the journal as it would be stored."""

    happened: ClassVar[Counter[str]] = Counter()
    session: Session
    model: Model

    def __init__(self) -> None:
        super().__init__()
        self.at = NOW
        self.journal: list[Entry] = []
        self.counted: dict[tuple[str, str], tuple[int, ...]] = {}
        self.ended: dict[str, tuple[str, str | None]] = {}

    @initialize(
        profile=st.sampled_from([PLENARY, PERMANENT_COMMISSION, EMERGENCY_2020]),
        remote=st.booleans(),
        present=st.sampled_from([5, 5, 4, 4, 3, 3, 2, 0]),
    )
    def convene(self, profile: Profile, remote: bool, present: int) -> None:
        self.session = a_session(5, reports=AGENDA, profile=profile, remote=remote)
        self.model = Model(profile, VOTERS, lots=dict.fromkeys(LOT, "l1"))
        lots.make(self.session, SEC, "Lycées", LOT, NOW)
        enter(self.session, *VOTERS[:present])
        self.model.present |= set(VOTERS[:present])
        enough = self.model.has_quorum(NOW)
        self.attempt(lambda: conduct.open_session(self.session, SEC, NOW), legal=enough)

    @rule(seed=st.integers(0, 2**16 - 1))
    def something_happens(self, seed: int) -> None:
        """One rule, and a seed for all that it draws: where each gesture is a rule, Hypothesis
        leaves out half of them in each run, and without its secretary a session goes nowhere.
        With the height of the journal, for Hypothesis likes to draw again what it has drawn."""
        random = Random(f"{seed}/{len(self.journal)}")
        chosen = random.choice([each for each in GESTURES if each.when(self)])
        drawn = {name: draw(random) for name, draw in chosen.arguments.items()}
        note(f"{self.at:%H:%M} {chosen.act.__name__} {drawn}")
        chosen.act(self, **drawn)
        self.at += timedelta(minutes=random.choice([0, 0, 1, 15]))

    def attempt(
        self, gesture: Callable[[], Any], *, legal: bool | None = None, only_if: bool = True
    ) -> bool:
        """Whether a gesture was accepted. `legal` says whether it must be, where the model knows;
        without `only_if` it must be refused. A refusal changes nothing."""
        before, refusal = self._everything(), None
        try:
            gesture()
        except Refusal as no:
            refusal = no.code
        if refusal:
            assert self._everything() == before
            assert not legal, refusal
            return False
        assert only_if
        assert legal is not False
        return True

    def is_(self, *states: str) -> bool:
        return self.session.state in states

    def is_voting(self) -> bool:
        return any(poll.state == "open" for poll in self.model.polls.values())

    def item(self, number: int) -> str:
        """An item of the agenda, or one that is not on it."""
        known = list(self.session.items)
        return known[number] if number < len(known) else "r99"

    def poll(self, number: int | None = None) -> tuple[str, Poll]:
        """The vote under way, or this one of all that were, or one that never was."""
        polls = list(self.model.polls.items())
        if number is None:
            polls, number = [each for each in polls if each[1].state == "open"], 0
        return polls[number] if number < len(polls) else ("v99", Poll({}, {}, None, "unknown"))

    @invariant()
    def the_journal_tells_the_same_session(self) -> None:
        self.journal += [as_stored(entry) for entry in write(self.session)]
        again = Session(session_id="s1", profile=self.session.profile)
        catch_up(again, self.journal)
        assert made_of(again) == made_of(self.session)
        assert again.head == self.session.head

    @invariant()
    def the_quorum_is_what_the_law_counts(self) -> None:
        here = {each for each in self.session.members if self.session.is_present(each)}
        assert here == self.model.present
        assert proxies.in_force(self.session, self.at) == self.model.acting(self.at)
        for item_id in ("", *self.session.items):
            found = quorum.quorum(self.session, self.at, self.session.items.get(item_id))
            figures = (found.base, found.need, found.counted)
            assert figures == self.model.figures(self.at, item_id)

    @invariant()
    def a_member_is_represented_once_and_represents_no_more_than_is_allowed(self) -> None:
        live = [p for p in self.session.proxies.values() if p.covers(self.at) and not p.suspended]
        givers, holders = [p.giver for p in live], [p.holder for p in live]
        assert len(givers) == len(set(givers))
        assert not set(givers) & set(holders)
        assert all(n <= self.model.profile.proxies_held for n in Counter(holders).values())

    @invariant()
    def every_vote_counts_the_last_ballot_of_each_seat_of_its_electorate(self) -> None:
        assert set(self.session.votes) == set(self.model.polls)
        for vote_id, poll in self.model.polls.items():
            vote = self.session.votes[vote_id]
            assert (vote.state, vote.seats, vote.lot_id) == (poll.state, poll.actors, poll.lot)
            electorate = {each: set(vote.voters_on(each)) for each in vote.items}
            assert electorate == poll.electorate
            ballots = {
                (each, seat): ballot.choice
                for seat, given in vote.ballots.items()
                for each, ballot in given.items()
            }
            assert ballots == poll.ballots
            assert all(seat in electorate[each] for each, seat in ballots)
            for each in vote.items:
                found = results.tally(self.session, vote, each)
                counts = (found.for_, found.against, found.abstain, found.no_part, found.silent)
                assert counts == poll.count(each)
                assert poll.state != "closed" or found.outcome == poll.outcome(each)

    @invariant()
    def what_is_closed_proclaimed_or_ended_never_changes(self) -> None:
        for vote_id, poll in self.model.polls.items():
            assert self.session.votes[vote_id].proclaimed == poll.proclaimed
            for each in poll.electorate if poll.state == "closed" else ():
                count = poll.count(each)
                assert self.counted.setdefault((vote_id, each), count) == count
        for item in self.session.items.values():
            assert item.item_id not in self.ended or item.is_over
            if item.is_over:
                end = (item.state, item.deliberation)
                assert self.ended.setdefault(item.item_id, end) == end

    @invariant()
    def a_number_is_given_once(self) -> None:
        numbers = [each.deliberation for each in self.session.items.values() if each.deliberation]
        assert sorted(numbers) == sorted(f"N{n}" for n in range(self.model.numbers))

    @invariant()
    def one_vote_is_open_at_a_time_and_the_session_agrees(self) -> None:
        under_way = [vote for vote in self.session.votes.values() if vote.is_open]
        assert [vote.vote_id for vote in under_way] == [self.session.open_vote][: len(under_way)]
        voted = {each for vote in under_way for each in vote.items}
        items = self.session.items.values()
        assert {each.item_id for each in items if each.state is ItemState.VOTE_OPEN} == voted
        assert {i.item_id: i.lot_id for i in items if i.lot_id} == self.model.lots
        assert set(self.session.lots["l1"].items) == set(self.model.lots)
        if self.session.state is SessionState.CLOSED:
            assert not under_way
            assert not self.model.present

    def teardown(self) -> None:
        if hasattr(self, "session"):
            self.happened.update(entry.kind for entry in self.journal)

    def _everything(self) -> tuple[Any, ...]:
        session = self.session
        return made_of(session), session.head, len(session.pending), len(session.events)
