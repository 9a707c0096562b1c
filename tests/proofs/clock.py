"""Clocks that jump, outages of any length, the Paris changes of hour."""

from __future__ import annotations

import tempfile
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from tests.proofs.machine import Machine, a_machine
from tests.proofs.proof import Figure, Run
from tests.proofs.stub_teams import StubTeams
from tests.support.builders import paris

TUESDAY = "2027-02-02 10:00"
HOUR, DAY, HALF_HOUR = timedelta(hours=1), timedelta(days=1), timedelta(minutes=31)
WORKS_WITHIN = 5.0
SHOWS_WITHIN = 10.0
OUTAGES = (timedelta(seconds=5), HOUR, DAY, timedelta(days=40), timedelta(days=400))
JUMPS = (HOUR, DAY, -HOUR, -DAY)
FRIDAY_LATE = {
    "spring": ("2027-03-26 16:50", "2027-03-27 23:59", "2027-03-30 11:50"),
    "autumn": ("2027-10-29 16:50", "2027-10-30 23:59", "2027-11-02 11:50"),
}
"""Reported on a Friday ten minutes before closing, to be taken within four open hours: the night
before the change, and the time on the clock on the next working day (both Mondays are
holidays)."""

Story = Callable[[Machine], Awaitable[None]]


@dataclass
class Clocks:
    """All stories told, each on a machine of its own."""

    teams: StubTeams
    told: dict[str, int] = field(default_factory=dict)
    marked_in: list[float] = field(default_factory=list)
    shown_in: list[float] = field(default_factory=list)
    mistakes: list[str] = field(default_factory=list)

    async def tell(self, name: str, story: Story, at: str = TUESDAY) -> None:
        with tempfile.TemporaryDirectory(prefix="permanence-clock-") as folder:
            async with a_machine(Path(folder), self.teams, paris(at)) as machine:
                await story(machine)
        self.told[name] = self.told.get(name, 0) + 1
        self.marked_in += machine.marked_in
        self.shown_in += machine.shown_in
        self.mistakes += machine.mistakes

    def figures(self) -> list[Figure]:
        stories = ", ".join(f"{times} {name}" for name, times in self.told.items())
        marked, shown = max(self.marked_in), max(self.shown_in, default=0.0)
        return [
            Figure(
                "whatever the clock does, due work is done once, and nothing before its time",
                "; ".join([stories, *(self.mistakes or ["0 mistakes"])]),
                not self.mistakes,
            ),
            Figure(
                f"due work is done within {WORKS_WITHIN:.0f} s of a restart or a jump",
                f"{marked:.1f} s (slowest of {len(self.marked_in)})",
                marked <= WORKS_WITHIN,
            ),
            Figure(
                f"after a jump or a restart, the team gets its card within {SHOWS_WITHIN:.0f} s",
                f"{shown:.1f} s (slowest of {len(self.shown_in)})",
                shown <= SHOWS_WITHIN,
            ),
        ]


async def prove(run: Run) -> list[Figure]:
    teams = StubTeams()
    await teams.start()
    try:
        return await _prove(run, Clocks(teams))
    finally:
        await teams.stop()


async def _prove(run: Run, clocks: Clocks) -> list[Figure]:
    for length in OUTAGES[-run.of(len(OUTAGES)) :]:
        await clocks.tell("outages", outage(length))
    run.progress("clock: outages")
    for by in JUMPS[-run.of(len(JUMPS)) :]:
        await clocks.tell("jumps while it runs", jump(by))
        await clocks.tell("jumps while it is dead", jump_while_dead(by))
    run.progress("clock: jumps")
    for season in FRIDAY_LATE:
        await clocks.tell("changes of hour", change_of_hour(season), FRIDAY_LATE[season][0])
    await clocks.tell("the local clock", local_clock)
    run.progress("clock: Paris")
    return clocks.figures()


def outage(length: timedelta) -> Story:
    """What fell due meanwhile is marked at the restart, and not again at the next."""

    async def story(machine: Machine) -> None:
        await machine.report(5, can_work="no")
        await machine.report(5, can_work="hardly")
        await machine.bot.stop()
        machine.jump(length)
        await machine.start()
        await machine.note_due_work(f"outage of {length}")
        await machine.bot.kill()
        await machine.start()
        await machine.note_due_work(f"restart after an outage of {length}")

    return story


def jump(by: timedelta) -> Story:
    """A running bot goes on: it takes incidents, sends cards, does what falls due."""

    async def story(machine: Machine) -> None:
        await machine.report(2)
        machine.jump(by)
        await machine.note_due_work(f"jump of {by}")
        await machine.report(2)
        await machine.note_card(f"jump of {by}")
        machine.set_clock(max(map(machine.take_by, machine.known[2:])))
        await machine.note_due_work(f"half an hour after a jump of {by}")

    return story


def jump_while_dead(by: timedelta) -> Story:
    """Killed while it held its lanes, the clock set, started again."""

    async def story(machine: Machine) -> None:
        await machine.report(2)
        await machine.note_card("before a jump")
        await machine.bot.kill()
        machine.jump(by)
        await machine.start()
        await machine.report(1)
        await machine.note_due_work(f"killed, jump of {by}")
        await machine.note_card(f"killed, jump of {by}")

    return story


def change_of_hour(season: str) -> Story:
    """The bot lives through the night of the change; what was promised falls due on the clock."""

    async def story(machine: Machine) -> None:
        _, night, due = FRIDAY_LATE[season]
        await machine.report(2, can_work="yes")
        take_by = machine.take_by(machine.known[-1])
        if not timedelta() <= take_by - paris(due) < timedelta(minutes=1):
            machine.mistakes.append(f"{season}: to be taken by {take_by}, and not {due}")
        for hours in range(5):
            machine.set_clock(paris(night) + hours * HOUR)
            await machine.note_due_work(f"{season}: the night, {hours} h on")
        machine.set_clock(paris(due) - timedelta(seconds=30))
        await machine.note_due_work(f"{season}: just before {due}")
        machine.set_clock(take_by)
        await machine.note_due_work(f"{season}: {due}")
        await machine.report(1)
        await machine.note_card(season)

    return story


async def local_clock(machine: Machine) -> None:
    """POST /local/clock answers when what became due has committed."""
    for by, passed in (
        ("31m", HALF_HOUR),
        ("1h", HALF_HOUR + HOUR),
        ("24h", DAY + HOUR + HALF_HOUR),
    ):
        await machine.report(3)
        await machine.advance_locally(by)
        await machine.note_due_work(f"the local clock, {by}", at=machine.now + passed)
    await machine.note_card("the local clock")
