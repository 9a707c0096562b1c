"""Promises against facts: the ledger of the crowd, the database, and what Teams was sent."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from tests.proofs.kept import SOLVED, VIEWS, Kept, count_owed, read_kept
from tests.proofs.ledger import Ledger
from tests.proofs.prepared import CHANNELS, person_id
from tests.proofs.proof import Figure
from tests.proofs.stub_teams import StubTeams

DRAIN_SECONDS = 30.0


@dataclass
class Audit:
    """What was found, over many looks: how much was checked, and everything that is wrong."""

    looks: int = 0
    promises: int = 0
    messages: int = 0
    posted_again: int = 0
    most: int = 0
    faults: int = 0
    repeats: int = 0
    apologies: Counter[str] = field(default_factory=Counter)
    wrong: Counter[str] = field(default_factory=Counter)
    examples: dict[str, str] = field(default_factory=dict)

    async def look(self, url: str, ledger: Ledger) -> None:
        """While people act: what was promised before the look must be there."""
        promised, taken = list(ledger.acknowledged), dict(ledger.taken)
        kept = await asyncio.to_thread(read_kept, url)
        self.looks += 1
        self._note("lost", _lost(promised, ledger, kept))
        self._note("lost", _not_taken(taken, kept))
        self._note("another number", _misnumbered(promised, ledger, kept))
        self._note("counted twice", _doubled(kept))
        self._note("without its debts", _without_debt(kept))

    async def settle(self, url: str, ledger: Ledger, teams: StubTeams, faults: int) -> None:
        """When everybody has their answer: nothing is owed any more, and Teams shows it all."""
        await drained(url)
        await self.look(url, ledger)
        kept = await asyncio.to_thread(read_kept, url)
        self.promises += len(ledger.acknowledged)
        self.repeats += ledger.repeats
        self.apologies.update(ledger.apologies)
        self.faults += faults
        self._note("unanswered", ledger.sent.keys() - ledger.acknowledged.keys() - ledger.refused)
        self._note("kept though refused", _kept_though_refused(ledger, kept))
        self._note("from nobody", kept.incidents.keys() - ledger.sent.keys())
        self._note("another answer to a repeat", ledger.other_answers)
        self._note("owed for ever", (str(row) for row in [*kept.behind, *kept.unsent]))
        self._note("not shown", _not_shown(kept, ledger, teams))
        self._note("posted again without excuse", teams.unexcused)
        self.messages += teams.posts
        self.posted_again += teams.posted_again
        self.most = max(self.most, *teams.posted.values(), 0)

    def figures(self, where: str) -> list[Figure]:
        claims = {
            "nothing acknowledged is lost": ("lost", "another number", "unanswered"),
            "nothing counted twice, nothing kept that was refused": (
                "counted twice",
                "kept though refused",
                "from nobody",
            ),
            "no effect without its debts; in the end all are paid, and Teams shows it": (
                "without its debts",
                "owed for ever",
                "not shown",
            ),
            "a repeat gets the first answer": ("another answer to a repeat",),
            "posted again only what was under way at a fault": ("posted again without excuse",),
        }
        return [self._figure(f"{where}: {claim}", names) for claim, names in claims.items()]

    def _figure(self, claim: str, names: tuple[str, ...]) -> Figure:
        checked = {
            "lost": f"{self.promises} acknowledged, {self.looks} looks at the database",
            "counted twice": f"{self.looks} looks at the database",
            "without its debts": f"{self.messages} messages",
            "another answer to a repeat": f"{self.repeats} repeats",
            "posted again without excuse": f"{self.posted_again} of {self.messages} posted again, "
            f"one of them {self.most} times; {self.faults} faults",
        }[names[0]]
        found = [f"{self.wrong[name]} {name}" for name in names]
        examples = [self.examples[name] for name in names if name in self.examples]
        is_well = not any(self.wrong[name] for name in names)
        return Figure(claim, "; ".join([checked, *found, *examples]), is_well)

    def _note(self, what: str, found: Iterable[str]) -> None:
        for each in found:
            self.wrong[what] += 1
            self.examples.setdefault(what, f"{what}: {each}")


async def drained(url: str) -> None:
    until = time.monotonic() + DRAIN_SECONDS
    while time.monotonic() < until and await asyncio.to_thread(count_owed, url):
        await asyncio.sleep(0.1)


def _lost(promised: list[str], ledger: Ledger, kept: Kept) -> Iterator[str]:
    there = kept.incidents.keys() | kept.entry_forms
    forms = (key for key in promised if ledger.sent[key].is_form)
    return (f"{ledger.sent[key].verb} {key}" for key in forms if key not in there)


def _not_taken(taken: dict[str, int], kept: Kept) -> Iterator[str]:
    assignees = {row.incident_id: row.assignee_id for row in kept.incidents.values()}
    return (
        f"{incident_id} was taken"
        for incident_id, person in taken.items()
        if assignees.get(incident_id) != person_id(person)
    )


def _misnumbered(promised: list[str], ledger: Ledger, kept: Kept) -> Iterator[str]:
    for key in promised:
        known = ledger.incidents.get(key)
        if known and key in kept.incidents and kept.number_of(key) != known.number:
            yield f"{known.number} is {kept.number_of(key)}"


def _doubled(kept: Kept) -> Iterator[str]:
    """What people wrote is unique in the world: twice the words are twice the effect."""
    words = Counter(row.what for row in kept.incidents.values())
    words.update(entry.text for entry in kept.entries if entry.text)
    numbers = Counter(kept.number_of(form_id) for form_id in kept.incidents)
    solutions = Counter(
        str(record.facts.get("solution")) for record in kept.records if record.kind == SOLVED
    )
    for counted in (words, numbers, solutions):
        yield from (name for name, times in counted.items() if times > 1)


def _without_debt(kept: Kept) -> Iterator[str]:
    for row in kept.incidents.values():
        for view in VIEWS:
            if (view, row.incident_id) not in kept.cards:
                yield f"{view} of {row.incident_id}"
    told = {record.facts.get("solution") for record in kept.records if record.kind == SOLVED}
    solutions = (entry for entry in kept.entries if entry.kind == "solved")
    yield from (f"solution {each.entry_id}" for each in solutions if each.text not in told)


def _kept_though_refused(ledger: Ledger, kept: Kept) -> set[str]:
    return ledger.refused & (kept.incidents.keys() | kept.entry_forms)


def _not_shown(kept: Kept, ledger: Ledger, teams: StubTeams) -> Iterator[str]:
    """Each living card stands where it should, and says how the incident ended."""
    last_words = {
        entry.incident_id: entry.form_id for entry in kept.entries if entry.kind == "solved"
    }
    teams_of = {row.incident_id: row.team for row in kept.incidents.values()}
    for posting in kept.postings:
        shown = teams.shown[posting.conversation_id or ""].get(posting.activity_id or "")
        is_staff = posting.view == "incident.staff"
        wrong_place = is_staff and posting.conversation_id != CHANNELS[teams_of[posting.subject_id]]
        expected = last_words.get(posting.subject_id)
        if shown is None:
            if not (is_staff and expected):
                yield f"{posting.view} of {posting.subject_id}"
        elif wrong_place or (expected and expected not in shown):
            yield f"{posting.view} of {posting.subject_id} as it ended"
