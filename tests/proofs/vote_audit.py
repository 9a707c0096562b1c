"""What voters were told against the journal, which decides, at every kill and in the end."""

from __future__ import annotations

import asyncio
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from tests.proofs.audit import drained
from tests.proofs.hall import Hall
from tests.proofs.journal import Journal, read_journal
from tests.proofs.kept import count_owed
from tests.proofs.ledger import Gesture
from tests.proofs.proof import Figure
from tests.proofs.voters import BallotLedger

Given = Mapping[tuple[str, str], list[str]]
"""The choices of a seat in a vote, in their order: a card that had seen n of them sent the next."""


@dataclass
class VoteAudit:
    looks: int = 0
    promises: int = 0
    entries: int = 0
    codes: int = 0
    repeats: int = 0
    apologies: Counter[str] = field(default_factory=Counter)
    wrong: Counter[str] = field(default_factory=Counter)
    examples: dict[str, str] = field(default_factory=dict)

    async def look(self, url: str, ledger: BallotLedger) -> None:
        """What was promised before the look must be in the journal, once."""
        promised = [ledger.sent[key] for key in ledger.acknowledged]
        journal = await asyncio.to_thread(read_journal, url)
        self._judge(promised, journal, ledger)

    async def settle(self, url: str, ledger: BallotLedger, teams: Hall, faults: int) -> None:
        """When everybody has their answer; the codes that were shown on the board count too."""
        await drained(url)
        await self.look(url, ledger)
        journal = await asyncio.to_thread(read_journal, url)
        self.promises += sum(ledger.sent[key].verb == "vote.cast" for key in ledger.acknowledged)
        self.repeats += ledger.repeats
        self.entries += len(journal.rows)
        self.codes += len(teams.heads)
        self.apologies.update(ledger.apologies)
        self._note("not as its codes say", journal.faults(teams.heads))
        answered = ledger.acknowledged.keys() | ledger.refused
        self._note("unanswered", ledger.sent.keys() - answered)
        refused = [ledger.sent[key] for key in ledger.refused]
        self._note("kept though refused", _kept(refused, given_in(journal)))
        owed = await asyncio.to_thread(count_owed, url)
        self._note("owed for ever", [str(owed)] if owed else [])

    def _judge(self, promised: list[Gesture], journal: Journal, ledger: BallotLedger) -> None:
        self.looks += 1
        given, ended = given_in(journal), _ended(journal)
        self._note("broken", journal.faults({}))
        self._note("lost", _lost(promised, given))
        self._note("doubled or from nobody", _from_nobody(ledger.sent.values(), given))
        self._note("after the closing", map(str, journal.after_closing()))
        closed = (each for each in promised if each.verb == "vote.close")
        self._note("lost", (str(c.data) for c in closed if c.data["vote_id"] not in ended))

    def figures(self, where: str) -> list[Figure]:
        claims = {
            "no acknowledged ballot lost or doubled": ("lost", "doubled or from nobody"),
            "the journal verifies every time, and in the end against the codes shown": (
                "broken",
                "not as its codes say",
            ),
            "no ballot after the closing, none kept that was refused": (
                "after the closing",
                "kept though refused",
            ),
            "in the end everybody has an answer, and nothing is owed": (
                "unanswered",
                "owed for ever",
            ),
        }
        return [self._figure(f"{where}: {claim}", names) for claim, names in claims.items()]

    def _figure(self, claim: str, names: tuple[str, ...]) -> Figure:
        checked = {
            "lost": f"{self.promises} ballots acknowledged, {self.repeats} repeats, "
            f"{self.looks} looks",
            "broken": f"{self.looks} looks, {self.entries} entries, {self.codes} codes shown",
            "after the closing": f"{self.looks} looks",
            "unanswered": f"{self.apologies.total()} apologies on the way",
        }[names[0]]
        found = [f"{self.wrong[name]} {name}" for name in names]
        examples = [self.examples[name] for name in names if name in self.examples]
        is_well = not any(self.wrong[name] for name in names)
        return Figure(claim, "; ".join([checked, *found, *examples]), is_well)

    def _note(self, what: str, found: Iterable[str]) -> None:
        for each in found:
            self.wrong[what] += 1
            self.examples.setdefault(what, f"{what}: {each}")


def given_in(journal: Journal) -> Given:
    given: dict[tuple[str, str], list[str]] = defaultdict(list)
    for row in journal.rows:
        if row["kind"] == "ballot.cast":
            payload = row["payload"]
            choice = next(iter(payload["choices"].values()))
            given[payload["vote_id"], payload["seat"]].append(choice)
    return given


def _is_kept(gesture: Gesture, given: Given) -> bool:
    data = gesture.data
    choices = given.get((data["vote_id"], data["seat"]), [])
    return choices[data["seen"] : data["seen"] + 1] == [data["choice"]]


def _lost(promised: Iterable[Gesture], given: Given) -> Iterator[str]:
    ballots = (each for each in promised if each.verb == "vote.cast")
    return (each.key for each in ballots if not _is_kept(each, given))


def _kept(refused: Iterable[Gesture], given: Given) -> Iterator[str]:
    ballots = (each for each in refused if each.verb == "vote.cast")
    return (each.key for each in ballots if _is_kept(each, given))


def _from_nobody(sent: Iterable[Gesture], given: Given) -> Iterator[str]:
    """Each ballot is one that its member sent, on a card that had seen those before it."""
    known = {
        (each.data["vote_id"], each.data["seat"], each.data["seen"], each.data["choice"])
        for each in list(sent)
        if each.verb == "vote.cast"
    }
    for (vote_id, seat), choices in given.items():
        for seen, choice in enumerate(choices):
            if (vote_id, seat, seen, choice) not in known:
                yield f"{vote_id}, {seat}, {seen}: {choice}"


def _ended(journal: Journal) -> set[str]:
    return {row["payload"]["vote_id"] for row in journal.rows if row["kind"] == "vote.closed"}
