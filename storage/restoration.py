"""Going on from a backup: what Teams has seen since, and what nobody remembers.

Between the backup and its restoration the bot may have said, shown and numbered what this database
does not know. What it owed stays owed, but for answers that nobody awaits any more; every card that
may show a later state shows this one; and no number is given twice.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, insert, select, update
from sqlalchemy.orm import Session

from domain.assembly.session import SessionState
from domain.incidents import OVER
from storage.lanes import OWED
from storage.parameters import Parameters
from storage.tables import (
    conversations,
    counters,
    inbox,
    incidents,
    outbox,
    postings,
    sessions,
)

TAKEN_AT = "backup.taken_at"
ANSWERS_AWAITED = timedelta(minutes=10)
"""Whoever typed a word longer ago has typed it again, or gone."""
ANSWERS = frozenset({"card", "text"})
NUMBERS_A_DAY = 1000
"""Six times the busiest month that a region has known, in a day."""
STILL_CHANGING = timedelta(days=30)
"""A card that was touched this short a time before the backup may have been touched after it, even
where what it shows was over."""
RESTORED = "restored"
AT_ONCE = 500


@dataclass(frozen=True)
class GoneOn:
    """What was found: answers given up, records still owed, cards to bring up to date, and the last
    number that may have been given, by kind and year."""

    taken_at: datetime
    given_up: int
    owed: int
    cards: int
    numbers: dict[tuple[str, int], int]


class Restoration:
    def __init__(self, session: Session) -> None:
        self._session = session

    def note_backup(self, at: datetime) -> None:
        """Written before a backup is taken, so that it is in it."""
        Parameters(self._session).set(TAKEN_AT, at.isoformat())

    def taken_at(self, now: datetime) -> datetime:
        """When this database stood still: as noted, or by the last thing that came or went."""
        noted = Parameters(self._session).get(TAKEN_AT, "")
        times = [datetime.fromisoformat(noted)] if noted else []
        for column in (inbox.c.at, outbox.c.created_at, conversations.c.seen_at):
            latest = self._session.scalar(select(func.max(column)))
            times += [latest] if latest is not None else []
        return min(max(times, default=now), now)

    def go_on(self, now: datetime, kinds: Iterable[str], years: Sequence[int]) -> GoneOn:
        """Done once, before anybody serves this database. `years` are those in which numbers may
        have been given since, the first being that of the backup."""
        taken_at = self.taken_at(now)
        self._session.execute(
            update(conversations).values(
                lease_owner=None, lease_until=None, paused_until=None, failures=0
            )
        )
        given_up = self._give_up_answers() if now - taken_at > ANSWERS_AWAITED else 0
        owed = self._session.scalar(select(func.count()).select_from(outbox).where(OWED)) or 0
        cards = self._show_again(taken_at, now)
        gap = NUMBERS_A_DAY * max(1, (now - taken_at).days + 1)
        return GoneOn(taken_at, given_up, owed, cards, self._skip(gap, kinds, years))

    def _give_up_answers(self) -> int:
        """Answers to what was typed. One that takes the place of a form may be given twice."""
        typed = outbox.c.recipient.startswith("conversation:") & outbox.c.kind.in_(ANSWERS)
        query = select(outbox.c.outbox_id, outbox.c.facts).where(OWED, typed)
        stale = [row.outbox_id for row in self._session.execute(query) if not _replaces(row.facts)]
        for some in _parts(stale):
            which = outbox.c.outbox_id.in_(some)
            self._session.execute(update(outbox).where(which).values(failure=RESTORED))
        return len(stale)

    def _show_again(self, taken_at: datetime, now: datetime) -> int:
        """Cards that stand in Teams, and may show what happened after the backup."""
        still_open = select(incidents.c.incident_id).where(incidents.c.state.not_in(OVER))
        not_closed = select(sessions.c.session_id).where(sessions.c.state != SessionState.CLOSED)
        changing = {*self._session.scalars(still_open), *self._session.scalars(not_closed)}
        stands = select(postings).where(postings.c.activity_id.is_not(None))
        behind = [
            row.posting_id
            for row in self._session.execute(stands)
            if row.subject_id.partition(".")[0] in changing
            or row.wanted_at > taken_at - STILL_CHANGING
        ]
        for some in _parts(behind):
            raised = {"wanted": postings.c.wanted + 1, "wanted_at": now}
            which = postings.c.posting_id.in_(some)
            self._session.execute(update(postings).where(which).values(**raised))
        return len(behind)

    def _skip(
        self, gap: int, kinds: Iterable[str], years: Sequence[int]
    ) -> dict[tuple[str, int], int]:
        known = {(row.kind, row.year): row.last for row in self._session.execute(select(counters))}
        every = {*kinds, *(kind for kind, _ in known)}
        skipped = {
            (k, year): known.get((k, year), 0) + gap for k in sorted(every) for year in years
        }
        for (kind, year), last in skipped.items():
            values = {"kind": kind, "year": year, "last": last}
            which = (counters.c.kind == kind) & (counters.c.year == year)
            is_known = (kind, year) in known
            change: Any = update(counters).where(which) if is_known else insert(counters)
            self._session.execute(change.values(**values))
        return skipped


def _replaces(facts: dict[str, Any]) -> bool:
    return facts.get("replaces") is not None


def _parts(ids: Sequence[int]) -> list[Sequence[int]]:
    return [ids[start : start + AT_ONCE] for start in range(0, len(ids), AT_ONCE)]
