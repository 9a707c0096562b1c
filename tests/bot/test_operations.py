"""What an operator sees: health, figures, logs without secrets, a damaged file refused."""

from __future__ import annotations

import shutil
from datetime import timedelta
from pathlib import Path

import pytest
from aiohttp import ClientSession, web

from bot.auditor import Auditor
from bot.clock import real_now
from bot.commands import start
from bot.metrics import Metrics
from bot.settings import Settings, SettingsMistake
from domain.notices import person
from storage.conversations import Address
from tests.bot.conftest import FreshDatabase
from tests.bot.deployments import running_bot
from tests.support.world import free_port

WRITTEN = "kanarienvogel"
APP_SECRET = "secret"


async def test_health_figures_and_logs_tell_numbers_and_never_words(
    fresh_database: FreshDatabase, capfd: pytest.CaptureFixture[str]
) -> None:
    async with running_bot(fresh_database()) as bot:
        await bot.camille.says(f"{WRITTEN} en panne")
        await bot.teams.until(lambda: bot.camille.sees()[-1].sender == "bot")
        async with ClientSession(bot.url) as http:
            told = {}
            for path in ("/healthz", "/readyz", "/metrics"):
                async with http.get(path) as answer:
                    assert answer.status == 200
                    told[path] = await answer.text()
    assert 'permanence_turns_total{result="answered",verb="incident.form"} 1.0' in told["/metrics"]
    assert "permanence_sends_total" in told["/metrics"]
    logged = capfd.readouterr().err
    assert '"verb": "incident.form"' in logged
    for secret in (WRITTEN, APP_SECRET, "Bearer"):
        assert secret not in logged + told["/metrics"]


async def test_the_heart_beats_only_while_nothing_is_overdue(
    fresh_database: FreshDatabase,
) -> None:
    beats: list[str] = []

    async def hear(request: web.Request) -> web.Response:
        beats.append(request.path)
        return web.Response()

    application = web.Application()
    application.router.add_get("/beat", hear)
    runner = web.AppRunner(application, access_log=None)
    await runner.setup()
    port = free_port()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    async with running_bot(fresh_database(), local=True) as bot, ClientSession() as http:
        auditor = Auditor(bot.store, Metrics(), http, f"http://127.0.0.1:{port}/beat")
        await auditor.run()
        assert len(beats) == 1
        await bot.bot.cleanup()
        long_ago = real_now() - timedelta(minutes=5)
        address = Address("a:x", "http://127.0.0.1:1/", "t", "camille")

        def owe(unit: object) -> None:
            unit.conversations.note(address, long_ago)  # type: ignore[attr-defined]
            unit.outbox.put(  # type: ignore[attr-defined]
                "text", {"text": "x"}, to=person("camille"), conversation_id="a:x", at=long_ago
            )

        await bot.store.transact(owe)
        await auditor.run()
        assert len(beats) == 1
    await runner.cleanup()


async def test_a_damaged_file_is_refused_at_the_start(
    migrated_sqlite: Path, tmp_path: Path
) -> None:
    damaged = tmp_path / "damaged.db"
    shutil.copy(migrated_sqlite, damaged)
    with damaged.open("r+b") as file:
        file.seek(4096)
        file.write(b"\x5a" * 8192)
    settings = Settings(database_url=f"sqlite:///{damaged}", _env_file=None)
    with pytest.raises(SettingsMistake, match="abîmée"):
        await start(settings, "127.0.0.1", free_port(), local=True)
