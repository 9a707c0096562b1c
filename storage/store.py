"""Where turns run: a plain synchronous function, under one transaction, in a worker thread."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar

import orjson
from sqlalchemy import Connection, Engine
from sqlalchemy.exc import (
    DataError,
    DBAPIError,
    IntegrityError,
    NotSupportedError,
    ProgrammingError,
    SQLAlchemyError,
)
from sqlalchemy.exc import TimeoutError as NoConnectionLeft
from sqlalchemy.orm import Session

from storage.postings import Wants
from storage.unit_of_work import UnitOfWork

JSON: dict[str, Any] = {"json_serializer": lambda value: orjson.dumps(value).decode()}
"""For columns of JSON: an answer is a card, and the standard library takes its time over it."""

T = TypeVar("T")
Work = Callable[[UnitOfWork], T]


class StoreUnavailable(Exception):
    """The database cannot be reached, or cannot write: nothing was done."""


class Conflict(Exception):
    """Somebody else wrote the same row at the same moment, twice in a row."""


OURS = (DataError, NotSupportedError, ProgrammingError)
"""Errors of a database that is well: the statement is at fault, and so are we."""


def unavailable(error: SQLAlchemyError) -> Exception:
    """The error as its caller should meet it: the database is not there, or we made a mistake."""
    is_database = isinstance(error, DBAPIError | NoConnectionLeft) and not isinstance(error, OURS)
    return StoreUnavailable(str(error).splitlines()[0]) if is_database else error


class Store(Protocol):
    """A database. It hides how SQLite and PostgreSQL each run many turns best."""

    engine: Engine
    on_commit: Callable[[Collection[str]], None]
    """Told, in the event loop, which conversations a commit has promised something to."""

    async def transact(self, work: Work[T], queue: str | None = None) -> T:
        """Run `work` and commit. It runs again, once, if it met somebody else's row.

        Works of one `queue` would wait for the same row: they may run one by one instead.
        Raises StoreUnavailable, Conflict, or whatever `work` raises; nothing is kept then.
        """

    async def read(self, work: Work[T]) -> T:
        """Run `work` beside the writers; it must change nothing. Raises StoreUnavailable."""

    def close(self) -> None:
        """Finish what was begun."""


@dataclass(frozen=True)
class Done(Generic[T]):
    """What a turn returned, the conversations that it promised something to, and the living cards
    that whoever commits must still write down as wanted."""

    result: T
    woken: dict[str, None]
    shown: Wants


def owing(work: Work[T]) -> Work[T]:
    """The same work, which then writes down by itself the living cards that it calls for."""

    def whole(unit: UnitOfWork) -> T:
        result = work(unit)
        unit.finish()
        unit.owe(unit.shown)
        return result

    return whole


def transact_at_leisure(store: Store, work: Work[T]) -> T:
    """For the command line: nobody waits for an answer, so nothing bounds the time it takes.

    Raises StoreUnavailable, Conflict, or whatever `work` raises; nothing is kept then.
    """
    try:
        return run_in_session(store.engine, owing(work)).result
    except SQLAlchemyError as error:
        raise unavailable(error) from error


def run_in_session(bind: Engine | Connection, work: Work[T]) -> Done[T]:
    """Run `work` in a session of its own and commit it; settle a meeting with another turn.

    The second run sees the other's row, and so refuses or replays: this settles double clicks.
    """
    try:
        return _run_once(bind, work)
    except IntegrityError:
        try:
            return _run_once(bind, work)
        except IntegrityError as error:
            raise Conflict from error


def _run_once(bind: Engine | Connection, work: Work[T]) -> Done[T]:
    options = {"join_transaction_mode": "create_savepoint", "expire_on_commit": False}
    with Session(bind=bind, **options) as session:  # type: ignore[arg-type]
        unit = UnitOfWork(session)
        result = work(unit)
        unit.finish()
        session.commit()
        return Done(result, unit.woken, unit.shown)
