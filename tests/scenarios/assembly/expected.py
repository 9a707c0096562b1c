"""The record that the morning must leave, worked out from the story alone.

Nothing of the product is asked: choices are counted by hand, more Pour than Contre adopts, the
chair's side decides between as many, numbers follow the proclamations.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from tests.scenarios.assembly.acts import (
    ABSTAIN,
    AGAINST,
    FOR,
    NO_PART,
    Act,
    AddUrgent,
    Amend,
    Excuse,
    SendBack,
    StepAside,
    TakeOut,
    Vote,
)
from tests.scenarios.assembly.agenda import SUBJECTS, title
from tests.scenarios.assembly.cast import Cast
from tests.scenarios.assembly.room import Room

CHOICES = (FOR, AGAINST, ABSTAIN, NO_PART)


@dataclass
class Expected:
    """By report, amendment and urgency: what was decided; by report: what became of it."""

    votes: dict[str, dict[str, Any]] = field(default_factory=dict)
    seated: dict[str, list[str]] = field(default_factory=dict)
    reports: dict[str, dict[str, Any]] = field(default_factory=dict)
    members: dict[str, Any] = field(default_factory=dict)
    left_lots: dict[str, str] = field(default_factory=dict)
    lots: dict[int, list[str]] = field(default_factory=dict)
    annulled: list[str] = field(default_factory=list)
    secret: list[str] = field(default_factory=list)

    @property
    def decided(self) -> list[str]:
        return [number for number, report in self.reports.items() if report["deliberation"]]


def expect(cast: Cast, acts: list[Act], year: int) -> Expected:
    return _Usher(cast, year).follow(acts)


class _Usher:
    def __init__(self, cast: Cast, year: int) -> None:
        self._cast, self._year, self._room = cast, year, Room(cast)
        self._given = 0
        self._told = Expected()
        subjects = [subject for subject, size in SUBJECTS.items() for _ in range(size)]
        for number, subject in enumerate(subjects, start=1):
            report = str(number)
            self._told.reports[report] = _report(report, title(report, subject))
            self._told.lots.setdefault(list(SUBJECTS).index(subject) + 1, []).append(report)

    def follow(self, acts: list[Act]) -> Expected:
        for act in acts:
            self._room.note(act)
            self._note(act)
        self._told.members = self._members(acts)
        return self._told

    def _note(self, act: Act) -> None:
        reports, left = self._told.reports, self._told.left_lots
        match act:
            case TakeOut(report=report):
                left[report] = "asked"
            case Amend(report=report):
                left[report] = "amended"
            case StepAside(member, report, ground):
                reports[report]["aside"].append((member, ground))
                reports[report]["aside"].sort(key=lambda pair: alphabetical(pair[0]))
            case SendBack(report):
                reports[report]["state"] = "postponed"
                left[report] = "secret_ballot"
                self._told.secret.append(report)
            case AddUrgent(report, name, ground):
                reports[report] = _report(report, name) | {"ground": ground}
            case Vote() if act.annulled:
                self._told.annulled.append(act.annulled)
            case Vote():
                self._count(act)

    def _count(self, vote: Vote) -> None:
        """What the chair is asked about is proclaimed after everything else."""
        at_once = [report for report in vote.reports if report not in vote.casting]
        for report in (*at_once, *vote.casting):
            result = self._result(vote, report)
            self._told.votes[report] = result
            number, _, step = report.partition("-")
            adopted = result["outcome"] == "adopted"
            if step.startswith("A") and adopted:
                self._told.reports[number]["amended"] = True
            if not step:
                self._told.seated[report] = self._seated()
                self._given += 1
                result["deliberation"] = f"CP-{self._year}-{self._given:04d}"
                self._told.reports[number] |= {
                    "state": result["outcome"],
                    "deliberation": result["deliberation"],
                }

    def _result(self, vote: Vote, report: str) -> dict[str, Any]:
        seats, out = self._room.seats(), self._room.out_of(report)
        voters = in_order(seat for seat in seats if seat not in out)
        names = {seat: vote.choices.get(seat, {}).get(report, "silent") for seat in voters}
        assert {s for s, c in vote.choices.items() if report in c} <= set(voters)
        said = list(names.values())
        figures = {choice: said.count(choice) for choice in (*CHOICES, "silent")}
        chair = vote.casting.get(report) or names.get(self._cast.chair)
        pro, contra = figures[FOR], figures[AGAINST]
        is_adopted = pro > contra or (pro == contra and chair == FOR)
        return {
            "lot": vote.lot or None,
            "outcome": "adopted" if is_adopted else "rejected",
            "figures": figures | {"expressed": pro + contra},
            "has_casting": pro == contra,
            "deliberation": None,
            "names": names,
            "by": {seat: seats[seat] for seat in voters if seats[seat] != seat},
            "without_ballot": in_order(out),
            "quorum": {
                "counted": self._room.counted(report),
                "need": self._room.need,
                "base": len(self._cast.voting),
            },
        }

    def _seated(self) -> list[str]:
        """As an extract lists them: those in the room, then those who gave a proxy."""
        seats = self._room.seats()
        present = in_order(seat for seat, actor in seats.items() if seat == actor)
        away = in_order(set(seats) - set(present))
        return [*present, *(f"{giver} (pouvoir à {seats[giver]})" for giver in away)]

    def _members(self, acts: list[Act]) -> dict[str, Any]:
        cast, room = self._cast, self._room
        spoken_for = {giver for giver, _ in room.represented}
        excused = {act.who for act in acts if isinstance(act, Excuse)}
        away = set(cast.voting) - room.has_come - spoken_for
        return {
            "in_office": len(cast.voting),
            "present": in_order(set(cast.voting) & room.has_come),
            "represented": sorted(room.represented, key=lambda pair: alphabetical(pair[0])),
            "excused": in_order(away & excused),
            "absent": in_order(away - excused),
            "without_vote": in_order(set(cast.advising) & room.has_come),
        }


def alphabetical(name: str) -> str:
    """Églantine comes after Denis: accents do not count."""
    parts = unicodedata.normalize("NFD", name)
    return "".join(c for c in parts if not unicodedata.combining(c)).casefold()


def in_order(names: Iterable[str]) -> list[str]:
    return sorted(names, key=alphabetical)


def _report(number: str, name: str) -> dict[str, Any]:
    return {
        "title": f"Rapport {number} : {name}",
        "state": "draft",
        "deliberation": None,
        "amended": False,
        "ground": "",
        "aside": [],
    }
