"""What people share, as the database has it: to see what a gesture changed, and to put it back."""

from __future__ import annotations

from typing import Any

from sqlalchemy import delete, insert, select

from storage.tables import (
    counters,
    inbox,
    incident_entries,
    incidents,
    people,
    session_journal,
    session_people,
    sessions,
    team_channels,
)
from storage.unit_of_work import UnitOfWork

Row = dict[str, Any]
Facts = dict[str, dict[tuple[Any, ...], Row]]
"""Rows by table and primary key."""

SHARED = (
    people,
    incidents,
    incident_entries,
    counters,
    team_channels,
    sessions,
    session_people,
    session_journal,
)
"""Not what delivery writes: inbox, outbox, postings and conversations."""
BY_DELIVERY = "transmitted_at"


def facts(unit: UnitOfWork) -> Facts:
    return {table.name: _rows(unit, table) for table in SHARED}


def put_back(unit: UnitOfWork, before: Facts) -> None:
    """Undo what a gesture did, and forget that it came."""
    unit.session.execute(delete(inbox))
    for table in reversed(SHARED):
        unit.session.execute(delete(table))
    for table in SHARED:
        rows = list(before[table.name].values())
        if rows:
            unit.session.execute(insert(table), rows)


def without_delivery(rows: Facts) -> Facts:
    """Delivery may say at any moment that a team has received its card: nobody's gesture."""
    return {
        table: {key: {n: v for n, v in row.items() if n != BY_DELIVERY} for key, row in by.items()}
        for table, by in rows.items()
    }


def _rows(unit: UnitOfWork, table: Any) -> dict[tuple[Any, ...], Row]:
    keys = [column.name for column in table.primary_key]
    rows = (dict(row._mapping) for row in unit.session.execute(select(table)))
    return {tuple(row[key] for key in keys): row for row in rows}
