"""The clock of a bot in local mode, which people may move forward; a real one has no such thing."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from simulator.changes import Changes
from simulator.client import Answer, BotClient


class BotClock:
    def __init__(self, bot: BotClient, changes: Changes) -> None:
        self.ahead = timedelta()
        self._bot = bot
        self._changes = changes

    async def advance(self, duration: str) -> Answer:
        """By "90s", "15m" or "2h"; the bot answers when what fell due is done."""
        answer = await self._bot.advance(duration)
        if answer.ok and isinstance(answer.body, dict):
            self.ahead = datetime.fromisoformat(answer.body["now"]) - datetime.now(UTC)
            self._changes.happened()
        return answer
