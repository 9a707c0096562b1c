"""The rates that Teams allows a bot ("Optimize your bot with rate limiting in Teams").

A thread is a 1:1 chat, a group chat or a channel, whichever reply chain a message is in.
"""

from collections import defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass, field

Limits = tuple[tuple[int, float], ...]

WRITES: Limits = ((7, 1.0), (8, 2.0), (60, 30.0), (1_800, 3_600.0))
READS: Limits = ((14, 1.0), (16, 2.0), (120, 30.0), (3_600, 3_600.0))
TENANT: Limits = ((50, 1.0),)


@dataclass
class Window:
    """Sliding windows over the calls that were let through; refused calls do not count."""

    limits: Limits
    admitted: deque[float] = field(default_factory=deque)

    def wait(self, now: float) -> float:
        """Seconds until one more call fits; 0 if it does now."""
        self._forget(now - max(span for _, span in self.limits))
        full = (limit for limit in self.limits if len(self.admitted) >= limit[0])
        return max((self.admitted[-count] + span - now for count, span in full), default=0.0)

    def _forget(self, before: float) -> None:
        while self.admitted and self.admitted[0] <= before:
            self.admitted.popleft()


class Rates:
    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._tenant = Window(TENANT)
        self._writes: dict[str, Window] = defaultdict(lambda: Window(WRITES))
        self._reads: dict[str, Window] = defaultdict(lambda: Window(READS))

    def admit(self, conversation: str | None, *, writes: bool) -> float:
        """0 and the call counts, or the seconds that the bot has to wait."""
        windows = [self._tenant]
        if conversation is not None:
            windows.append((self._writes if writes else self._reads)[conversation])
        now = self._clock()
        wait = max(0.0, *(window.wait(now) for window in windows))
        if not wait:
            self._count(windows, now)
        return wait

    def _count(self, windows: list[Window], now: float) -> None:
        for window in windows:
            window.admitted.append(now)
