"""What people do in the story, as plain data: no rule of the product is known here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

FOR, AGAINST, ABSTAIN, NO_PART = "for", "against", "abstain", "no_part"


class Act:
    """Something that somebody does."""


@dataclass(frozen=True)
class Enter(Act):
    who: Sequence[str]


@dataclass(frozen=True)
class Leave(Act):
    who: Sequence[str]


@dataclass(frozen=True)
class Excuse(Act):
    who: str


@dataclass(frozen=True)
class GiveProxy(Act):
    giver: str
    holder: str
    written_down: bool = False
    """By the secretary, who had a letter."""


@dataclass(frozen=True)
class TakeBackProxy(Act):
    giver: str


@dataclass(frozen=True)
class RestoreProxy(Act):
    giver: str


@dataclass(frozen=True)
class TakeOut(Act):
    member: str
    lot: int
    report: str


@dataclass(frozen=True)
class StepAside(Act):
    member: str
    report: str
    ground: str


@dataclass(frozen=True)
class Announce(Act):
    """A group's position on a lot: Pour, and the reports where it votes otherwise."""

    member: str
    group: str
    lot: int
    exceptions: Mapping[str, str]


@dataclass(frozen=True)
class Amend(Act):
    report: str
    number: str
    title: str
    author: str


@dataclass(frozen=True)
class Open(Act):
    pass


@dataclass(frozen=True)
class SendBack(Act):
    report: str
    reason: str


@dataclass(frozen=True)
class AddUrgent(Act):
    report: str
    title: str
    ground: str


@dataclass(frozen=True)
class LoseQuorum(Act):
    """These leave while the report is in hand: no vote opens until they are back."""

    who: Sequence[str]


@dataclass(frozen=True)
class Call(Act):
    """Appeler le rapport: what comes next on the agenda, a lot where `lot` is given."""

    reports: Sequence[str]
    lot: int = 0


@dataclass(frozen=True)
class Vote(Act):
    """`choices`: by seat, then by report; who is not in it does not answer. `held`: whose proxy is
    in whose hands.

    `first`: choices on everything that somebody pressed before, and replaced. `annulled`: the
    reason why this vote counts for nothing. `changed`: a group announces something else while it
    runs. `casting`: what the chair says when asked, by report.
    """

    reports: Sequence[str]
    choices: Mapping[str, Mapping[str, str]]
    held: Mapping[str, str]
    lot: int = 0
    first: Mapping[str, str] = field(default_factory=dict)
    annulled: str = ""
    changed: Announce | None = None
    casting: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Close(Act):
    pass
