"""The stub of Teams, for a session: what stands on its board, since when, and the codes shown."""

from __future__ import annotations

import asyncio
import re
import time
from collections import defaultdict

from aiohttp import web

from tests.proofs.chamber import BOARD
from tests.proofs.stub_teams import StubTeams

CLOSED, OPEN = "Vote clos", "Vote ouvert"
BALLOT = "vote.cast"
"""Stands on every button of a vote that is open."""
CODE = re.compile(r"code de contrôle ([0-9A-F ]{19}) \(entrée (\d+)")


class Hall(StubTeams):
    """`board_at` is when each of these words was last new on the board."""

    def forget(self) -> None:
        super().forget()
        self.board_at: dict[str, float] = {}
        self.heads: dict[int, list[str]] = defaultdict(list)
        self.is_over = False
        self._came: dict[str, asyncio.Event] = defaultdict(asyncio.Event)

    async def came(self, conversation: str) -> None:
        """Wait for a card to vote with in this chat."""
        await self._came[conversation].wait()

    def nobody_waits_any_more(self) -> None:
        """The vote is closed: no such card will come."""
        self.is_over = True
        for event in self._came.values():
            event.set()

    async def _post(self, request: web.Request) -> web.Response:
        answer = await super()._post(request)
        await self._note(request)
        return answer

    async def _update(self, request: web.Request) -> web.Response:
        answer = await super()._update(request)
        await self._note(request)
        return answer

    async def _note(self, request: web.Request) -> None:
        conversation, body = request.match_info["conversation"], await request.text()
        if BALLOT in body:
            self._came[conversation].set()
        if conversation != BOARD:
            return
        for words in (CLOSED, OPEN):
            if words in body:
                self.board_at[words] = time.monotonic()
        for code, height in CODE.findall(body):
            self.heads[int(height)].append(code.replace(" ", ""))
