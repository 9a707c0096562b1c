"""`app.py` as it is, but for one thing: it kills or stops itself at a named point.

    python -m tests.proofs.crashing_bot --at "before commit" --nth 17 serve --local --port 3978

The product is imported and the function at that point wrapped; nothing of it is changed.
"""

from __future__ import annotations

import argparse
import functools
import inspect
import os
import signal
import sys
import threading
from collections.abc import Callable
from importlib import import_module
from itertools import count
from typing import Any

STEPS: dict[str, tuple[str, ...]] = {
    "inbox": ("storage.inbox:Inbox.add",),
    "effect": ("dialogs.routing:Product.answer",),
    "journal": ("storage.sessions:Sessions._write",),
    "outbox": ("storage.unit_of_work:UnitOfWork.show", "storage.unit_of_work:UnitOfWork.tell"),
    "finish": ("storage.unit_of_work:UnitOfWork.finish",),
    "commit": (
        "sqlalchemy.dialects.sqlite.pysqlite:SQLiteDialect_pysqlite.do_commit",
        "sqlalchemy.dialects.postgresql.psycopg:PGDialect_psycopg.do_commit",
    ),
    "answer": ("bot.endpoint:Endpoint.receive",),
    "lease": ("storage.lanes:Lanes.lease",),
    "send": ("bot.connector:Connector.post", "bot.connector:Connector.update"),
    "mark": ("storage.postings:Postings.mark_shown", "storage.outbox:Outbox.mark_sent"),
}
"""What a turn and a delivery do, in order, and the functions that do it."""

POINTS = tuple(f"{moment} {step}" for step in STEPS for moment in ("before", "after"))
POINTS_OF_ALL = tuple(point for point in POINTS if not point.endswith(" journal"))
"""Those that every gesture passes: only gestures in a session write its journal."""

_passages = count(1)
_thread = threading.local()


def main() -> int:
    parser = argparse.ArgumentParser(prog="crashing_bot", description=__doc__)
    parser.add_argument("--at", required=True, choices=POINTS)
    parser.add_argument("--nth", required=True, type=int)
    parser.add_argument("--signal", default="SIGKILL", choices=("SIGKILL", "SIGSTOP"))
    options, command = parser.parse_known_args()
    sys.argv = ["app.py", *command]
    app = import_module("app")
    moment, _, step = options.at.partition(" ")
    if step == "commit":
        _watch_for_writes()
    for place in STEPS[step]:
        _wrap(place, moment, options, only_writes=step == "commit")
    status: int = app.main()
    return status


def _wrap(place: str, moment: str, options: argparse.Namespace, *, only_writes: bool) -> None:
    module, _, path = place.partition(":")
    owner_name, _, name = path.partition(".")
    owner = getattr(import_module(module), owner_name)
    function = getattr(owner, name)

    def passes(when: str) -> None:
        counts = when == moment and (not only_writes or getattr(_thread, "wrote", False))
        if counts and next(_passages) == options.nth:
            os.kill(os.getpid(), signal.Signals[options.signal])

    setattr(owner, name, _around(function, passes))


def _around(function: Callable[..., Any], passes: Callable[[str], None]) -> Callable[..., Any]:
    @functools.wraps(function)
    def around(*args: Any, **options: Any) -> Any:
        passes("before")
        result = function(*args, **options)
        passes("after")
        _thread.wrote = False
        return result

    @functools.wraps(function)
    async def around_coroutine(*args: Any, **options: Any) -> Any:
        passes("before")
        result = await function(*args, **options)
        passes("after")
        return result

    return around_coroutine if inspect.iscoroutinefunction(function) else around


def _watch_for_writes() -> None:
    """Readers commit too: only the commits of what wrote something count."""
    from sqlalchemy import Engine, event  # after the product, which decides how it is imported

    @event.listens_for(Engine, "before_cursor_execute")
    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if statement.lstrip()[:6].upper() in {"INSERT", "UPDATE", "DELETE"}:
            _thread.wrote = True


if __name__ == "__main__":
    sys.exit(main())
