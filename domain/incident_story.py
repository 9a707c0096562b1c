"""The story of an incident: lines that are added, and never changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class EntryKind(StrEnum):
    """What a line tells. `text` holds what somebody wrote, or the name that the line is about."""

    CALLED = "called"
    FILE = "file"
    TAKEN = "taken"
    ASSIGNED = "assigned"
    QUESTION = "question"
    DETAIL = "detail"
    OVERDUE = "overdue"
    TRANSFERRED = "transferred"
    RETURNED = "returned"
    PRIORITY = "priority"
    HELD = "held"
    RESUMED = "resumed"
    REVIEWED = "reviewed"
    SOLVED = "solved"
    CANCELLED = "cancelled"
    MERGED = "merged"
    JOINED = "joined"
    REOPENED = "reopened"
    RATED = "rated"


@dataclass(eq=False, kw_only=True)
class Entry:
    """A line of an incident's story: who did what and when. It is never changed.

    `form_id` is that of the form it came from: the same form sent twice makes one entry.
    `answers` is the question that a detail answers. `about` is what a line names by its key: a
    team, a priority, the number of another incident.
    """

    entry_id: str
    position: int
    kind: EntryKind
    at: datetime
    author_id: str | None = None
    author_name: str = ""
    text: str = ""
    form_id: str | None = None
    answers: str | None = None
    about: str = ""
