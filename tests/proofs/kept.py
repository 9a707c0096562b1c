"""What a database holds, read beside the bot, in one transaction that changes nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, Select, create_engine, func, select
from sqlalchemy.pool import NullPool

from storage.tables import incident_entries, incidents, outbox, postings

SOLVED = "incident.solved"
VIEWS = ("incident.reporter", "incident.staff")

Rows = list[Row[Any]]


@dataclass(frozen=True)
class Kept:
    """One moment of a database."""

    incidents: Mapping[str, Row[Any]]
    entries: Rows
    postings: Rows
    records: Rows

    @property
    def entry_forms(self) -> set[str]:
        return {entry.form_id for entry in self.entries if entry.form_id}

    @property
    def cards(self) -> set[tuple[str, str]]:
        return {(posting.view, posting.subject_id) for posting in self.postings}

    @property
    def behind(self) -> Rows:
        return [posting for posting in self.postings if posting.shown < posting.wanted]

    @property
    def unsent(self) -> Rows:
        return [record for record in self.records if record.sent_at is None]

    def number_of(self, form_id: str) -> str:
        row = self.incidents[form_id]
        return f"INC-{row.year}-{row.serial:06d}"


def read_kept(url: str) -> Kept:
    with snapshot(url) as connection:
        rows = connection.execute(select(incidents)).all()
        return Kept(
            incidents={row.form_id: row for row in rows},
            entries=_all(connection, select(incident_entries)),
            postings=_all(connection, select(postings)),
            records=_all(connection, select(outbox)),
        )


def count_owed(url: str) -> int:
    """How much is still owed to anybody."""
    cards = select(func.count()).where(postings.c.shown < postings.c.wanted)
    records = select(func.count()).where(outbox.c.sent_at.is_(None), outbox.c.failure.is_(None))
    with snapshot(url) as connection:
        return (connection.scalar(cards) or 0) + (connection.scalar(records) or 0)


@contextmanager
def snapshot(url: str) -> Iterator[Connection]:
    """A connection that sees one moment, and cannot write."""
    engine = create_engine(url, isolation_level="AUTOCOMMIT", poolclass=NullPool)
    is_sqlite = engine.dialect.name == "sqlite"
    begin = "BEGIN" if is_sqlite else "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
    with engine.connect() as connection:
        if is_sqlite:
            connection.exec_driver_sql("PRAGMA query_only = 1")
        connection.exec_driver_sql(begin)
        yield connection
        connection.exec_driver_sql("COMMIT")
    engine.dispose()


def _all(connection: Connection, query: Select[Any]) -> Rows:
    return list(connection.execute(query).all())
