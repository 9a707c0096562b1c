"""Real bots: `app.py serve --local` as processes of their own, to be killed, frozen and stopped."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import sys
import time
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from aiohttp import ClientError, ClientSession, ClientTimeout

from bot.settings import PROJECT
from tests.support.world import free_port

APP = (str(PROJECT / "app.py"),)
READY_SECONDS = 10.0
LOOKS_EVERY = 0.02


@dataclass
class Bot:
    """One process at a time on one port. `launcher` is what Python runs in place of app.py."""

    database_url: str
    folder: Path
    launcher: Sequence[str] = APP
    port: int = field(default_factory=free_port)
    settings: Mapping[str, str] = field(default_factory=dict)
    process: asyncio.subprocess.Process | None = None
    ready_in: float = 0.0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def log(self) -> Path:
        return self.folder / f"bot-{self.port}.log"

    @property
    def is_alive(self) -> bool:
        return self.process is not None and self.process.returncode is None

    async def start(self, launcher: Sequence[str] | None = None) -> None:
        """Begin; whoever needs it ready waits for that."""
        command = [*(launcher or self.launcher), "serve", "--local", "--port", str(self.port)]
        with self.log.open("ab") as log:
            self.process = await asyncio.create_subprocess_exec(
                sys.executable,
                *command,
                stdin=asyncio.subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd=self.folder,
                env=self._environment(),
                start_new_session=True,
            )

    async def ready(self, within: float = READY_SECONDS) -> float | None:
        """Seconds until /readyz says so; None where the process ends or time is up before."""
        since = time.monotonic()
        async with ClientSession(timeout=ClientTimeout(total=1)) as http:
            while self.is_alive and time.monotonic() - since < within:
                if await _says_ready(http, self.url):
                    return time.monotonic() - since
                await asyncio.sleep(LOOKS_EVERY)
        return None

    async def ended(self, within: float) -> bool:
        """Wait for the process to end by itself."""
        assert self.process is not None
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self.process.wait(), within)
        return not self.is_alive

    async def stopped(self, within: float) -> bool:
        """Wait for the process to stop itself, as SIGSTOP does."""
        assert self.process is not None
        until = time.monotonic() + within
        while self.is_alive and time.monotonic() < until:
            if os.waitid(os.P_PID, self.process.pid, os.WSTOPPED | os.WNOHANG):
                return True
            await asyncio.sleep(LOOKS_EVERY)
        return False

    def signal(self, number: signal.Signals) -> None:
        """To the whole group that we started, and to nobody else; it may be gone already."""
        if self.is_alive:
            assert self.process is not None
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, number)

    async def kill(self) -> None:
        self.signal(signal.SIGKILL)
        if self.process is not None:
            await self.process.wait()

    async def stop(self) -> None:
        """As an operator does; killed where that takes too long."""
        self.signal(signal.SIGTERM)
        if self.is_alive and not await self.ended(15):
            await self.kill()

    def _environment(self) -> dict[str, str]:
        own = {name: value for name, value in os.environ.items() if "PERMANENCE" not in name}
        return own | {
            "PYTHONPATH": str(PROJECT),
            "PERMANENCE_DATABASE_URL": self.database_url,
            "PERMANENCE_SENDS_PER_SECOND": "100000",
            "PERMANENCE_CONVERSATION_RATES": "false",
            **self.settings,
        }


@asynccontextmanager
async def running_bot(bot: Bot) -> AsyncIterator[Bot]:
    """A bot that is ready, and gone in the end."""
    await bot.start()
    try:
        ready_in = await bot.ready()
        assert ready_in is not None, bot.log.read_text()[-2000:]
        bot.ready_in = ready_in
        yield bot
    finally:
        await bot.kill()


async def _says_ready(http: ClientSession, url: str) -> bool:
    try:
        async with http.get(f"{url}/readyz") as response:
            return response.status == 200
    except (ClientError, OSError, TimeoutError):
        return False
