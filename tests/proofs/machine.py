"""A machine whose clock is set at will, with a bot on it, one person who reports, and a stub."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from aiohttp import ClientSession
from sqlalchemy import select

from storage.tables import incident_entries, incidents
from tests.proofs.bots import Bot
from tests.proofs.crowd import Crowd
from tests.proofs.kept import snapshot
from tests.proofs.ledger import Known
from tests.proofs.prepared import CHANNELS, prepare
from tests.proofs.stub_teams import StubTeams

LOOKS_FOR_SECONDS = 15.0


@dataclass
class Machine:
    """`marked_in` are the seconds that due work took; `mistakes` what must not be."""

    bot: Bot
    clock: Path
    teams: StubTeams
    crowd: Crowd
    http: ClientSession
    known: list[Known] = field(default_factory=list)
    marked_in: list[float] = field(default_factory=list)
    shown_in: list[float] = field(default_factory=list)
    mistakes: list[str] = field(default_factory=list)

    @property
    def now(self) -> datetime:
        return datetime.now(UTC) + timedelta(seconds=float(self.clock.read_text()))

    def set_clock(self, at: datetime) -> None:
        """The bot never sees a file that is half written."""
        new = self.clock.with_suffix(".new")
        new.write_text(str((at - datetime.now(UTC)).total_seconds()))
        new.replace(self.clock)

    def jump(self, by: timedelta) -> None:
        self.set_clock(self.now + by)

    async def start(self) -> None:
        await self.bot.start()
        assert await self.bot.ready() is not None, self.bot.log.read_text()[-2000:]

    async def report(self, count: int = 1, *, can_work: str = "no") -> None:
        """New incidents: "no" is to be taken within 30 minutes, "hardly" in 2 h, "yes" in 4 h."""
        for _ in range(count):
            choices = {"can_work": can_work, "category": "poste"}
            known = await self.crowd.report(self.http, 20, self.bot.url, **choices)
            self.known.append(known)

    async def advance_locally(self, by: str) -> None:
        wish = {"advance": by}
        async with self.http.post(f"{self.bot.url}/local/clock", json=wish) as response:
            assert response.status == 200, await response.text()

    async def note_due_work(self, what: str, *, at: datetime | None = None) -> None:
        """Wait until all that is due at `at` is marked, and see that nothing else is."""
        since, at = time.monotonic(), at or self.now
        while self._overdue_marks() != self._due(at):
            if time.monotonic() - since > LOOKS_FOR_SECONDS:
                self.mistakes.append(f"{what}: due work not done as it should")
                break
            await asyncio.sleep(0.05)
        self.marked_in.append(time.monotonic() - since)

    async def note_card(self, what: str) -> None:
        """Wait for the team's card of the latest incident."""
        since, last = time.monotonic(), self.known[-1]
        while (CHANNELS[last.team], last.number) not in self.teams.first_at:
            if time.monotonic() - since > LOOKS_FOR_SECONDS:
                self.mistakes.append(f"{what}: the team was sent no card")
                break
            await asyncio.sleep(0.05)
        self.shown_in.append(time.monotonic() - since)

    def take_by(self, known: Known) -> datetime:
        with snapshot(self.bot.database_url) as connection:
            query = select(incidents.c.take_by).where(incidents.c.incident_id == known.incident_id)
            answer: datetime = connection.scalars(query).one()
        return answer

    def _overdue_marks(self) -> Counter[str]:
        with snapshot(self.bot.database_url) as connection:
            query = select(incident_entries.c.incident_id)
            return Counter(connection.scalars(query.where(incident_entries.c.kind == "overdue")))

    def _due(self, at: datetime) -> Counter[str]:
        """Once each, all that should have been taken by then, or was due at any time before."""
        with snapshot(self.bot.database_url) as connection:
            rows = connection.execute(
                select(incidents.c.incident_id, incidents.c.overdue_at, incidents.c.take_by)
            )
            return Counter(row.incident_id for row in rows if row.overdue_at or row.take_by <= at)


@asynccontextmanager
async def a_machine(folder: Path, teams: StubTeams, at: datetime) -> AsyncIterator[Machine]:
    """A bot that has started at this date, on a database of its own."""
    teams.forget()
    databases = await prepare(folder, teams.service_url)
    clock = folder / "clock"
    launcher = ("-m", "tests.proofs.shifted_bot", "--clock", str(clock))
    bot = Bot(databases.new(), folder, launcher)
    crowd = Crowd(lambda: [bot.url], teams.service_url, 1)
    async with ClientSession() as http:
        machine = Machine(bot, clock, teams, crowd, http)
        machine.set_clock(at)
        try:
            await machine.start()
            yield machine
        finally:
            await bot.kill()
