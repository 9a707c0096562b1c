"""Whether an SQLite file can be trusted, asked before anything is written to it."""

from __future__ import annotations

import sqlite3
import time
from contextlib import closing
from pathlib import Path

from sqlalchemy import make_url

CHECK_SECONDS = 2.0
"""A very large file is checked as far as this goes: the start must not wait for the whole of it."""
STEPS = 10_000


def find_damage(url: str, seconds: float = CHECK_SECONDS) -> str | None:
    """What is wrong with the database file at this address; None where nothing is, or no file."""
    path = make_url(url).database
    if make_url(url).get_backend_name() != "sqlite" or not path or not Path(path).exists():
        return None
    until = time.monotonic() + seconds
    try:
        with closing(sqlite3.connect(path)) as connection:
            connection.set_progress_handler(lambda: time.monotonic() > until, STEPS)
            (verdict,) = connection.execute("PRAGMA quick_check(1)").fetchone()
    except sqlite3.DatabaseError as error:
        is_about_time = isinstance(error, sqlite3.OperationalError)
        return None if is_about_time else str(error)
    return None if verdict == "ok" else str(verdict).splitlines()[0]
