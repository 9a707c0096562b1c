"""Profiles: what differs from one assembly to another. A profile is data, never code.

The doubtful rules are fields with the most probable value as default, and organisation.toml may set
each of them; `docs/seances.md` names them with their articles.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum


class Nature(StrEnum):
    """What a report is about, where that changes how it may be decided."""

    ORDINARY = "ordinary"
    WISH = "wish"
    NOMINATION = "nomination"
    ELECTION = "election"
    BUDGET = "budget"
    MINUTES = "minutes"


class Fraction(StrEnum):
    MAJORITY = "majority"
    THIRD = "third"


@dataclass(frozen=True)
class Profile:
    """The rules of one kind of assembly.

    `counts_represented`: members represented by a proxy count for the quorum. `recusal_reduces`:
    those who step aside are taken off the number of members, else they only do not count present.
    `refused_remotely`: natures that a remote session may not decide. `names_on_board`: the audience
    of the board may read who voted what. Numbers of one `series` are never given twice.
    """

    key: str
    quorum: Fraction = Fraction.MAJORITY
    counts_represented: bool = False
    recusal_reduces: bool = True
    quorum_article: str = "L.4132-13"
    proxies_held: int = 1
    refused_remotely: frozenset[Nature] = frozenset({Nature.ELECTION, Nature.BUDGET})
    vice_chair_casts: bool = True
    lot_size: int = 60
    lot_of_one_subject: bool = True
    names_on_board: bool = True
    deliberation_number: str = "{year}-{serial:04d}"
    series: str = "DEL"
    second_meeting_after: timedelta = timedelta(days=3)
    convocation_days: int = 12

    def number_of(self, year: int, serial: int) -> str:
        """A deliberation's number, which is not its report's."""
        return self.deliberation_number.format(year=year, serial=serial)


PLENARY = Profile("plenary")
PERMANENT_COMMISSION = Profile(
    "permanent_commission",
    counts_represented=True,
    recusal_reduces=False,
    quorum_article="L.4132-13-1",
    refused_remotely=frozenset({Nature.NOMINATION}),
    names_on_board=False,
    deliberation_number="CP-{year}-{serial:04d}",
    series="DEL-CP",
    convocation_days=0,
)
DEPARTEMENT = Profile("departement", quorum_article="L.3121-14")
EPCI = Profile("epci", quorum_article="L.2121-17", convocation_days=5)
EMERGENCY_2020 = Profile(
    "emergency_2020",
    quorum=Fraction.THIRD,
    counts_represented=True,
    recusal_reduces=False,
    quorum_article="art. 2 de l'ordonnance n° 2020-391",
    proxies_held=2,
    refused_remotely=frozenset(),
)

PROFILES: Mapping[str, Profile] = {
    profile.key: profile
    for profile in (PLENARY, PERMANENT_COMMISSION, DEPARTEMENT, EPCI, EMERGENCY_2020)
}
