"""Any session: votes in every way, counted and proclaimed."""

from __future__ import annotations

from collections.abc import Mapping
from random import Random

from domain.assembly import nominal, results, voting
from tests.domain.assembly.any_session.agenda import group_of
from tests.domain.assembly.any_session.gestures import (
    RUNNING,
    VOTERS,
    a_choice,
    a_secretary,
    a_voter,
    any_choice,
    any_seat,
    gesture,
    nth,
    one_of,
    some,
    somebody,
    yes_or_no,
)
from tests.domain.assembly.any_session.machine import Machine
from tests.domain.assembly.any_session.model import CHOICES, Poll
from tests.domain.assembly.builders import person

this_one_or_another = one_of(None, *range(4))


def dissenters(random: Random) -> dict[str, str]:
    return {seat: any_choice(random) for seat in some(any_seat, 2)(random)}


class Votes(Machine):
    @gesture(weight=4, when=lambda self: self.is_voting(), seat=a_voter, choice=a_choice)
    def votes(self, seat: str, choice: str) -> None:
        """Whoever acts for this seat, on every report of the vote, with the card of now."""
        vote_id, poll = self.poll()
        choices = dict.fromkeys(poll.items_of(seat), choice)
        self.cast(poll.actors.get(seat, seat), vote_id, poll, seat, choices, poll.versions[seat])

    @gesture(
        weight=4,
        when=lambda self: self.model.polls,
        by=somebody,
        number=this_one_or_another,
        seat=any_seat,
        items=some(one_of(*range(7)), 3),
        choice=any_choice,
        seen=one_of(0, 0, 1, 2),
    )
    def tries_to_vote(
        self, by: str, number: int | None, seat: str, items: list[int], choice: str, seen: int
    ) -> None:
        vote_id, poll = self.poll(number)
        self.cast(by, vote_id, poll, seat, {self.item(n): choice for n in items}, seen)

    @gesture(
        weight=8,
        when=lambda self: self.is_voting() and self.poll()[1].lot,
        seat=any_seat,
        stale=one_of(0, 0, 1),
    )
    def votes_as_announced(self, seat: str, stale: int) -> None:
        vote_id, poll = self.poll()
        vote, found = self.session.votes[vote_id], {}
        version, default, but = self.model.positions.get(group_of(seat), (0, "", {}))
        shown = version - stale
        legal = seat in VOTERS and version > 0 and not stale
        if self.attempt(
            lambda: found.update(voting.as_announced(self.session, vote, seat, shown)), legal=legal
        ):
            assert found == {item: but.get(item, default) for item in poll.items_of(seat)}
            actor = poll.actors.get(seat, seat)
            self.cast(actor, vote_id, poll, seat, found, poll.versions[seat])

    def cast(
        self, by: str, vote_id: str, poll: Poll, seat: str, choices: Mapping[str, str], seen: int
    ) -> None:
        legal = by in VOTERS and poll.may_cast(by, seat, choices, seen)
        if self.attempt(
            lambda: voting.cast(self.session, by, vote_id, seat, choices, self.at, seen=seen),
            legal=legal,
        ):
            poll.keep(seat, choices)

    @gesture(
        weight=3,
        when=lambda self: self.is_voting(),
        by=a_secretary,
        seat=any_seat,
        choice=any_choice,
    )
    def hears_a_choice(self, by: str, seat: str, choice: str) -> None:
        vote_id, poll = self.poll()
        legal = by in RUNNING and bool(poll.items_of(seat)) and choice in CHOICES
        if self.attempt(
            lambda: nominal.hear(self.session, person(by), vote_id, seat, choice, self.at),
            legal=legal,
        ):
            poll.heard[seat] = (by, choice)

    @gesture(
        weight=6,
        when=lambda self: self.is_voting() and self.poll()[1].heard,
        by=one_of("sec", "sec2", "sec2", "m01", "m02"),
        number=nth,
        heard=yes_or_no,
    )
    def confirms_a_choice(self, by: str, number: int, heard: bool) -> None:
        vote_id, poll = self.poll()
        seat = [*poll.heard, "m01"][number % (1 + len(poll.heard))]
        entered_by, choice = poll.heard.get(seat, ("", ""))
        second = {*RUNNING, "m01", self.model.presiding} - {entered_by}
        if self.attempt(
            lambda: nominal.confirm(self.session, person(by), vote_id, seat, self.at, heard=heard),
            legal=by in second and seat in poll.heard,
        ):
            del poll.heard[seat]
            if heard:
                poll.keep(seat, dict.fromkeys(poll.items_of(seat), choice))

    @gesture(
        when=lambda self: self.is_voting() and not self.session.remote,
        by=a_secretary,
        choice=any_choice,
        others=dissenters,
    )
    def shows_hands(self, by: str, choice: str, others: Mapping[str, str]) -> None:
        vote_id, poll = self.poll()
        known = {choice, *others.values()} <= set(CHOICES) and set(others) <= set(poll.actors)
        legal = by in RUNNING and not self.session.remote and vote_id != "v99" and known
        if self.attempt(
            lambda: nominal.show_hands(self.session, person(by), vote_id, choice, others, self.at),
            legal=legal,
        ):
            for seat in poll.actors:
                poll.keep(seat, dict.fromkeys(poll.items_of(seat), others.get(seat, choice)))

    @gesture(
        when=lambda self: self.is_voting(),
        by=a_secretary,
        number=this_one_or_another,
    )
    def closes_a_vote(self, by: str, number: int | None) -> None:
        vote_id, poll = self.poll(number)
        legal = by in RUNNING and poll.state == "open" and not poll.heard
        if self.attempt(
            lambda: voting.close(self.session, person(by), vote_id, self.at), legal=legal
        ):
            self.model.close(poll)

    @gesture(
        when=lambda self: self.model.polls,
        by=a_secretary,
        number=this_one_or_another,
        reason=one_of("Panne", "Panne", " "),
    )
    def annuls_a_vote(self, by: str, number: int | None, reason: str) -> None:
        vote_id, poll = self.poll(number)
        standing = poll.state in ("open", "closed") and not poll.proclaimed
        legal = by in RUNNING and standing and bool(reason.strip())
        if self.attempt(
            lambda: voting.annul(self.session, person(by), vote_id, reason, self.at), legal=legal
        ):
            poll.state = "annulled"

    @gesture(
        weight=1,
        when=lambda self: self.model.polls,
        by=one_of(None, None, *VOTERS, "sec"),
        number=nth,
        item=nth,
        choice=any_choice,
    )
    def settles_a_tie(self, by: str | None, number: int, item: int, choice: str) -> None:
        vote_id, poll = self.poll(number)
        by = by or poll.presided_by or "m01"
        item_id = ([*poll.tied(), self.item(item)])[0]
        legal = item_id in poll.tied() and by == poll.presided_by and choice in ("for", "against")
        if self.attempt(
            lambda: results.give_casting_vote(
                self.session, person(by), vote_id, item_id, choice, self.at
            ),
            legal=legal,
        ):
            poll.casting[item_id] = choice

    @gesture(when=lambda self: self.model.polls, by=a_secretary, number=nth)
    def proclaims(self, by: str, number: int) -> None:
        vote_id, poll = self.poll(number)
        known = poll.known()
        entitled = by in (*RUNNING, "m01", self.model.presiding)
        if self.attempt(
            lambda: results.proclaim(self.session, person(by), vote_id, self.number, self.at),
            legal=entitled and bool(known),
        ):
            poll.proclaimed |= known

    def number(self) -> str:
        self.model.numbers += 1
        return f"N{self.model.numbers - 1}"
