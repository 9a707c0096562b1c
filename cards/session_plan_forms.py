"""The forms that prepare a session: itself, and its agenda."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from cards.form_parts import (
    ROOM,
    error_at,
    form_card,
    kept_within,
)
from cards.incident_forms import KEPT_BYTES
from cards.kit import Card, Element, Surface, choice_input, size_of, small, text, text_input
from cards.kit_inputs import (
    date_input,
    fitting,
    line_input,
    pick_input,
    several_input,
    time_input,
)
from cards.session_actions import (
    ImportReports,
    PlanSession,
)
from cards.texts import Texts
from domain.assembly.profiles import Nature
from domain.assembly.session import Session
from domain.errors import Refusal
from domain.people import Person


def plan_form(
    elected: Sequence[Person],
    secretaries: Sequence[Person],
    profiles: Collection[str],
    action: PlanSession,
    texts: Texts,
    surface: Surface,
    refusal: Refusal | None = None,
) -> Card:
    """What a session is, when, and who runs it. Its roster is the directory's."""
    [title] = kept_within(KEPT_BYTES // 2, action.title)
    room = (ROOM - size_of(title)) // 2
    body: list[Element | None] = [
        *line_input(
            "title",
            texts("session.plan.title"),
            value=title,
            required=texts("refusal.text.missing"),
            placeholder=texts("session.plan.title_example"),
            error=error_at("title", refusal, texts),
        ),
        *pick_input(
            "profile",
            texts("session.plan.profile"),
            {key: _profile_name(key, texts) for key in profiles},
            value=action.profile,
            required=texts("session.choose"),
            placeholder=texts("session.choose"),
            error=error_at("profile", refusal, texts),
        ),
        *date_input(
            "day",
            texts("session.plan.day"),
            value=action.day,
            error=error_at("day", refusal, texts) or error_at("starts_at", refusal, texts),
        ),
        *time_input(
            "hour",
            texts("session.plan.hour"),
            value=action.hour,
            error=error_at("hour", refusal, texts),
        ),
        *pick_input(
            "chair",
            texts("session.plan.chair"),
            fitting({person.person_id: person.name for person in elected}, room),
            value=action.chair,
            required=texts("session.choose"),
            placeholder=texts("session.choose"),
            error=error_at("chair", refusal, texts),
        ),
        *several_input(
            "secretaries",
            texts("session.plan.secretaries"),
            fitting({person.person_id: person.name for person in secretaries}, room),
            value=action.secretaries.split(","),
            error=error_at("secretaries", refusal, texts),
        ),
        *line_input(
            "convocation",
            texts("session.plan.convocation"),
            value=action.convocation[:300],
            placeholder=texts("session.plan.convocation_example"),
        ),
        *choice_input(
            "remote",
            texts("session.plan.remote"),
            {"true": texts("session.plan.at_a_distance"), "false": texts("session.plan.in_room")},
            value=action.remote if action.remote in ("true", "false") else "true",
            error=error_at("remote", refusal, texts),
        ),
        small(texts("session.plan.roster", count=len(elected))),
    ]
    return form_card(texts("button.new_session"), body, action, texts, surface, refusal=refusal)


def import_form(
    session: Session,
    action: ImportReports,
    texts: Texts,
    surface: Surface,
    refusal: Refusal | None = None,
) -> Card:
    """The agenda, pasted from a spreadsheet or a file: all of it is taken, or nothing."""
    [csv] = kept_within(KEPT_BYTES, action.csv)
    columns = "number, title, rapporteur, opinion, link, subject, nature"
    body = [
        text(texts("report.import_intro", columns=columns)),
        *text_input(
            "csv",
            texts("report.csv"),
            value=csv,
            required=texts("refusal.text.missing"),
            placeholder=columns,
            error=error_at("csv", refusal, texts),
        ),
        small(texts("report.import_natures", natures=", ".join(Nature))),
    ]
    title = texts("button.import_reports")
    return form_card(title, body, action, texts, surface, refusal=refusal)


def _profile_name(key: str, texts: Texts) -> str:
    """The name of a kind of assembly; one that organisation.toml adds is called by its key."""
    known = f"session.profile.{key}"
    return texts(known) if texts.has(known) else key
