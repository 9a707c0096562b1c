"""Sending activities to the bot, as the Teams service does."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import aiohttp
from yarl import URL


@dataclass(frozen=True)
class Answer:
    """What came back: 502 where the bot could not be reached, 504 where it took too long.

    Status 0 says that nothing had to be sent: a link was opened, or a channel message did not
    mention the bot.
    """

    status: int
    body: Any = None

    @property
    def ok(self) -> bool:
        return self.status < 400


NOTHING_SENT = Answer(0)


class BotClient:
    """One HTTP session towards the bot; Teams waits 15 seconds for an answer."""

    def __init__(self, url: str, timeout: float) -> None:
        self.url = url
        self._timeout = aiohttp.ClientTimeout(total=timeout)
        self._session: aiohttp.ClientSession | None = None

    async def post(self, body: bytes, headers: Mapping[str, str]) -> Answer:
        return await self._post(self.url, body, headers)

    async def advance(self, duration: str) -> Answer:
        """Moves the clock that a bot in local mode has beside its endpoint."""
        clock = str(URL(self.url).with_path("/local/clock"))
        return await self._post(clock, json.dumps({"advance": duration}).encode(), {})

    async def _post(self, url: str, body: bytes, headers: Mapping[str, str]) -> Answer:
        try:
            async with self._open().post(url, data=body, headers=headers) as response:
                return Answer(response.status, _parsed(await response.text()))
        except TimeoutError:
            return Answer(504)
        except aiohttp.ClientError as error:
            return Answer(502, str(error))

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()
            self._session = None

    def _open(self) -> aiohttp.ClientSession:
        if self._session is None:
            connector = aiohttp.TCPConnector(limit=0)
            self._session = aiohttp.ClientSession(timeout=self._timeout, connector=connector)
        return self._session


def _parsed(text: str) -> Any:
    """An empty body is None; a body that is not JSON is kept as text, for the test to see."""
    try:
        return json.loads(text) if text else None
    except json.JSONDecodeError:
        return text
