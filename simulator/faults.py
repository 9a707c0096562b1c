"""Failures of the connector, made on purpose."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random
from typing import Literal

from simulator.errors import ConnectorError

CODES = {
    400: "BadArgument",
    401: "BotNotRegistered",
    403: "BotNotInConversationRoster",
    404: "ConversationNotFound",
    412: "PreconditionFailed",
    413: "MessageSizeTooBig",
    429: "TooManyRequests",
    500: "ServiceError",
    502: "BadGateway",
    503: "ServiceUnavailable",
    504: "GatewayTimeout",
}


@dataclass(eq=False, kw_only=True)
class Fault:
    """One way to fail.

    "before" fails instead of the call; "after" does what was asked and then fails, which the bot
    cannot tell from the former. Without a status the call is only delayed, by `delay` seconds;
    `drop` closes the connection without an answer. `conversation` is an id without ";messageid".
    """

    status: int | None = None
    code: str | None = None
    retry_after: float | None = None
    delay: float = 0.0
    when: Literal["before", "after"] = "before"
    drop: bool = False
    method: str | None = None
    conversation: str | None = None
    times: int | None = None
    probability: float = 1.0

    def concerns(self, method: str, conversation: str | None) -> bool:
        here = self.conversation is None or self.conversation == conversation
        return here and self.method in (None, method) and self.times != 0

    def error(self) -> ConnectorError | None:
        """What to answer instead; for a dropped connection it only shows in the log."""
        status = self.status or (504 if self.drop else None)
        if status is None:
            return None
        code = self.code or CODES.get(status, "ServiceError")
        return ConnectorError(status, code, "Made on purpose.", self.retry_after)


@dataclass
class Faults:
    """The failures in force, tried in the order in which they were added."""

    seed: int = 0
    _faults: list[Fault] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._random = Random(self.seed)

    def add(self, fault: Fault) -> Fault:
        self._faults.append(fault)
        return fault

    def clear(self) -> None:
        self._faults.clear()

    def strike(self, when: str, method: str, conversation: str | None) -> Fault | None:
        """The fault that strikes this call, counted as used; or None."""
        candidates = (each for each in self._faults if each.when == when)
        for fault in candidates:
            if fault.concerns(method, conversation) and self._random.random() < fault.probability:
                fault.times = None if fault.times is None else fault.times - 1
                return fault
        return None
