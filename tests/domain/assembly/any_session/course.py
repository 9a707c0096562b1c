"""Any session: its plain course, so that what disturbs it has something to disturb."""

from __future__ import annotations

from random import Random

from domain.assembly.session import IN_HAND, ItemKind, ItemState
from tests.domain.assembly.any_session.agenda import Agenda
from tests.domain.assembly.any_session.gestures import VOTERS, a_choice, gesture, nth, one_of
from tests.domain.assembly.any_session.room import Room
from tests.domain.assembly.any_session.votes import Votes


def five_choices(random: Random) -> list[str]:
    return [a_choice(random) for _ in VOTERS[random.randrange(3) :]]


class Course(Room, Agenda, Votes):
    @gesture(weight=8, number=nth)
    def the_secretary_goes_on(self, number: int) -> None:
        self._go_on(number)

    @gesture(weight=4, number=nth, times=one_of(2, 3, 4))
    def the_secretary_hurries(self, number: int, times: int) -> None:
        for _ in range(times):
            self._go_on(number)

    @gesture(
        when=lambda self: self.is_voting(),
        choices=five_choices,
        number=nth,
    )
    def the_members_vote(self, choices: list[str], number: int) -> None:
        """Those who do, and then the secretary goes on."""
        for seat, choice in zip(VOTERS[::-1], choices, strict=False):
            self.votes(seat, choice)
        self._go_on(number)

    def _go_on(self, number: int) -> None:
        """The next thing that a secretary does."""
        session, polls = self.session, self.model.polls.values()
        if self.is_("prepared"):
            self.calls_the_roll("sec", set(VOTERS[: 2 + number % 4]))
            self.opens_the_session("sec")
        elif self.is_("suspended"):
            self.resumes("sec")
        elif self.is_voting():
            self._vote_or_close(number)
        elif waiting := [n for n, poll in enumerate(polls) if poll.tied() or poll.known()]:
            self.proclaims("sec", waiting[0])
            self.settles_a_tie(None, waiting[0], number, "for")
        elif any(session.items[each].state in IN_HAND for each in session.current):
            self._come_to_the_vote(number)
        elif drafts := [i.item_id for i in session.reports if i.state is ItemState.DRAFT]:
            self.calls_a_report("sec", list(session.items).index(drafts[0]), number % 3 == 0)
        else:
            self.closes_the_session("sec", 0)

    def _vote_or_close(self, number: int) -> None:
        """All but the chair, so that some votes are tied."""
        _, poll = self.poll()
        others = [s for s in poll.actors if poll.items_of(s) and s != self.model.presiding]
        silent = [seat for seat in others if not poll.versions[seat]]
        if silent and number > 1:
            self.votes(silent[-1], ("for", "against")[len(silent) % 2])
        else:
            self.closes_a_vote("sec", None)

    def _come_to_the_vote(self, number: int) -> None:
        if any(self.session.items[i].state is ItemState.DEBATING for i in self.session.current):
            self.moves_the_debate("sec", True)
        steps = [
            place
            for place, item in enumerate(self.session.items.values())
            if item.kind is not ItemKind.REPORT and not item.is_over
        ]
        for place in steps[:1]:
            self.opens_a_vote("sec", place, False)
        self.opens_a_vote("sec", number, True)
