"""An incident, from the sentence of an agent to its solution."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from domain.errors import Refusal
from domain.events import Entity
from domain.files import File
from domain.incident_events import (
    DetailAdded,
    IncidentCancelled,
    IncidentEvent,
    IncidentOverdue,
    IncidentSolved,
    IncidentTaken,
    IncidentTransmitted,
    QuestionAnswered,
    QuestionAsked,
)
from domain.incident_story import Entry, EntryKind
from domain.input import checked_text
from domain.organisation import Audience, Hindrance, Organisation, Priority
from domain.people import Person


class State(StrEnum):
    NEW = "new"
    TAKEN = "taken"
    WAITING = "waiting"
    SOLVED = "solved"
    CANCELLED = "cancelled"
    MERGED = "merged"


class WaitsFor(StrEnum):
    """Whom a waiting incident waits for."""

    AGENT = "agent"
    SUPPLIER = "supplier"


OVER = frozenset({State.SOLVED, State.CANCELLED, State.MERGED})


@dataclass(eq=False, kw_only=True)
class Incident(Entity):
    """What somebody reported, its story so far, and who deals with it.

    Gestures beyond the first conversation are in `incident_desk.py` and `incident_follow_up.py`.
    `reporter_id` is None for somebody who called and whom the directory does not know.
    `return_by`: when a transferred incident that nobody took goes back to the hotline.
    `review_by`: when somebody looks again at one that waits.
    """

    incident_id: str
    form_id: str
    year: int
    serial: int
    reporter_id: str | None
    reporter_name: str
    organisation: str
    service: str
    what: str
    category: str
    application: str
    audience: Audience
    hindrance: Hindrance
    priority: Priority
    team: str
    reported_at: datetime
    take_by: datetime
    state: State = State.NEW
    assignee_id: str | None = None
    assignee_name: str = ""
    transmitted_at: datetime | None = None
    overdue_at: datetime | None = None
    transfers: int = 0
    return_by: datetime | None = None
    waits_for: WaitsFor | None = None
    review_by: datetime | None = None
    closed_at: datetime | None = None
    merged_into: str | None = None
    rating: str | None = None
    entries: list[Entry] = field(default_factory=list)

    @property
    def number(self) -> str:
        """What people quote, unique within a year; gaps are allowed."""
        return f"INC-{self.year}-{self.serial:06d}"

    @property
    def is_over(self) -> bool:
        return self.state in OVER

    @property
    def main_number(self) -> str:
        """The number under which it is dealt with, once it is merged."""
        merged = (e.about for e in self.entries if e.kind is EntryKind.MERGED)
        return next(merged, self.number)

    @property
    def open_question(self) -> Entry | None:
        """The question that waits for an answer, if any: the last one asked."""
        if self.is_over:
            return None
        questions = (e for e in reversed(self.entries) if e.kind is EntryKind.QUESTION)
        return next((q for q in questions if self.answer_to(q) is None), None)

    def answer_to(self, question: Entry) -> Entry | None:
        return next((e for e in self.entries if e.answers == question.entry_id), None)

    def has_entry_from(self, form_id: str) -> bool:
        """Was this form sent already?"""
        return any(e.form_id == form_id for e in self.entries)

    def attach(self, files: Iterable[File], by: Person, at: datetime) -> None:
        """Names and links; the files themselves stay where they are."""
        for file in files:
            self.write(EntryKind.FILE, at, by, file.name, about=file.link)

    def take(self, by: Person, at: datetime) -> None:
        """Somebody of the team deals with it. Taking twice is taking once.

        Raises Refusal `incident.over` or `incident.already_taken`.
        """
        self.refuse_if_over()
        if self.assignee_id == by.person_id:
            return
        if self.assignee_id is not None:
            raise Refusal("incident.already_taken", name=self.assignee_name, number=self.number)
        self.assign_to(by, at)
        self.happened(IncidentTaken)

    def ask(self, by: Person, question: str, form_id: str, at: datetime) -> None:
        """Ask the reporter for a detail. Whoever asks about a new incident takes it.

        Raises Refusal `incident.over`, `incident.no_chat`, `text.missing` or `text.too_long`.
        """
        question = checked_text(question, "question")
        self.refuse_if_over()
        self.refuse_without_chat()
        self.assign_if_nobody(by, at)
        entry = self.write(EntryKind.QUESTION, at, by, question, form_id)
        self.state, self.waits_for, self.review_by = State.WAITING, WaitsFor.AGENT, None
        self.happened(QuestionAsked, entry_id=entry.entry_id)

    def add_detail(
        self, by: Person, detail: str, form_id: str, at: datetime, question: Entry | None = None
    ) -> None:
        """The reporter says more. Where a question waits, this is the answer to it.

        Raises Refusal `incident.not_yours`, `incident.over`, `text.missing` or `text.too_long`.
        """
        self.refuse_unless_reported_by(by)
        detail = checked_text(detail, "detail")
        self.refuse_if_over()
        question = question or self.open_question
        entry = self.write(EntryKind.DETAIL, at, by, detail, form_id)
        entry.answers = question.entry_id if question else None
        if self.waits_for is WaitsFor.AGENT and self.open_question is None:
            self.go_on()
        if question is None:
            self.happened(DetailAdded)
        else:
            self.happened(QuestionAnswered, entry_id=question.entry_id)

    def solve(self, by: Person, solution: str, form_id: str, at: datetime) -> None:
        """It works again, and this is what was done.

        Raises Refusal `incident.over`, `text.missing` or `text.too_long`.
        """
        solution = checked_text(solution, "solution")
        self.refuse_if_over()
        self.assign_if_nobody(by, at)
        self.write(EntryKind.SOLVED, at, by, solution, form_id)
        self.close(State.SOLVED, at)
        self.happened(IncidentSolved, number=self.number, solution=solution, solver_name=by.name)

    def cancel(self, by: Person, at: datetime) -> None:
        """The reporter needs nothing any more. Cancelling twice is cancelling once.

        Raises Refusal `incident.not_yours` or `incident.over`.
        """
        self.refuse_unless_reported_by(by)
        if self.state is State.CANCELLED:
            return
        self.refuse_if_over()
        self.write(EntryKind.CANCELLED, at, by)
        self.close(State.CANCELLED, at)
        self.happened(IncidentCancelled)

    def mark_transmitted(self, at: datetime) -> None:
        """Teams has accepted the card of the team: only now may the reporter be told so."""
        if self.transmitted_at is None:
            self.transmitted_at = at
            self.happened(IncidentTransmitted)

    def mark_overdue(self, at: datetime) -> None:
        """Nobody took it in time: both sides must see it."""
        if self.state is State.NEW and self.overdue_at is None and at >= self.take_by:
            self.overdue_at = at
            self.write(EntryKind.OVERDUE, at)
            self.happened(IncidentOverdue)

    def refuse_unless_reported_by(self, person: Person) -> None:
        if self.reporter_id != person.person_id:
            raise Refusal("incident.not_yours", number=self.number)

    def refuse_without_chat(self) -> None:
        """Somebody who called, and whom the directory does not know, reads nothing here."""
        if self.reporter_id is None:
            raise Refusal("incident.no_chat", name=self.reporter_name)

    def refuse_if_over(self) -> None:
        if self.is_over:
            raise Refusal(f"incident.{self.state}", number=self.number, main=self.main_number)

    def assign_if_nobody(self, by: Person, at: datetime) -> None:
        if self.assignee_id is None:
            self.assign_to(by, at)

    def assign_to(
        self, to: Person, at: datetime, by: Person | None = None, form_id: str | None = None
    ) -> None:
        """Somebody has it in hand: `by` somebody else's word, or their own."""
        self.assignee_id, self.assignee_name = to.person_id, to.name
        self.return_by = None
        if self.state is State.NEW:
            self.state = State.TAKEN
        if by is None:
            self.write(EntryKind.TAKEN, at, to)
        else:
            self.write(EntryKind.ASSIGNED, at, by, form_id=form_id, about=to.name)

    def hand_to(self, team: str, organisation: Organisation, at: datetime) -> None:
        """It is new again, for this team: nobody has it in hand, and the time to take it runs."""
        self.team, self.state = team, State.NEW
        self.assignee_id, self.assignee_name = None, ""
        self.waits_for = self.review_by = self.return_by = None
        self.transmitted_at = self.overdue_at = self.closed_at = None
        self.take_by = organisation.seen_by(self.organisation).take_by(self.priority, at)

    def go_on(self) -> None:
        """It waits for nobody any more."""
        self.state, self.waits_for, self.review_by = State.TAKEN, None, None

    def close(self, state: State, at: datetime) -> None:
        self.state, self.closed_at = state, at
        self.waits_for = self.review_by = self.return_by = None

    def write(
        self,
        kind: EntryKind,
        at: datetime,
        by: Person | None = None,
        text: str = "",
        form_id: str | None = None,
        about: str = "",
    ) -> Entry:
        entry = Entry(
            entry_id=f"{self.incident_id}.{len(self.entries)}",
            position=len(self.entries),
            kind=kind,
            at=at,
            author_id=by.person_id if by else None,
            author_name=by.name if by else "",
            text=text,
            form_id=form_id,
            about=about,
        )
        self.entries.append(entry)
        return entry

    def happened(self, event: type[IncidentEvent], **facts: Any) -> None:
        self.record(
            event(
                incident_id=self.incident_id,
                reporter_id=self.reporter_id,
                team=self.team,
                **facts,
            )
        )
