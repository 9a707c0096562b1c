"""Column types that SQLite lacks."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import DateTime, Dialect, String, TypeDecorator

from domain.people import Role


class Instant(TypeDecorator[datetime]):
    """An aware UTC instant: SQLite drops the zone, so it is put back."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant without its zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        instant: datetime = value
        return instant.replace(tzinfo=UTC) if instant.tzinfo is None else instant.astimezone(UTC)


class Roles(TypeDecorator[frozenset[Role]]):
    """A set of roles, written as in people.csv."""

    impl = String
    cache_ok = True

    def process_bind_param(self, value: frozenset[Role] | None, dialect: Dialect) -> str:
        return ";".join(sorted(value or ()))

    def process_result_value(self, value: Any, dialect: Dialect) -> frozenset[Role]:
        return frozenset(Role(name) for name in (value or "").split(";") if name)
