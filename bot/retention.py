"""Forgetting what organisation.toml keeps no longer: a few things a tick, so that nobody waits."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.clock import real_now
from domain.organisation import Organisation, Retention
from storage.unit_of_work import UnitOfWork

EVERY = timedelta(hours=1)
A_FEW = 50


class Forgetting:
    """Due work of every hour, and of every tick while some was left."""

    def __init__(self) -> None:
        self._looked_at: datetime | None = None

    def forget(self, unit: UnitOfWork, organisation: Organisation, at: datetime) -> int:
        """Returns 0 even where some is left: the others' work is due before the next few."""
        if self._looked_at is not None and self._looked_at <= at < self._looked_at + EVERY:
            return 0
        is_some_left = A_FEW in _forget_a_few(unit, organisation.retention, at)
        self._looked_at = None if is_some_left else at
        return 0


def _forget_a_few(unit: UnitOfWork, kept: Retention, at: datetime) -> list[int]:
    """What happened to people is in the domain's time, what was said in real time."""
    gone, now = unit.retention, real_now()
    unit.inbox.prune(now - kept.messages)
    unit.outbox.prune(now - kept.messages)
    done = []
    if kept.incidents:
        done.append(gone.forget_incidents(at - kept.incidents, limit=A_FEW))
    if kept.people:
        done.append(gone.forget_people(now - kept.people, limit=A_FEW))
    if kept.sessions:
        done.append(gone.forget_sessions(at - kept.sessions, limit=A_FEW))
    return done
