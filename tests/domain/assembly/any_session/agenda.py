"""Any session: reports are added, amended, taken out of their lot, called and put to the vote."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from random import Random

from domain.assembly import agenda, lots, voting
from domain.assembly.agenda import Ground
from domain.assembly.session import ItemKind
from tests.domain.assembly.any_session.gestures import (
    LOT,
    RUNNING,
    VOTERS,
    a_secretary,
    any_choice,
    gesture,
    nth,
    one_of,
    some,
    somebody,
    yes_or_no,
)
from tests.domain.assembly.any_session.machine import Machine
from tests.domain.assembly.any_session.model import CHOICES
from tests.domain.assembly.builders import GROUPS, a_draft, person


def exceptions(random: Random) -> dict[str, str]:
    return {item: any_choice(random) for item in some(one_of(*LOT, "r9"), 2)(random)}


class Agenda(Machine):
    def of_lot(self) -> list[str]:
        return [each for each in LOT if each in self.model.lots]

    @gesture(by=a_secretary, number=nth, whole_lot=yes_or_no)
    def calls_a_report(self, by: str, number: int, whole_lot: bool) -> None:
        items = self.of_lot() if whole_lot else [self.item(number)]
        urgent = [each for each in self.steps_before(items) if self.is_urgency(each)]
        only_if = (
            by in RUNNING
            and self.is_("open")
            and any(map(self.has_quorum, items))
            and all(self.model.is_adopted(each) for each in urgent)
        )
        self.attempt(lambda: agenda.call(self.session, person(by), items, self.at), only_if=only_if)

    def has_quorum(self, item_id: str) -> bool:
        return self.model.has_quorum(self.at, item_id)

    def steps_before(self, items: Collection[str]) -> list[str]:
        return [step for step, parent in self.model.parents.items() if parent in items]

    def is_urgency(self, step: str) -> bool:
        return self.session.items[step].kind is ItemKind.URGENCY

    @gesture(by=a_secretary, close=yes_or_no)
    def moves_the_debate(self, by: str, close: bool) -> None:
        move = agenda.close_list if close else agenda.open_list
        self.attempt(lambda: move(self.session, person(by), self.at), only_if=by in RUNNING)

    @gesture(by=a_secretary, number=nth, back=yes_or_no, really=one_of(*range(3)))
    def sends_back_or_withdraws(self, by: str, number: int, back: bool, really: int) -> None:
        by, item_id = by if really == 0 else "m02", self.item(number)
        if self.attempt(
            lambda: (
                agenda.send_back(self.session, person(by), item_id, Ground.OTHER, "", self.at)
                if back
                else agenda.withdraw(self.session, person(by), item_id, "", self.at)
            ),
            only_if=by in RUNNING,
        ):
            self.model.lots.pop(item_id, None)

    @gesture(when=lambda self: len(self.session.items) < 10, by=a_secretary, number=nth)
    def amends(self, by: str, number: int) -> None:
        item_id, step = self.item(number), f"r{len(self.session.items) + 1}"
        if self.attempt(
            lambda: agenda.amend(self.session, person(by), item_id, "Article 2", "m02", self.at),
            only_if=by in RUNNING and item_id not in self.model.parents,
        ):
            self.model.parents[step] = item_id
            self.model.lots.pop(item_id, None)

    @gesture(when=lambda self: len(self.session.items) < 10, by=a_secretary)
    def adds_an_urgent_report(self, by: str) -> None:
        size = len(self.session.items)
        if self.attempt(
            lambda: agenda.add_urgent_report(
                self.session, person(by), a_draft(f"U{size}"), "Crue", self.at
            ),
            legal=by in RUNNING and self.is_("open"),
        ):
            self.model.parents[f"r{size + 2}"] = f"r{size + 1}"

    @gesture(weight=2, by=somebody, number=one_of(*range(5)))
    def takes_a_report_out(self, by: str, number: int) -> None:
        item_id = self.item(number)
        only_if = by in (*VOTERS, *RUNNING) and item_id in self.model.lots
        if self.attempt(
            lambda: lots.take_out(self.session, person(by), item_id, self.at), only_if=only_if
        ):
            del self.model.lots[item_id]

    @gesture(weight=4, by=somebody, default=any_choice, but=exceptions)
    def announces(self, by: str, default: str, but: Mapping[str, str]) -> None:
        known = {default, *but.values()} <= set(CHOICES) and set(but) <= set(self.model.lots)
        legal = by in VOTERS and not self.is_("closed") and known
        if self.attempt(
            lambda: lots.announce(self.session, person(by), "l1", default, but, self.at),
            legal=legal,
        ):
            version, *_ = self.model.positions.get(group_of(by), (0, "", {}))
            self.model.positions[group_of(by)] = (version + 1, default, but)

    @gesture(by=a_secretary, number=nth, in_hand=yes_or_no)
    def opens_a_vote(self, by: str, number: int, in_hand: bool) -> None:
        items = list(self.session.current) if in_hand else [self.item(number)]
        only_if = (
            by in RUNNING
            and self.is_("open")
            and self.poll()[0] == "v99"
            and any(map(self.has_quorum, items))
            and all(self.session.items[each].is_over for each in self.steps_before(items))
        )
        if self.attempt(
            lambda: voting.open_vote(self.session, person(by), items, self.at), only_if=only_if
        ):
            self.model.polls[f"v{len(self.model.polls) + 1}"] = self.model.open_poll(items, self.at)


def group_of(seat: str) -> str:
    return GROUPS[VOTERS.index(seat) % len(GROUPS)] if seat in VOTERS else ""
