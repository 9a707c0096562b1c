"""Preparing a session: its form, the reports of its agenda, its lots."""

from __future__ import annotations

import csv
import io
from datetime import datetime

from cards.report_forms import report_form
from cards.session_actions import (
    AddReport,
    ImportReports,
    MakeLots,
    OpenImportForm,
    OpenPlanForm,
    OpenReportForm,
    PlanSession,
)
from cards.session_plan_forms import import_form, plan_form
from dialogs.routing import Reply, Router, Turn
from dialogs.session_turns import SECRETARIES, Gestures, begun, desk_reply, drawn, session_to_read
from dialogs.sessions import several
from domain.assembly import agenda, lots, plan
from domain.assembly.session import Member, Session, SessionState
from domain.errors import Refusal
from domain.people import Person, Role

COLUMNS = ("number", "title", "rapporteur", "opinion", "link", "subject", "nature")

router = Router()
router.typed("new_session", lambda rest: OpenPlanForm())
desk = Gestures(router, SECRETARIES, desk_reply)


@router.on(OpenPlanForm, allowed=SECRETARIES, reads=True)
def open_plan_form(turn: Turn, action: OpenPlanForm) -> Reply:
    filled = PlanSession(form_id=turn.new_id(), secretaries=turn.person.person_id)
    return plan_again(turn, filled, None)


def plan_again(turn: Turn, action: PlanSession, refusal: Refusal | None) -> Reply:
    card = plan_form(
        _elected(turn),
        turn.store.people.with_role(Role.SECRETARY),
        list(turn.organisation.profiles),
        action,
        turn.texts,
        turn.surface,
        refusal=refusal,
    )
    return Reply(card=card, title=turn.texts("button.new_session"))


@router.on(PlanSession, allowed=SECRETARIES, on_refusal=plan_again)
def plan_session(turn: Turn, action: PlanSession) -> Reply:
    """The roster is the directory's elected members as they are today."""
    made = turn.store.sessions.from_form(action.form_id)
    if made is not None:
        return desk_reply(turn, session_to_read(turn, made))
    if action.profile not in turn.organisation.profiles:
        raise Refusal("choice.unknown", "profile")
    secretaries = {person.person_id for person in turn.store.people.with_role(Role.SECRETARY)}
    session = plan.plan(
        turn.new_id(),
        by=turn.person,
        title=action.title,
        profile=turn.organisation.profiles[action.profile],
        starts_at=_starts_at(turn, action),
        chair=action.chair,
        secretaries=[each for each in several(action.secretaries) if each in secretaries],
        roster=[_member(person) for person in _elected(turn)],
        at=turn.at,
        remote=action.remote == "true",
        convocation=action.convocation,
    )
    turn.store.sessions.add(session, action.form_id)
    return desk_reply(turn, session)


def import_reports(session: Session, turn: Turn, action: ImportReports) -> None:
    """All of the file or nothing: a bad line is named."""
    try:
        plan.add_reports(session, turn.person, read_reports(action.csv), turn.at)
    except Refusal as refusal:
        if refusal.field is not None:
            raise Refusal(refusal.code, "csv", **refusal.facts) from refusal
        raise


desk.form(OpenImportForm, ImportReports, begun(ImportReports), drawn(import_form), import_reports)


def add_report(session: Session, turn: Turn, action: AddReport) -> None:
    draft = plan.Draft(action.number.strip(), action.title, action.rapporteur, nature=action.nature)
    if session.state is SessionState.PREPARED:
        plan.add_reports(session, turn.person, [draft], turn.at)
    else:
        agenda.add_urgent_report(session, turn.person, draft, action.ground, turn.at)


desk.form(OpenReportForm, AddReport, begun(AddReport), drawn(report_form), add_report)
desk.on(MakeLots, lambda s, turn, a: lots.make_by_subject(s, turn.person, turn.at))


def read_reports(text: str) -> list[plan.Draft]:
    """Reports of a CSV file, with a heading line; commas, semicolons or tabs.

    Raises Refusal `report.file`, with the columns that are known.
    """
    lines = text.strip().splitlines()
    known = ", ".join(COLUMNS)
    if len(lines) < 2:
        raise Refusal("report.file", "csv", columns=known)
    delimiter = max(",;\t", key=lines[0].count)
    rows = csv.DictReader(io.StringIO("\n".join(lines)), delimiter=delimiter)
    names = [name.strip().lower() for name in rows.fieldnames or ()]
    if not {"number", "title"} <= set(names) <= set(COLUMNS):
        raise Refusal("report.file", "csv", columns=known)
    rows.fieldnames = names
    return [_draft(row, line) for line, row in enumerate(rows, start=2)]


def _draft(row: dict[str, str | None], line: int) -> plan.Draft:
    values = {name: (row.get(name) or "").strip() for name in COLUMNS}
    if None in row:
        raise Refusal("report.line", "csv", line=line)
    nature = values.pop("nature") or "ordinary"
    return plan.Draft(**values, nature=nature, line=line)


def _elected(turn: Turn) -> list[Person]:
    found = {
        person.person_id: person
        for role in (Role.ELECTED, Role.CHAIR)
        for person in turn.store.people.with_role(role)
    }
    return sorted(found.values(), key=lambda person: person.name)


def _member(person: Person) -> Member:
    return Member(person.person_id, person.name, person.political_group or "", person.voting)


def _starts_at(turn: Turn, action: PlanSession) -> datetime:
    try:
        written = datetime.strptime(f"{action.day} {action.hour}", "%Y-%m-%d %H:%M")
    except ValueError:
        raise Refusal("session.when", "day") from None
    return written.replace(tzinfo=turn.organisation.timezone)
