"""The agenda: 200 reports of twelve subjects, and what is to become of each."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from itertools import accumulate

SUBJECTS = {
    "Lycées": 42,
    "Transports": 24,
    "Culture": 20,
    "Formation": 18,
    "Agriculture": 16,
    "Sport": 15,
    "Tourisme": 14,
    "Numérique": 13,
    "Santé": 12,
    "Langues": 10,
    "Mer": 9,
    "Europe": 7,
}
URGENT = "201"
TAKEN_OUT = (5, 3, 2, 2, 2, 1, 1, 1, 1, 1, 1, 0)
AMENDED = (2, 1, 0, 1, 0, 0, 0, 1, 0, 1, 0, 0)
SECRET_LOT, TIED_LOT, REBELS_LOT = 3, 12, 5
AGAINST_IN = {2: 4, 4: 4, 6: 4, 8: 4, 10: 4}
ABSTAIN_IN = {3: 3, 7: 3}
"""How many reports of a lot one group votes otherwise on."""


@dataclass
class Agenda:
    """Reports by their numbers, lot by lot; what is not named here is adopted by everybody.

    Seventeen singles are unanimous; the ten others, and thirty reports in lots, are not: 40.
    """

    lots: dict[int, list[str]] = field(default_factory=dict)
    taken_out: list[tuple[int, str]] = field(default_factory=list)
    amended: list[str] = field(default_factory=list)
    secret: str = ""
    against: dict[int, list[str]] = field(default_factory=dict)
    abstain: dict[int, list[str]] = field(default_factory=dict)
    rebels: list[str] = field(default_factory=list)
    tied_in_lot: str = ""

    @property
    def singles(self) -> list[str]:
        """Voted apart, in the agenda's order."""
        return sorted([*(r for _, r in self.taken_out), *self.amended], key=int)

    @property
    def in_lots(self) -> dict[int, list[str]]:
        """What is left of each lot when it is voted."""
        apart = {*self.singles, self.secret}
        return {lot: [r for r in all_ if r not in apart] for lot, all_ in self.lots.items()}


def make_agenda(seed: int) -> Agenda:
    draw, agenda = random.Random(seed), Agenda()
    ends = list(accumulate(SUBJECTS.values()))
    for lot, (end, size) in enumerate(zip(ends, SUBJECTS.values(), strict=True), start=1):
        reports = [str(number) for number in range(end - size + 1, end + 1)]
        agenda.lots[lot] = reports
        shuffled = iter(draw.sample(reports, len(reports)))
        agenda.taken_out += [(lot, next(shuffled)) for _ in range(TAKEN_OUT[lot - 1])]
        agenda.amended += [next(shuffled) for _ in range(AMENDED[lot - 1])]
        if lot == SECRET_LOT:
            agenda.secret = next(shuffled)
        if lot == TIED_LOT:
            agenda.tied_in_lot = next(shuffled)
        if lot == REBELS_LOT:
            agenda.rebels = [next(shuffled) for _ in range(3)]
        agenda.against[lot] = [next(shuffled) for _ in range(AGAINST_IN.get(lot, 0))]
        agenda.abstain[lot] = [next(shuffled) for _ in range(ABSTAIN_IN.get(lot, 0))]
    return agenda


def title(report: str, subject: str) -> str:
    return f"{subject}, dossier {report}"


def as_csv() -> str:
    lines = ["number;title;rapporteur;subject"]
    subjects = [subject for subject, size in SUBJECTS.items() for _ in range(size)]
    for number, subject in enumerate(subjects, start=1):
        lines.append(f"{number};{title(str(number), subject)};;{subject}")
    return "\n".join(lines)
