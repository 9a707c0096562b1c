"""What a part of the proof is made of."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """One claim, what was measured, and whether it holds."""

    claim: str
    measured: str
    holds: bool


@dataclass(frozen=True)
class Run:
    """How a part is run: from which seed, at which scale (1.0 is the full proof), telling whom."""

    seed: int
    scale: float
    progress: Callable[[str], None]

    def of(self, full: int) -> int:
        """This much of the full number, at least one."""
        return max(1, round(full * self.scale))


Prove = Callable[[Run], Awaitable[list[Figure]]]
