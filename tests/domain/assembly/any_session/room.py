"""Any session: people come and go, give proxies, step aside; the session opens and closes."""

from __future__ import annotations

from datetime import timedelta
from random import Random

from domain.assembly import agenda, conduct, plan, presence, proxies
from tests.domain.assembly.any_session.gestures import (
    RUNNING,
    VOTERS,
    a_secretary,
    a_voter,
    gesture,
    nth,
    one_of,
    some,
    somebody,
)
from tests.domain.assembly.any_session.machine import BEFORE_A_VOTE, Machine
from tests.domain.assembly.any_session.model import Power
from tests.domain.assembly.builders import person

MEMBERS = {*VOTERS, "observer"}
minutes = one_of(-10, 0, 0, 5, 15)


def who_answers(random: Random) -> set[str]:
    """Mostly a quorum, and now and then somebody who is not on the roster."""
    return {*random.sample(VOTERS, random.choice([2, 3, 4, 4, 5])), *some(somebody, 1)(random)}


class Room(Machine):
    @gesture(who=somebody)
    def enters(self, who: str) -> None:
        legal = who in MEMBERS and not self.is_("closed")
        if self.attempt(lambda: presence.enter(self.session, person(who), self.at), legal=legal):
            self.model.enter(who, self.at)

    @gesture(weight=2, who=somebody)
    def leaves(self, who: str) -> None:
        legal = who in MEMBERS and not self.is_("closed")
        if self.attempt(lambda: presence.leave(self.session, person(who), self.at), legal=legal):
            self.model.present.discard(who)

    @gesture(by=a_secretary, who=somebody)
    def is_noted_to_have_left(self, by: str, who: str) -> None:
        legal = by in RUNNING and not self.is_("closed") and who in self.model.present
        if self.attempt(
            lambda: presence.note_departure(self.session, person(by), who, self.at), legal=legal
        ):
            self.model.present.remove(who)

    @gesture(by=a_secretary, present=who_answers)
    def calls_the_roll(self, by: str, present: set[str]) -> None:
        legal = by in RUNNING and not self.is_("closed") and present <= MEMBERS
        if self.attempt(
            lambda: presence.call_roll(self.session, person(by), present, self.at), legal=legal
        ):
            self.model.present &= present
            for member in present:
                self.model.enter(member, self.at)

    @gesture(
        weight=5,
        by=one_of("", "", "sec", "m03"),
        giver=somebody,
        holder=somebody,
        start=minutes,
        lasts=one_of(None, None, 0, 10, 30),
    )
    def gives_a_proxy(
        self, by: str, giver: str, holder: str, start: int, lasts: int | None
    ) -> None:
        by = by or giver
        begin = max(self.at + timedelta(minutes=start), self.at)
        end = None if lasts is None else begin + timedelta(minutes=lasts)
        legal = (
            (by == giver or by in RUNNING)
            and not self.is_("closed")
            and (self.is_("prepared") or holder in self.model.present)
            and self.model.may_give(giver, holder, begin, end)
        )
        if self.attempt(
            lambda: proxies.give(
                self.session, person(by), giver, holder, self.at, start=begin, end=end
            ),
            legal=legal,
        ):
            self.model.powers.append(Power(giver, holder, begin, end))

    @gesture(when=lambda self: self.model.powers, by=one_of("", "sec", "m03"), giver=a_voter)
    def takes_a_proxy_back(self, by: str, giver: str) -> None:
        by = by or giver
        given = [p for p in self.model.powers if p.giver == giver and p.is_to_come(self.at)]
        legal = (by == giver or by in RUNNING) and not self.is_("closed") and bool(given)
        if self.attempt(lambda: proxies.end(self.session, person(by), giver, self.at), legal=legal):
            first = min(given, key=lambda power: power.start)
            first.end = max(first.start, self.at)

    @gesture(weight=3, when=lambda self: self.model.powers, who=a_voter)
    def restores_a_proxy(self, who: str) -> None:
        power = self.model.power_of(who, self.at)
        legal = power is not None and who not in self.model.present and not self.is_("closed")
        if self.attempt(lambda: proxies.restore(self.session, person(who), self.at), legal=legal):
            assert power is not None
            power.suspended = False

    @gesture(weight=2, by=one_of("", "", "sec", "m03"), who=somebody, number=nth)
    def steps_aside(self, by: str, who: str, number: int) -> None:
        by, item_id = by or who, self.item(number)
        known = self.session.items.get(item_id)
        legal = (
            (by == who or by in RUNNING)
            and not self.is_("closed")
            and who in MEMBERS
            and known is not None
            and known.state in BEFORE_A_VOTE
        )
        if self.attempt(
            lambda: agenda.step_aside(
                self.session, person(by), who, item_id, "Administrateur", self.at
            ),
            legal=legal,
        ):
            self.model.aside.setdefault(item_id, set()).add(who)

    @gesture(when=lambda self: self.is_("prepared"), by=a_secretary)
    def opens_the_session(self, by: str) -> None:
        legal = by in RUNNING and self.is_("prepared") and self.model.has_quorum(self.at)
        self.attempt(lambda: conduct.open_session(self.session, person(by), self.at), legal=legal)

    @gesture(when=lambda self: self.is_("prepared"), by=a_secretary)
    def calls_the_members_again(self, by: str) -> None:
        legal = by in RUNNING and self.is_("prepared") and not self.model.has_quorum(self.at)
        if self.session.starts_at and self.at < self.session.starts_at:
            legal = False
        if self.attempt(lambda: plan.call_again(self.session, person(by), self.at), legal=legal):
            self.model.present.clear()
            self.model.needs_quorum = False

    @gesture(by=a_secretary, really=one_of(*range(4)))
    def suspends(self, by: str, really: int) -> None:
        by = by if really == 0 else "m01"
        legal = by in RUNNING and self.is_("open") and self.poll()[0] == "v99"
        self.attempt(lambda: conduct.suspend(self.session, person(by), "", self.at), legal=legal)

    @gesture(when=lambda self: self.is_("suspended"), by=a_secretary)
    def resumes(self, by: str) -> None:
        legal = by in RUNNING and self.is_("suspended")
        self.attempt(lambda: conduct.resume(self.session, person(by), self.at), legal=legal)

    @gesture(by=a_secretary, who=somebody)
    def another_presides(self, by: str, who: str) -> None:
        legal = by in RUNNING and not self.is_("closed") and who in VOTERS
        if self.attempt(
            lambda: conduct.take_chair(self.session, person(by), who, self.at), legal=legal
        ):
            self.model.presiding = who

    @gesture(by=a_secretary, really=one_of(*range(6)))
    def closes_the_session(self, by: str, really: int) -> None:
        """Most who try may not: else few sessions would see their second vote."""
        by = by if really == 0 else "m01"
        polls = self.model.polls.values()
        settled = all(p.state != "open" and not (p.known() or p.tied()) for p in polls)
        only_if = by in RUNNING and self.is_("open", "suspended") and settled
        if self.attempt(
            lambda: conduct.close_session(self.session, person(by), self.at), only_if=only_if
        ):
            self.model.present.clear()
