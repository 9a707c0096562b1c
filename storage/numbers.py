"""The numbers that people quote."""

from __future__ import annotations

from sqlalchemy import bindparam, insert, update
from sqlalchemy.orm import Session

from storage.tables import counters

_NEXT = (
    update(counters)
    .where(counters.c.kind == bindparam("of_kind"), counters.c.year == bindparam("of_year"))
    .values(last=counters.c.last + 1)
    .returning(counters.c.last)
)


class Numbers:
    def __init__(self, session: Session) -> None:
        self._session = session

    def next(self, kind: str, year: int) -> int:
        """The next number of this kind in this year, from 1. Two callers never get the same."""
        connection = self._session.connection()
        last: int | None = connection.scalar(_NEXT, {"of_kind": kind, "of_year": year})
        if last is None:
            connection.execute(insert(counters), {"kind": kind, "year": year, "last": 1})
            return 1
        return last
