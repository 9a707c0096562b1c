"""A connector that fails by a deck of faults, and remembers every attempt to the millisecond."""

from __future__ import annotations

import asyncio
import re
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import pairwise
from random import Random
from urllib.parse import unquote

from aiohttp import web

TOKEN = re.compile(rb"envoi\d+x\d+x")
HELD_SECONDS = 30
"""How long an answer is held back that never comes: longer than any client waits."""


class Fault(StrEnum):
    """What happens to an attempt; the two that take the message and fail leave doubt."""

    NONE = "accepted"
    TOO_MANY = "429 with Retry-After"
    PRECONDITION = "412"
    ILL = "5xx"
    TIMEOUT = "accepted, then timed out"
    RESET = "reset"
    GONE = "403 or 404"


SHARES = {
    Fault.TOO_MANY: 0.30,
    Fault.PRECONDITION: 0.10,
    Fault.ILL: 0.20,
    Fault.TIMEOUT: 0.05,
    Fault.RESET: 0.05,
    Fault.GONE: 0.02,
}
PERMANENT = (
    (403, "ConversationBlockedByUser"),
    (403, "BotNotInConversationRoster"),
    (403, "MessageWritesBlocked"),
    (404, "ConversationNotFound"),
)


@dataclass
class Seen:
    """A conversation as the connector saw it; times are monotonic."""

    attempts: list[float] = field(default_factory=list)
    taken: list[bytes] = field(default_factory=list)
    not_before: float = 0.0
    in_a_row: int = 0
    is_dead: bool = False
    writing: int = 0
    deaths: int = 0


class IllTeams:
    """Deals each attempt a card of a shuffled deck, in which every fault has its exact share.

    No conversation is struck more than `in_a_row` times in a row, so that the proof ends. Those in
    `calm` are never struck: what is owed there shows how fast the bot speaks.
    """

    def __init__(self, random: Random, attempts: int, in_a_row: int) -> None:
        self.calm: set[str] = set()
        self.seen: dict[str, Seen] = defaultdict(Seen)
        self.dealt: Counter[Fault] = Counter()
        self.too_early = 0
        self.after_death = 0
        self._random, self.in_a_row = random, in_a_row
        faults = [fault for fault, share in SHARES.items() for _ in range(round(share * attempts))]
        self._deck = faults + [Fault.NONE] * (attempts - len(faults))
        random.shuffle(self._deck)

    @property
    def left(self) -> int:
        return len(self._deck)

    @contextmanager
    def somebody_writes(self, conversation_id: str) -> Iterator[None]:
        """Its person writes again: from when it is sent until it is answered, and ever after."""
        seen = self.seen[conversation_id]
        seen.is_dead, seen.writing = False, seen.writing + 1
        yield
        seen.is_dead, seen.writing = False, seen.writing - 1

    async def receive(self, request: web.Request) -> web.StreamResponse:
        conversation_id = unquote(request.raw_path.split("/")[3]).partition(";")[0]
        if request.method == "GET":
            return web.json_response({"userRole": "user"})
        now, body = time.monotonic(), await request.read()
        seen = self.seen[conversation_id]
        self.too_early += now < seen.not_before
        self.after_death += seen.is_dead and not seen.writing
        seen.attempts.append(now)
        fault = Fault.NONE if conversation_id in self.calm else self._deal(seen)
        if fault in (Fault.NONE, Fault.TIMEOUT, Fault.RESET):
            seen.taken += TOKEN.findall(body)[:1]
        return await self._answer(request, seen, fault)

    def _deal(self, seen: Seen) -> Fault:
        fault = Fault.NONE
        if self._deck and seen.in_a_row < self.in_a_row:
            fault = self._deck.pop()
            self.dealt[fault] += 1
        elif Fault.NONE in self._deck:
            self._deck.remove(Fault.NONE)
            self.dealt[fault] += 1
        seen.in_a_row = 0 if fault is Fault.NONE else seen.in_a_row + 1
        return fault

    async def _answer(self, request: web.Request, seen: Seen, fault: Fault) -> web.StreamResponse:
        match fault:
            case Fault.NONE:
                return web.json_response({"id": str(time.monotonic_ns())}, status=201)
            case Fault.TOO_MANY:
                return self._too_many(seen)
            case Fault.PRECONDITION:
                return _error(412, "PreconditionFailed")
            case Fault.ILL:
                return _error(self._random.choice((500, 502, 503, 504)), "ServiceError")
            case Fault.GONE:
                seen.is_dead, seen.deaths = True, seen.deaths + 1
                return _error(*self._random.choice(PERMANENT))
        if fault is Fault.TIMEOUT:
            await asyncio.sleep(HELD_SECONDS)
        if request.transport is not None:
            request.transport.abort()
        return web.Response()

    def _too_many(self, seen: Seen) -> web.Response:
        seconds = self._random.choice((1, 1, 1, 2, 3))
        seen.not_before = time.monotonic() + seconds
        return _error(429, "TooManyRequests", {"Retry-After": str(seconds)})


def most_within(times: Iterable[float], seconds: float) -> int:
    """The most of these in any window of so many seconds."""
    ordered = sorted(times)
    most = first = 0
    for last, at in enumerate(ordered):
        while ordered[first] <= at - seconds:
            first += 1
        most = max(most, last - first + 1)
    return most


def in_order(tokens: Iterable[bytes]) -> bool:
    """Are the numbers of these messages, each at its first arrival, those in which it was owed?"""
    numbers = [int(token.split(b"x")[1]) for token in dict.fromkeys(tokens)]
    return all(before < after for before, after in pairwise(numbers))


def _error(status: int, code: str, headers: dict[str, str] | None = None) -> web.Response:
    body = {"error": {"code": code, "message": "Made on purpose."}}
    return web.json_response(body, status=status, headers=headers)
