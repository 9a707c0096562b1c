"""What a check finds: well, to do some day, or missing, which keeps from serving."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

WELL, TO_DO, MISSING = "✓", "!", "✗"


@dataclass(frozen=True)
class Finding:
    mark: str
    sentence: str

    def __str__(self) -> str:
        return f"{self.mark} {self.sentence}"


def verdict(findings: Iterable[Finding]) -> str:
    """The last line: whether Permanence can serve, and how many lines ask for something."""
    marks = [finding.mark for finding in findings]
    missing, to_do = marks.count(MISSING), marks.count(TO_DO)
    if missing:
        return f"Permanence ne peut pas encore servir : {missing} à régler (✗), {to_do} à voir (!)."
    return f"Permanence peut servir : {to_do} à voir (!)." if to_do else "Permanence peut servir."
