"""Who sits in the commission, and the directory that says so."""

from __future__ import annotations

import csv
import random
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

MAJORITY, ALTERNANCE, ECOLOGY = "Majorité régionale", "Alternance", "Écologie et territoires"
FIRST = [
    "Adèle",
    "Bastien",
    "Camélia",
    "Denis",
    "Églantine",
    "Fanny",
    "Gaspard",
    "Hortense",
    "Ilan",
    "Joséphine",
    "Katell",
    "Léon",
    "Maïwenn",
    "Noé",
    "Océane",
    "Pascal",
    "Quitterie",
    "Ronan",
    "Soizic",
    "Tanguy",
    "Ursule",
    "Vincent",
    "Wilfried",
    "Xavier",
    "Yseult",
]
LAST = [
    "Abgrall",
    "Bourdon",
    "Cadiou",
    "Delmas",
    "Évrard",
    "Floc'h",
    "Guillou",
    "Hamon",
    "Irigoyen",
    "Jaouen",
    "Kervella",
    "Lebrun",
    "Mahé",
    "Nicolas",
    "Ollivier",
    "Prigent",
    "Quéré",
    "Riou",
    "Salaün",
    "Tessier",
    "Urien",
    "Vaillant",
    "Weber",
    "Ybert",
    "Zeller",
    "Roy",
]
SECRETARY, SECOND, ADMIN = "Claire Besson", "Yann Morvan", "Philippe Morel"
COLUMNS = [
    "aad_object_id",
    "name",
    "email",
    "organisation",
    "service",
    "roles",
    "locale",
    "political_group",
    "voting",
]


@dataclass(frozen=True)
class Cast:
    """`size` members with a vote and `others` without, by name.

    `duties` are the members who sit from end to end, in the order in which work falls to them.
    """

    size: int
    others: int = 25

    @cached_property
    def voting(self) -> list[str]:
        return [_name(n) for n in range(self.size)]

    @cached_property
    def advising(self) -> list[str]:
        return [_name(n) for n in range(self.size, self.size + self.others)]

    @property
    def chair(self) -> str:
        return self.voting[0]

    @property
    def givers(self) -> list[str]:
        """Two are away all morning; the third comes, and leaves again."""
        return self.voting[-4:-1]

    @property
    def excused(self) -> str:
        return self.voting[-1]

    @cached_property
    def duties(self) -> list[str]:
        members = self.voting[1:-4]
        random.Random(self.size).shuffle(members)
        return members

    @property
    def holders(self) -> list[str]:
        """Who receives a proxy, one after the other."""
        return self.duties[:13]

    @property
    def free(self) -> list[str]:
        return self.duties[13:]

    def group(self, name: str) -> str:
        """A little more than half, a third, and the rest, all over the alphabet."""
        rank = (self.voting + self.advising).index(name)
        return (MAJORITY, ALTERNANCE, MAJORITY, ECOLOGY, MAJORITY, ALTERNANCE)[rank % 6]

    def of(self, group: str) -> list[str]:
        return [name for name in self.voting if self.group(name) == group]

    def write_directory(self, path: Path) -> Path:
        rows = [_row(name, "elected", self.group(name), "oui") for name in self.voting]
        rows[0] = _row(self.chair, "elected;chair", self.group(self.chair), "oui")
        rows += [_row(name, "elected", self.group(name), "non") for name in self.advising]
        rows += [_row(name, "secretary") for name in (SECRETARY, SECOND)]
        rows.append(_row(ADMIN, "supervisor;admin"))
        numbered = [
            [f"22222222-0000-4000-8000-{n:012d}", *row] for n, row in enumerate(rows, start=1)
        ]
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([COLUMNS, *numbered])
        return path


def _name(n: int) -> str:
    return f"{FIRST[n % len(FIRST)]} {LAST[n % len(LAST)]}"


def _row(name: str, roles: str, group: str = "", voting: str = "") -> list[str]:
    address = name.lower().replace(" ", ".").replace("'", "")
    address = address.encode("ascii", "ignore").decode() + "@rivemont.example"
    return [name, address, "Métropole de Rivemont", "Assemblée", roles, "", group, voting]
