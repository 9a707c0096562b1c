"""A session's journal, read beside the bot: whole, and what it says of the ballots."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import select

from domain.assembly import ledger
from domain.assembly.profiles import PERMANENT_COMMISSION, PROFILES
from domain.assembly.record import Entry
from domain.assembly.session import Session
from storage.tables import session_journal, sessions
from tests.proofs.chamber import SESSION
from tests.proofs.kept import snapshot
from verify_journal import Touched, verify

Cast = tuple[str, str, str]
"""A ballot: vote, seat, choice."""


@dataclass(frozen=True)
class Journal:
    """One moment of it. `head` is where the session's row says that it stands."""

    rows: list[Mapping[str, Any]]
    head: tuple[int, str]

    def faults(self, heads: Mapping[int, list[str]]) -> list[str]:
        """What `verify_journal.py` and our own reading find, against the codes that were shown."""
        last = self.rows[-1]
        found = [] if self.head == (last["height"], last["hash"]) else ["not what the head says"]
        with TemporaryDirectory(prefix="permanence-journal-") as folder:
            path = Path(folder) / "journal.jsonl"
            lines = (json.dumps(row, ensure_ascii=False) for row in self.rows)
            path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
            try:
                verify(path, heads)
                self.session()
            except (Touched, ledger.BrokenJournal) as error:
                found.append(repr(error))
        return found

    def session(self) -> Session:
        """What it makes of the session. Raises BrokenJournal."""
        session = Session(session_id=SESSION, profile=PROFILES[PERMANENT_COMMISSION.key])
        ledger.catch_up(session, (Entry(**row) for row in self.rows))
        return session

    def cast(self) -> Counter[Cast]:
        """Every ballot, in whatever order: one choice for all reports of its vote."""
        return Counter(cast_in(row) for row in self.rows if row["kind"] == "ballot.cast")

    def after_closing(self) -> list[Cast]:
        """Ballots that came after the end of their vote."""
        ended: set[str] = set()
        late = []
        for row in self.rows:
            if row["kind"] in ("vote.closed", "vote.annulled"):
                ended.add(row["payload"]["vote_id"])
            elif row["kind"] == "ballot.cast" and row["payload"]["vote_id"] in ended:
                late.append(cast_in(row))
        return late


def cast_in(row: Mapping[str, Any]) -> Cast:
    payload = row["payload"]
    return payload["vote_id"], payload["seat"], next(iter(payload["choices"].values()))


def read_journal(url: str) -> Journal:
    table = session_journal
    query = select(table).where(table.c.session_id == SESSION).order_by(table.c.height)
    with snapshot(url) as connection:
        rows = [dict(row._mapping) for row in connection.execute(query)]
        head = connection.execute(select(sessions.c.head_height, sessions.c.head_hash)).one()
    return Journal([_entry(row) for row in rows], (head.head_height, head.head_hash))


def _entry(row: dict[str, Any]) -> dict[str, Any]:
    entry = {name: value for name, value in row.items() if name != "session_id"}
    return entry | {"payload": json.loads(row["payload"])}


def counted(session: Session, vote_id: str) -> Iterable[Cast]:
    """The ballots that count, as the session knows them."""
    for seat, ballots in session.votes[vote_id].ballots.items():
        yield vote_id, seat, next(iter(ballots.values())).choice
