"""What a measurement says, and how several are summed up."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from statistics import median


def percentile(values: Sequence[float], share: float) -> float:
    """The value that this share of them does not exceed; 0 where there are none."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0.0


@dataclass(frozen=True)
class Measurement:
    """One contender, one gesture, one round.

    `seconds` runs until everything that was owed had been delivered, `answering` until the last
    answer; `cpu` is what the bot's process used in `seconds`; latencies are in milliseconds.
    """

    contender: str
    gesture: str
    requests: int
    failed: int
    seconds: float
    answering: float
    cpu: float
    latencies: list[float] = field(repr=False)
    sent: int = 0
    note: str = ""

    @property
    def per_second(self) -> float:
        return self.requests / self.seconds

    @property
    def answers_per_second(self) -> float:
        return self.requests / self.answering

    @property
    def cpu_ms(self) -> float:
        """The bot's CPU time a request, all threads, user and system."""
        return 1_000 * self.cpu / self.requests if self.requests else 0.0


@dataclass(frozen=True)
class Row:
    """The rounds of one contender and gesture: medians, and the extremes of the rate."""

    contender: str
    gesture: str
    per_second: float
    slowest: float
    fastest: float
    answers_per_second: float
    cpu_ms: float
    p50: float
    p99: float
    requests: int
    failed: int
    note: str


def row(rounds: Sequence[Measurement]) -> Row:
    rates = [each.per_second for each in rounds]
    return Row(
        contender=rounds[0].contender,
        gesture=rounds[0].gesture,
        per_second=median(rates),
        slowest=min(rates),
        fastest=max(rates),
        answers_per_second=median(each.answers_per_second for each in rounds),
        cpu_ms=median(each.cpu_ms for each in rounds),
        p50=median(percentile(each.latencies, 0.50) for each in rounds),
        p99=median(percentile(each.latencies, 0.99) for each in rounds),
        requests=sum(each.requests for each in rounds),
        failed=sum(each.failed for each in rounds),
        note=next((each.note for each in rounds if each.note), ""),
    )


def rows(measurements: Iterable[Measurement]) -> list[Row]:
    """One a contender and gesture, in the order in which they were first measured."""
    grouped: dict[tuple[str, str], list[Measurement]] = {}
    for each in measurements:
        grouped.setdefault((each.contender, each.gesture), []).append(each)
    return [row(rounds) for rounds in grouped.values()]


Name = tuple[str, str]
"""A contender and a gesture."""


def ratios(measurements: Iterable[Measurement], ours: Name, theirs: Name) -> list[float]:
    """Our rate by theirs, round by round; empty where one of them was not measured."""
    by_name: dict[Name, list[float]] = {}
    for each in measurements:
        by_name.setdefault((each.contender, each.gesture), []).append(each.per_second)
    pairs = zip(by_name.get(ours, []), by_name.get(theirs, []), strict=False)
    return [mine / other for mine, other in pairs]


def cpu_ratios(measurements: Iterable[Measurement], ours: Name, theirs: Name) -> list[float]:
    """Their CPU a request by ours, round by round: above 1, ours costs less."""
    by_name: dict[Name, list[float]] = {}
    for each in measurements:
        by_name.setdefault((each.contender, each.gesture), []).append(each.cpu_ms)
    pairs = zip(by_name.get(ours, []), by_name.get(theirs, []), strict=False)
    return [other / mine for mine, other in pairs]
