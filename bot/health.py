"""What a supervisor of processes asks: are you alive, can you work?"""

from __future__ import annotations

from collections.abc import AsyncIterator

from aiohttp import web

from bot.delivery import Delivery
from bot.tokens import OwnToken, TokenRefused
from storage.store import Store, StoreUnavailable


class Health:
    """`token` is None in local mode, where none is needed."""

    def __init__(self, store: Store, delivery: Delivery, token: OwnToken | None) -> None:
        self._store = store
        self._delivery = delivery
        self._token = token

    async def alive(self, request: web.Request) -> web.Response:
        return web.Response(text="alive")

    async def ready(self, request: web.Request) -> web.Response:
        """200 where everything that a turn needs is there; else 503 and what is missing."""
        missing = [name async for name in self._missing()]
        if missing:
            return web.Response(status=503, text=", ".join(missing))
        return web.Response(text="ready")

    async def _missing(self) -> AsyncIterator[str]:
        try:
            await self._store.read(lambda unit: unit.parameters.get("ready", ""))
        except StoreUnavailable:
            yield "database"
        if not self._delivery.is_alive():
            yield "delivery"
        try:
            if self._token is not None:
                await self._token.get()
        except TokenRefused:
            yield "token"
