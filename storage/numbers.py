"""The numbers that people quote."""

from __future__ import annotations

from sqlalchemy import insert, update
from sqlalchemy.orm import Session

from storage.tables import counters


class Numbers:
    def __init__(self, session: Session) -> None:
        self._session = session

    def next(self, kind: str, year: int) -> int:
        """The next number of this kind in this year, from 1. Two callers never get the same."""
        last: int | None = self._session.scalar(
            update(counters)
            .where(counters.c.kind == kind, counters.c.year == year)
            .values(last=counters.c.last + 1)
            .returning(counters.c.last)
        )
        if last is None:
            self._session.execute(insert(counters).values(kind=kind, year=year, last=1))
            return 1
        return last
