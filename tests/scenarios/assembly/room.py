"""Who is in the room and who speaks for whom, as an usher with a notebook would keep it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from tests.scenarios.assembly.acts import (
    Act,
    Enter,
    GiveProxy,
    Leave,
    LoseQuorum,
    Open,
    RestoreProxy,
    StepAside,
    TakeBackProxy,
)
from tests.scenarios.assembly.cast import Cast


@dataclass
class Room:
    """`has_come` are those who were there at some time of the session, `represented` who stood in
    for whom, one line each time."""

    cast: Cast
    is_open: bool = False
    here: set[str] = field(default_factory=set)
    has_come: set[str] = field(default_factory=set)
    letters: dict[str, str] = field(default_factory=dict)
    asleep: set[str] = field(default_factory=set)
    aside: defaultdict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    represented: list[tuple[str, str]] = field(default_factory=list)

    def note(self, act: Act) -> None:
        before = self.speaking()
        self._note_who_is_here(act)
        self._note_letters(act)
        if isinstance(act, StepAside):
            self.aside[act.report].add(act.member)
        if isinstance(act, Open):
            self.is_open, before = True, {}
        if self.is_open:
            self.has_come |= self.here
            now = self.speaking()
            self.represented += [pair for pair in now.items() if pair not in before.items()]

    def _note_who_is_here(self, act: Act) -> None:
        """Who comes in speaks for themselves. After a suspension everybody is back."""
        match act:
            case Enter(who):
                self.here |= set(who)
                self.asleep |= set(who) & set(self.letters)
            case Leave(who):
                self.here -= set(who)
            case LoseQuorum(who):
                assert not set(who) & {*self.letters, *self.letters.values()}

    def _note_letters(self, act: Act) -> None:
        match act:
            case GiveProxy(giver, holder):
                self.letters[giver] = holder
                self.asleep.discard(giver)
            case TakeBackProxy(giver):
                del self.letters[giver]
            case RestoreProxy(giver):
                self.asleep.remove(giver)

    def speaking(self) -> dict[str, str]:
        """Who votes by proxy now, and through whom."""
        return {
            giver: holder
            for giver, holder in self.letters.items()
            if giver not in self.here and giver not in self.asleep and holder in self.here
        }

    def seats(self) -> dict[str, str]:
        """Who may vote, and who presses for them."""
        present = {name: name for name in self.cast.voting if name in self.here}
        return present | self.speaking()

    def out_of(self, report: str) -> set[str]:
        """Seats without a ballot on this report: their own member stepped aside, or whoever holds
        their proxy. What comes before a report goes with it."""
        gone = self.aside[report.partition("-")[0]]
        return {seat for seat, actor in self.seats().items() if {seat, actor} & gone}

    def counted(self, report: str) -> int:
        """Present or represented, without those who stepped aside: a commission's quorum."""
        return len(self.seats()) - len(self.out_of(report))

    @property
    def need(self) -> int:
        return len(self.cast.voting) // 2 + 1
