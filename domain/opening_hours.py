"""When the service is open, and when a promise made now falls due."""

from __future__ import annotations

from collections.abc import Container, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

DAYS_LOOKED_AHEAD = 400
"""More than a year: an organisation closed for longer than that has other worries."""


@dataclass(frozen=True)
class Range:
    """An opening on one day, from `start` to `end` (local time, end excluded)."""

    start: time
    end: time


@dataclass(frozen=True)
class OpeningHours:
    """Ranges by weekday (Monday is 0) in local time, and the days without any.

    `closed` answers `day in closed`: a set, or a calendar of public holidays.
    """

    timezone: ZoneInfo
    week: dict[int, tuple[Range, ...]]
    closed: Container[date] = field(default_factory=frozenset)

    def add(self, at: datetime, duration: timedelta) -> datetime:
        """The instant at which `duration` of open time has passed since `at`.

        A duration that ends exactly at closing time falls due then, not the next morning. Changes
        of hour need no care here: each opening is measured in absolute time.
        """
        left = duration
        for opens_at, closes_at in self._openings_from(at):
            start = max(at, opens_at)
            if left <= closes_at - start:
                return start + left
            left -= closes_at - start
        return at + duration

    def is_open(self, at: datetime) -> bool:
        return any(start <= at < end for start, end in self._openings_on(self._local_day(at)))

    def next_opening(self, at: datetime) -> datetime | None:
        """When the service opens next, or None where it is not to open within a year."""
        return next((start for start, _ in self._openings_from(at) if start > at), None)

    def _openings_from(self, at: datetime) -> Iterator[tuple[datetime, datetime]]:
        first = self._local_day(at)
        days = (first + timedelta(days=n) for n in range(DAYS_LOOKED_AHEAD))
        return (opening for day in days for opening in self._openings_on(day) if opening[1] > at)

    def _openings_on(self, day: date) -> list[tuple[datetime, datetime]]:
        if day in self.closed:
            return []
        return [
            (self._instant(day, hours.start), self._instant(day, hours.end))
            for hours in self.week.get(day.weekday(), ())
        ]

    def _instant(self, day: date, hour: time) -> datetime:
        return datetime.combine(day, hour, self.timezone).astimezone(UTC)

    def _local_day(self, at: datetime) -> date:
        return at.astimezone(self.timezone).date()
