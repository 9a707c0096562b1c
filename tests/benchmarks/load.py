"""The load: people on keep-alive connections, each waiting for an answer before the next request.

A process of its own: it reads a plan from its standard input and writes what it saw. The HTTP
client is the least that will do, so that the cores are left to the bot.
"""

from __future__ import annotations

import asyncio
import random
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from itertools import cycle
from typing import cast
from uuid import uuid4

import orjson
import uvloop

ANSWER = "@id@"
FORM = "@form@"
"""Stand for what is new in each request."""
ANSWER_SECONDS = 30.0


@dataclass(frozen=True)
class Plan:
    """`people` holds what each person sends, in turn; `once` stops after one round of it.

    With a `rate` (requests a second of them all), people press at random moments, and the time of
    an answer counts from when it was due; without, they press as soon as they are answered.
    """

    port: int
    token: str
    people: list[list[str]]
    seconds: float = 5.0
    once: bool = False
    rate: float | None = None


@dataclass
class Seen:
    """What came of it. Latencies are in milliseconds; `began` and `ended` are of the machine's
    monotonic clock."""

    began: float = 0.0
    ended: float = 0.0
    statuses: Counter[str] = field(default_factory=Counter)
    latencies: list[float] = field(default_factory=list)
    last_answer: str = ""

    @property
    def requests(self) -> int:
        return len(self.latencies)

    @property
    def seconds(self) -> float:
        return self.ended - self.began

    @property
    def failed(self) -> int:
        return sum(n for status, n in self.statuses.items() if not status.startswith("2"))


class Connection(asyncio.Protocol):
    """One request at a time over HTTP/1.1."""

    def __init__(self) -> None:
        self._buffer = bytearray()
        self._answer: asyncio.Future[tuple[int, bytes]] | None = None
        self._transport: asyncio.Transport | None = None

    @property
    def is_open(self) -> bool:
        return self._transport is not None and not self._transport.is_closing()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)  # uvloop's is not a subclass

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        answer = _answer_in(self._buffer)
        if answer is not None and self._answer is not None and not self._answer.done():
            is_last = b"\r\nconnection: close" in self._buffer.lower()
            self._buffer.clear()
            if is_last and self._transport is not None:
                self._transport.close()
            self._answer.set_result(answer)

    def connection_lost(self, error: Exception | None) -> None:
        if self._answer is not None and not self._answer.done():
            self._answer.set_result((0, b"closed"))

    async def ask(self, request: bytes) -> tuple[int, bytes]:
        assert self._transport is not None
        self._answer = asyncio.get_running_loop().create_future()
        self._transport.write(request)
        async with asyncio.timeout(ANSWER_SECONDS):
            return await self._answer


def _answer_in(buffer: bytearray) -> tuple[int, bytes] | None:
    """Status and body, once all of it has come."""
    head, separator, body = buffer.partition(b"\r\n\r\n")
    if not separator:
        return None
    _, name, rest = head.lower().partition(b"content-length:")
    if name and len(body) < int(rest.partition(b"\r\n")[0]):
        return None
    if not name and b"chunked" in head.lower() and not body.endswith(b"0\r\n\r\n"):
        return None
    return int(head[9:12]), bytes(body)


class Load:
    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._seen = Seen()
        self._head = (
            f"POST /api/messages HTTP/1.1\r\nHost: 127.0.0.1:{plan.port}\r\n"
            f"Authorization: Bearer {plan.token}\r\nContent-Type: application/json\r\n"
        ).encode()

    async def run(self) -> Seen:
        self._seen.began = time.monotonic()
        until = self._seen.began + self._plan.seconds
        people = enumerate(self._plan.people)
        await asyncio.gather(*(self._press(number, bodies, until) for number, bodies in people))
        self._seen.ended = time.monotonic()
        return self._seen

    async def _press(self, number: int, bodies: list[str], until: float) -> None:
        """One person."""
        connection, chance = Connection(), random.Random(number)
        due = self._seen.began
        for body in bodies if self._plan.once else cycle(bodies):
            due = self._next(due, chance)
            if due > until:
                return
            await asyncio.sleep(max(0.0, due - time.monotonic()))
            if not connection.is_open:
                connection = await self._connect()
            await self._ask(connection, body, due)

    def _next(self, due: float, chance: random.Random) -> float:
        if self._plan.rate is None:
            return time.monotonic()
        return due + chance.expovariate(self._plan.rate / len(self._plan.people))

    async def _connect(self) -> Connection:
        loop = asyncio.get_running_loop()
        _, connection = await loop.create_connection(Connection, "127.0.0.1", self._plan.port)
        return connection

    async def _ask(self, connection: Connection, body: str, due: float) -> None:
        said = body.replace(ANSWER, uuid4().hex).replace(FORM, uuid4().hex).encode()
        request = self._head + b"Content-Length: %d\r\n\r\n" % len(said) + said
        try:
            status, answer = await connection.ask(request)
        except TimeoutError:
            status, answer = 0, b"no answer in time"
        self._seen.latencies.append((time.monotonic() - due) * 1_000)
        self._seen.statuses[str(status)] += 1
        self._seen.last_answer = answer[:2_000].decode(errors="replace")


def main() -> None:
    plan = Plan(**orjson.loads(sys.stdin.buffer.read()))
    seen = uvloop.run(Load(plan).run())
    with open(sys.stdout.fileno(), "wb", closefd=False) as output:
        output.write(orjson.dumps(vars(seen)))


if __name__ == "__main__":
    main()
