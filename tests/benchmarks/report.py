"""BENCHMARKS.md: the tables, and sentences that follow from the figures alone."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from importlib.metadata import version
from pathlib import Path
from statistics import median

from tests.benchmarks.compare import Options
from tests.benchmarks.environments import Environment
from tests.benchmarks.figures import Measurement, Name, Row, cpu_ratios, ratios, rows
from tests.benchmarks.growth import Growth
from tests.benchmarks.latency import Latency

TITLES = {
    "ours": "Permanence",
    "aiohttp": "bare aiohttp handler",
    "botbuilder": "botbuilder as shipped",
    "agents": "Microsoft 365 Agents SDK, bare echo",
    "teams": "Teams SDK, echo",
}
GESTURES = {
    "status": "status card (read)",
    "report": "incident reported, all delivered",
    "repeat": "repeated activity",
    "vote": "vote recorded, all delivered",
    "message": "message echoed",
    "click": "click answered with a card",
}
PACKAGES = {
    "aiohttp": "aiohttp",
    "botbuilder": "botbuilder-core",
    "agents": "microsoft-agents-hosting-core",
    "teams": "microsoft-teams-apps",
}
MESSAGE: Name = ("agents", "message")
CLICK: Name = ("agents", "click")
TARGETS: tuple[tuple[Name, Name, float], ...] = (
    (("ours", "report"), MESSAGE, 1.0),
    (("ours", "status"), MESSAGE, 2.0),
    (("ours", "vote"), CLICK, 1.0),
)
ECHOES = {MESSAGE: "bare echo", CLICK: "bare Action.Execute echo"}
AIM = 1.5
LONGEST_P99, LONGEST_HOLD, MOST_GROWTH = 100.0, 50.0, 1.2
AT_HALF = (
    "People who press at random moments, at half of the capacity that the same process had just "
    "before; times count from when a press was due. The identity endpoint and the login take 3 s."
)
HOLDS = (
    "| at half of capacity | longest hold of the event loop ms | CPU of its thread meanwhile "
    "| of our process | holds > 50 ms |"
)
ALTERNATING = (
    "Four people; blocks alternate between two deployments. Each reader has 20 incidents in both, "
    "each incident its story and its two cards."
)
INTRODUCTION = Path(__file__).parent / "introduction.md"
WHAT_HOLDS = Path(__file__).parent / "what_holds.md"


@dataclass(frozen=True)
class Section:
    """A question, its table, and what was reached of what was asked."""

    title: str
    table: list[str]
    reached: list[str] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)

    def judge(self, holds: bool, sentence: str) -> None:
        (self.reached if holds else self.missed).append(sentence)


def machine() -> str:
    """Where and when; what else the machine was doing is part of the figures."""
    models = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    model = next((m.partition(": ")[2] for m in models if m.startswith("model name")), "?")
    load = ", ".join(f"{each:.1f}" for each in os.getloadavg())
    return (
        f"{date.today():%d %B %Y}: {model}, {os.cpu_count()} cores, {platform.system()} "
        f"{platform.release()}, Python {platform.python_version()}, SQLAlchemy "
        f"{version('SQLAlchemy')}. Load averages before the start: {load}."
    )


def document(machine: str, sections: Sequence[Section]) -> str:
    lines = ["# Benchmarks", "", f"`make bench` on {machine}", ""]
    lines += INTRODUCTION.read_text(encoding="utf-8").splitlines()
    for title, sentences in _verdicts(sections):
        lines += ["", f"## {title}", "", *(f"- {sentence}" for sentence in sentences)]
    lines += WHAT_HOLDS.read_text(encoding="utf-8").splitlines()
    for section in sections:
        lines += ["", f"## {section.title}", "", *section.table]
    return "\n".join([*lines, ""])


def _verdicts(sections: Iterable[Section]) -> Iterable[tuple[str, list[str]]]:
    known = list(sections)
    reached = [sentence for section in known for sentence in section.reached]
    missed = [sentence for section in known for sentence in section.missed]
    return [(t, s) for t, s in (("Reached", reached), ("Not reached", missed)) if s]


def comparison(found: Sequence[Measurement], left_out: dict[str, str], options: Options) -> Section:
    summed = rows(found)
    table = [
        f"{options.rounds} alternating rounds of {options.seconds:g} s; medians, slowest, fastest.",
        "",
        "| bot | gesture | requests/s | rounds | answers/s | CPU ms | p50 ms | p99 ms | failed |",
        "|---|---|---:|---:|---:|---:|---:|---:|---|",
        *map(_comparison_line, summed),
        "",
    ]
    section = Section("Beside other bots", table)
    for ours, echo, target in TARGETS:
        _judge_ratio(section, found, ours, echo, target)
    table += [f"{TITLES[name]} is left out: {reason}" for name, reason in left_out.items()]
    for each in summed:
        if each.contender == "ours" and (each.failed or each.note):
            section.judge(False, f"{GESTURES[each.gesture]}: {each.note or each.failed}.")
    return section


def _comparison_line(row: Row) -> str:
    name = TITLES[row.contender]
    if row.contender in PACKAGES:
        name += " " + Environment(row.contender).version_of(PACKAGES[row.contender])
    failed = f"{row.failed} of {row.requests} ({row.note})" if row.failed else row.note or "0"
    return (
        f"| {name} | {GESTURES[row.gesture]} | {row.per_second:.0f} "
        f"| {row.slowest:.0f}–{row.fastest:.0f} | {row.answers_per_second:.0f} "
        f"| **{row.cpu_ms:.2f}** | {row.p50:.1f} | {row.p99:.1f} | {failed} |"
    )


def _judge_ratio(
    section: Section, found: Sequence[Measurement], ours: Name, echo: Name, target: float
) -> None:
    found_ratios = ratios(found, ours, echo)
    if not found_ratios:
        return
    ratio, cheaper = median(found_ratios), median(cpu_ratios(found, ours, echo))
    spread = f"{min(found_ratios):.2f} to {max(found_ratios):.2f}"
    aim = (
        f" (the aim, {AIM} ×, {'too' if ratio >= AIM else 'is not reached'})"
        if (target == 1.0 and ratio >= target)
        else ""
    )
    section.judge(
        ratio >= target,
        f"{GESTURES[ours[1]].capitalize()}: {ratio:.2f} × the Agents SDK's {ECHOES[echo]} in the "
        f"same rounds ({spread}); asked: {target:g} ×{aim}. By CPU a request: {cheaper:.2f} ×.",
    )


def waiting(found: Latency) -> Section:
    table = [
        AT_HALF,
        "",
        "| gesture | capacity/s | offered/s | p50 ms | p99 ms | longest ms | failed |",
        "|---|---:|---:|---:|---:|---:|---:|",
    ]
    table += [
        f"| {each.gesture} | {each.capacity:.0f} | {each.offered:.0f} | {each.p50:.1f} "
        f"| {each.p99:.1f} | {each.worst:.1f} | {each.failed} |"
        for each in found.halves
    ]
    table += [
        "",
        HOLDS,
        "|---|---:|---:|---:|---:|",
    ]
    table += [
        f"| {each.gesture} | {each.hold.milliseconds:.1f} | {each.hold.own_cpu:.1f} "
        f"| {each.hold.process_cpu:.1f} | {each.hold.above_50} |"
        for each in found.halves
    ]
    seconds = found.first_under_new_key / 1_000
    table += ["", f"The first person under a new signing key was answered after {seconds:.1f} s."]
    section = Section("At half of capacity", table)
    for each in found.halves:
        section.judge(
            each.p99 < LONGEST_P99,
            f"At half of capacity, {each.gesture}: p99 {each.p99:.0f} ms; asked: below 100 ms.",
        )
    worst = max((each.hold for each in found.halves), key=lambda hold: hold.milliseconds)
    section.judge(
        worst.milliseconds <= LONGEST_HOLD,
        f"The event loop was held for {worst.milliseconds:.0f} ms at most (its own thread used "
        f"{worst.own_cpu:.0f} ms of them, our whole process {worst.process_cpu:.0f}), the slow "
        "identity endpoint included; asked: 50 ms.",
    )
    return section


def growing(found: Sequence[Growth], sizes: tuple[int, int]) -> Section:
    few, many = (f"{size:,}".replace(",", " ") for size in sizes)
    table = [
        ALTERNATING,
        "",
        f"| database | gesture | p50 ms, {few} | p50 ms, {many} | ratio | blocks | presses |",
        "|---|---|---:|---:|---:|---:|---:|",
    ]
    section = Section("Growth", table)
    table += [
        f"| {each.database} | {each.gesture} | {each.few:.2f} | {each.many:.2f} "
        f"| **{each.ratio:.2f}** | {min(each.blocks):.2f}–{max(each.blocks):.2f} "
        f"| {each.requests} |"
        for each in found
    ]
    for database in dict.fromkeys(each.database for each in found):
        _judge_growth(section, [each for each in found if each.database == database])
    return section


def _judge_growth(section: Section, found: Sequence[Growth]) -> None:
    worst = max(found, key=lambda each: each.ratio)
    section.judge(
        worst.ratio <= MOST_GROWTH and not worst.failed,
        f"Growth on {worst.database}: what slows most is {worst.gesture}, {worst.ratio:.2f} ×; "
        "asked: no more than 1.2 ×." + (" Some presses failed." if worst.failed else ""),
    )
