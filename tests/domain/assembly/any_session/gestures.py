"""Any session: what is tried, by whom, and with what drawn at random."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from random import Random
from typing import Any, TypeVar

from tests.domain.assembly.any_session.model import CHOICES
from tests.domain.assembly.builders import seats

VOTERS = seats(5)
RUNNING = ("sec", "sec2")
LOT = ["r1", "r2", "r3"]

Draw = Callable[[Random], Any]


def one_of(*values: Any) -> Draw:
    return lambda random: random.choice(values)


def some(draw: Draw, at_most: int) -> Draw:
    return lambda random: [draw(random) for _ in range(random.randint(0, at_most))]


somebody = one_of(*VOTERS, "observer", "stranger", "sec")
a_voter = one_of(*VOTERS)
a_secretary = one_of(*RUNNING * 5, "m01", "m02", "stranger")
"""Mostly somebody who may: else a session goes nowhere."""
nth = one_of(*range(12))
a_choice = one_of("for", "for", "against", "against", "abstain", "no_part")
any_choice = one_of(*CHOICES, *CHOICES, "perhaps")
any_seat = one_of(*VOTERS, *VOTERS, "observer", "stranger")
yes_or_no = one_of(True, False)


@dataclass(frozen=True)
class Gesture:
    act: Callable[..., None]
    arguments: Mapping[str, Draw]
    when: Callable[[Any], bool]


GESTURES: list[Gesture] = []
A = TypeVar("A", bound=Callable[..., None])


def gesture(
    weight: int = 1,
    when: Callable[[Any], bool] = lambda self: True,
    **arguments: Draw,
) -> Callable[[A], A]:
    """A method that is tried at random, `weight` times as often as others, `when` it may matter."""

    def register(act: A) -> A:
        GESTURES.extend([Gesture(act, arguments, when)] * weight)
        return act

    return register
