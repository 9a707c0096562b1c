"""Told to stop, the bot stops: soon, without a complaint, and with the last word said."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.commands import start
from bot.rates import Window
from bot.settings import Settings
from tests.bot.conftest import FreshDatabase
from tests.bot.deployments import running_bot
from tests.support.world import free_port


async def test_a_bot_that_has_just_started_can_be_stopped(fresh_database: FreshDatabase) -> None:
    settings = Settings(database_url=fresh_database(), _env_file=None)
    runner = await start(settings, "127.0.0.1", free_port(), local=True)
    await runner.cleanup()


async def test_a_stop_does_not_wait_for_the_rate_of_a_busy_conversation(
    fresh_database: FreshDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.service.CONVERSATION", (Window(1, 20.0),))
    monkeypatch.setattr("bot.delivery.STOP_SECONDS", 0.5)
    async with running_bot(fresh_database(), local=True) as bot:
        for number in range(3):
            await bot.camille.says(f"souci {number}")
        await bot.teams.until(lambda: bot.teams.requests)
        began = datetime.now(UTC)
        await bot.bot.cleanup()
        assert datetime.now(UTC) - began < timedelta(seconds=2)
