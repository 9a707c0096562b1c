"""`app.py` as it is, on a machine whose clock stands elsewhere, and may jump while it runs.

    python -m tests.proofs.shifted_bot --clock FILE serve --local --port 3978

FILE holds the seconds by which this machine's clock is wrong; it is read again at every look. What
asks the system for the date is replaced at each place that does; monotonic time goes on as it does
when a real clock is set.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, tzinfo
from importlib import import_module
from pathlib import Path
from sqlite3 import Connection
from typing import Any

DATE_OF_THE_SYSTEM = ("bot.clock:real_now", "storage.unit_of_work:_now")
"""Functions of ours that ask for it."""
DATETIMES = (
    "apscheduler.schedulers.base:datetime",
    "apscheduler.executors.base:datetime",
    "apscheduler.triggers.interval:datetime",
)
"""Classes whose `now` a library asks."""


def main() -> int:
    parser = argparse.ArgumentParser(prog="shifted_bot", description=__doc__)
    parser.add_argument("--clock", required=True, type=Path)
    options, command = parser.parse_known_args()
    sys.argv = ["app.py", *command]

    def now() -> datetime:
        return datetime.now(UTC) + timedelta(seconds=float(options.clock.read_text()))

    for place in DATE_OF_THE_SYSTEM:
        _replace(place, now)
    for place in DATETIMES:
        _replace(place, _shifted_datetime(now))
    _shift_sqlite(now)
    status: int = import_module("app").main()
    return status


def _replace(place: str, replacement: object) -> None:
    """Fails loudly where the place is gone: a clock that is not shifted proves nothing."""
    module, _, name = place.partition(":")
    owner = import_module(module)
    getattr(owner, name)
    setattr(owner, name, replacement)


def _shifted_datetime(now: Callable[[], datetime]) -> type[datetime]:
    class Shifted(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> Any:
            return now().astimezone(tz)

    return Shifted


def _shift_sqlite(now: Callable[[], datetime]) -> None:
    """SQLite's clock is the machine's; PostgreSQL has one of its own."""
    from sqlalchemy import Engine, event  # after the product, which decides how it is imported

    def strftime(_form: str, _when: str) -> str:
        return now().strftime("%Y-%m-%d %H:%M:%S.%f")[:-3]

    @event.listens_for(Engine, "connect")
    def prepare(connection: Any, _record: object) -> None:
        if isinstance(connection, Connection):
            connection.create_function("strftime", 2, strftime)


if __name__ == "__main__":
    sys.exit(main())
