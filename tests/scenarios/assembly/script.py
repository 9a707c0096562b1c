"""The story of the morning, act by act. The same cast always gets the same story."""

from __future__ import annotations

from itertools import cycle

from tests.scenarios.assembly.acts import (
    ABSTAIN,
    AGAINST,
    Act,
    AddUrgent,
    Amend,
    Announce,
    Call,
    Close,
    Enter,
    Excuse,
    GiveProxy,
    Leave,
    LoseQuorum,
    Open,
    RestoreProxy,
    SendBack,
    StepAside,
    TakeBackProxy,
    TakeOut,
    Vote,
)
from tests.scenarios.assembly.agenda import SECRET_LOT, TIED_LOT, URGENT, make_agenda
from tests.scenarios.assembly.ballots import Ballots
from tests.scenarios.assembly.cast import ALTERNANCE, ECOLOGY, MAJORITY, Cast
from tests.scenarios.assembly.room import Room

VOTES_WITH_ONE_HOLDER = 8
CHANGED_LOT = 7
OTHERS_WHO_COME = 20
EARLY_LOTS = 6
"""From these, reports are taken out before the session; from the others, during it."""


def tell(cast: Cast) -> list[Act]:
    return Story(cast).acts


class Story:
    def __init__(self, cast: Cast) -> None:
        self.cast, self.room, self.agenda = cast, Room(cast), make_agenda(cast.size)
        self.acts: list[Act] = []
        self._ballots = Ballots(cast, self.room, self.agenda)
        # The smallest group has its positions to announce: others ask for votes apart.
        asking = [name for name in cast.free if cast.group(name) != ECOLOGY]
        self._asking = cycle(sorted(asking, key=lambda name: cast.group(name) != MAJORITY))
        self._recusals = self._stepping_aside()
        self._before_the_session()
        self._open()
        self._morning()
        self._do(Close())

    def _do(self, *acts: Act) -> None:
        for act in acts:
            self.room.note(act)
            self.acts.append(act)

    def _before_the_session(self) -> None:
        cast = self.cast
        first, second, third = cast.givers
        self._do(Excuse(cast.excused))
        self._do(GiveProxy(first, cast.holders[0]), GiveProxy(second, cast.holders[6]))
        self._do(GiveProxy(third, cast.holders[12], written_down=True))
        self._take_out(*range(1, EARLY_LOTS + 1))
        for report in self.agenda.amended:
            self._do(Amend(report, f"{report}-A1", f"Article 2 du {report}", cast.duties[0]))
        last = self.agenda.amended[-1]
        self._do(Amend(last, f"{last}-A2", f"Article 3 du {last}", cast.chair))
        self._do(*self._recusals[:20])

    def _open(self) -> None:
        cast = self.cast
        self._do(Enter([cast.chair, *cast.duties, *cast.advising[:OTHERS_WHO_COME]]))
        self._do(Open(), *self._recusals[20:])
        self._take_out(*range(EARLY_LOTS + 1, len(self.agenda.lots) + 1))

    def _morning(self) -> None:
        """The agenda in its order: a lot comes with the first of its reports."""
        agenda, voted = self.agenda, set[int]()
        for lot, reports in agenda.lots.items():
            for report in reports:
                if report in agenda.singles:
                    self._single(report)
                elif report != agenda.secret and lot not in voted:
                    voted.add(lot)
                    self._before_lot(lot)
                    self._lot(lot)
        self._urgent()

    def _before_lot(self, lot: int) -> None:
        third = self.cast.givers[2]
        if lot == SECRET_LOT:
            self._do(SendBack(self.agenda.secret, "demande du tiers des membres, adoptée"))
        if lot == 9:
            self._do(AddUrgent(URGENT, "Digue", "tempête"))
        if lot == 11:
            self._do(Leave([third]), RestoreProxy(third))
        if lot == 10:
            self._do(Leave([self.cast.free[-1]]))
        for group, reports, choice in (
            (ALTERNANCE, self.agenda.against[lot], AGAINST),
            (ECOLOGY, self.agenda.abstain[lot][: 2 if lot == CHANGED_LOT else None], ABSTAIN),
        ):
            if reports:
                self._do(self._announce(group, lot, dict.fromkeys(reports, choice)))
        if lot == TIED_LOT:
            tied = {self.agenda.tied_in_lot: AGAINST}
            self._do(self._announce(ALTERNANCE, lot, tied), self._announce(ECOLOGY, lot, tied))

    def _lot(self, lot: int) -> None:
        reports = self.agenda.in_lots[lot]
        self._hand_over()
        self._do(Call(reports, lot))
        changed = None
        if lot == CHANGED_LOT:
            # One report more than before: who presses on the old card is shown the new one.
            again = dict.fromkeys(self.agenda.abstain[lot], ABSTAIN)
            changed = self._announce(ECOLOGY, lot, again)
        self._do(self._ballots.on_lot(lot, changed))

    def _single(self, report: str) -> None:
        taken = [r for _, r in self.agenda.taken_out]
        self._hand_over()
        self._do(Call([report]))
        for act in [a for a in self.acts if isinstance(a, Amend) and a.report == report]:
            self._do(self._ballots.on_amendment(act.number))
        if report == taken[4]:
            self._do(LoseQuorum(self._leavers(report)))
        if report == taken[6]:
            self._do(self._ballots.on_single(report, annulled="une carte n'est pas arrivée"))
        self._do(self._ballots.on_single(report))

    def _urgent(self) -> None:
        self._hand_over()
        self._do(self._ballots.on_amendment(f"{URGENT}-U"))
        self._do(Call([URGENT]), self._ballots.on_single(URGENT))

    def _take_out(self, *lots: int) -> None:
        for lot, report in self.agenda.taken_out:
            if lot in lots:
                self._do(TakeOut(next(self._asking), lot, report))

    def _hand_over(self) -> None:
        """Two proxies change hands every eight votes; who gave the third comes after the fourth."""
        voted = sum(isinstance(act, Vote) for act in self.acts)
        third = self.cast.givers[2]
        if voted >= 4 and third not in self.room.has_come:
            self._do(Enter([third]))
        turn = min(voted // VOTES_WITH_ONE_HOLDER, 5)
        for giver, holders in zip(
            self.cast.givers, (self.cast.holders[:6], self.cast.holders[6:12]), strict=False
        ):
            if self.room.letters[giver] != holders[turn]:
                self._do(TakeBackProxy(giver), GiveProxy(giver, holders[turn]))

    def _announce(self, group: str, lot: int, exceptions: dict[str, str]) -> Announce:
        """Each of the group in turn."""
        spoken = [act.member for act in self.acts if isinstance(act, Announce)]
        members = [n for n in reversed(self.cast.duties) if self.cast.group(n) == group]
        free = [name for name in members if name in self.room.here or not self.room.is_open]
        return Announce(min(free, key=spoken.count), group, lot, exceptions)

    def _leavers(self, report: str) -> list[str]:
        too_many = self.room.counted(report) - self.room.need + 1
        staying = {*self.room.letters, *self.room.letters.values(), *self.room.out_of(report)}
        leaving = [name for name in reversed(self.cast.duties) if name not in staying]
        return leaving[:too_many]

    def _stepping_aside(self) -> list[StepAside]:
        """Thirty times: twenty on reports of lots, ten on reports voted apart; the first by
        somebody who votes for another as well."""
        agenda = self.agenda
        in_lots = [r for reports in agenda.in_lots.values() for r in reports[1:8:4]][:20]
        apart = agenda.singles[3:23:2]
        first, *others = self.cast.holders[:12]
        members = cycle([first, *self.cast.free, *others])
        return [
            StepAside(next(members), report, "préside l'association concernée")
            for report in [*in_lots, *apart]
        ]
