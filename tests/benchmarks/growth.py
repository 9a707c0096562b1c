"""Each gesture with few and with many incidents in the database, in turn."""

from __future__ import annotations

import shutil
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from tests.benchmarks.cast import SENTENCE
from tests.benchmarks.compare import Options
from tests.benchmarks.figures import percentile
from tests.benchmarks.ours import Deployment, deployed
from tests.benchmarks.processes import Stub, press
from tests.support.postgresql import Server, running_server

DATABASES = ("sqlite", "postgresql")
GESTURES = ("list", "open form", "report", "take", "solve")
PEOPLE = 4
READS, WRITES = 25, 10
"""Presses of each person in a block."""
OWNERS = 48
"""Readers with twenty incidents each, so that a thousand can hold them all."""


@dataclass(frozen=True)
class Growth:
    """One gesture on one database: medians in milliseconds, few incidents and many."""

    database: str
    gesture: str
    few: float
    many: float
    requests: int
    failed: int
    blocks: list[float]
    """The ratio in each block."""

    @property
    def ratio(self) -> float:
        return self.many / self.few if self.few else 0.0


Times = dict[str, list[list[float]]]
"""Latencies of each gesture, block by block."""


def growth(
    stub: Stub, folder: Path, options: Options, sizes: tuple[int, int], only: list[str]
) -> list[Growth]:
    found: list[Growth] = []
    for database in only:
        found += _on(database, stub, folder / database, options, sizes)
        shutil.rmtree(folder / database)
    return found


def _on(
    database: str, stub: Stub, folder: Path, options: Options, sizes: tuple[int, int]
) -> list[Growth]:
    with ExitStack() as stack:
        server = stack.enter_context(running_server()) if database == "postgresql" else None
        sides = [
            stack.enter_context(_filled(stub, folder / str(size), server, size, options))
            for size in sizes
        ]
        times: list[Times] = [defaultdict(list), defaultdict(list)]
        failed = 0
        for block in range(options.rounds + 1):
            for side, kept in zip(sides, times, strict=True):
                seen = _block(side)
                failed += seen.pop("failed")[0] > 0
                for gesture, latencies in seen.items():
                    kept[gesture] += [latencies] if block else []
            options.say(f"{database}: block {block} of {options.rounds}")
    return [_growth(database, gesture, times, failed) for gesture in GESTURES]


@contextmanager
def _filled(
    stub: Stub, folder: Path, server: Server | None, size: int, options: Options
) -> Iterator[Deployment]:
    began = time.monotonic()
    url = server.create() if server else ""
    with deployed(stub, folder, people=OWNERS, database_url=url, incidents=size) as deployment:
        kind = "PostgreSQL" if server else "SQLite"
        options.say(f"{kind}: {size} incidents after {time.monotonic() - began:.0f} s")
        yield deployment


def _block(side: Deployment) -> dict[str, list[float]]:
    """Every gesture a few times: what is reported is then taken, and then solved."""
    cast = side.cast
    readers, reporters, staff = cast.readers[:PEOPLE], cast.reporters[:PEOPLE], cast.staff[:PEOPLE]
    found: dict[str, list[float]] = {"failed": [0.0]}

    def press_all(gesture: str, people: list[list[str]]) -> None:
        seen = press(side.plan(people, once=True, seconds=60))
        side.drain()
        found[gesture] = seen.latencies
        found["failed"][0] += seen.failed

    press_all("list", [[cast.pressed(each, "incident.list")] * READS for each in readers])
    press_all("open form", [[cast.pressed(each, "incident.form")] * READS for each in readers])
    press_all("report", [[cast.report(each)] * WRITES for each in reporters])
    new = side.ids_of_new(PEOPLE * WRITES)
    shares = [new[number::PEOPLE] for number in range(PEOPLE)]
    for gesture, verb, data in (
        ("take", "incident.take", {}),
        ("solve", "incident.solve", {"form_id": "@form@", "solution": SENTENCE}),
    ):
        press_all(
            gesture,
            [
                [cast.pressed_in_channel(each, verb, incident_id=one, **data) for one in share]
                for each, share in zip(staff, shares, strict=True)
            ],
        )
    return found


def _growth(database: str, gesture: str, times: list[Times], failed: int) -> Growth:
    few, many = times[0][gesture], times[1][gesture]
    return Growth(
        database=database,
        gesture=gesture,
        few=percentile([each for block in few for each in block], 0.5),
        many=percentile([each for block in many for each in block], 0.5),
        requests=sum(map(len, few)) + sum(map(len, many)),
        failed=failed,
        blocks=[median(b) / median(a) for a, b in zip(few, many, strict=True)],
    )
