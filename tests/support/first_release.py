"""A database as the first release left it: its tables, and what it wrote in them one morning.

The rows were written by that release itself: three incidents in their states, a directory,
channels, what it had answered, and what it still owed when it was stopped.
"""

from __future__ import annotations

import json
import re
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import create_engine, text

from storage import open_store
from storage.migrations import upgrade

Rows = dict[str, list[dict[str, Any]]]

ROWS: Rows = json.loads((Path(__file__).parent / "first_release.json").read_text(encoding="utf-8"))
"""Table by table, parents first, each value as SQLite kept it."""
WRITTEN_AT = datetime(2026, 11, 22)
A_TIME = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{6}")
COUNTED = {"outbox": "outbox_id", "postings": "posting_id"}


def first_release(url: str) -> str:
    """Make the empty database at this address one of the first release. Returns the address."""
    store = open_store(url)
    upgrade(store.engine, "0001")
    store.close()
    engine = create_engine(url)
    with engine.begin() as connection:
        for table, rows in ROWS.items():
            for row in map(_of_today, rows):
                places = ", ".join(f":{column}" for column in row)
                connection.execute(
                    text(f"INSERT INTO {table} ({', '.join(row)}) VALUES ({places})"), row
                )
        if engine.dialect.name == "postgresql":
            for table, column in COUNTED.items():
                counted = f"pg_get_serial_sequence('{table}', '{column}')"
                connection.execute(text(f"SELECT setval({counted}, max({column})) FROM {table}"))
    engine.dispose()
    return url


def _of_today(row: dict[str, Any]) -> dict[str, Any]:
    """As if it had been written this morning: two years later it would be forgotten."""
    days = timedelta(days=(datetime.now() - WRITTEN_AT).days)
    return {
        column: str(datetime.fromisoformat(value) + days)
        if isinstance(value, str) and A_TIME.fullmatch(value)
        else value
        for column, value in row.items()
    }
