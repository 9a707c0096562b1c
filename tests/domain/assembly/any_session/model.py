"""A second opinion on a session, from what people did and from the law alone, in few words.

It is told each gesture that was accepted, never asks the session, and counts everything anew.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from domain.assembly.profiles import Profile

CHOICES = ("for", "against", "abstain", "no_part")


@dataclass
class Power:
    """A proxy."""

    giver: str
    holder: str
    start: datetime
    end: datetime | None
    suspended: bool = False

    def covers(self, at: datetime) -> bool:
        return self.start <= at and (self.end is None or at < self.end)

    def is_to_come(self, at: datetime) -> bool:
        return self.end is None or max(at, self.start) < self.end


@dataclass
class Poll:
    """A vote: for each report who may act for which seat, and the last choice of each seat."""

    actors: Mapping[str, str]
    electorate: Mapping[str, Collection[str]]
    lot: str | None
    state: str = "open"
    presided_by: str = ""
    chair_aside: Collection[str] = ()
    versions: Counter[str] = field(default_factory=Counter)
    ballots: dict[tuple[str, str], str] = field(default_factory=dict)
    heard: dict[str, tuple[str, str]] = field(default_factory=dict)
    casting: dict[str, str] = field(default_factory=dict)
    proclaimed: dict[str, str] = field(default_factory=dict)

    def items_of(self, seat: str) -> list[str]:
        return [item for item, seats in self.electorate.items() if seat in seats]

    def keep(self, seat: str, choices: Mapping[str, str]) -> None:
        self.ballots |= {(item, seat): choice for item, choice in choices.items()}
        self.versions[seat] += 1

    def may_cast(self, person: str, seat: str, choices: Mapping[str, str], seen: int) -> bool:
        return (
            self.state == "open"
            and self.actors.get(seat) == person
            and bool(choices)
            and set(choices) <= set(self.items_of(seat))
            and set(choices.values()) <= set(CHOICES)
            and seen == self.versions[seat]
        )

    def count(self, item: str) -> tuple[int, ...]:
        """Pour, Contre, Abstention, Ne pas prendre part, and the seats that said nothing."""
        given = Counter(choice for (on, _), choice in self.ballots.items() if on == item)
        counts = tuple(given[choice] for choice in CHOICES)
        return (*counts, len(self.electorate[item]) - sum(counts))

    def outcome(self, item: str) -> str:
        for_, against, *_ = self.count(item)
        if for_ != against:
            return "adopted" if for_ > against else "rejected"
        own = self.ballots.get((item, self.presided_by))
        side = own if own in ("for", "against") else self.casting.get(item)
        if not for_ or side == "against" or item in self.chair_aside:
            return "rejected"
        return "adopted" if side else "tied"

    def tied(self) -> list[str]:
        """The reports that wait for the chair."""
        tied = [item for item in self.electorate if self.outcome(item) == "tied"]
        return tied if self.state == "closed" else []

    def known(self) -> dict[str, str]:
        """The results that may be proclaimed, and were not."""
        outcomes = {item: self.outcome(item) for item in self.electorate}
        waiting = {i: o for i, o in outcomes.items() if i not in self.proclaimed and o != "tied"}
        return waiting if self.state == "closed" else {}


@dataclass
class Model:
    profile: Profile
    voters: list[str]
    presiding: str = "m01"
    needs_quorum: bool = True
    present: set[str] = field(default_factory=set)
    powers: list[Power] = field(default_factory=list)
    aside: dict[str, set[str]] = field(default_factory=dict)
    parents: dict[str, str] = field(default_factory=dict)
    lots: dict[str, str] = field(default_factory=dict)
    positions: dict[str, tuple[int, str, Mapping[str, str]]] = field(default_factory=dict)
    polls: dict[str, Poll] = field(default_factory=dict)
    numbers: int = 0

    def enter(self, member: str, at: datetime) -> None:
        if member not in self.present:
            self.present.add(member)
            for power in self.powers:
                if power.giver == member and (power.end is None or at < power.end):
                    power.suspended = True

    def may_give(self, giver: str, holder: str, start: datetime, end: datetime | None) -> bool:
        """Voting members, not oneself, no overlap, no chain, one live proxy a holder."""
        if not {giver, holder} <= set(self.voters) or giver == holder:
            return False
        if end is not None and end <= start:
            return False
        during = [p for p in self.powers if p.is_to_come(start) and (end is None or p.start < end)]
        givers, holders = [p.giver for p in during], [p.holder for p in during]
        chained = giver in (*givers, *holders) or holder in givers
        return not chained and holders.count(holder) < self.profile.proxies_held

    def power_of(self, giver: str, at: datetime) -> Power | None:
        return next((p for p in self.powers if p.giver == giver and p.covers(at)), None)

    def acting(self, at: datetime) -> dict[str, str]:
        """Giver to holder: the giver is away, the holder is here, and the hour is right."""
        standing = (p for p in self.powers if p.covers(at) and not p.suspended)
        return {
            p.giver: p.holder
            for p in standing
            if p.giver not in self.present and p.holder in self.present
        }

    def aside_on(self, item: str) -> set[str]:
        return self.aside.get(item, set()) | self.aside.get(self.parents.get(item, ""), set())

    def figures(self, at: datetime, item: str = "") -> tuple[int, int, int]:
        """The number of members, how many must be there, and how many count."""
        aside = self.aside_on(item) & set(self.voters)
        here = (self.present & set(self.voters)) - aside
        acting = self.acting(at)
        represented = {g for g, h in acting.items() if not {g, h} & aside}
        is_plenary = self.profile.key == "plenary"
        base = len(self.voters) - (len(aside) if is_plenary else 0)
        need = (base + 2) // 3 if self.profile.key == "emergency_2020" else base // 2 + 1
        return base, need, len(here) + (0 if is_plenary else len(represented))

    def has_quorum(self, at: datetime, item: str = "") -> bool:
        _, need, counted = self.figures(at, item)
        return counted >= need or not self.needs_quorum

    def is_adopted(self, item: str) -> bool:
        return any(poll.proclaimed.get(item) == "adopted" for poll in self.polls.values())

    def close(self, poll: Poll) -> None:
        """Whoever presides now has the casting vote, but where they have stepped aside."""
        poll.state, poll.presided_by = "closed", self.presiding
        poll.chair_aside = [i for i in poll.electorate if self.presiding in self.aside_on(i)]

    def open_poll(self, items: Collection[str], at: datetime) -> Poll:
        """Reports without quorum leave; the others are frozen, each with its seats."""
        acting = self.acting(at)
        actors = {seat: seat for seat in self.voters if seat in self.present} | acting
        votable = [item for item in items if self.has_quorum(at, item)]
        electorate = {
            item: {s for s, actor in actors.items() if not {s, actor} & self.aside_on(item)}
            for item in votable
        }
        lot = self.lots.get(votable[0]) if len(votable) > 1 else None
        for item in set(items) - set(votable):
            self.lots.pop(item, None)
        return Poll(actors, electorate, lot)
