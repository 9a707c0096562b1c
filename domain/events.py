"""What happened, and who records it.

An entity records an event with each change; `domain/notices.py` says who must be told. The unit of
work drains the events just before the commit, so that what is owed joins what was done.
"""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Event:
    """Something that happened to an entity, in the past tense."""


@dataclass(eq=False, kw_only=True)
class Entity:
    """Something with an identity that records what happens to it."""

    events: list[Event] = field(default_factory=list, init=False, repr=False)

    def record(self, event: Event) -> None:
        self.events.append(event)
