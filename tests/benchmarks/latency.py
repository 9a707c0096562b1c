"""At half of capacity: how long people wait, and how long the event loop is ever held.

The identity endpoint takes 3 s throughout: at the start, and when the signing key changes under
load.
"""

from __future__ import annotations

import json
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks.compare import Options
from tests.benchmarks.figures import percentile
from tests.benchmarks.load import Plan, Seen
from tests.benchmarks.ours import Deployment, deployed
from tests.benchmarks.processes import Stub, press

IDENTITY_SECONDS = 3.0
CAPACITY_SECONDS = 4.0
KEYS_RESTED_SECONDS = 31.0
"""The bot fetches keys for an unknown one at most every 30 s."""


@dataclass(frozen=True)
class Hold:
    """The longest time in which the loop served nobody, in milliseconds, and the CPU time that its
    own thread and our whole process used meanwhile."""

    milliseconds: float
    own_cpu: float
    process_cpu: float
    above_50: int


@dataclass(frozen=True)
class Half:
    """One gesture at half of what it was capable of; times are in milliseconds."""

    gesture: str
    capacity: float
    offered: float
    requests: int
    failed: int
    p50: float
    p99: float
    worst: float
    hold: Hold


@dataclass(frozen=True)
class Latency:
    halves: list[Half]
    first_under_new_key: float
    """The first answer to a token under a key that the bot had to fetch: milliseconds."""


@dataclass(frozen=True)
class Window:
    gesture: str
    capacity: float
    seen: Seen


def latency(stub: Stub, folder: Path, options: Options) -> Latency:
    holds = folder / "holds.json"
    stub.slow_identity(IDENTITY_SECONDS)
    try:
        with deployed(stub, folder, people=options.people, holds=holds) as deployment:
            started = time.monotonic()
            windows = [_at_half(deployment, name, options) for name in ("status", "report")]
            time.sleep(max(0.0, started + KEYS_RESTED_SECONDS - time.monotonic()))
            last, first = _with_new_key(deployment, windows[1].capacity, options)
            windows.append(last)
    finally:
        stub.slow_identity(0.0)
    noted = json.loads(holds.read_text(encoding="utf-8"))
    halves = [_half(window, noted) for window in windows]
    return Latency(halves, first)


def _bodies(deployment: Deployment, gesture: str) -> list[list[str]]:
    cast = deployment.cast
    if gesture == "status":
        return [[cast.pressed(person, "incident.list")] for person in cast.readers]
    return [[cast.report(person)] for person in cast.reporters]


def _at_half(deployment: Deployment, gesture: str, options: Options) -> Window:
    """Find the capacity, delivery included; then offer half of it."""
    people = _bodies(deployment, gesture)
    seen = press(deployment.plan(people, seconds=min(CAPACITY_SECONDS, options.seconds)))
    ended = deployment.drain() if gesture == "report" else seen.ended
    capacity = seen.requests / (ended - seen.began)
    seen = press(deployment.plan(people, seconds=options.seconds, rate=capacity / 2))
    deployment.drain()
    options.say(
        f"half of {capacity:.0f} {gesture}/s: p99 {percentile(seen.latencies, 0.99):.0f} ms"
    )
    return Window(gesture, capacity, seen)


def _with_new_key(
    deployment: Deployment, capacity: float, options: Options
) -> tuple[Window, float]:
    """Reports at half of capacity under the old key, while one person comes with a new one."""
    people = _bodies(deployment, "report")
    deployment.stub.rotate()
    newcomer = Plan(
        deployment.server.port,
        deployment.stub.token(),
        [[deployment.cast.pressed(deployment.cast.readers[0], "incident.list")]],
        once=True,
        seconds=options.seconds,
    )
    with ThreadPoolExecutor(1) as beside:
        others = beside.submit(
            press, deployment.plan(people, seconds=options.seconds, rate=capacity / 2)
        )
        time.sleep(min(1.0, options.seconds / 4))
        first = press(newcomer)
        assert not first.failed, first
        seen = others.result()
    deployment.drain()
    first_ms, p99 = first.latencies[0], percentile(seen.latencies, 0.99)
    options.say(f"a new key: {first_ms:.0f} ms for the first; p99 of the others {p99:.0f} ms")
    return Window("report, while a key is fetched", capacity, seen), first_ms


def _half(window: Window, holds: list[dict[str, float]]) -> Half:
    seen = window.seen
    return Half(
        gesture=window.gesture,
        capacity=window.capacity,
        offered=seen.requests / seen.seconds,
        requests=seen.requests,
        failed=seen.failed,
        p50=percentile(seen.latencies, 0.50),
        p99=percentile(seen.latencies, 0.99),
        worst=max(seen.latencies, default=0.0),
        hold=_worst([hold for hold in holds if seen.began <= hold["at"] <= seen.ended]),
    )


def _worst(holds: list[dict[str, float]]) -> Hold:
    if not holds:
        return Hold(0.0, 0.0, 0.0, 0)
    worst = max(holds, key=lambda hold: hold["seconds"])
    above = sum(hold["seconds"] > 0.050 for hold in holds)
    seconds, own, process = (worst[name] for name in ("seconds", "cpu", "process"))
    return Hold(seconds * 1_000, own * 1_000, process * 1_000, above)
