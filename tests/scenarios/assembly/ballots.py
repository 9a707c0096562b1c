"""What everybody chooses in each vote of the story."""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping

from tests.scenarios.assembly.acts import ABSTAIN, AGAINST, FOR, NO_PART, Announce, Vote
from tests.scenarios.assembly.agenda import REBELS_LOT, Agenda
from tests.scenarios.assembly.cast import ALTERNANCE, ECOLOGY, MAJORITY, Cast
from tests.scenarios.assembly.room import Room

SILENCES = 3
"""How many votes apart each member lets pass."""


class Ballots:
    """Everybody is for, but for what is said here."""

    def __init__(self, cast: Cast, room: Room, agenda: Agenda) -> None:
        self._cast, self._room, self._agenda = cast, room, agenda
        taken = [report for _, report in agenda.taken_out]
        amended = agenda.amended
        self._tied, self._rejected, self._some_no_part = taken[0], taken[1], taken[2]
        self._blocs = {
            taken[4]: (ALTERNANCE, AGAINST),
            taken[6]: (ECOLOGY, AGAINST),
            amended[0]: (ALTERNANCE, ABSTAIN),
            amended[2]: (ECOLOGY, AGAINST),
        }
        self._loners = {taken[8]: (3, AGAINST), taken[10]: (1, ABSTAIN), amended[4]: (1, AGAINST)}
        draw, votes = random.Random(cast.size), range(len(agenda.singles))
        self._silent = {
            name: {agenda.singles[n] for n in draw.sample(votes, SILENCES)} for name in cast.duties
        }

    def on_single(self, report: str, annulled: str = "") -> Vote:
        """A report voted apart; of a vote that is annulled, half of the ballots had come."""
        seats = self._seats(report)
        if report == self._tied:
            choices = self._in_two_halves(seats)
        else:
            choices = {s: self._choice(report, s, seats) for s in self._answering(report, seats)}
        if annulled:
            choices = dict(list(choices.items())[::2])
        first = {seats[1]: FOR} if report == self._rejected else {}
        held = self._room.speaking()
        return Vote([report], _each(choices, report), held, first=first, annulled=annulled)

    def on_amendment(self, number: str) -> Vote:
        """Adopted against one group, or wanted by another alone; or the urgency of a report."""
        against = {"A1": (ALTERNANCE,), "A2": (MAJORITY, ALTERNANCE)}
        groups = against.get(number.partition("-")[2], ())
        choices = {
            seat: AGAINST if self._cast.group(seat) in groups else FOR
            for seat in self._seats(number)
        }
        return Vote([number], _each(choices, number), self._room.speaking())

    def on_lot(self, lot: int, changed: Announce | None) -> Vote:
        reports = self._agenda.in_lots[lot]
        seats = list(self._room.seats())
        choices: dict[str, dict[str, str]] = {seat: dict.fromkeys(reports, FOR) for seat in seats}
        blocs = [(r, ALTERNANCE, AGAINST) for r in self._agenda.against[lot]]
        blocs += [(r, ECOLOGY, ABSTAIN) for r in self._agenda.abstain[lot]]
        for report, group, choice in blocs:
            for seat in self._of(group, seats):
                choices[seat][report] = choice
        if lot == REBELS_LOT:
            for rebel, report in zip(
                reversed(self._of(MAJORITY, self._cast.free)), self._agenda.rebels, strict=False
            ):
                choices[rebel][report] = AGAINST
        casting = {}
        if self._agenda.tied_in_lot in reports:
            casting = {self._agenda.tied_in_lot: AGAINST}
            self._tie(self._agenda.tied_in_lot, choices)
        for report in reports:
            for seat in self._room.out_of(report):
                del choices[seat][report]
        first = dict.fromkeys(self._cast.free[3:6], AGAINST) if lot == 1 else {}
        held = self._room.speaking()
        return Vote(reports, choices, held, lot, first=first, changed=changed, casting=casting)

    def _seats(self, report: str) -> list[str]:
        out = self._room.out_of(report)
        return [seat for seat in self._room.seats() if seat not in out]

    def _of(self, group: str, seats: Iterable[str]) -> list[str]:
        return [seat for seat in seats if self._cast.group(seat) == group]

    def _answering(self, report: str, seats: list[str]) -> list[str]:
        return [seat for seat in seats if report not in self._silent.get(seat, ())]

    def _choice(self, report: str, seat: str, seats: list[str]) -> str:
        if report == self._rejected:
            return FOR if self._cast.group(seat) == ECOLOGY else AGAINST
        if report == self._some_no_part:
            return {0: NO_PART, 1: NO_PART, 2: ABSTAIN}.get(seats.index(seat), FOR)
        if report in self._blocs:
            group, choice = self._blocs[report]
            return choice if self._cast.group(seat) == group else FOR
        if report in self._loners:
            how_many, choice = self._loners[report]
            return choice if seat in self._answering(report, seats)[1 : how_many + 1] else FOR
        return FOR

    def _in_two_halves(self, seats: list[str]) -> dict[str, str]:
        """The chair, who is first, with the first half; if somebody is left over, they abstain."""
        half = len(seats) // 2
        sides = [FOR] * half + [AGAINST] * half + [ABSTAIN]
        return dict(zip(seats, sides, strict=False))

    def _tie(self, report: str, choices: dict[str, dict[str, str]]) -> None:
        """Two groups are against, the third for; as many of it as need be go over; the chair
        abstains, and will be asked."""
        seats = [seat for seat in self._seats(report) if seat != self._cast.chair]
        choices[self._cast.chair][report] = ABSTAIN
        for_ = self._of(MAJORITY, seats)
        against = [seat for seat in seats if seat not in for_]
        while len(for_) > len(against) + 1:
            against.append(for_.pop())
        while len(against) > len(for_) + 1:
            for_.append(against.pop())
        sides = dict.fromkeys(for_, FOR) | dict.fromkeys(against, AGAINST)
        if len(for_) != len(against):
            longer = max(for_, against, key=len)
            sides[longer[-1]] = ABSTAIN
        for seat, side in sides.items():
            choices[seat][report] = side


def _each(choices: Mapping[str, str], report: str) -> dict[str, dict[str, str]]:
    return {seat: {report: choice} for seat, choice in choices.items()}
